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
remind-digest-line = { $name } · { $count ->
    [one] { $count } day
   *[other] { $count } days
}
remind-digest-rest = { $count ->
    [one] One streak waits
   *[other] { $count } streaks wait
} for today’s check-in.
remind-more = and { $count } more

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
notify-kind-recap = your name in the recaps of the community
notify-kind-announcement = announcements of the moderators
notify-on = { $kind ->
    [recap] Done: recaps may name you again.
   *[other] Done: I’ll write to you about this ({ $kind }).
}
notify-off = { $kind ->
    [recap] Done: recaps don’t name you any more.
   *[other] Done: I won’t write to you about this ({ $kind }) any more.
}
notify-unknown = There’s no kind “{ $found }”. There are streak, program, win_back, festival, recap and announcement.
notify-unknown-near = There’s no kind “{ $found }”. Did you mean { $nearest }?
notify-switch = “{ $found }” is neither on nor off.

win_back-word = { $name }, we haven’t seen you for { $days ->
    [one] { $days } day
   *[other] { $days } days
}. Say hello, or check in with one press: you’re missed.
win_back-digest = We haven’t seen these members for some days and hope they come back:
win_back-digest-line = { $name } · { $count ->
    [one] { $count } day
   *[other] { $count } days
}
win_back-digest-rest = { $count ->
    [one] One member hasn’t been here for some days: we hope they come back.
   *[other] { $count } members haven’t been here for some days: we hope they come back.
}

## Birthdays and anniversaries
help-birthday = tell me your birthday, no year, for a wish in private or, with public, in the group
example-birthday = /birthday 11-23
option-when = the date (as 11-23 or lunar 8-15; or public, private, off)

birthday-none = I don’t know your birthday yet. Send /birthday and its month and day, as 11-23 or lunar 8-15; no year.
birthday-date = { $calendar ->
    [none] { $month }-{ $day }
    [leap] { $month }-{ $day } of the leap month of the lunar calendar
   *[other] { $month }-{ $day } of the lunar calendar
}
birthday-yours = Your birthday is { $date }{ $next ->
    [none] {""}
   *[other] , next on { $next }
}.
birthday-shown-private = The wish comes to you alone. Send /birthday public to have it in the group, /birthday off to have it forgotten.
birthday-shown-public = The wish comes in the group. Send /birthday private to have it alone, /birthday off to have it forgotten.
birthday-off = Done: I have forgotten your birthday.
birthday-unknown = I don’t know your birthday yet: its month and day come first.
birthday-wrong = “{ $found }” isn’t a date I can use. Please write month-day, or lunar month-day, or lunar leap month-day.
birthday-wish = 🎂 Happy birthday, { $name }! May the new year of yours be a good one.
birthday-wish-named = 🎂 It’s { $name }’s birthday. Happy birthday!
birthday-joined = 🎉 { $years ->
    [one] A year ago today you joined { $name }
   *[other] { $years } years ago today you joined { $name }
}. Thank you for being here.

## Festivals
festival-own = Today is { $name }. We wish you all the best.
festival-new_year = 🎆 Happy New Year!
festival-laba = 🥣 It’s Laba today: a bowl of warm porridge, and New Year is near.
festival-new_years_eve = 🧨 It’s New Year’s Eve of the lunar calendar: a good evening with those you love.
festival-spring_festival = 🧧 Happy Spring Festival! May the new year be kind to you.
festival-lantern = 🏮 Happy Lantern Festival!
festival-valentines = 💐 Happy Valentine’s Day!
festival-womens_day = 🌷 Happy Women’s Day!
festival-qingming = 🌿 Today is Qingming, the day of remembrance and of spring.
festival-labour_day = 🛠️ Happy Labour Day! Have a good rest.
festival-dragon_boat = 🐉 A healthy Dragon Boat Festival to all of you!
festival-childrens_day = 🎈 Happy Children’s Day, also to the grown ones!
festival-qixi = 🌌 Happy Qixi!
festival-mid_autumn = 🥮 Happy Mid-Autumn Festival!
festival-teachers_day = 📚 Happy Teachers’ Day! Thanks to everyone who teaches.
festival-double_ninth = 🌼 Today is Double Ninth: a good day to call the elders of your family.
festival-national_day = 🎇 Happy National Day!
festival-halloween = 🎃 Happy Halloween!
festival-winter_solstice = 🥟 It’s the winter solstice: time for dumplings.
festival-christmas = 🎄 Merry Christmas!

## What is done by itself
job-streak_at_risk = reminders of streaks at risk
job-win_back = words to the silent
job-birthday = birthdays and anniversaries
job-festival = greetings on festivals
