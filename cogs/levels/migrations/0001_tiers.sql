-- What became of an account's tier: each row is how it stood from then on.
--: table tier_steps fact person=account retention=until erased
CREATE TABLE tier_steps (
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    tier BIGINT NOT NULL,           -- 0 newcomer, 1 growing, 2 expert
    below_since BIGINT NOT NULL,    -- since when it is below the tier's line, 0 for not
    PRIMARY KEY (community, account, number)
) /*sqlite WITHOUT ROWID*/;

--: table standings cache person=member retention=rebuilt
CREATE TABLE standings (
    community TEXT NOT NULL,
    member TEXT NOT NULL,
    below_since BIGINT NOT NULL,    -- as in tier_steps
    edition TEXT NOT NULL,          -- the rules by which level and tier were counted, '' for none
    PRIMARY KEY (community, member)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX standings_below ON standings (community, member) WHERE below_since > 0;
CREATE INDEX standings_by_edition ON standings (community, edition, member);
