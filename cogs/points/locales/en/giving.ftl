# Giving points to each other

help-give = give some of your points to another member
example-give = /give @rain 3

give-done = { $giver } gave { $name } { $amount ->
    [one] 1 point
   *[other] { $amount } points
}. { $giver } has { $left } left, { $name } now has { $balance }.
give-too-few = You have { $balance ->
    [0] no points
    [one] only 1 point
   *[other] only { $balance } points
}, so you can’t give { $amount }.
give-limit = A member can give away { $limit } a day; you can still give { $left } today, so { $amount } is too much.
give-yourself = Points are given to others, not to yourself.
give-barred = { $name } is barred at the moment and can’t be given points.
give-off = Members can’t give each other points here. Send /points to see yours.

reason-give = gift between members
