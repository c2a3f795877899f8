## How jobs are called in /jobs

job-recap_daily = Daily digest
job-recap_weekly = Weekly recap
job-recap_monthly = Monthly recap
job-recap_yearly = Yearly recap
