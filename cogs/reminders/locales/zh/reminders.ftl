# 提醒

help-remind = 几点提醒你签到；不写时间就看现在的设置，关 就不再提醒
example-remind = /提醒 21:00
help-notify = 哪些消息可以主动发给你；不写就列出全部
example-notify = /通知 连签 关
option-time = 时间（如 21:00、晚上9点，或者 关）
option-kind = 哪一种（连签、计划、问候、节日、回顾、公告）
option-switch = 开或关

remind-streak = 你已经连签 { $streak } 天，今天还没签到。点一下下面的按钮就行。
remind-streak-named = { $name }，你已经连签 { $streak } 天，今天还没签到。
remind-checkin = 签到
remind-digest = 这些连签今天还没签到：
remind-digest-line = { $name } · { $streak } 天
remind-digest-more = 还有 { $count } 位

remind-default = 每天 { $time }（{ $zone }）还没签到时提醒你{ $days ->
    [0] {""}
   *[other] ，连签满 { $days } 天才提醒
}。这是这里的默认时间，发 /提醒 加时间可以改。
remind-own = 每天 { $time }（{ $zone }）还没签到时提醒你{ $days ->
    [0] {""}
   *[other] ，连签满 { $days } 天才提醒
}。想停就发 /提醒 关。
remind-off = 好，不再提醒你签到。想恢复就发 /提醒 开。
remind-is-off = 你关掉了签到提醒。想恢复就发 /提醒 开，或者 /提醒 加时间。
remind-nobody = 这里没有默认的提醒时间。想要提醒就发 /提醒 加时间。
remind-write-first = 你还没有私聊过我：先私下给我发一句话，提醒才能只发给你。
remind-time = “{ $found }”不是一个时间，请写 00:00 到 23:59 之间的时间，或者 关。

notify-head = 这些消息可能会主动发给你：
notify-line = { $state } { $what }（{ $kind ->
    [streak] 连签
    [program] 计划
    [win_back] 问候
    [festival] 节日
    [recap] 回顾
   *[announcement] 公告
}）
notify-how = 发 /通知 加名字和 开 或 关 就能改。
notify-state-on = ✅
notify-state-off = 🔕
notify-kind-streak = 晚上还没签到时的提醒
notify-kind-program = 计划的每日任务和提醒
notify-kind-win_back = 好几天没来时的问候
notify-kind-festival = 节日、生日和加入纪念日的祝福
notify-kind-recap = 每周、每月的个人回顾
notify-kind-announcement = 管理员的公告
notify-on = 好，{ $kind ->
    [streak] 签到提醒
    [program] 计划的消息
    [win_back] 问候
    [festival] 节日和生日的祝福
    [recap] 回顾
   *[announcement] 公告
}会发给你。
notify-off = 好，{ $kind ->
    [streak] 签到提醒
    [program] 计划的消息
    [win_back] 问候
    [festival] 节日和生日的祝福
    [recap] 回顾
   *[announcement] 公告
}不再发给你。
notify-unknown = 没有“{ $found }”这一种，有的是：连签、计划、问候、节日、回顾、公告。
notify-unknown-near = 没有“{ $found }”这一种，是想说 { $nearest } 吗？
notify-switch = “{ $found }”我看不懂，请写 开 或 关。
