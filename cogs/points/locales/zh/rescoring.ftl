# 改了计分规则

rescore-rules = 配置里的规则和正在用的（第 { $number } 版，{ $at } 起）不一样：
rescore-rule =
    {"  "}{ $key }：{ $was } → { $now }
rescore-rules-same = 配置里的规则就是正在用的（第 { $number } 版，{ $at } 起）。
rescore-line = { $who }（{ $name }）：{ $moved }，余额 { $was } → { $balance }{ $changes ->
    [none] {""}
   *[other] ；{ $changes }
}
rescore-two = { $first }，{ $second }
rescore-sum = 按配置的规则从 { $since } 起重算：{ $gaining } 人会多得，共 { $gained } 分；{ $losing } 人会变少，共 { $lost } 分。
rescore-none = 按配置的规则从 { $since } 起重算：没有人的积分会变。
rescore-sure = 什么都没有改动。加上 --yes 才会执行。
rescore-force = 配置的规则已生效：第 { $number } 版，{ $at } 起。正在运行的机器人重启之后按它计分。
rescore-done = 已给 { $members } 位成员重算。编号 { $id }，可用 /撤销 { $id } 撤回。
rescore-date = “{ $found }”不是日期，请写成 2026-11-01 这样。
undo-rescore = 重算的积分正在逐个恢复原样。
