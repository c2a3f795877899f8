# 勋章

help-badges = 看自己或别人的勋章，还有哪些可以拿
example-badges = /勋章
help-grant = 授予一枚勋章，或者发卡（后面写几张）
example-grant = /授予 @小雨 补签卡 2
option-what = 勋章或卡（哪枚勋章，或者补签卡、冻结卡）
option-count = 几张

badge-called = { $en ->
   *[other] { $emoji } { $zh }
}
badges-none = { $name } 还没有勋章。
badges-none-yet = { $name }，你还没有勋章。可以拿这些：
badges-head = { $name } 有 { $count } 枚勋章。
badges-had = { $badge } · { $on }{ $how ->
    [none] {""}
   *[other] {" "}· { $how }
}
badges-open = ▫ { $badge }：{ $first ->
    [none] {""}
   *[other] 先有 { $first }，再{" "}
}{ $wants }{ $starts ->
    [none] {""}
   *[other] {" "}· { $starts } 开始
}{ $until ->
    [none] {""}
   *[other] {" "}· { $until } 截止
}
badges-how = { $en ->
   *[other] { $zh }
}
badges-wants = { $how }{ $far ->
    [none] {""}
   *[other] （{ $far }）
}
badges-by_hand = 由管理员授予
badges-rule = { $rule }
badges-number = { $name } { $has }/{ $line }
badges-fact-active_days = 签到天数 { $has }/{ $line }
badges-fact-answers_accepted = 被采纳的回答 { $has }/{ $line }
badges-fact-badges = 勋章 { $has }/{ $line }
badges-fact-featured = 精选 { $has }/{ $line }
badges-fact-level = 等级 { $has }/{ $line }
badges-fact-lifetime = 累计积分 { $has }/{ $line }
badges-fact-longest = 最长连签 { $has }/{ $line }
badges-fact-messages = 消息 { $has }/{ $line }
badges-fact-programs_completed = 完成的计划 { $has }/{ $line }
badges-fact-reactions_received = 收到的表情 { $has }/{ $line }
badges-fact-streak = 连签 { $has }/{ $line }
badges-fact-tier = 层级 { $has }/{ $line }
badges-more = 更多
badges-back = 返回

badges-earned = { $name ->
    [none] { $count ->
        [1] 获得勋章：{ $badges }！
       *[other] 获得 { $count } 枚勋章：{ $badges }！
    }
   *[other] { $count ->
        [1] { $name } 获得勋章：{ $badges }！
       *[other] { $name } 获得 { $count } 枚勋章：{ $badges }！
    }
}
badges-lost = { $name ->
    [none] { $count ->
        [1] 得到它的依据没有了，收回勋章：{ $badges }。
       *[other] 得到它们的依据没有了，收回 { $count } 枚勋章：{ $badges }。
    }
   *[other] { $count ->
        [1] 依据没有了，收回 { $name } 的勋章：{ $badges }。
       *[other] 依据没有了，收回 { $name } 的 { $count } 枚勋章：{ $badges }。
    }
}
badges-given-later = 新勋章补发好了：{ $badges }。
badges-given-count = { $badge }（{ $count } 人）

grant-badge = { $name } 现在有勋章 { $badge } 了。
grant-card = 发给 { $name }：{ $item } × { $count }，现在有 { $have } 张。
grant-id = 要收回请发 /撤销 { $id }
grant-item-freeze = 冻结卡
grant-item-makeup_card = 补签卡
grant-item-plain = { $card }
grant-no-card = { $item } 不只是卡，成员要用 /兑换 来换。可以把需要的积分给他，例如 /奖励 @谁 10 感谢帮忙
grant-before = { $name } 已经有勋章 { $badge } 了。想发卡请写 /授予 @谁 补签卡 2
grant-once = 勋章 { $badge } 每人只有一枚，后面不用写数量。
grant-too-many = 太多了，一次最多 { $limit } 张，例如 /授予 @谁 补签卡 2
grant-unknown = 没有“{ $found }”这枚勋章，也没有这种卡。现有：{ $known }。
grant-unknown-near = 没有“{ $found }”这枚勋章，也没有这种卡。你是想写 { $nearest } 吗？
undo-grant-none = 已经没有什么可以收回或再发的了。
undo-grant-badge = 收回了授予 { $name } 的勋章 { $badge }。
undo-grant-card = 从 { $name } 收回 { $item } × { $count }，现在有 { $have } 张。
undo-grant-again = 再次发给 { $name }：{ $item } × { $count }，现在有 { $have } 张。

me-badges = { $count } 枚勋章：{ $badges }

badges-preview-unknown = 配置里没有勋章“{ $found }”。现有：{ $known }。
badges-preview-manual = { $badge } 由管理员用 /授予 给。
badges-preview-closed = { $badge } 现在不在开放的时间里，拿不到。
badges-preview-who = { $who }（{ $name }）
badges-preview-more = ……还有 { $count } 人。
badges-preview-sum = { $badge }：{ $getting } 人会得到，{ $having } 人已经有了。
badges-foresee-earned = + { $badge }
badges-foresee-lost = − { $badge }

# 写在图里的字
badges-card-title = 勋章墙
badges-card-count = { $count ->
   *[other] 枚勋章
}
badges-card-name = { $en ->
   *[other] { $zh }
}
