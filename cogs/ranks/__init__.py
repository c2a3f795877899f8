"""Boards: who is ahead in points and streaks, by period: ``docs/features/ranks.md``."""
