# Boards

help-rank = show a board and your place: week, month, season, all; points or streak; last
example-rank = /rank week points
help-rank-newcomers = show the board of newcomers
example-rank-newcomers = /rank newcomers
help-rank-open = be on boards with your name
example-rank-open = /rank open
help-rank-anonymous = be on boards without your name
example-rank-anonymous = /rank anonymous
help-rank-out = be on no board
example-rank-out = /rank out
option-period = which board (week, month, season or all)
option-by = by what (points or streak)
option-past = which one (last for the period before)

rank-title-points = Points of all time
rank-title-points-week = Points of the week { $first } to { $last }
rank-title-points-month = Points of the month { $first } to { $last }
rank-title-points-season = Points of the season { $first } to { $last }
rank-title-streak = Streaks
rank-title-streak-week = Streaks at the end of the week { $first } to { $last }
rank-title-streak-month = Streaks at the end of the month { $first } to { $last }
rank-title-streak-season = Streaks at the end of the season { $first } to { $last }
rank-title-newcomers = Points of newcomers, who joined in the last { $days ->
    [one] day
   *[other] { $days } days
}

rank-head = { $title } · { $members ->
    [one] 1 member
   *[other] { $members } members
}
rank-none = { $title }: nobody is on this board.
rank-line = { $place }. { $name } · { $value }
rank-line-own = { $place }. { $name } · { $value } ← you
rank-gap = …
rank-nameless = Anonymous
rank-own-none = You are not on this board.
rank-own-beyond = You are not among its first { $kept }, which are kept.
rank-own-out = You have chosen to be on no board; /rank open takes you back.
rank-behind = Many have moved and are still being counted; ask again in a minute.

rank-unknown = I don’t know the board “{ $word }”.
rank-no-seasons = There are no seasons here.
rank-no-last = This board has no period before it.
rank-no-newcomers = There is no board of newcomers here.

rank-choice-open = You are on boards with your name.
rank-choice-anonymous = You are on boards without your name.
rank-choice-out = You are on no board.

verify-rank = Board { $board }: { $have } is kept of member { $member } and should be { $want }.
verify-rank-count = Board { $board }: how many have { $value } differs from who has it.

# Written in pictures
rank-card-title-points = All points
rank-card-title-points-week = Week’s points
rank-card-title-points-month = Month’s points
rank-card-title-points-season = Season’s points
rank-card-title-streak = Streaks
rank-card-title-streak-week = Week’s streaks
rank-card-title-streak-month = Month’s streaks
rank-card-title-streak-season = Season’s streaks
rank-card-title-newcomers = Newcomers
rank-card-members = { $members ->
    [one] 1 member
   *[other] { $members } members
}{ $first ->
    [none] {""}
   *[other] {" "}· { $first } to { $last }
}
rank-card-place = place
rank-card-points = { $value ->
    [one] point
   *[other] points
}
rank-card-streak = { $value ->
    [one] day in a row
   *[other] days in a row
}
