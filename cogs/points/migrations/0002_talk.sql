-- What a message has earned: by being written, as an answer, by each one who reacted to it.
--: table earnings fact person=account retention=until erased
CREATE TABLE earnings (
    community TEXT NOT NULL,
    source TEXT NOT NULL,           -- platform/group/message
    kind TEXT NOT NULL,             -- message, comment, reaction
    giver TEXT NOT NULL,            -- the account whose doing it was
    account TEXT NOT NULL,          -- the account that was paid
    receiver TEXT NOT NULL,         -- the account for which it was done, also where the giver is paid
    entry TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (community, source, kind, giver)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX earnings_of_account ON earnings (community, account);
CREATE INDEX earnings_from_to ON earnings (community, receiver, giver, at);

-- What earned nothing, and why: of each day and reason the latest, and how many there were.
--: table refusals fact person=account retention=30 days
CREATE TABLE refusals (
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    times BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (community, account, day, kind, reason)
) /*sqlite WITHOUT ROWID*/;

-- How an account has talked lately: instants, and hashes of what earned; never a word of it.
--: table talkers fact person=account retention=until erased
CREATE TABLE talkers (
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    lately TEXT NOT NULL,           -- JSON
    PRIMARY KEY (community, account)
) /*sqlite WITHOUT ROWID*/;
