# 提醒

help-remind = 几点提醒你签到；不写时间就看现在的设置，关 就不再提醒
example-remind = /提醒 21:00
help-notify = 哪些消息可以主动发给你；不写就列出全部
example-notify = /通知 连签 关
option-time = 时间（如 21:00，或者 关）
option-kind = 哪一种（连签、计划、问候、节日、回顾、公告）
option-switch = 开或关

remind-streak = 你已经连签 { $streak } 天，今天还没签到。点一下下面的按钮就行。
remind-streak-named = { $name }，你已经连签 { $streak } 天，今天还没签到。
remind-checkin = 签到
remind-digest = 这些连签今天还没签到：
remind-digest-line = { $name } · { $count } 天
remind-digest-rest = 有 { $count } 位的连签今天还没签到。
remind-more = 还有 { $count } 位

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
notify-kind-recap = 日报、周报、月报、年报里点到你的名字
notify-kind-announcement = 管理员的公告
notify-on = 好，{ $kind ->
    [streak] 签到提醒会发给你
    [program] 计划的消息会发给你
    [win_back] 问候会发给你
    [festival] 节日和生日的祝福会发给你
    [recap] 回顾里可以点到你的名字
   *[announcement] 公告会发给你
}。
notify-off = 好，{ $kind ->
    [streak] 签到提醒不再发给你
    [program] 计划的消息不再发给你
    [win_back] 问候不再发给你
    [festival] 节日和生日的祝福不再发给你
    [recap] 回顾里不再点到你的名字
   *[announcement] 公告不再发给你
}。
notify-unknown = 没有“{ $found }”这一种，有的是：连签、计划、问候、节日、回顾、公告。
notify-unknown-near = 没有“{ $found }”这一种，是想说 { $nearest } 吗？
notify-switch = “{ $found }”我看不懂，请写 开 或 关。

win_back-word = { $name }，有 { $days } 天没看到你了，大家都挺想你。回来打个招呼，或者点一下签到吧。
win_back-digest = 有几天没看到这些朋友了，等你们回来：
win_back-digest-line = { $name } · { $count } 天
win_back-digest-rest = 有 { $count } 位朋友好几天没来了，等你们回来。

## 生日和周年
help-birthday = 告诉我你的生日，当天收到祝福；不问年份。默认只私下祝福，公开 就在群里祝
example-birthday = /生日 11-23
option-when = 日期（如 11-23、农历八月十五；或者 公开、私下、关）

birthday-none = 我还不知道你的生日。发 /生日 加月日就行，如 11-23 或农历八月十五，不用写年份。
birthday-date = { $calendar ->
    [none] { $month } 月 { $day } 日
    [leap] 农历闰 { $month } 月 { $day } 日
   *[other] 农历 { $month } 月 { $day } 日
}
birthday-yours = 你的生日：{ $date }{ $next ->
    [none] {""}
   *[other] ，下一次是 { $next }
}。
birthday-shown-private = 祝福只私下发给你。想在群里收到就发 /生日 公开，想删掉就发 /生日 关。
birthday-shown-public = 祝福会发在群里。想改成私下就发 /生日 私下，想删掉就发 /生日 关。
birthday-off = 好，你的生日已经删掉了。
birthday-unknown = 我还不知道你的生日，请先写月日。
birthday-wrong = “{ $found }”不是一个日期。公历写月-日；农历写“农历八月十五”，闰月写“农历闰六月初一”。
birthday-wish = 🎂 { $name }，生日快乐！愿新的一岁天天有盼头。
birthday-wish-named = 🎂 今天是 { $name } 的生日，生日快乐！
birthday-joined = 🎉 今天是你加入{ $name }的 { $years } 周年，谢谢你一直在。

## 节日
festival-own = 今天是{ $name }，祝大家一切都好。
festival-new_year = 🎆 元旦快乐！新的一年，从今天开始攒。
festival-laba = 🥣 今天是腊八，喝碗热粥，快过年了。
festival-new_years_eve = 🧨 今天是除夕，祝大家团团圆圆，平平安安。
festival-spring_festival = 🧧 春节快乐！祝大家新的一年顺顺利利，万事如意。
festival-lantern = 🏮 元宵节快乐！愿大家团团圆圆。
festival-valentines = 💐 情人节快乐！
festival-womens_day = 🌷 妇女节快乐！
festival-qingming = 🌿 今天是清明。慎终追远，也愿春光常在。
festival-labour_day = 🛠️ 劳动节快乐！辛苦了，好好歇一歇。
festival-dragon_boat = 🐉 端午安康！
festival-childrens_day = 🎈 儿童节快乐！愿每个大朋友也开心。
festival-qixi = 🌌 七夕快乐！
festival-mid_autumn = 🥮 中秋快乐！愿大家人月两圆。
festival-teachers_day = 📚 教师节快乐！谢谢每一位老师。
festival-double_ninth = 🌼 今天是重阳，别忘了给家里的老人打个电话。
festival-national_day = 🎇 国庆快乐！
festival-halloween = 🎃 万圣夜快乐！
festival-winter_solstice = 🥟 今天是冬至，记得吃饺子或汤圆。
festival-christmas = 🎄 圣诞快乐！

## 按时做的事
job-streak_at_risk = 提醒连签要断的人
job-win_back = 问候沉默的人
job-birthday = 生日和周年祝福
job-festival = 节日问候
