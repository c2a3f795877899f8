# What waits for a moderator

help-approve = approve what waits under an id; several ids may follow each other
example-approve = /approve K7QX2MP
help-decline = decline what waits under an id, with a reason if you like
example-decline = /decline K7QX2MP please ask within a week
help-queue = show what waits for a moderator
example-queue = /queue
option-review = the id of what waits (/queue lists them)

review-approve-done = { $review } is approved. (id { $id })
review-decline-done = { $review } is declined. (id { $id })
review-approve-before = { $review } was approved before{ $name ->
    [none] {""}
   *[other] {" "}by { $name }
}; nothing was changed.
review-decline-before = { $review } was declined before{ $name ->
    [none] {""}
   *[other] {" "}by { $name }
}; nothing was changed.
review-unknown = Nothing waits under “{ $found }”. Send /queue to see what does.
review-own = { $review } is your own, so another moderator has to decide it.
review-too-many = At most { $limit } at once, please, for example /approve K7QX2MP.

queue-empty = Nothing waits for a moderator.
queue-head = { $count ->
    [one] One thing waits
   *[other] { $count } things wait
} for a moderator{ $count ->
    [one] :
   *[other] , the longest first:
}
queue-line = { $id } · { $what }{ $days ->
    [0] {""}
    [one] {" "}(1 day ago)
   *[other] {" "}({ $days } days ago)
}
queue-other = something else
queue-how = Send /approve { $id }, or /decline { $id } with a reason.
review-withdrawn = { $review } needs no decision any more. Send /queue to see what waits.

undo-review-approve-again = { $review } is approved again.
undo-review-decline-again = { $review } is declined again.
undo-review-changed = { $act } cannot be undone: it was decided differently since. Please undo the latest decision first, by the id in its answer.
undo-review-never = { $act } cannot be undone: what it decided cannot wait again. Please use the id of another act.
