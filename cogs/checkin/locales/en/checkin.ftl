# Check-in and streaks

help-checkin = check in, once a day; a note or a photo may come with it
example-checkin = /checkin ran 5 km today
help-streak = show your streak, or someone else’s
example-streak = /streak @rain
help-explain = show day by day how a member’s streak came about
example-explain = /explain @rain

checkin-done = Checked in. { $streak ->
    [one] Your streak begins: day 1.
   *[other] Your streak: { $streak } days.
}
checkin-done-late = Got it, counted for { $day }. { $streak ->
    [one] That run is 1 day long.
   *[other] That run is { $streak } days long.
}
checkin-already = { $day } is already checked in ({ $time }, { $where }). { $streak ->
    [one] Your streak: 1 day.
   *[other] Your streak: { $streak } days.
}
checkin-where-here = right here
checkin-where-there = on { $platform }
checkin-where-other = in another chat on { $platform }
checkin-clock-doubted = The platform’s time cannot be right, so this counts from when it arrived.
checkin-zone-hopping = You have just changed your time zone, so this day cannot be checked in yet: moving between zones adds no days. You can check in again from { $since } on.

streak-yours = { $name }, your streak is { $current ->
    [one] 1 day
   *[other] { $current } days
}, the longest { $longest }.
streak-theirs = { $name }’s streak is { $current ->
    [one] 1 day
   *[other] { $current } days
}, the longest { $longest }.
streak-today-done = Today is checked in.
streak-today-open = Today is still open.
streak-rest = Rest days ({ $days }) never break a streak.

explain-head = { $name }: { $current ->
    [one] streak 1 day
   *[other] streak { $current } days
}, the longest { $longest }
explain-line = { $day } { $kind }{ $time ->
    [none] {""}
   *[other] { " " }{ $time }
} · { $rule }{ $where ->
    [none] {""}
   *[other] { " " }({ $where })
}

day-kind-none = no check-in
day-kind-real = check-in
day-kind-makeup = made up
day-kind-freeze = freeze
day-kind-leave = leave
day-kind-outage = outage
day-kind-import = import

day-rule-started = a new run starts
day-rule-counted = goes on, counts 1
day-rule-joined_freeze = joined by a freeze, counts 0
day-rule-joined_leave = joined by leave, counts 0
day-rule-joined_outage = joined by an outage, counts 0
day-rule-joined_rest = rest day, breaks nothing
day-rule-joined_travel = on a journey, breaks nothing
day-rule-broke = missed: the streak ended here
day-rule-missed = no streak was running
day-rule-planned = planned
day-rule-not_yet = not over yet

weekday-mon = Monday
weekday-tue = Tuesday
weekday-wed = Wednesday
weekday-thu = Thursday
weekday-fri = Friday
weekday-sat = Saturday
weekday-sun = Sunday
list-two = { $first }, { $second }
