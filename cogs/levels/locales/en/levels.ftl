# Levels and tiers

help-level = show your level and tier, or someone else’s, and what the next ones take
example-level = /level

tier-newcomer = Newcomer
tier-growing = Growing
tier-expert = Expert

level-head = { $name }: level { $level }, { $tier }
level-title = Title: { $title }
tier-title = { $zh ->
   *[other] { $en }
}
level-next = { $points } { $points ->
    [one] point
   *[other] points
} earned in all; level { $level } begins at { $begins }, { $left } to go.
level-highest = { $points } { $points ->
    [one] point
   *[other] points
} earned in all; there is no higher level.
tier-next = { $tier } takes { $wants }.
tier-wants-points = points { $has }/{ $line }
tier-wants-active_days = check-in days { $has }/{ $line }
tier-wants-featured = featured posts { $has }/{ $line }
tier-below = This is below the line of { $tier }, which lasts until { $until } unless the numbers come back.

level-reached = { $name ->
    [none] You have reached level { $level }!
   *[other] { $name } has reached level { $level }.
}
level-lost = { $name ->
    [none] You are on level { $level } again.
   *[other] { $name } is on level { $level } again.
}
tier-reached = { $name ->
    [none] Your tier is { $tier } now!
   *[other] { $name } is of the tier { $tier } now.
}
tier-lost = { $name ->
    [none] Your tier is { $tier } again.
   *[other] { $name } is of the tier { $tier } again.
}

me-level = Level { $level }, { $tier }.
verify-standing = Since when member { $member } is below the line of their tier differs from what became of it.

foresee-level = level { $before } → { $level }
foresee-tier = tier { $before } → { $tier }
foresee-below = below the line of { $tier }
