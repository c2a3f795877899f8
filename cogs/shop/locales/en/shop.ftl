# What members hold

help-inventory = show the cards that you hold, and what is unlocked for you
example-inventory = /inventory

inventory-head = { $name }, you hold:
inventory-line = { $item } × { $count } · { $use }
inventory-unlocked = Unlocked: { $what }{ $by ->
    [none] {""}
   *[other] {" "}· { $by }
}{ $until ->
    [none] {""}
   *[other] {" "}· until { $until }
}
inventory-empty = { $name }, you hold no cards.

item-freeze = Freeze
item-makeup_card = Make-up card
item-use-freeze = keeps your streak on a day you miss, by itself
item-use-makeup_card = fills a missed day, with /makeup

me-item = { $item }: { $count }
me-orders = Redeemed in the shop: { $count }
