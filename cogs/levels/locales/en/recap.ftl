# What levels say in recaps

recap-name-levels = Level-ups
recap-levels = Level-ups: { $count }, up to level { $level }{ $names ->
    [none] {""}
   *[other] {" "}({ $names }{ $more ->
        [0] {""}
        [one] {" "}and 1 other
       *[other] {" "}and { $more } others
    })
}
recap-tiers = Now { $tier }: { $names ->
    [none] { $count ->
        [one] 1 member
       *[other] { $count } members
    }
   *[other] { $names }{ $more ->
        [0] {""}
        [one] {" "}and 1 other
       *[other] {" "}and { $more } others
    }
}
recap-why-levels =
    How often a member reached a higher level from { $first } to { $last } by the community’s clock ({ $zone }), and who has come to a higher tier; what was lost again by something taken back is not counted.
    Not named: who is anonymous or out on boards (/rank), has left, was forgotten, or wants no part in recaps (/notify).
