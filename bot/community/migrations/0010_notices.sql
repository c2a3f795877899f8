-- What somebody wants to be told without having asked: each kind on or off, and when.
--: table notice_choices choice person=account retention=until erased
CREATE TABLE notice_choices (
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    what TEXT NOT NULL,             -- a kind of notice, or remind_at
    choice TEXT NOT NULL,           -- on, off; for remind_at the local time
    at BIGINT NOT NULL,
    PRIMARY KEY (community, account, what)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX notice_choices_by_choice ON notice_choices (community, what, choice, account);

-- Who has written to the bot in private, and whether their platform has said since that the bot
-- may not write to them any more.
--: table private_doors choice person=account retention=until erased
CREATE TABLE private_doors (
    account TEXT PRIMARY KEY,
    written_at BIGINT NOT NULL,     -- when they last wrote, to some minutes
    closed_at BIGINT NOT NULL       -- 0 while it is open
) /*sqlite WITHOUT ROWID*/;

-- How many messages that it had not asked for an account got on a local day.
--: table notice_days fact person=account retention=30 days
CREATE TABLE notice_days (
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    day TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (community, account, day)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX notice_days_by_age ON notice_days (community, day, account);

-- When an account last wrote is one look, not a walk over all that it wrote.
DROP INDEX messages_of_account;
CREATE INDEX messages_of_account ON messages (community, account, at);

-- Who joined on a day of some year.
CREATE INDEX members_by_joining ON members (community, joined_at);
