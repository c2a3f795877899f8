# 积分

help-points = 看积分，也可以看别人的
example-points = /积分
help-history = 看积分明细，最近的在前
example-history = /明细 20
help-award = 给一位成员加分或扣分（负数），要写原因
example-award = /奖励 @小雨 5 帮新人解答

points-earned = +{ $amount } 分，现在共 { $balance } 分。
points-earned-unusual = { points-earned }
points-milestone = 连签满 { $days } 天，奖励 { $amount } 分，现在共 { $balance } 分。
points-yours = { $name }，你有 { $balance } 分，今天得了 { $today } 分，累计得过 { $lifetime } 分。
points-theirs = { $name } 有 { $balance } 分，今天得了 { $today } 分，累计得过 { $lifetime } 分。
points-talk = 其中消息、回应和回复 { $talk } 分，每天最多 { $cap } 分。
points-too-few = 只有 { $balance } 分，扣不了 { $amount } 分。

history-empty = 还没有积分记录，发 /签到 就有第一笔。
history-head = 第 { $first } 到 { $last } 笔，共 { $total } 笔：
history-line = { $at }  { $amount }  { $reason }{ $note ->
    [none] {""}
   *[other] ：{ $note }
}
history-reversed = 更正（{ $reason }）
history-newer = 更近的
history-older = 更早的

reason-checkin = 签到
reason-makeup = 补签
reason-milestone = 连签奖励
reason-award = 管理员加减分
reason-message = 发言
reason-comment = 回复
reason-reaction = 表情回应

award-given = 已给 { $name } 加 { $amount } 分，现在共 { $balance } 分。原因：{ $reason }。编号 { $id }，可用 /撤销 { $id } 撤回。
award-taken = 已给 { $name } 扣 { $amount } 分，还有 { $balance } 分。原因：{ $reason }。编号 { $id }，可用 /撤销 { $id } 撤回。

award-debt = 已给 { $name } 扣 { $amount } 分，原来没有这么多，余额成了 { $balance } 分。原因：{ $reason }。编号 { $id }，可用 /撤销 { $id } 撤回。

undo-points-done = { $name } 的 { $amount } 分变动已撤回，现在共 { $balance } 分。
undo-points-debt = 已从 { $name } 收回 { $amount } 分；有些已经花掉，余额成了 { $balance } 分。
undo-points-partly = { $name } 已经花掉一部分，只收回了剩下的 { $amount } 分，现在共 { $balance } 分。
undo-points-spent = { $name } 的积分已经花完，没有可收回的。
undo-points-none = 这个操作没有动过积分。

option-reason = 原因

me-points = 积分：{ $balance }，累计 { $lifetime }，明细 { $entries } 条


help-points-why = 看哪些没有计分，为什么
example-points-why = /积分 原因
points-why-none = 最近 30 天，你没有被拒绝计分的记录。
points-why-head = 没有计分的，最近的在前：
points-why-line = { $at }  { $what }：{ $why }{ $times ->
    [1] {""}
   *[other] （当天 { $times } 次）
}
points-refused-wordless = 里面没有文字
points-refused-short = 太短，或只是几个字来回重复
points-refused-cooldown = 离上一条计分的消息太近
points-refused-burst = 几秒之内发得太多
points-refused-again = 和一天之内计过分的内容差不多
points-refused-own = 给自己的回应不算
points-refused-cap = 当天消息、回应和回复的积分已经到了上限
points-refused-kind = 当天这一种的积分已经到了上限
points-refused-pace = 离上一次计分太近
points-refused-person = 同一个人当天已经给你带来够多的积分
points-refused-favours = 你们两人这一周互相捧场太多次了
