# What check-in says in recaps

recap-name-checkins = Check-ins
recap-name-participation = Participants

recap-checkins-day = Check-ins: { $count } (the day before: { $before })
recap-checkins-week = Check-ins: { $count } (the week before: { $before })
recap-checkins-month = Check-ins: { $count } (the month before: { $before })
recap-checkins-year = Check-ins: { $count } (the year before: { $before })
recap-participation-week = Members who checked in: { $count } (the week before: { $before })
recap-participation-month = Members who checked in: { $count } (the month before: { $before })
recap-participation-year = Members who checked in: { $count } (the year before: { $before })

recap-own-checkins-week = Check-ins: { $count } (the whole week before: { $before })
recap-own-checkins-month = Check-ins: { $count } (the whole month before: { $before })
recap-own-checkins-year = Check-ins: { $count } (the whole year before: { $before })
recap-own-streak = Streak: { $current ->
    [one] 1 day
   *[other] { $current } days
} now, { $longest } at its longest

recap-why-checkins =
    Every local day of a member that counts is one: checked in, made up or imported. Days covered by a freeze, leave or an outage are none, and a check-in that was taken back is none.
    The week is { $first } to { $last }, against { $before_first } to { $before_last }. Each member’s days are read in their own zone, the week’s by the community’s ({ $zone }).
    Counted when the last day ended; what has changed since is counted within a quarter of an hour. Who was forgotten is missing from the last two weeks.
recap-why-participation =
    How many members had at least one day that counts from { $first } to { $last }, against { $before_first } to { $before_last }; one who is here by several linked accounts is one.
    Days are read in each member’s own zone, the week’s by the community’s ({ $zone }). Freezes, leave and outages are no participation.
