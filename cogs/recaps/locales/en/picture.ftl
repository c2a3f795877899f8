# Written in the picture of a week
recap-card-days = Check-ins by day
recap-card-best = Best streaks
