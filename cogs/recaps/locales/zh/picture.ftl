# 写在一周图片里的字
recap-card-days = 每天签到
recap-card-best = 最长连签
