"""A cog for the contract suite: whoever sends ``/do`` has the bot do something."""
