# 回顾里的榜单

recap-name-streaks = 最长连签
recap-name-active = 积分最多
recap-name-next = 接下来

recap-streaks = 最长连签：
recap-streaks-line = 🔥 { $days } 天：{ $names }
recap-active = 积分最多：
recap-active-line = ⭐ { $points } 分：{ $names }
recap-next = 接下来：
recap-next-line = ⏳ 再签 { $left } 天就连签 { $milestone } 天：{ $names }
recap-names-more = { $names } 等

recap-own-points-week = 获得 { $points } 分（上周整周 { $before } 分）
recap-own-points-month = 获得 { $points } 分（上个月整月 { $before } 分）
recap-own-points-year = 获得 { $points } 分（去年全年 { $before } 分）
recap-own-rank-week = 本周第 { $place } 名{ $before ->
    [none] {""}
   *[other] （上周第 { $before } 名）
}
recap-own-rank-month = 本月第 { $place } 名{ $before ->
    [none] {""}
   *[other] （上个月第 { $before } 名）
}

recap-why-streaks =
    { $last } 结束时（时区 { $zone }）还在进行的连签中最长的三种天数，天数相同的都列出来；周榜封存之前按当时的情况。
    不点名的：在排行榜上匿名或退出的（/排行）、已离开的、要求忘记自己的，以及在 /通知 里关掉回顾的。
recap-why-active =
    成员在 { $first } 到 { $last }（时区 { $zone }）这些日子获得的积分，和周榜一样；手工奖励、转赠和花掉的不算。
    不点名的：在排行榜上匿名或退出的（/排行）、已离开的、要求忘记自己的，以及在 /通知 里关掉回顾的。
recap-why-next =
    发布时，连签离有奖励的天数最多还差三天的成员。对应的那一周是 { $first } 到 { $last }（时区 { $zone }）。
    不点名的：在排行榜上匿名或退出的（/排行）、已离开的、要求忘记自己的，以及在 /通知 里关掉回顾的。
