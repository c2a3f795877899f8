# What badges say in recaps

recap-name-badges = New badges
recap-badges = New badges: { $count }
recap-badges-line = { $badge }: { $names }
recap-badges-more = { $badge }: { $names } and { $count ->
    [one] 1 other
   *[other] { $count } others
}
recap-badges-count = { $badge }: { $count ->
    [one] 1 member
   *[other] { $count } members
}
recap-why-badges =
    Badges that members got from { $first } to { $last } by the community’s clock ({ $zone }), by a rule or by hand; one that was taken back is not counted. The five most frequent are listed, secret ones never.
    Not named: who is anonymous or out on boards (/rank), has left, was forgotten, or wants no part in recaps (/notify).
