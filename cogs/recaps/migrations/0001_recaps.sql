-- What was told in the chats, as it was told: later corrections do not touch it. It names nobody.
--: table recaps fact retention=for ever
CREATE TABLE recaps (
    community TEXT NOT NULL,
    span TEXT NOT NULL,             -- 2026-11-22, 2026-W47, 2026-11, 2026
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    at BIGINT NOT NULL,
    figures TEXT NOT NULL,          -- JSON: its numbers by name
    PRIMARY KEY (community, span)
) /*sqlite WITHOUT ROWID*/;

-- What happened to members that a recap may tell of; what was taken back is gone.
--: table moments fact person=account retention=until erased
CREATE TABLE moments (
    community TEXT NOT NULL,
    what TEXT NOT NULL,             -- newcomer, badge, level, tier
    at BIGINT NOT NULL,
    account TEXT NOT NULL,
    value TEXT NOT NULL,            -- the badge, the level with four digits, the tier; '' for none
    PRIMARY KEY (community, what, at, account, value)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX moments_of_account ON moments (community, account, what);
