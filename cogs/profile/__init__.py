"""What people choose for themselves (language, zone, community): ``docs/features/profile.md``."""
