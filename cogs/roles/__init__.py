"""Roles that members have on their platforms for what they reached: ``docs/features/roles.md``."""
