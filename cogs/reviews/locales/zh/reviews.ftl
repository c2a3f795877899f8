# 等管理员处理的事

help-approve = 批准一件待审的事，可以一次写几个编号
example-approve = /批准 K7QX2MP
help-decline = 驳回一件待审的事，可以附上理由
example-decline = /驳回 K7QX2MP 请在一周内申请
help-queue = 看看有哪些事等着审核
example-queue = /审核
option-review = 待审的编号（发 /审核 能看到）

review-approve-done = { $review } 已批准。（编号 { $id }）
review-decline-done = { $review } 已驳回。（编号 { $id }）
review-approve-before = { $review } { $name ->
    [none] 之前已经批准
   *[other] 已经由 { $name } 批准
}，没有改动。
review-decline-before = { $review } { $name ->
    [none] 之前已经驳回
   *[other] 已经由 { $name } 驳回
}，没有改动。
review-unknown = 没有编号是“{ $found }”的待审事项，发 /审核 看看有哪些。
review-own = { $review } 是你自己的，要请另一位管理员来审。
review-too-many = 一次最多 { $limit } 件，例如 /批准 K7QX2MP。

queue-empty = 没有等着审核的事。
queue-head = 有 { $count } 件事等着审核，等得最久的在前：
queue-line = { $id } · { $what }{ $days ->
    [0] {""}
   *[other] （{ $days } 天前）
}
queue-other = 其他事项
queue-how = 发 /批准 { $id }，或 /驳回 { $id } 加上理由。
review-withdrawn = { $review } 已经不需要审核了。发 /审核 看还有什么在等。

undo-review-approve-again = { $review } 重新批准。
undo-review-decline-again = { $review } 重新驳回。
undo-review-changed = { $act } 不能撤销：这件事之后又有了别的决定。请先撤销最近的那一次，编号在当时的回答里。
undo-review-never = { $act } 不能撤销：它决定的事没法再等一次审核。请用另一次操作的编号。
