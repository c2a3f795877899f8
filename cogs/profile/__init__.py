"""What people choose for themselves: language, time zone, community."""
