-- Each time that a job is due, in a community and zone, with how far it has come.
--: table occurrences engine retention=400 days
CREATE TABLE occurrences (
    community TEXT NOT NULL,
    job TEXT NOT NULL,
    zone TEXT NOT NULL,
    period TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    state TEXT NOT NULL,            -- due, running, done, skipped, failed
    cursor TEXT NOT NULL,           -- behind whom the next slice begins
    held_until BIGINT NOT NULL,     -- nobody else works on it before
    tries BIGINT NOT NULL,          -- since the last slice that was done
    at BIGINT NOT NULL,             -- since when it is in this state
    error TEXT NOT NULL,
    PRIMARY KEY (community, job, zone, period)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX occurrences_open ON occurrences (due_at) WHERE state IN ('due', 'running');
