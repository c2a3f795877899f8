"""Reminders, words to who was silent, wishes: ``docs/features/reminders.md``."""
