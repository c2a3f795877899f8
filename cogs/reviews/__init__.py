"""Whatever waits for a moderator: ``docs/features/reviews.md``."""
