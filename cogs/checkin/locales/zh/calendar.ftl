# 日历

help-calendar = 看一个月的签到；不写月份就是这个月
example-calendar = /日历 2026-11
option-month = 月份

calendar-head = { $name }：{ $year } 年 { $month } 月
calendar-week = { $mon }{ $tue }{ $wed }{ $thu }{ $fri }{ $sat }{ $sun }  { $days }
calendar-sum = 这个月签到 { $days } 天，现在连签 { $current } 天。
calendar-means = { $mark } { $what }
calendar-both = { $first } · { $second }
calendar-order = 每行从周一到周日

calendar-mark-real = ✅
calendar-mark-makeup = 🩹
calendar-mark-import = 📥
calendar-mark-freeze = 🧊
calendar-mark-leave = 🌴
calendar-mark-outage = 🔌
calendar-mark-rest = 😴
calendar-mark-travel = 🛫
calendar-mark-missed = ❌
calendar-mark-today = 📍
calendar-mark-nothing = ⬜
calendar-mark-outside = ➖

calendar-real = 签到
calendar-makeup = 补签
calendar-import = 导入
calendar-freeze = 冻结
calendar-leave = 请假
calendar-outage = 我离线
calendar-rest = 休息日
calendar-travel = 旅途中
calendar-missed = 缺
calendar-today = 今天，还没签
