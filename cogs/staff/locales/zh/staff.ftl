# 管理

help-undo = 撤销一次管理操作；撤销本身也能撤销
example-undo = /撤销 7K3MPQ2

undo-done = 已撤销 { $act }。这次撤销的编号是 { $id }。
undo-already = { $act } 之前已经撤销过（编号 { $id }），什么都没有改动。
undo-unknown = 没有编号为“{ $found }”的操作，请照回复里的编号写。
undo-impossible = { $act } 不能撤销，请用另一次操作的编号，加减分就能撤销。
undo-forgotten = { $act } 不能撤销：对方要求忘记自己，已经没有记录了。请用另一次操作的编号。
option-act = 操作的编号

help-jobs = 看机器人自己按时做的事：接下来几次的时间，最近几次的结果
example-jobs = /任务

jobs-head = 我会自己按时做的事（{ $zone } 时间）：
jobs-none = 现在没有安排任何任务。在配置里打开一项即可，比如在 [recaps] 下写 weekly = "mon 09:00"。
jobs-job = • { $name }（{ $policy }）
jobs-next = 接下来：{ $times }
jobs-next-in = 接下来（{ $zone }）：{ $times }
jobs-where = { $zone } 的 { $at }
jobs-others = 另有 { $zones } 个时区，各按当地时间
jobs-nobody = 接下来：等有成员选好时间
jobs-last = 最近：{ $outcomes }
jobs-off = 没有打开：{ $jobs }
jobs-and = { $first } · { $last }
jobs-time = { $date } { $weekday ->
    [1] 周一
    [2] 周二
    [3] 周三
    [4] 周四
    [5] 周五
    [6] 周六
   *[7] 周日
} { $at }
jobs-skip = 错过就不补
jobs-skip-late = 错过的话，{ $late }还会补
jobs-run_once = 错过多次只补最近一次
jobs-run_once-late = 错过多次只补最近一次，{ $late }有效
jobs-run_all = 错过几次补几次
jobs-run_all-late = 错过几次补几次，{ $late }有效
jobs-late-day = 当天结束前
jobs-late-hours = { $hours } 小时内
jobs-late-minutes = { $minutes } 分钟内
jobs-done = { $period } 已于 { $at } 完成（{ $zone }）
jobs-failed = { $period } 在 { $at } 失败（{ $zone }）：{ $reason }
jobs-skipped = { $period } 在 { $at } 跳过：{ $why }
jobs-why-late = 已经过时
jobs-why-later_one = 错过了几次，由后面的一次一并补上
jobs-why-gone = 已经没有这项任务
