# 成员手里的东西

help-inventory = 看看背包里有哪些卡、解锁了什么
example-inventory = /背包

inventory-head = { $name }，你的背包：
inventory-line = { $item } × { $count } · { $use }
inventory-unlocked = 已解锁 { $what }{ $by ->
    [none] {""}
   *[other] （{ $by }）
}{ $until ->
    [none] {""}
   *[other] ，到 { $until }
}
inventory-empty = { $name }，你的背包是空的。

item-freeze = 冻结卡
item-makeup_card = 补签卡
item-use-freeze = 漏签那天自动使用，连签不断
item-use-makeup_card = 发 /补签 补上漏掉的一天

me-item = { $item }：{ $count } 张
me-orders = 商店兑换：{ $count } 单
