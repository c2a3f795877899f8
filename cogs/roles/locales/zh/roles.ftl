# 身份组

roles-reason = 成员达到的等级、层级或解锁的内容
