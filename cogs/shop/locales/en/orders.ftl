# Buying and handing over

help-shop = show what your points can buy
example-shop = /shop
help-redeem = buy something from the shop; you are asked before anything is spent
example-redeem = /redeem makeup_card
option-item = what it is (/shop lists it)

item-called = { $zh ->
   *[other] { $en }
}
item-count = { $item } × { $count }
item-and = { $first }, { $second }

shop-head = { $name }, you have { $balance ->
    [one] { $balance } point
   *[other] { $balance } points
}. In the shop:
shop-line = { $number }. { $item } · { $price ->
    [one] 1 point
   *[other] { $price } points
}{ $left ->
    [none] {""}
    [0] {" "}· sold out
   *[other] {" "}· { $left } left
}{ $most ->
    [none] {""}
   *[other] {" "}· at most { $most } a month
}{ $tier ->
    [none] {""}
   *[other] {" "}· from { $tier } on
}{ $starts ->
    [none] {""}
   *[other] {" "}· from { $starts }
}{ $until ->
    [none] {""}
   *[other] {" "}· until { $until }
}
shop-how = Press a button, or send for example /redeem { $item }.
shop-empty = There is nothing in the shop at the moment.
shop-button = { $item } ({ $price })
shop-more = More
shop-back = Back
shop-tier-newcomer = newcomer
shop-tier-growing = growing
shop-tier-expert = expert

redeem-ask = { $item } costs { $price ->
    [one] 1 point
   *[other] { $price } points
}. You have { $balance }; { $after } would be left.
redeem-gets = You get: { $what }.
redeem-waits = A moderator hands it over.
redeem-note = Your note for the moderators: { $note }
redeem-price-changed = The price has changed meanwhile, so I ask again.
redeem-done = { $name } redeemed { $item } for { $price ->
    [one] 1 point
   *[other] { $price } points
}, { $balance } left. Order { $id }.
redeem-got = Now yours: { $what }.
redeem-unlocked = It is unlocked for good.
redeem-unlocked-until = It is unlocked until { $until }.
redeem-waiting = A moderator will hand it over{ $days ->
    [none] {""}
    [one] {" "}within a day; else your points come back
   *[other] {" "}within { $days } days; else your points come back
}.
redeem-code = { $item }, your code: { $code }
redeem-code-apart = I have sent you the code in private; /inventory in our private chat shows it again.
redeem-cancelled = Nothing was bought.
redeem-unknown = There is no “{ $found }” in the shop. Send /shop to see what there is.
redeem-gone = The shop does not sell that any more. Send /shop to see what there is.
redeem-early = { $item } is sold from { $since } on.
redeem-over = { $item } was sold until { $until }. Send /shop to see what there is.
redeem-tier = { $item } is for members of the tier { $tier } and above. Send /shop to see what there is.
redeem-limit = You have bought { $item } { $limit ->
    [one] once
   *[other] { $limit } times
} in { $month }, which is all a member can in a month. Send /shop to see what there is.
redeem-most = A member can hold at most { $most } × { $card }, and you have { $held }, so { $item } would be wasted. Send /inventory to see what you hold.
redeem-sold_out = { $item } is sold out. Send /shop to see what there is.
redeem-too-few = { $item } costs { $price ->
    [one] 1 point
   *[other] { $price } points
}; you have { $balance }, so { $missing } are missing. Send /points to see how you stand.
redeem-before-done = That order was confirmed before; nothing was changed. Send /redeem to buy again.
redeem-before-cancelled = That order was cancelled; nothing was changed. Send /redeem to begin anew.

inventory-code = { $item } · code { $code }
inventory-plain = { $item } × { $count }

reason-redeem = redeemed in the shop

## Moderators
help-orders = show what members have redeemed, what waits for you first
example-orders = /orders
help-refund = give back what was paid for an order, and take back what it gave
example-refund = /refund K7QX2MP bought by mistake
option-order = the order (/orders lists them)
help-coupons = take in codes for an item, each for one buyer; send it to me in private
example-coupons = /coupons mug A1B2 C3D4
option-codes = the codes, with blanks between them

orders-none = Nobody has redeemed anything yet.
orders-waiting = { $count ->
    [one] One order waits
   *[other] { $count } orders wait
} to be handed over{ $shown ->
    [one] :
   *[other] , the longest first:
}
orders-line = { $id } · { $item } · { $name } · { $price }{ $days ->
    [0] {""}
    [one] {" "}(1 day ago)
   *[other] {" "}({ $days } days ago)
}{ $note ->
    [none] {""}
   *[other] {" "}· { $note }
}
orders-how = Send /approve { $id } once it is handed over, or /decline { $id } with a reason.
orders-latest = Handed over last:
orders-refund = Send /refund { $id } with a reason to take one back.

refund-done = { $name }: { $item } is refunded, { $price ->
    [one] 1 point is
   *[other] { $price } points are
} back, { $balance } in all.{ $reason ->
    [none] {""}
   *[other] {" "}Reason: { $reason }
}
refund-id = Id { $id }; /undo { $id } takes the refund back.
refund-unknown = There is no order “{ $found }”. Send /orders to see them.
refund-waits = { $id } was not handed over yet: send /decline { $id } with a reason.
refund-before = { $id } was refunded before; nothing was changed. Send /orders to see the others.
undo-order-again = { $name } has { $item } again for { $price ->
    [one] 1 point
   *[other] { $price } points
}, { $balance } left.
undo-order-back = { $name }: { $item } is refunded again, { $balance ->
    [one] { $balance } point
   *[other] { $balance } points
} in all.

coupons-are = { $item }: { $added ->
    [one] 1 code
   *[other] { $added } codes
} taken in{ $known ->
    [0] {""}
   *[other] , { $known } known already
}; { $free } can be redeemed.
coupons-unknown = The shop has no “{ $found }” that comes with codes. Send /shop to see what there is.
coupons-public = Codes are for buyers only: nothing was taken in. Please send /coupons to me in private, with codes that nobody has read.
coupons-too-many = At most { $limit } codes of { $length } characters at once, please, for example /coupons mug A1B2 C3D4.

order-review = { $name } redeemed { $item }
order-handed = { $name }, your { $item } is handed over.
order-declined = { $name }, your order of { $item } was declined; { $price ->
    [one] 1 point is
   *[other] { $price } points are
} back, { $balance } in all.{ $reason ->
    [none] {""}
   *[other] {" "}Reason: { $reason }
}
order-expired = { $name }, your { $item } was not handed over in time; { $price ->
    [one] 1 point is
   *[other] { $price } points are
} back, { $balance } in all.
order-gone = That order is not there any more; nothing was moved.
undo-order-changed = The order { $id } has changed since. Send /orders to see how it stands.
undo-order-code = The buyer has read the code of { $id }, so it cannot wait again. Send /refund { $id } with a reason to give the points back.
undo-order-sold_out = { $item } was sold to somebody else since and none is left. Raise its stock, or refund another order first (/orders lists them).
undo-order-open = { $name }, your { $item } counts as not handed over yet; the order { $id } waits for a moderator again.
undo-order-paid = { $name }, your order of { $item } is open again: { $price ->
    [one] 1 point is
   *[other] { $price } points are
} paid, { $balance } left. It waits for a moderator as { $id }.
