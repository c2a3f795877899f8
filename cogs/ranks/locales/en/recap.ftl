# What boards say in recaps

recap-name-streaks = Longest streaks
recap-name-active = Most points
recap-name-next = Coming up

recap-streaks = Longest streaks:
recap-streaks-line = 🔥 { $days ->
    [one] 1 day
   *[other] { $days } days
}: { $names }
recap-active = Most points:
recap-active-line = ⭐ { $points }: { $names }
recap-next = Coming up:
recap-next-line = ⏳ { $left ->
    [one] 1 more day
   *[other] { $left } more days
} to a streak of { $milestone }: { $names }
recap-names-more = { $names } and others

recap-own-points-week = Points earned: { $points } (the whole week before: { $before })
recap-own-points-month = Points earned: { $points } (the whole month before: { $before })
recap-own-points-year = Points earned: { $points } (the whole year before: { $before })
recap-own-rank-week = Place of the week: { $place }{ $before ->
    [none] {""}
   *[other] {" "}(the week before: { $before })
}
recap-own-rank-month = Place of the month: { $place }{ $before ->
    [none] {""}
   *[other] {" "}(the month before: { $before })
}

recap-why-streaks =
    The three greatest lengths of streaks that ran at the end of { $last } (zone { $zone }), with all who have them; before the week’s board is frozen, as they stand.
    Not named: who is anonymous or out on boards (/rank), has left, was forgotten, or wants no part in recaps (/notify).
recap-why-active =
    The points that members earned for their days from { $first } to { $last } (zone { $zone }), as on /rank week; what was given by hand, passed on or spent is not among them.
    Not named: who is anonymous or out on boards (/rank), has left, was forgotten, or wants no part in recaps (/notify).
recap-why-next =
    Whose streak is at most three days from a length that earns points of its own, at the time when the recap is told. The week it follows is { $first } to { $last } (zone { $zone }).
    Not named: who is anonymous or out on boards (/rank), has left, was forgotten, or wants no part in recaps (/notify).
