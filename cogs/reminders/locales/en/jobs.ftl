## How jobs are called in /jobs

job-streak_at_risk = Reminder for streaks at risk
job-win_back = Asking back who has been silent
job-birthday = Wishes for birthdays and anniversaries
job-festival = Festival greetings
