"""Badges: what members earn for good by rules over tallies: ``docs/features/badges.md``."""
