# Outages

outage-over = I was offline from { $began } to { $ended } and could not hear you. { $count ->
    [one] { $days } is excused: whoever could not check in on that day keeps the streak.
   *[other] { $days } are excused: whoever could not check in on these days keeps the streak.
}
