# 转赠积分

help-give = 把自己的积分送给另一位成员
example-give = /转赠 @小雨 3

give-done = { $giver } 送给 { $name } { $amount } 分。{ $giver } 还剩 { $left } 分，{ $name } 现在有 { $balance } 分。
give-too-few = 你{ $balance ->
    [0] 还没有积分
   *[other] 只有 { $balance } 分
}，送不了 { $amount } 分。
give-limit = 每人每天最多送出 { $limit } 分，你今天还能送 { $left } 分，{ $amount } 分太多了。
give-yourself = 积分要送给别人，不能送给自己。
give-barred = { $name } 目前被禁止参与，不能收积分。
give-off = 这里没有开放转赠。发 /积分 可以看自己有多少。

reason-give = 成员转赠
