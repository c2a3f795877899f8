-- The machinery: what came in, what goes out, and what must be tried again.

--: table inbox engine retention=body 7 days, row 30 days
CREATE TABLE inbox (
    platform TEXT NOT NULL,
    bot TEXT NOT NULL,
    update_id TEXT NOT NULL,
    seq BIGINT NOT NULL,            -- order of arrival; 0 for what was handled as it came
    chat TEXT NOT NULL,
    state TEXT NOT NULL,            -- pending, done, set_aside
    tries BIGINT NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL,             -- the update as JSON while it is pending or set aside
    error TEXT NOT NULL,
    PRIMARY KEY (platform, bot, update_id)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX inbox_pending ON inbox (seq) WHERE state = 'pending';

--: table outbox engine retention=body 7 days, row 30 days
CREATE TABLE outbox (
    seq /*sqlite INTEGER PRIMARY KEY*/ /*postgres BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY*/,
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    cause TEXT NOT NULL,            -- the update that is answered, '' for none
    body TEXT NOT NULL,             -- what to say as JSON: keys and values, no language
    state TEXT NOT NULL,            -- waiting, sent, failed, cancelled, late
    tries BIGINT NOT NULL,
    parts_sent BIGINT NOT NULL,
    message_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    not_after BIGINT NOT NULL,
    cancel_key TEXT NOT NULL,
    dedupe_key TEXT,
    error TEXT NOT NULL
);
CREATE INDEX outbox_waiting ON outbox (seq) WHERE state = 'waiting';
CREATE INDEX outbox_by_cancel_key ON outbox (cancel_key) WHERE state = 'waiting' AND cancel_key <> '';
CREATE UNIQUE INDEX outbox_once ON outbox (dedupe_key) WHERE dedupe_key IS NOT NULL;

--: table buttons engine retention=30 days after they expire
CREATE TABLE buttons (
    token TEXT PRIMARY KEY,
    community TEXT NOT NULL,
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    account TEXT NOT NULL,
    action TEXT NOT NULL,
    args TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    once BIGINT NOT NULL,
    used_by TEXT NOT NULL           -- the update that used it up, '' while it works
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX buttons_by_age ON buttons (expires_at);

--: table event_retries engine retention=until done
CREATE TABLE event_retries (
    id TEXT PRIMARY KEY,
    listener TEXT NOT NULL,
    event TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,            -- waiting, set_aside
    tries BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    error TEXT NOT NULL
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX event_retries_due ON event_retries (next_at) WHERE state = 'waiting';

-- Whether the last process ended in order.
--: table leases engine retention=one row a name
CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    at BIGINT NOT NULL
) /*sqlite WITHOUT ROWID*/;
