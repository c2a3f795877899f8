# 签到与连签

help-checkin = 签到，每天一次；可以附一句话、一张图
example-checkin = /签到 今天跑了 5 公里
help-streak = 看连签天数，也可以看别人的
example-streak = /连签 @小雨
help-explain = 逐日说明一位成员的连签是怎么算的
example-explain = /解释 @小雨

checkin-done = 签到成功，连签 { $streak } 天。
checkin-done-late = 收到，已记在 { $day }，那一段连签 { $streak } 天。
checkin-already = { $day } 已经签过了（{ $time }，{ $where }），连签 { $streak } 天。
checkin-where-here = 就在这里
checkin-where-there = 在 { $platform }
checkin-where-other = 在 { $platform } 的另一个聊天里
checkin-clock-doubted = 平台给的时间不可信，这次按收到的时间算。
checkin-zone-hopping = 你刚换过时区，这一天还不能再签：换时区不会多出日子。从 { $since } 起可以再签。

streak-yours = { $name }，你现在连签 { $current } 天，最长 { $longest } 天。
streak-theirs = { $name } 现在连签 { $current } 天，最长 { $longest } 天。
streak-today-done = 今天已签到。
streak-today-open = 今天还没签到。
streak-protected = 这些情况不断签：{ $by }。
protect-freeze = 有 { $count } 张冻结卡
protect-leave = { $first } 至 { $last } 请假
protect-rest = { $days }休息
protect-amnesty = 机器人停机超过 { $minutes } 分钟
freeze-used = { $day } 漏签了，用掉一张冻结卡，连签没有断。{ $left ->
    [0] 这是最后一张。
   *[other] 还剩 { $left } 张。
}
checkin-replaced-freeze = { $day } 用掉的冻结卡还给你了。
checkin-replaced-makeup = { $day } 原来是补签的，用掉的都还给你了。

explain-head = { $name }：连签 { $current } 天，最长 { $longest } 天
explain-line = { $day } { $kind }{ $time ->
    [none] {""}
   *[other] { " " }{ $time }
} · { $rule }{ $where ->
    [none] {""}
   *[other] （{ $where }）
}{ $zone ->
    [none] {""}
   *[other] { " " }· 从这天起时区是 { $zone }
}

day-kind-none = 没有签到
day-kind-real = 签到
day-kind-makeup = 补签
day-kind-freeze = 冻结
day-kind-leave = 请假
day-kind-outage = 停机
day-kind-import = 导入

day-rule-started = 新的一段从这天开始
day-rule-counted = 接上，加 1
day-rule-joined_freeze = 冻结接上，不加
day-rule-joined_leave = 请假接上，不加
day-rule-joined_outage = 停机接上，不加
day-rule-joined_rest = 休息日，不断
day-rule-joined_travel = 旅途中，不断
day-rule-never_was = 换时区跨过日界线，没有这一天，不断
day-rule-broke = 缺这一天，连签断在这里
day-rule-missed = 没有在进行的连签
day-rule-planned = 计划中
day-rule-not_yet = 还没过完

weekday-mon = 周一
weekday-tue = 周二
weekday-wed = 周三
weekday-thu = 周四
weekday-fri = 周五
weekday-sat = 周六
weekday-sun = 周日
list-two = { $first }、{ $second }
list-semicolon = { $first }；{ $second }

me-checkin = 签到：连签 { $current } 天，最长 { $longest } 天，共 { $days } 天

## 请假
help-leave = 请假：从哪天到哪天，这期间不签到也不断签
example-leave = /请假 今天 明天
help-leave-cancel = 销假，或取消还没开始的请假
example-leave-cancel = /请假 取消
option-first = 从哪天
option-last = 到哪天

leave-done = 已请假：{ $spans }。这期间不签到也不断签，签了照样算。
leave-known = { $span } 本来就在请假，没有改动。
leave-planned = 请假：{ $spans }。发 /请假 取消 可以销假；开头那天不变、换个最后一天再发一次，就能改短或延长。
leave-cancelled = 已销假：{ $spans }。从今天起又要签到了。
leave-none = 你现在没有请假。要请假的话，例如发：{ $example }
leave-span = { $first } 至 { $last }
leave-example = /请假 今天 明天
leave-refused-backwards = { $last } 在 { $first } 之前。请先写第一天，再写最后一天，例如：{ $example }
leave-refused-past = 请假最早从今天（{ $today }）开始，过去的日子改不了，正在请的假可以发 /请假 取消。例如：{ $example }
leave-refused-long = 一次最多请 { $longest } 天，请把最后一天改早一点，例如：{ $example }
leave-refused-far = 太早了，只能请 { $furthest } 天之内开始的假。例如：{ $example }

## 补签
help-makeup = 补签：昨天，最近漏的几天（3），或者写日期；后面可以写原因
example-makeup = /补签 3
option-which = 哪几天

makeup-example = /补签 { $count }
makeup-preview = 补签 { $days }：{ $cards ->
    [0] 不用补签卡
   *[other] 用 { $cards } 张补签卡（你有 { $held } 张）
}，连签 { $before } → { $after }。这是本月第 { $used } 次，最多 { $limit } 次。
makeup-preview-frozen = { $days } 用掉的冻结卡会还给你。
makeup-preview-approval = 要管理员批准{ $cards ->
    [0] 。
   *[other] ，在那之前补签卡先留着。
}
makeup-preview-reason = 原因：{ $reason }
makeup-button-confirm = 补签
makeup-button-cancel = 取消
makeup-done = 已补签 { $days }：连签 { $before } → { $after }{ $cards ->
    [0] 。
   *[other] ，用了 { $cards } 张补签卡。
}{ $freezes ->
    [0] {""}
   *[other] 退回冻结卡 { $freezes } 张。
}
makeup-waiting = 补签 { $days } 已提交，编号 { $id }，等管理员批准{ $cards ->
    [0] 。
   *[other] ；{ $cards } 张补签卡先留着。
}
makeup-cancelled = 没有补签，什么都没用掉。
makeup-declined = 补签 { $days } 没有批准{ $reason ->
    [none] 。
   *[other] （{ $reason }）。
}{ $cards ->
    [0] {""}
   *[other] 补签卡已经退回。
}
makeup-too-late = 补签 { $days } 现在补不上了{ $cards ->
    [0] 。
   *[other] ，补签卡已经退回。
}{ $why }
makeup-decided = { $name }：{ $what }
makeup-review = { $name } 申请补签 { $days }{ $reason ->
    [none] {""}
   *[other] （{ $reason }）
}
makeup-review-gone = { $name ->
    [none] 这个补签申请
   *[other] { $name } 的补签申请
}已经不在了。
makeup-gone-done = 这次补签已经处理过了，没有改动。发 /连签 看看现在的天数。
makeup-gone-cancelled = 这次补签已经取消了。还想补的话，请重新发 /补签。
makeup-changed = 现在要用的补签卡比刚才显示的多，请重新发一次 /补签。
makeup-off = 这个社区没有开放补签。每天来签到吧，例如发：/签到
makeup-quota = { $month } 的 { $limit } 次补签已经用完，下个月才能再补，例如：/补签 昨天
makeup-cards = 这次要用 { $need } 张补签卡，你{ $have ->
    [0] 一张也没有
   *[other] 只有 { $have } 张
}。发 /背包 看看有什么{ $have ->
    [0] 。
   *[other] ，或者少补几天，例如：/补签 { $have }
}

makeup-refused-future = { $day } 还没到，不能补签。例如：{ $example }
makeup-refused-today = 今天还没过完，直接发 /签到 就好，不用补签。
makeup-refused-never_was = 在你的时区里没有 { $day } 这一天，不用补。例如：{ $example }
makeup-refused-before_joining = { $day } 你还没来，你的第一天是 { $joined }。例如：{ $example }
makeup-refused-too_old = { $day } 太早了，最多补 { $window } 天以前的。例如：{ $example }
makeup-refused-covered = { $day } 不缺（{ $kind }），补了也没用。例如：{ $example }
makeup-refused-rest = { $day } 是休息日，本来就不缺，不用补。例如：{ $example }
makeup-refused-travelled = { $day } 你在旅途中，本来就不缺，不用补。例如：{ $example }
makeup-refused-pending = { $day } 已经在等管理员批准了。请等结果，或者补别的日子，例如：{ $example }
makeup-refused-nothing_missed = 从 { $day } 到现在，没有漏掉能补的日子。发 /连签 看看现在的天数。
makeup-refused-too_few_missed = 从 { $day } 到现在，能补的只有 { $count } 天。例如：/补签 { $count }
makeup-refused-not_connected = 只补 { $day } 接不上现在的连签，因为{ $count ->
    [1] {" "}{ $lacking } 也没签
   *[other] {" "}{ $lacking } 也都没签
}。什么都没用掉。想全部补上就发：/补签 { $ask }
makeup-refused-far = 补 { $day } 接不上现在的连签，漏得太多，补不回来了。什么都没用掉，发 /连签 看看现在的天数。
day-plain = { $day }

undo-makeup = { $what }这件事重新等管理员处理，编号 { $id }{ $cards ->
    [0] 。
   *[other] ；{ $cards } 张补签卡先留着。
}
undo-makeup-emptied = 补签 { $days } 已收回，连签 { $before } → { $after }。
undo-makeup-again = 补签 { $days } 重新打开。
undo-makeup-gone = 这次补签已经不在了。发 /审核 看看还有什么在等。
undo-makeup-replaced = { $day } 后来有了别的记录，这次补签不能收回。发 /解释 加上成员的名字，可以看每一天的情况。
undo-makeup-across = { $day } 是后来补的，要经过这几天才接得上连签。请先撤销那次补签。
undo-makeup-freeze = { $day } 退回的冻结卡之后已经用掉，这次补签不能收回。请先用 /授予 补一张。
undo-makeup-waits = { $day } 已经在另一次补签里等审核。发 /审核 处理那一次就行。
undo-makeup-covered = { $day } 现在已经有记录了（{ $kind }），这次补签不能再等审核。发 /解释 加上成员的名字，可以看每一天的情况。
undo-makeup-cards = 退回的 { $cards } 张补签卡之后已经用掉，这次补签不能再等审核。请先用 /授予 补上。
