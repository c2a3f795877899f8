# Staff

help-undo = take back an act of staff; an undo can be undone as well
example-undo = /undo 7K3MPQ2

undo-done = { $act } is undone. This undo has the id { $id }.
undo-already = { $act } was undone before ({ $id }); nothing was changed.
undo-unknown = There is no act with the id “{ $found }”; please use the id from its reply.
undo-impossible = { $act } cannot be undone; please use the id of another act, such as an award.
undo-forgotten = { $act } cannot be undone, since whom it was about has been forgotten; please use the id of another act.
option-act = the act’s id
