-- A day on which an account wrote a check-in, also one that earned no credit.
--: table days fact person=account retention=until erased
CREATE TABLE days (
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,             -- the instant that the day was read from
    received_at BIGINT NOT NULL,
    credited BIGINT NOT NULL,       -- 1: it had the member's credit when it came
    flagged BIGINT NOT NULL,        -- 1: the platform's time could not be believed
    zone TEXT NOT NULL,
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    source TEXT NOT NULL,           -- the message's id
    PRIMARY KEY (community, account, day, kind)
) /*sqlite WITHOUT ROWID*/;

-- One credit for a member and local day: the claim.
--: table day_credits cache person=member retention=rebuilt
CREATE TABLE day_credits (
    community TEXT NOT NULL,
    member TEXT NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    account TEXT NOT NULL,
    at BIGINT NOT NULL,
    zone TEXT NOT NULL,
    PRIMARY KEY (community, member, day)
) /*sqlite WITHOUT ROWID*/;

--: table streaks cache person=member retention=rebuilt
CREATE TABLE streaks (
    community TEXT NOT NULL,
    member TEXT NOT NULL,
    first_day TEXT NOT NULL,
    length BIGINT NOT NULL,
    last_covered TEXT NOT NULL,
    last_counted TEXT NOT NULL,
    longest BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    last_zone TEXT NOT NULL,
    PRIMARY KEY (community, member)
) /*sqlite WITHOUT ROWID*/;

-- By which rest days the kept streaks were counted: other ones in the config make them stale.
--: table streak_rules engine retention=one row a community
CREATE TABLE streak_rules (
    community TEXT PRIMARY KEY,
    rest_days TEXT NOT NULL
) /*sqlite WITHOUT ROWID*/;
