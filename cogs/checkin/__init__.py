"""Check-in and streaks: ``docs/features/checkin.md``."""
