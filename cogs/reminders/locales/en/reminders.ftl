# Reminders

help-remind = when to remind you of your check-in; without a time it shows the present one, off ends it
example-remind = /remind 21:00
help-notify = what I may write to you unasked; without a kind it lists them all
example-notify = /notify streak off
option-time = the time (as 21:00 or 9pm, or off)
option-kind = which kind (streak, program, win_back, festival, recap, announcement)
option-switch = on or off

remind-streak = Your streak is { $streak ->
    [one] { $streak } day
   *[other] { $streak } days
} long, and you haven’t checked in today. One press does it.
remind-streak-named = { $name }, your streak is { $streak ->
    [one] { $streak } day
   *[other] { $streak } days
} long, and you haven’t checked in today.
remind-checkin = Check in
remind-digest = These streaks wait for today’s check-in:
remind-digest-line = { $name } · { $streak ->
    [one] { $streak } day
   *[other] { $streak } days
}
remind-digest-more = and { $count } more

remind-default = I remind you at { $time } ({ $zone }) when you haven’t checked in{ $days ->
    [0] {""}
    [one] , from a streak of { $days } day
   *[other] , from a streak of { $days } days
}. That’s the default here; send /remind and a time to change it.
remind-own = I remind you at { $time } ({ $zone }) when you haven’t checked in{ $days ->
    [0] {""}
    [one] , from a streak of { $days } day
   *[other] , from a streak of { $days } days
}. Send /remind off to stop that.
remind-off = I won’t remind you of your check-in any more. Send /remind on to have it back.
remind-is-off = You switched off reminders of your check-in. Send /remind on or /remind and a time to have them back.
remind-nobody = There’s no default time for reminders here. Send /remind and a time to get them.
remind-write-first = You haven’t written to me in private yet: send me a word there first, so that reminders can come to you alone.
remind-time = “{ $found }” isn’t a time I can use. Please write a time from 00:00 to 23:59, or off.

notify-head = What I may write to you unasked:
notify-line = { $state } { $kind }: { $what }
notify-how = Send /notify, the name, and on or off to change it.
notify-state-on = ✅
notify-state-off = 🔕
notify-kind-streak = a reminder in the evening when you haven’t checked in
notify-kind-program = tasks and reminders of your programs
notify-kind-win_back = a word when you haven’t been here for days
notify-kind-festival = greetings on festivals, birthdays and anniversaries
notify-kind-recap = your own weekly and monthly recaps
notify-kind-announcement = announcements of the moderators
notify-on = Done: I’ll write to you about this ({ $kind }).
notify-off = Done: I won’t write to you about this ({ $kind }) any more.
notify-unknown = There’s no kind “{ $found }”. There are streak, program, win_back, festival, recap and announcement.
notify-unknown-near = There’s no kind “{ $found }”. Did you mean { $nearest }?
notify-switch = “{ $found }” is neither on nor off.
