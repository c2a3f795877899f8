# Calendar

help-calendar = show a month of your days; this one unless you name another
example-calendar = /calendar 2026-11
option-month = the month

calendar-head = { $name }, { $year }-{ NUMBER($month, minimumIntegerDigits: 2) }
calendar-week = { $mon }{ $tue }{ $wed }{ $thu }{ $fri }{ $sat }{ $sun }  { $days }
calendar-sum = { $days ->
    [one] 1 day checked in this month
   *[other] { $days } days checked in this month
}; the streak is { $current ->
    [one] 1 day
   *[other] { $current } days
} now.
calendar-means = { $mark } { $what }
calendar-both = { $first } · { $second }
calendar-order = rows run from Monday to Sunday

calendar-mark-real = ✅
calendar-mark-makeup = 🩹
calendar-mark-import = 📥
calendar-mark-freeze = 🧊
calendar-mark-leave = 🌴
calendar-mark-outage = 🔌
calendar-mark-rest = 😴
calendar-mark-travel = 🛫
calendar-mark-missed = ❌
calendar-mark-today = 📍
calendar-mark-nothing = ⬜
calendar-mark-outside = ➖

calendar-real = checked in
calendar-makeup = made up
calendar-import = imported
calendar-freeze = freeze
calendar-leave = leave
calendar-outage = I was offline
calendar-rest = rest day
calendar-travel = on a journey
calendar-missed = missed
calendar-today = today, still open
