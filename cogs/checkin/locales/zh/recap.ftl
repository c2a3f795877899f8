# 回顾里的签到

recap-name-checkins = 签到次数
recap-name-participation = 签到人数

recap-checkins-day = 签到 { $count } 次（前一天 { $before } 次）
recap-checkins-week = 签到 { $count } 次（前一周 { $before } 次）
recap-checkins-month = 签到 { $count } 次（前一个月 { $before } 次）
recap-checkins-year = 签到 { $count } 次（前一年 { $before } 次）
recap-participation-week = { $count } 人签到（前一周 { $before } 人）
recap-participation-month = { $count } 人签到（前一个月 { $before } 人）
recap-participation-year = { $count } 人签到（前一年 { $before } 人）

recap-own-checkins-week = 签到 { $count } 天（上周整周 { $before } 天）
recap-own-checkins-month = 签到 { $count } 天（上个月整月 { $before } 天）
recap-own-checkins-year = 签到 { $count } 天（去年全年 { $before } 天）
recap-own-streak = 现在连签 { $current } 天，最长 { $longest } 天

recap-why-checkins =
    成员每个算数的当地日记一次：当天签到、补签或导入。冻结卡、请假和停机覆盖的日子不算，被收回的签到也不算。
    统计的是 { $first } 到 { $last }，对比 { $before_first } 到 { $before_last }。每位成员的日子按自己的时区算，这一周的起止按社区的时区（{ $zone }）。
    最后一天结束时统计，之后有变动的，一刻钟内重新统计。要求忘记自己的成员，最近两周里不再计入。
recap-why-participation =
    { $first } 到 { $last } 至少有一天算数的成员人数，对比 { $before_first } 到 { $before_last }；关联了几个账号的也只算一人。
    日子按每位成员自己的时区算，这一周的起止按社区的时区（{ $zone }）。冻结卡、请假和停机不算参与。
