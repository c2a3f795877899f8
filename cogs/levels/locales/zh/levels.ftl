# 等级和层级

help-level = 看自己或别人的等级和层级，以及离下一级还差多少
example-level = /等级

tier-newcomer = 新手
tier-growing = 成长
tier-expert = 专家

level-head = { $name }：{ $level } 级，{ $tier }
level-title = 头衔：{ $title }
tier-title = { $en ->
   *[other] { $zh }
}
level-next = 累计得过 { $points } 分；{ $level } 级从 { $begins } 分开始，还差 { $left } 分。
level-highest = 累计得过 { $points } 分，已经是最高一级。
tier-next = 升到「{ $tier }」需要：{ $wants }。
tier-wants-points = 积分 { $has }/{ $line }
tier-wants-active_days = 签到天数 { $has }/{ $line }
tier-wants-featured = 精选 { $has }/{ $line }
tier-below = 现在低于「{ $tier }」的标准，补回来就没事，否则保留到 { $until }。

level-reached = { $name ->
    [none] 升到 { $level } 级了！
   *[other] { $name } 升到 { $level } 级了。
}
level-lost = { $name ->
    [none] 你回到了 { $level } 级。
   *[other] { $name } 回到了 { $level } 级。
}
tier-reached = { $name ->
    [none] 你的层级升为「{ $tier }」！
   *[other] { $name } 的层级升为「{ $tier }」。
}
tier-lost = { $name ->
    [none] 你的层级回到「{ $tier }」。
   *[other] { $name } 的层级回到「{ $tier }」。
}

me-level = { $level } 级，{ $tier }。
verify-standing = 成员 { $member } 从何时起低于层级标准，与记录不符。

foresee-level = 等级 { $before } → { $level }
foresee-tier = 层级「{ $before }」→「{ $tier }」
foresee-below = 低于「{ $tier }」的标准
