# 回顾里的勋章

recap-name-badges = 新勋章
recap-badges = 新勋章 { $count } 枚
recap-badges-line = { $badge }：{ $names }
recap-badges-more = { $badge }：{ $names }，还有 { $count } 人
recap-badges-count = { $badge }：{ $count } 人
recap-why-badges =
    { $first } 到 { $last }（社区时区 { $zone }）成员获得的勋章，按规则得到的和手工授予的都算，被收回的不算。列出最多的五种，隐藏勋章从不列出。
    不点名的：在排行榜上匿名或退出的（/排行）、已离开的、要求忘记自己的，以及在 /通知 里关掉回顾的。
