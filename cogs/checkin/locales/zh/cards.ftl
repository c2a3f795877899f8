# 签到的图片卡：写在图里的字

checkin-card-title = 签到成功
checkin-card-streak = { $days ->
   *[other] 天连签
}
checkin-card-total = { $days ->
   *[other] 累计天数
}
checkin-card-points = 积分，共 { $balance }

calendar-card-title = { $year } 年 { $month } 月
calendar-card-days = { $days ->
   *[other] 本月签到
}
calendar-card-streak = { $days ->
   *[other] 当前连签
}
calendar-card-mon = 一
calendar-card-tue = 二
calendar-card-wed = 三
calendar-card-thu = 四
calendar-card-fri = 五
calendar-card-sat = 六
calendar-card-sun = 日
