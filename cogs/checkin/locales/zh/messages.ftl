# 消息被删除的签到

checkin-taken-back-author = { $name }，你删除了那条消息，{ $day } 的签到和积分一并收回；当天可以再签。
checkin-taken-back-moderator = 管理员删除了那条消息，{ $name } 在 { $day } 的签到和积分一并收回。
