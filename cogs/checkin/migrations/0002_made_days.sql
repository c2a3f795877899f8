-- Days that a rule has made, what became of days later, and what members planned or asked for.

-- A day that stopped to count, or counts again: replaced by a check-in, taken back, restored.
-- The latest change of a day holds; the day itself is never rewritten.
--: table day_changes fact person=account retention=until erased
CREATE TABLE day_changes (
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    number BIGINT NOT NULL,         -- 1, 2, … for each day
    at BIGINT NOT NULL,
    holds BIGINT NOT NULL,          -- 1: it counts again, 0: it does not
    reason TEXT NOT NULL,
    written_at BIGINT NOT NULL,     -- of the message by which it counts now, 0 for the day's own
    zone TEXT NOT NULL,
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (community, account, day, kind, number)
) /*sqlite WITHOUT ROWID*/;

--: table leaves choice person=account retention=until erased
CREATE TABLE leaves (
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    id TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    at BIGINT NOT NULL,             -- when it was asked for
    PRIMARY KEY (community, account, id)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX leaves_by_end ON leaves (community, account, last_day);

--: table makeup_requests choice person=account retention=until erased
CREATE TABLE makeup_requests (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    state TEXT NOT NULL,            -- asked, waiting, done, declined, cancelled, returned
    at BIGINT NOT NULL,             -- the latest step
    month TEXT NOT NULL,            -- the local month of the act, '' before it is confirmed
    cards BIGINT NOT NULL,
    review TEXT NOT NULL,           -- its id in the queue, '' where none is needed
    reason TEXT NOT NULL,
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    source TEXT NOT NULL,           -- the message's id
    PRIMARY KEY (community, id)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX makeup_requests_of_account ON makeup_requests (community, account, month);

--: table makeup_days fact person=account retention=until erased
CREATE TABLE makeup_days (
    community TEXT NOT NULL,
    request TEXT NOT NULL,
    day TEXT NOT NULL,
    account TEXT NOT NULL,
    PRIMARY KEY (community, request, day)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX makeup_days_of_account ON makeup_days (community, account, day);
