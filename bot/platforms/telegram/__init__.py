"""Telegram: ``docs/platforms/telegram.md``."""
