-- The rules of earning that were in force, each from when on: an entry names those that gave it.
--: table rule_versions fact retention=for ever
CREATE TABLE rule_versions (
    community TEXT NOT NULL,
    number BIGINT NOT NULL,         -- 1 for the first, then upwards
    edition TEXT NOT NULL,          -- what entries name; the same for the same rules
    at BIGINT NOT NULL,
    rules TEXT NOT NULL,            -- JSON, by the names of the config
    PRIMARY KEY (community, number)
) /*sqlite WITHOUT ROWID*/;

-- What was scored anew, by which act: one that was ended part of the way is gone on with.
--: table rescorings fact retention=for ever
CREATE TABLE rescorings (
    community TEXT NOT NULL,
    action TEXT NOT NULL,
    since TEXT NOT NULL,            -- the first local day
    edition TEXT NOT NULL,
    is_done BIGINT NOT NULL,
    PRIMARY KEY (community, action)
) /*sqlite WITHOUT ROWID*/;

-- What an entry was worth before an act scored it anew, and since.
--: table rescored fact person=account retention=until erased
CREATE TABLE rescored (
    community TEXT NOT NULL,
    action TEXT NOT NULL,
    entry TEXT NOT NULL,
    account TEXT NOT NULL,
    was BIGINT NOT NULL,
    worth BIGINT NOT NULL,
    PRIMARY KEY (community, action, entry)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX rescored_of_account ON rescored (community, account);

-- When somebody was last paid for something of a kind.
CREATE INDEX earnings_of_kind ON earnings (community, account, kind, at);
