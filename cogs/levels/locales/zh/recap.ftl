# 回顾里的等级

recap-name-levels = 升级
recap-levels = 升级 { $count } 次，最高到 { $level } 级{ $names ->
    [none] {""}
   *[other] （{ $names }{ $more ->
        [0] {""}
       *[other] ，还有 { $more } 人
    }）
}
recap-tiers = 成为{ $tier }：{ $names ->
    [none] { $count } 人
   *[other] { $names }{ $more ->
        [0] {""}
       *[other] ，还有 { $more } 人
    }
}
recap-why-levels =
    { $first } 到 { $last }（社区时区 { $zone }）成员升级的次数，以及谁到了更高的层级；因为收回而又失去的不算。
    不点名的：在排行榜上匿名或退出的（/排行）、已离开的、要求忘记自己的，以及在 /通知 里关掉回顾的。
