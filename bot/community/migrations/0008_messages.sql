-- Who wrote which message in a group: what is said of a message later does not say it.
--: table messages fact person=account retention=90 days
CREATE TABLE messages (
    community TEXT NOT NULL,
    source TEXT NOT NULL,           -- platform/group/message
    account TEXT NOT NULL,
    at BIGINT NOT NULL,             -- when it was written
    counts BIGINT NOT NULL,         -- 1 for talk, 0 for what was asked of the bot
    PRIMARY KEY (community, source)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX messages_of_account ON messages (community, account);

-- What an account's reactions to a message are now; none stand where it took them back.
--: table reactions fact person=account retention=90 days
CREATE TABLE reactions (
    community TEXT NOT NULL,
    source TEXT NOT NULL,
    account TEXT NOT NULL,
    id TEXT NOT NULL,
    author TEXT NOT NULL,           -- the account that wrote the message, '' where nobody knows
    emojis TEXT NOT NULL,           -- those that stand, sorted, by blanks
    at BIGINT NOT NULL,
    PRIMARY KEY (community, source, account)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX reactions_to ON reactions (community, author) WHERE emojis <> '';
CREATE INDEX reactions_of_account ON reactions (community, account);

-- How many there were whose rows are gone.
--: table messages_past fact person=account retention=until erased
CREATE TABLE messages_past (
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    messages BIGINT NOT NULL,
    reactions BIGINT NOT NULL,      -- received
    PRIMARY KEY (community, account)
) /*sqlite WITHOUT ROWID*/;
