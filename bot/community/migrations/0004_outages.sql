-- When the bot was last known to hear a platform, and when it was deaf.

--: table heartbeats engine retention=one row a platform
CREATE TABLE heartbeats (
    platform TEXT PRIMARY KEY,
    at BIGINT NOT NULL,             -- the last instant at which it was heard
    is_up BIGINT NOT NULL           -- 0: nothing was heard since then
) /*sqlite WITHOUT ROWID*/;

--: table outages engine retention=for ever
CREATE TABLE outages (
    platform TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    PRIMARY KEY (platform, began_at)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX outages_by_end ON outages (platform, ended_at);
