-- What became of a badge of an account: given, or taken back. The last row says how it is.
--: table badge_awards fact person=account retention=until erased
CREATE TABLE badge_awards (
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    badge TEXT NOT NULL,            -- its key in the config
    number BIGINT NOT NULL,         -- from 1 on
    at BIGINT NOT NULL,
    is_given BIGINT NOT NULL,       -- 1 given, 0 taken back
    grounds TEXT NOT NULL,          -- JSON: rule, numbers and badge that it rests on
    act TEXT NOT NULL,              -- the act of staff that did it, '' for the rule
    PRIMARY KEY (community, account, badge, number)
) /*sqlite WITHOUT ROWID*/;

-- Members whose numbers were made anew, with nobody there to hear it: they are looked at again.
--: table badge_looks cache person=member retention=rebuilt
CREATE TABLE badge_looks (
    community TEXT NOT NULL,
    member TEXT NOT NULL,
    PRIMARY KEY (community, member)
) /*sqlite WITHOUT ROWID*/;

-- By which rule of the config a badge was last given to all who had earned it, and to how many.
--: table badge_rules engine retention=one row a badge
CREATE TABLE badge_rules (
    community TEXT NOT NULL,
    badge TEXT NOT NULL,
    edition TEXT NOT NULL,
    given BIGINT NOT NULL,          -- since the last time that all were gone through
    PRIMARY KEY (community, badge)
) /*sqlite WITHOUT ROWID*/;
