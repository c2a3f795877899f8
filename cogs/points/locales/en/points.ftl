# Points

help-points = show your points, or someone else’s
example-points = /points
help-history = list what moved your points, the latest first
example-history = /history 20
help-award = give a member points or take some (a negative number), with the reason
example-award = /award @rain 5 helped a newcomer

points-earned = { $amount ->
    [one] +1 point
   *[other] +{ $amount } points
}, { $balance } in all.
points-milestone = { $days } days in a row: { $amount ->
    [one] +1 point
   *[other] +{ $amount } points
}, { $balance } in all.
points-yours = { $name }, you have { $balance ->
    [one] 1 point
   *[other] { $balance } points
}; today you earned { $today }, in all { $lifetime }.
points-theirs = { $name } has { $balance ->
    [one] 1 point
   *[other] { $balance } points
}. Earned today: { $today }, in all: { $lifetime }.
points-too-few = There { $balance ->
    [one] is only 1 point
   *[other] are only { $balance } points
}, so { $amount } cannot be taken.

history-empty = No points yet; /checkin brings the first.
history-head = { $first } to { $last } of { $total }:
history-line = { $at }  { $amount }  { $reason }{ $note ->
    [none] {""}
   *[other] : { $note }
}
history-reversed = corrected ({ $reason })
history-newer = Newer
history-older = Older

reason-checkin = check-in
reason-makeup = made-up day
reason-milestone = streak milestone
reason-award = by a moderator

award-given = { $name } got { $amount ->
    [one] 1 point
   *[other] { $amount } points
}, { $balance } in all. Reason: { $reason }. Id { $id }; /undo { $id } takes it back.
award-taken = { $amount ->
    [one] 1 point was
   *[other] { $amount } points were
} taken from { $name }, { $balance } left. Reason: { $reason }. Id { $id }; /undo { $id } takes it back.

award-debt = { $amount ->
    [one] 1 point was
   *[other] { $amount } points were
} taken from { $name }; there were not so many, so the balance is { $balance }. Reason: { $reason }. Id { $id }; /undo { $id } takes it back.

undo-points-done = { $name }: { $amount ->
    [one] 1 point was
   *[other] { $amount } points were
} moved back, { $balance } in all.
undo-points-debt = { $name }: { $amount ->
    [one] 1 point was
   *[other] { $amount } points were
} taken back; some had been spent, so the balance is { $balance }.
undo-points-partly = { $name } has spent some: only { $amount ->
    [one] 1 point was
   *[other] { $amount } points were
} taken back, { $balance } in all.
undo-points-spent = { $name } has spent all of it; there was nothing left to take back.
undo-points-none = That act moved no points.

option-reason = the reason

me-points = Points: { $balance }, { $lifetime } in all, { $entries ->
    [one] 1 entry
   *[other] { $entries } entries
}
