-- Which role of a platform an account is to have, and what became of it.
--: table role_wishes choice person=account retention=until erased
CREATE TABLE role_wishes (
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    role TEXT NOT NULL,             -- as the config names it
    state TEXT NOT NULL,            -- asked, given, refused; taking, stuck: it is to go
    at BIGINT NOT NULL,             -- since when
    PRIMARY KEY (community, account, role)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX role_wishes_refused ON role_wishes (community, account) WHERE state IN ('refused', 'stuck');

-- By which roles of the config the wishes were made: other ones are gone through anew.
--: table role_rules engine retention=one row a community
CREATE TABLE role_rules (
    community TEXT PRIMARY KEY,
    edition TEXT NOT NULL
) /*sqlite WITHOUT ROWID*/;
