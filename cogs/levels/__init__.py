"""Levels and tiers: what members have come to by what they earned: ``docs/features/levels.md``."""
