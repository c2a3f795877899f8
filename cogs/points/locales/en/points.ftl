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
points-earned-unusual = { points-earned }
points-milestone = { $days } days in a row: { $amount ->
    [one] +1 point
   *[other] +{ $amount } points
}, { $balance } in all.
points-yours = { $name }, you have { $balance ->
    [one] { $balance } point
   *[other] { $balance } points
}; today you earned { $today }, in all { $lifetime }.
points-theirs = { $name } has { $balance ->
    [one] { $balance } point
   *[other] { $balance } points
}. Earned today: { $today }, in all: { $lifetime }.
points-talk = Of these, { $talk } by messages, reactions and replies, at most { $cap } a day.
points-too-few = There { $balance ->
    [one] is only { $balance } point
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
reason-message = a message
reason-comment = a reply
reason-reaction = a reaction

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


help-points-why = see what earned you nothing, and why
example-points-why = /points why
points-why-none = In the last 30 days nothing that you did was refused its points.
points-why-head = What earned nothing, the latest first:
points-why-line = { $at }  { $what }: { $why }{ $times ->
    [one] {""}
   *[other] {" "}({ $times } times that day)
}
points-refused-wordless = there are no words in it
points-refused-short = it is too short, or the same few letters over and over
points-refused-cooldown = it came too soon after the last message that earned
points-refused-burst = too many messages within a few seconds
points-refused-again = it says the same as something that earned within the last day
points-refused-own = one’s own reactions do not count
points-refused-cap = the day’s cap for messages, reactions and replies was reached
points-refused-kind = the day’s cap for this kind was reached
points-refused-pace = it came too soon after the last one that earned
points-refused-person = one person had brought you enough for a day
points-refused-favours = the two of you had favoured only each other too often this week
