# 兑换和交付

help-shop = 看看积分能换什么
example-shop = /商店
help-redeem = 用积分兑换商品，确认之后才会扣
example-redeem = /兑换 makeup_card
option-item = 要哪一样（发 /商店 能看到）

item-called = { $en ->
   *[other] { $zh }
}
item-count = { $item } × { $count }
item-and = { $first }、{ $second }

shop-head = { $name }，你有 { $balance } 分。商店里有：
shop-line = { $number }. { $item } · { $price } 分{ $left ->
    [none] {""}
    [0] {" "}· 已兑完
   *[other] {" "}· 还剩 { $left } 份
}{ $most ->
    [none] {""}
   *[other] {" "}· 每月限 { $most } 份
}{ $tier ->
    [none] {""}
   *[other] {" "}· { $tier }以上
}{ $starts ->
    [none] {""}
   *[other] {" "}· { $starts } 开始
}{ $until ->
    [none] {""}
   *[other] {" "}· { $until } 截止
}
shop-how = 点按钮兑换，或者发 /兑换 { $item }。
shop-empty = 商店里暂时没有东西。
shop-button = { $item }（{ $price }）
shop-more = 更多
shop-back = 返回
shop-tier-newcomer = 新手
shop-tier-growing = 成长
shop-tier-expert = 专家

redeem-ask = { $item } 要 { $price } 分。你有 { $balance } 分，兑换后剩 { $after } 分。
redeem-gets = 你会得到：{ $what }。
redeem-waits = 由管理员交付。
redeem-note = 你给管理员的留言：{ $note }
redeem-price-changed = 价格刚刚变了，再问你一次。
redeem-done = { $name } 用 { $price } 分兑换了 { $item }，还剩 { $balance } 分。订单 { $id }。
redeem-got = 已放进背包：{ $what }。
redeem-unlocked = 已经解锁，一直有效。
redeem-unlocked-until = 已经解锁，有效期到 { $until }。
redeem-waiting = { $days ->
    [none] 请等管理员交付。
   *[other] 请等管理员交付，{ $days } 天内没有交付就退还积分。
}
redeem-code = { $item } 的兑换码：{ $code }
redeem-code-apart = 兑换码已经私下发给你，在私聊里发 /背包 可以再看。
redeem-cancelled = 没有兑换。
redeem-unknown = 商店里没有“{ $found }”，发 /商店 看看有什么。
redeem-gone = 商店已经不卖这个了，发 /商店 看看有什么。
redeem-early = { $item } 从 { $since } 开始兑换。
redeem-over = { $item } 的兑换到 { $until } 截止了，发 /商店 看看还有什么。
redeem-tier = { $item } 要到{ $tier }层级才能兑换，发 /商店 看看有什么。
redeem-limit = { $month } 你已经兑换了 { $limit } 份 { $item }，到了每月的上限。发 /商店 看看还有什么。
redeem-most = { $card } 每人最多持有 { $most } 张，你有 { $held } 张，再兑换 { $item } 就浪费了。发 /背包 看看你有什么。
redeem-sold_out = { $item } 已经兑完，发 /商店 看看还有什么。
redeem-too-few = { $item } 要 { $price } 分，你有 { $balance } 分，还差 { $missing } 分。发 /积分 看自己的积分。
redeem-before-done = 这一单之前已经确认过，没有改动。要再换一份请发 /兑换。
redeem-before-cancelled = 这一单已经取消，没有改动。要重新来请发 /兑换。

inventory-code = { $item } · 兑换码 { $code }
inventory-plain = { $item } × { $count }

reason-redeem = 商店兑换

## 管理员
help-orders = 看成员兑换了什么，等着交付的在前
example-orders = /订单
help-refund = 把一单的积分退还，兑换到的东西收回
example-refund = /退款 K7QX2MP 点错了
option-order = 订单编号（发 /订单 能看到）
help-coupons = 上传某个商品的兑换码，一码一份；请私下发给我
example-coupons = /兑换码 mug A1B2 C3D4
option-codes = 要上传的兑换码（用空格隔开）

orders-none = 还没有人兑换过东西。
orders-waiting = 有 { $count } 单等着交付{ $shown ->
    [1] ：
   *[other] ，等得最久的在前：
}
orders-line = { $id } · { $item } · { $name } · { $price } 分{ $days ->
    [0] {""}
   *[other] （{ $days } 天前）
}{ $note ->
    [none] {""}
   *[other] {" "}· { $note }
}
orders-how = 交付之后发 /批准 { $id }，不能交付就发 /驳回 { $id } 加上理由。
orders-latest = 最近交付的：
orders-refund = 要退一单，发 /退款 { $id } 加上理由。

refund-done = { $name } 的 { $item } 已退款，退还 { $price } 分，现在共 { $balance } 分。{ $reason ->
    [none] {""}
   *[other] 原因：{ $reason }
}
refund-id = 编号 { $id }，可用 /撤销 { $id } 撤回这次退款。
refund-unknown = 没有编号是“{ $found }”的订单，发 /订单 看看有哪些。
refund-waits = { $id } 还没有交付：发 /驳回 { $id } 加上理由。
refund-before = { $id } 之前已经退款，没有改动。发 /订单 看看别的。
undo-order-again = { $name } 重新得到 { $item }，扣 { $price } 分，还剩 { $balance } 分。
undo-order-back = { $name } 的 { $item } 再次退款，现在共 { $balance } 分。

coupons-are = { $item }：收下 { $added } 个兑换码{ $known ->
    [0] {""}
   *[other] ，{ $known } 个之前已经有了
}，现在有 { $free } 个可以兑换。
coupons-unknown = 商店里没有带兑换码的“{ $found }”，发 /商店 看看有什么。
coupons-public = 兑换码只能给买到的人看，这次没有收下。请换一批没人看过的，私下发 /兑换码 给我。
coupons-too-many = 一次最多 { $limit } 个，每个最多 { $length } 个字符，例如 /兑换码 mug A1B2 C3D4。

order-review = { $name } 兑换 { $item }
order-handed = { $name }，你兑换的 { $item } 已经交付。
order-declined = { $name }，你兑换的 { $item } 没有通过，退还 { $price } 分，现在共 { $balance } 分。{ $reason ->
    [none] {""}
   *[other] 原因：{ $reason }
}
order-expired = { $name }，你兑换的 { $item } 过了时间还没有交付，退还 { $price } 分，现在共 { $balance } 分。
order-gone = 这一单已经不在了，没有改动。
undo-order-changed = 订单 { $id } 后来有了变化。发 /订单 看看现在怎样。
undo-order-code = { $id } 的兑换码买家已经看过，不能再等交付。要退还积分请发 /退款 { $id } 加上理由。
undo-order-sold_out = { $item } 之后卖给了别人，已经没有了。请先调大库存，或者退掉另一单（发 /订单 能看到）。
undo-order-open = { $name }，你兑换的 { $item } 改回未交付，订单 { $id } 重新等管理员处理。
undo-order-paid = { $name }，你兑换的 { $item } 重新打开：扣 { $price } 分，还剩 { $balance } 分。订单 { $id } 等管理员处理。
