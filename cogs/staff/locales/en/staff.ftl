# Staff

help-undo = take back an act of staff; an undo can be undone as well
example-undo = /undo 7K3MPQ2

undo-done = { $act } is undone. This undo has the id { $id }.
undo-already = { $act } was undone before ({ $id }); nothing was changed.
undo-unknown = There is no act with the id “{ $found }”; please use the id from its reply.
undo-impossible = { $act } cannot be undone; please use the id of another act, such as an award.
undo-forgotten = { $act } cannot be undone, since whom it was about has been forgotten; please use the id of another act.
option-act = the act’s id

help-jobs = show what the bot does by itself: its next times and how it went of late
example-jobs = /jobs

jobs-head = What I do by myself, in the time of { $zone }:
jobs-none = Nothing is scheduled. Switch something on in the config, such as weekly = "mon 09:00" under [recaps].
jobs-job = • { $name } ({ $policy })
jobs-next = next: { $times }
jobs-next-in = next in { $zone }: { $times }
jobs-where = { $zone } at { $at }
jobs-others = and in { $zones ->
    [one] 1 other zone
   *[other] { $zones } other zones
}, each at its own time
jobs-nobody = next: as soon as a member chooses a time
jobs-last = last: { $outcomes }
jobs-off = Switched off: { $jobs }
jobs-and = { $first } · { $last }
jobs-time = { $weekday ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
} { $date } { $at }
jobs-skip = what was missed is left out
jobs-skip-late = if missed, still done { $late }
jobs-run_once = of what was missed, the latest is done
jobs-run_once-late = of what was missed, the latest is done, { $late }
jobs-run_all = all that was missed is done
jobs-run_all-late = all that was missed is done, { $late }
jobs-late-day = until its day ends
jobs-late-hours = up to { $hours ->
    [one] 1 hour
   *[other] { $hours } hours
} late
jobs-late-minutes = up to { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
} late
jobs-done = { $period } done { $at } ({ $zone })
jobs-failed = { $period } failed { $at } ({ $zone }): { $reason }
jobs-skipped = { $period } skipped { $at }: { $why }
jobs-why-late = its time was over
jobs-why-later_one = a later one was done for all that were missed
jobs-why-gone = there was no such job any more
