-- 1 once a deletion has taken back what the message earned: what was written or reacted before it
-- and comes later earns nothing by it.
ALTER TABLE messages ADD COLUMN gone BIGINT NOT NULL DEFAULT 0;
