"""Help: what the bot can be asked."""
