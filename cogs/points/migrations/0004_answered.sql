-- The message that an answer was to, "" for all else: when it is deleted, so is what it was paid.
ALTER TABLE earnings ADD COLUMN answered TEXT NOT NULL DEFAULT '';
CREATE INDEX earnings_by_answers ON earnings (community, answered) WHERE answered <> '';
