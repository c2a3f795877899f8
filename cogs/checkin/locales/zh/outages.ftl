# 停机

outage-over = { $began } 到 { $ended } 我离线了，听不到大家。{ $count ->
    [1] { $days } 这一天
   *[other] { $days } 这 { $count } 天
}因此没能签到的，连签不会断。
