-- Which check-in a message was: when it is deleted, its day is looked for.
CREATE INDEX days_by_source ON days (community, source) WHERE source <> '';
CREATE INDEX day_changes_by_source ON day_changes (community, source) WHERE source <> '';
