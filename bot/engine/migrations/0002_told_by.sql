-- Who acted in the turn that told an event, and when: what happened to nobody does not say so.
ALTER TABLE event_retries ADD COLUMN account TEXT NOT NULL DEFAULT '';
ALTER TABLE event_retries ADD COLUMN told_at BIGINT NOT NULL DEFAULT 0;
