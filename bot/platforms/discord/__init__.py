"""Discord: ``docs/platforms/discord.md``."""
