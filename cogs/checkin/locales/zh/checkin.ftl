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
streak-rest = { $days }是休息日，不签到也不断。

explain-head = { $name }：连签 { $current } 天，最长 { $longest } 天
explain-line = { $day } { $kind }{ $time ->
    [none] {""}
   *[other] { " " }{ $time }
} · { $rule }{ $where ->
    [none] {""}
   *[other] （{ $where }）
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
