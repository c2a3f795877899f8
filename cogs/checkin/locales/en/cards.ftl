# Cards of check-in: what is written in pictures

checkin-card-title = Checked in
checkin-card-streak = { $days ->
    [one] day in a row
   *[other] days in a row
}
checkin-card-total = { $days ->
    [one] day in all
   *[other] days in all
}
checkin-card-points = points, now { $balance }

calendar-card-title = { $year }-{ NUMBER($month, minimumIntegerDigits: 2) }
calendar-card-days = { $days ->
   *[other] this month
}
calendar-card-streak = { $days ->
   *[other] day streak
}
calendar-card-mon = Mon
calendar-card-tue = Tue
calendar-card-wed = Wed
calendar-card-thu = Thu
calendar-card-fri = Fri
calendar-card-sat = Sat
calendar-card-sun = Sun
