# Recaps

help-recap = show your own week, month or year so far
example-recap = /recap month
help-recap-now = send the running week’s recap to the chats now
example-recap-now = /recap now
help-recap-why = show what a figure of the weekly recap means
example-recap-why = /recap why checkins
option-asked = which time (week, month or year)
option-figure = which figure

recap-head-day = 📅 { $community } · { $first }
recap-head-week = 📅 { $community } · week of { $first } to { $last } ({ $name })
recap-head-week-running = 📅 { $community } · this week so far, from { $first } ({ $name })
recap-head-month = 📅 { $community } · month { $name }
recap-head-year = 📅 { $community } · year { $name }
recap-quiet-day = A quiet day.
recap-quiet-week = A quiet week: nobody checked in. A new one begins with /checkin.
recap-quiet-week-running = Nobody has checked in yet this week. /checkin begins it.
recap-quiet-month = A quiet month: nobody checked in. A new one begins with /checkin.
recap-quiet-year = A quiet year: nobody checked in. A new one begins with /checkin.
recap-changed-day = The day before has changed since: { $what } { $now }, told as { $told }.
recap-changed-week = The week before has changed since: { $what } { $now }, told as { $told }.
recap-changed-month = The month before has changed since: { $what } { $now }, told as { $told }.
recap-changed-year = The year before has changed since: { $what } { $now }, told as { $told }.
recap-foot = /recap: your own · /recap why: what it means · /notify recap off: without your name
recap-name = { $name }

recap-name-newcomers = New members
recap-newcomers = Welcome, { $count ->
    [one] one new member
   *[other] { $count } new members
}{ $names ->
    [none] {""}
   *[other] : { $names }{ $more ->
        [0] {""}
        [one] {" "}and 1 other
       *[other] {" "}and { $more } others
    }
}

recap-own-head-week = { $name }, your week so far ({ $first } to { $today })
recap-own-head-month = { $name }, your month so far ({ $first } to { $today })
recap-own-head-year = { $name }, your year so far ({ $first } to { $today })
recap-own-badges = New badges: { $count }

recap-unknown = I don’t know a recap of “{ $word }”; there are week, month and year.
recap-now = This week’s recap so far is on its way to the chats; it is sent once a minute at most. The recap of the whole week comes as ever.

recap-nowhere = There is no chat of this community to say it in; a whole Discord server is none. In the config, chats under [recaps] names one, such as chats = ["discord:2001/3001"].

recap-why-head = The figures of the weekly recap:
recap-why-one = /recap why { $name }
recap-why-title = { $name }
recap-why-unknown = There is no figure “{ $word }”; there are { $known }.
recap-why-newcomers =
    Who became a member from { $first } to { $last } by the community’s clock ({ $zone }): who wrote or checked in here for the first time. The first five are named.
    Not named: who is anonymous or out on boards (/rank), has left, was forgotten, or wants no part in recaps (/notify).

recap-card-week = { $first } – { $last }
recap-card-running = from { $first }, so far
recap-days = By day: { $days }
recap-days-one = { $day } { $count }
recap-days-two = { $first } · { $second }
recap-day-mon = Mon
recap-day-tue = Tue
recap-day-wed = Wed
recap-day-thu = Thu
recap-day-fri = Fri
recap-day-sat = Sat
recap-day-sun = Sun
