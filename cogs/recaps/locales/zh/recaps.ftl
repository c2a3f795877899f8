# 回顾

help-recap = 看看自己这一周、这个月或今年到现在怎么样
example-recap = /回顾 月
help-recap-now = 现在就把本周到目前为止的回顾发到群里
example-recap-now = /回顾 现在
help-recap-why = 看周报里的一项数字是什么意思
example-recap-why = /回顾 说明 签到次数
option-asked = 时间（周、月或年）
option-figure = 哪一项数字

recap-head-day = 📅 { $community } · { $first }
recap-head-week = 📅 { $community } · { $first } 到 { $last } 这一周（{ $name }）
recap-head-week-running = 📅 { $community } · 本周到目前为止，{ $first } 起（{ $name }）
recap-head-month = 📅 { $community } · { $name } 月报
recap-head-year = 📅 { $community } · { $name } 年报
recap-quiet-day = 安静的一天。
recap-quiet-week = 安静的一周，没有人签到。发一条 /签到，新的一周就开始了。
recap-quiet-week-running = 这一周还没有人签到，发一条 /签到 就开始了。
recap-quiet-month = 安静的一个月，没有人签到。发一条 /签到，新的一月就开始了。
recap-quiet-year = 安静的一年，没有人签到。发一条 /签到，新的一年就开始了。
recap-changed-day = 前一天的数字后来有变动：{ $what }现在是 { $now }，当时公布的是 { $told }。
recap-changed-week = 前一周的数字后来有变动：{ $what }现在是 { $now }，当时公布的是 { $told }。
recap-changed-month = 前一个月的数字后来有变动：{ $what }现在是 { $now }，当时公布的是 { $told }。
recap-changed-year = 前一年的数字后来有变动：{ $what }现在是 { $now }，当时公布的是 { $told }。
recap-foot = /回顾 看自己的 · /回顾 说明 看数字怎么来的 · /通知 回顾 关 就不再点名
recap-name = { $name }

recap-name-newcomers = 新成员
recap-newcomers = 欢迎 { $count } 位新成员{ $names ->
    [none] {""}
   *[other] ：{ $names }{ $more ->
        [0] {""}
       *[other] ，还有 { $more } 位
    }
}

recap-own-head-week = { $name }，你的本周（{ $first } 到 { $today }）
recap-own-head-month = { $name }，你的本月（{ $first } 到 { $today }）
recap-own-head-year = { $name }，你的今年（{ $first } 到 { $today }）
recap-own-badges = 新勋章 { $count } 枚

recap-unknown = 没有“{ $word }”的回顾，可以看周、月或年。
recap-now = 本周到目前为止的回顾马上发到群里，一分钟最多发一次；整周的周报照常发。

recap-nowhere = 这个社区没有可以发的聊天，整个 Discord 服务器不算。请在配置的 [recaps] 里用 chats 写明，例如 chats = ["discord:2001/3001"]。

recap-why-head = 周报里的数字：
recap-why-one = /回顾 说明 { $name }
recap-why-title = { $name }
recap-why-unknown = 没有“{ $word }”这项数字，有的是：{ $known }。
recap-why-newcomers =
    { $first } 到 { $last }（社区时区 { $zone }）成为成员的人：第一次在这里发言或签到。最多列出前五位。
    不点名的：在排行榜上匿名或退出的（/排行）、已离开的、要求忘记自己的，以及在 /通知 里关掉回顾的。

recap-card-week = { $first } – { $last }
recap-card-running = { $first } 起，到目前为止
recap-days = 每天：{ $days }
recap-days-one = { $day } { $count }
recap-days-two = { $first } · { $second }
recap-day-mon = 周一
recap-day-tue = 周二
recap-day-wed = 周三
recap-day-thu = 周四
recap-day-fri = 周五
recap-day-sat = 周六
recap-day-sun = 周日
