"""Help, what the bot can be asked: ``docs/features/help.md``."""
