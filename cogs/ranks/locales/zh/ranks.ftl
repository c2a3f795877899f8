# 排行榜

help-rank = 看排行榜和自己的名次：周、月、赛季、全部，积分或连签，加“上期”看上一期
example-rank = /排行 周 积分
help-rank-newcomers = 看新人榜
example-rank-newcomers = /排行 新人
help-rank-open = 上榜时显示名字
example-rank-open = /排行 公开
help-rank-anonymous = 上榜但不显示名字
example-rank-anonymous = /排行 匿名
help-rank-out = 不上任何榜
example-rank-out = /排行 退出
option-period = 哪个榜（周、月、赛季、全部）
option-by = 按什么排（积分或连签）
option-past = 哪一期（上期，不写就是这一期）

rank-title-points = 累计积分榜
rank-title-points-week = 周榜（{ $first } 至 { $last }）
rank-title-points-month = 月榜（{ $first } 至 { $last }）
rank-title-points-season = 赛季榜（{ $first } 至 { $last }）
rank-title-streak = 连签榜
rank-title-streak-week = 周末连签榜（{ $first } 至 { $last }）
rank-title-streak-month = 月末连签榜（{ $first } 至 { $last }）
rank-title-streak-season = 赛季末连签榜（{ $first } 至 { $last }）
rank-title-newcomers = 新人榜（最近 { $days } 天加入）

rank-head = { $title }：共 { $members } 人
rank-none = { $title }：还没有人上榜。
rank-line = { $place }. { $name }：{ $value }
rank-line-own = { $place }. { $name }：{ $value } ← 你
rank-gap = ……
rank-nameless = 匿名
rank-own-none = 你还不在这个榜上。
rank-own-beyond = 只保留前 { $kept } 名，你不在其中。
rank-own-out = 你选择了不上榜，想回来就发 /排行 公开。
rank-behind = 刚才变动的人很多，还在统计，一分钟后再看更准。

rank-unknown = 没有“{ $word }”这个榜。
rank-no-seasons = 这里没有赛季。
rank-no-last = 这个榜没有上一期。
rank-no-newcomers = 这里没有新人榜。

rank-choice-open = 你在排行榜上会显示名字。
rank-choice-anonymous = 你在排行榜上不显示名字。
rank-choice-out = 你不会出现在任何排行榜上。

verify-rank = 榜 { $board }：成员 { $member } 记为 { $have }，应为 { $want }。
verify-rank-count = 榜 { $board }：有多少人是 { $value }，与实际不符。

# 写在图里的字
rank-card-title-points = 累计积分榜
rank-card-title-points-week = 周榜
rank-card-title-points-month = 月榜
rank-card-title-points-season = 赛季榜
rank-card-title-streak = 连签榜
rank-card-title-streak-week = 周末连签榜
rank-card-title-streak-month = 月末连签榜
rank-card-title-streak-season = 赛季末连签榜
rank-card-title-newcomers = 新人榜
rank-card-members = { $members } 人{ $first ->
    [none] {""}
   *[other] {" "}· { $first } 至 { $last }
}
rank-card-place = 名次
rank-card-points = { $value ->
   *[other] 积分
}
rank-card-streak = { $value ->
   *[other] 天连签
}
