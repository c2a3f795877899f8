"""Recaps of a day, week, month or year, and what staff announce: ``docs/features/recaps.md``."""
