# 管理

help-undo = 撤销一次管理操作；撤销本身也能撤销
example-undo = /撤销 7K3MPQ2

undo-done = 已撤销 { $act }。这次撤销的编号是 { $id }。
undo-already = { $act } 之前已经撤销过（编号 { $id }），什么都没有改动。
undo-unknown = 没有编号为“{ $found }”的操作，请照回复里的编号写。
undo-impossible = { $act } 不能撤销，请用另一次操作的编号，加减分就能撤销。
undo-forgotten = { $act } 不能撤销：对方要求忘记自己，已经没有记录了。请用另一次操作的编号。
option-act = 操作的编号
