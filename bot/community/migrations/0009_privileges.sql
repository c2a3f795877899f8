-- What members may do because of a badge, a tier or a moderator's word.
--: table privileges choice person=account retention=until erased
CREATE TABLE privileges (
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    because TEXT NOT NULL,          -- tier, badge:KEY, grant:ACT …: each gives and takes its own
    at BIGINT NOT NULL,
    PRIMARY KEY (community, account, name, because)
) /*sqlite WITHOUT ROWID*/;
