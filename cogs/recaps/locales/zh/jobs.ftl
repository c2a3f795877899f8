## 任务在 /jobs 里的名字

job-recap_daily = 日报
job-recap_weekly = 周报
job-recap_monthly = 月报
job-recap_yearly = 年报
