## 任务在 /jobs 里的名字

job-streak_at_risk = 提醒还没签到的人
job-win_back = 问候很久没来的人
job-birthday = 生日和入群纪念日的祝福
job-festival = 节日问候
