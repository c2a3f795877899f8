-- How many checked in: of each day, and in each week, month and year. Counted at the end of a day,
-- and again where something has changed since.

--: table checkin_days engine retention=one row a day
CREATE TABLE checkin_days (
    community TEXT NOT NULL,
    day TEXT NOT NULL,
    checkins BIGINT NOT NULL,       -- days of members that count
    PRIMARY KEY (community, day)
) /*sqlite WITHOUT ROWID*/;

--: table checkin_spans engine retention=one row a week, month and year
CREATE TABLE checkin_spans (
    community TEXT NOT NULL,
    span TEXT NOT NULL,             -- 2026-W48, 2026-11, 2026
    members BIGINT NOT NULL,        -- who checked in at least once
    PRIMARY KEY (community, span)
) /*sqlite WITHOUT ROWID*/;

--: table checkin_counted engine retention=one row a community
CREATE TABLE checkin_counted (
    community TEXT PRIMARY KEY,
    until TEXT NOT NULL             -- the last day that was counted when it was over
) /*sqlite WITHOUT ROWID*/;

-- Days that were counted and have changed: they are counted again, with all behind them.
--: table checkin_touched engine retention=until counted
CREATE TABLE checkin_touched (
    community TEXT NOT NULL,
    day TEXT NOT NULL,
    times BIGINT NOT NULL,          -- so that a change during the count is not lost
    PRIMARY KEY (community, day)
) /*sqlite WITHOUT ROWID*/;
