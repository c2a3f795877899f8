-- What waits for a moderator, and who decided it.

--: table reviews choice person=account retention=until erased
CREATE TABLE reviews (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,             -- what it is about: makeup …
    subject TEXT NOT NULL,          -- the id of that by whoever asked for the review
    account TEXT NOT NULL,          -- whose it is
    asked_at BIGINT NOT NULL,
    state TEXT NOT NULL,            -- waiting, approved, declined
    PRIMARY KEY (community, id)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX reviews_waiting ON reviews (community, asked_at, id) WHERE state = 'waiting';
CREATE INDEX reviews_of_account ON reviews (community, account);

--: table review_signatures fact person=account retention=until erased
CREATE TABLE review_signatures (
    community TEXT NOT NULL,
    review TEXT NOT NULL,
    account TEXT NOT NULL,          -- who decided
    at BIGINT NOT NULL,
    approves BIGINT NOT NULL,
    reason TEXT NOT NULL,           -- '' for none
    PRIMARY KEY (community, review, account)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX review_signatures_of_account ON review_signatures (community, account);
