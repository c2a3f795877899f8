-- Several accounts of one person: what each did by itself, and the codes by which they are linked.

-- The person that an account began with; it is that person again when nothing is linked.
ALTER TABLE accounts ADD COLUMN own TEXT NOT NULL DEFAULT '';
UPDATE accounts SET own = person;

-- When somebody's language was chosen, 0 for never or long ago.
ALTER TABLE persons ADD COLUMN locale_at BIGINT NOT NULL DEFAULT 0;

CREATE INDEX links_of_account ON links (account);
CREATE INDEX links_of_person ON links (person);
CREATE INDEX links_of_earlier ON links (was);
CREATE INDEX actions_of_actor ON actions (community, actor);

-- When an account first wrote in a community, and the member that it is by itself.
-- ``members`` is made of them: of several accounts of a person the oldest names the member.
--: table memberships fact person=account retention=until erased
CREATE TABLE memberships (
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    at BIGINT NOT NULL,
    PRIMARY KEY (community, account)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX memberships_of_account ON memberships (account);
INSERT INTO memberships (community, account, id, at)
SELECT m.community, min(a.id), m.id, m.joined_at FROM members m
JOIN accounts a ON a.person = m.person GROUP BY m.community, m.id, m.joined_at;

-- Where an account was seen (a group, a guild), and when it left, 0 while it is there.
--: table presences choice person=account retention=until erased
CREATE TABLE presences (
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    place TEXT NOT NULL,
    left_at BIGINT NOT NULL,
    PRIMARY KEY (community, account, place)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX presences_left ON presences (community, left_at) WHERE left_at > 0;

-- Codes that link two accounts: asked for by one, given by the other, confirmed by the first.
--: table link_codes choice person=account retention=1 day
CREATE TABLE link_codes (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,      -- of the code, which is kept nowhere
    account TEXT NOT NULL,          -- who asked for it
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    state TEXT NOT NULL,            -- open, given, reviewed, over
    given_by TEXT NOT NULL          -- the account that gave it, '' for none
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX link_codes_of_account ON link_codes (account, made_at);
CREATE INDEX link_codes_by_age ON link_codes (made_at);

-- Codes that were tried and are none: guessing is slowed down.
--: table link_guesses choice person=account retention=1 day
CREATE TABLE link_guesses (
    account TEXT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account, number)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX link_guesses_by_age ON link_guesses (at);

-- Members who were forgotten in one community and are known in others: from then on nobody
-- holds what their accounts had entered here. ``seq`` is their last place in the ledger.
--: table forgotten fact person=account retention=for ever
CREATE TABLE forgotten (
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (community, account)
) /*sqlite WITHOUT ROWID*/;
