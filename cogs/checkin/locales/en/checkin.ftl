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
streak-protected = What keeps it: { $by }.
protect-freeze = { $count ->
    [one] 1 freeze
   *[other] { $count } freezes
}
protect-leave = leave from { $first } to { $last }
protect-rest = rest days ({ $days })
protect-amnesty = amnesty when the bot is down for more than { $minutes } minutes
freeze-used = A freeze has covered { $day }, so your streak goes on. { $left ->
    [0] It was your last one.
    [one] You have 1 left.
   *[other] You have { $left } left.
}
checkin-replaced-freeze = The freeze that { $day } had used is yours again.
checkin-replaced-makeup = { $day } had been made up; what that used is yours again.

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
}{ $zone ->
    [none] {""}
   *[other] { " " }· zone { $zone } from here
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
day-rule-never_was = never was: the zone changed across the date line, breaks nothing
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
list-semicolon = { $first }; { $second }

me-checkin = Check-ins: streak { $current }, longest { $longest }, { $days ->
    [one] 1 day
   *[other] { $days } days
} in all

## Leave
help-leave = take leave from one day to another; your streak waits meanwhile
example-leave = /leave today tomorrow
help-leave-cancel = end your leave, or cancel the one that is planned
example-leave-cancel = /leave cancel
option-first = the first day
option-last = the last day

leave-done = On leave: { $spans }. Your streak waits meanwhile, and a check-in counts all the same.
leave-known = { $span } is leave already; nothing was changed.
leave-planned = On leave: { $spans }. Send /leave cancel to end it, or name its first day again with another last one.
leave-cancelled = Leave cancelled: { $spans }. Days from today on need a check-in again.
leave-none = You have no leave. To take some, send for example { $example }.
leave-span = { $first } to { $last }
leave-example = /leave today tomorrow
leave-refused-backwards = { $last } is before { $first }. Please name the first day, then the last one, for example { $example }.
leave-refused-past = Leave begins today ({ $today }) at the earliest; days gone by stay as they are, and /leave cancel ends one that runs. For example: { $example }
leave-refused-long = A leave has at most { $longest } days. Please choose an earlier last day, for example { $example }.
leave-refused-far = That is too far ahead: a leave begins within the next { $furthest } days. For example: { $example }

## Make-up
help-makeup = fill days you missed: yesterday, the last few (3), or dates; a reason may follow
example-makeup = /makeup 3
option-which = which days

makeup-example = /makeup { $count }
makeup-preview = Make up { $days }: { $cards ->
    [0] uses no card
    [one] uses 1 card of your { $held }
   *[other] uses { $cards } cards of your { $held }
}, streak { $before } → { $after }. This is number { $used } of { $limit } this month.
makeup-preview-frozen = What froze { $days } comes back to you.
makeup-preview-approval = A moderator decides{ $cards ->
    [0] {"."}
    [one] ; the card is set aside until then.
   *[other] ; the cards are set aside until then.
}
makeup-preview-reason = Reason: { $reason }
makeup-button-confirm = Make up
makeup-button-cancel = Cancel
makeup-done = Made up { $days }: streak { $before } → { $after }{ $cards ->
    [0] {"."}
    [one] , 1 card used.
   *[other] , { $cards } cards used.
}{ $freezes ->
    [0] {""}
    [one] {" "}A freeze came back.
   *[other] {" "}{ $freezes } freezes came back.
}
makeup-waiting = Your make-up of { $days } waits for a moderator as { $id }{ $cards ->
    [0] {"."}
    [one] ; 1 card is set aside.
   *[other] ; { $cards } cards are set aside.
}
makeup-cancelled = Nothing was made up, and nothing was used.
makeup-declined = The make-up of { $days } was declined{ $reason ->
    [none] {"."}
   *[other] {" "}({ $reason }).
}{ $cards ->
    [0] {""}
    [one] {" "}The card was given back.
   *[other] {" "}The cards were given back.
}
makeup-too-late = The make-up of { $days } can no longer be done{ $cards ->
    [0] {"."}
    [one] , so the card was given back.
   *[other] , so the cards were given back.
} { $why }
makeup-decided = { $name }: { $what }
makeup-review = { $name } asks to make up { $days }{ $reason ->
    [none] {""}
   *[other] {" "}({ $reason })
}
makeup-review-gone = The make-up{ $name ->
    [none] {""}
   *[other] {" "}of { $name }
} is not there any more.
makeup-gone-done = That was done already; nothing was changed. Send /streak to see where you stand.
makeup-gone-cancelled = That was cancelled. Send /makeup again if you want it after all.
makeup-changed = It would use more cards now than you were shown. Please send /makeup again.
makeup-off = There are no make-ups in this community. Check in every day, for example with /checkin.
makeup-quota = You have used { $limit ->
    [one] the one make-up
   *[other] all { $limit } make-ups
} of { $month }. The next one is possible next month, for example with /makeup yesterday.
makeup-cards = This needs { $need ->
    [one] 1 make-up card
   *[other] { $need } make-up cards
}, and you have { $have ->
    [0] none
   *[other] { $have }
}. Send /inventory to see what you hold{ $have ->
    [0] {"."}
    [one] , or make up a single day, for example /makeup yesterday.
   *[other] , or make up fewer days, for example /makeup { $have }.
}

makeup-refused-future = { $day } is still to come, so it cannot be made up. For example: { $example }
makeup-refused-today = Today is not over yet: send /checkin instead of making it up.
makeup-refused-never_was = { $day } never existed in your time zone, so nothing is missing there. For example: { $example }
makeup-refused-before_joining = You were not here yet on { $day }; your first day is { $joined }. For example: { $example }
makeup-refused-too_old = { $day } is too long ago: a make-up reaches back { $window ->
    [one] 1 day
   *[other] { $window } days
} at most. For example: { $example }
makeup-refused-covered = { $day } is covered already ({ $kind }), so a make-up would do nothing. For example: { $example }
makeup-refused-rest = { $day } was a rest day, so nothing is missing there and a make-up would do nothing. For example: { $example }
makeup-refused-travelled = You were travelling on { $day }, so nothing is missing there and a make-up would do nothing. For example: { $example }
makeup-refused-pending = { $day } waits for a moderator already. Please wait for the answer, or ask for another day, for example { $example }.
makeup-refused-nothing_missed = You have missed nothing since { $day } that could be made up. Send /streak to see where you stand.
makeup-refused-too_few_missed = You have missed only { $count ->
    [one] 1 day
   *[other] { $count } days
} since { $day } that could be made up. For example: /makeup { $count }
makeup-refused-not_connected = { $day } would not reach your streak, because { $lacking } { $count ->
    [one] was missed as well
   *[other] were missed as well
}. Nothing was used. To fill all of it: /makeup { $ask }
makeup-refused-far = { $day } would not reach your streak: too much was missed for make-ups. Nothing was used. Send /streak to see where you stand.
day-plain = { $day }

undo-makeup = { $what } It waits for a moderator as { $id }{ $cards ->
    [0] {"."}
    [one] ; 1 card is set aside.
   *[other] ; { $cards } cards are set aside.
}
undo-makeup-emptied = The make-up of { $days } is taken back: streak { $before } → { $after }.
undo-makeup-again = The make-up of { $days } is open again.
undo-makeup-gone = That make-up is not there any more. Send /queue to see what waits.
undo-makeup-replaced = { $day } has been covered otherwise since, so the make-up cannot be taken back. Send /explain with the member’s name to see the days.
undo-makeup-across = { $day } was made up later and reaches the streak only across these days. Please undo that make-up first.
undo-makeup-freeze = The freeze that came back for { $day } has been used since, so the make-up cannot be taken back. Please /grant one first.
undo-makeup-waits = { $day } waits in another make-up already. Send /queue to decide that one.
undo-makeup-covered = { $day } is covered by now ({ $kind }), so the make-up cannot wait again. Send /explain with the member’s name to see the days.
undo-makeup-cards = The { $cards ->
    [one] card
   *[other] cards
} that came back { $cards ->
    [one] has
   *[other] have
} been used since, so the make-up cannot wait again. Please /grant what is missing first.
