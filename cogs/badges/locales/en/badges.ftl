# Badges

help-badges = show your badges, or someone else’s, and what you can still earn
example-badges = /badges
help-grant = give a member a badge, or cards (a number behind them)
example-grant = /grant @rain makeup_card 2
option-what = the badge, or freeze or makeup_card
option-count = how many

badge-called = { $zh ->
   *[other] { $emoji } { $en }
}
badges-none = { $name } has no badges yet.
badges-none-yet = { $name }, you have no badges yet. What you can earn:
badges-head = { $name } has { $count ->
    [one] 1 badge
   *[other] { $count } badges
}.
badges-had = { $badge } · { $on }{ $how ->
    [none] {""}
   *[other] {" "}· { $how }
}
badges-open = ▫ { $badge }: { $first ->
    [none] {""}
   *[other] first { $first }, then{" "}
}{ $wants }{ $starts ->
    [none] {""}
   *[other] {" "}· from { $starts }
}{ $until ->
    [none] {""}
   *[other] {" "}· until { $until }
}
badges-how = { $zh ->
   *[other] { $en }
}
badges-wants = { $how }{ $far ->
    [none] {""}
   *[other] {" "}({ $far })
}
badges-by_hand = given by the moderators
badges-rule = { $rule }
badges-number = { $name } { $has }/{ $line }
badges-fact-active_days = check-in days { $has }/{ $line }
badges-fact-answers_accepted = accepted answers { $has }/{ $line }
badges-fact-badges = badges { $has }/{ $line }
badges-fact-featured = featured posts { $has }/{ $line }
badges-fact-level = level { $has }/{ $line }
badges-fact-lifetime = points earned { $has }/{ $line }
badges-fact-longest = longest streak { $has }/{ $line }
badges-fact-messages = messages { $has }/{ $line }
badges-fact-programs_completed = programs completed { $has }/{ $line }
badges-fact-reactions_received = reactions received { $has }/{ $line }
badges-fact-streak = streak { $has }/{ $line }
badges-fact-tier = tier { $has }/{ $line }
badges-more = More
badges-back = Back

badges-earned = { $name ->
    [none] { $count ->
        [one] A badge for you: { $badges }!
       *[other] Badges for you: { $badges }!
    }
   *[other] { $count ->
        [one] { $name } has earned a badge: { $badges }!
       *[other] { $name } has earned badges: { $badges }!
    }
}
badges-lost = { $name ->
    [none] { $count ->
        [one] What this badge was for is gone, so it is taken back: { $badges }.
       *[other] What these badges were for is gone, so they are taken back: { $badges }.
    }
   *[other] { $count ->
        [one] Taken back from { $name }, as what it was for is gone: { $badges }.
       *[other] Taken back from { $name }, as what they were for is gone: { $badges }.
    }
}
badges-given-later = New badges have found those who had earned them: { $badges }.
badges-given-count = { $badge } ({ $count ->
    [one] 1 member
   *[other] { $count } members
})

grant-badge = { $name } now has the badge { $badge }.
grant-card = { $name } got { $item } × { $count } and has { $have } now.
grant-id = To take it back: /undo { $id }
grant-item-freeze = Freeze
grant-item-makeup_card = Make-up card
grant-item-plain = { $card }
grant-no-card = { $item } is more than cards: members get it with /redeem. Give them the points for it, as /award @who 10 for your help
grant-before = { $name } has the badge { $badge } already. For more cards: /grant @who makeup_card 2
grant-once = The badge { $badge } is given once; send the command without a number behind it.
grant-too-many = That is a lot. Please write at most { $limit }, as /grant @who makeup_card 2
grant-unknown = There is no badge and no card “{ $found }”. There is: { $known }.
grant-unknown-near = There is no badge and no card “{ $found }”. Did you mean { $nearest }?
undo-grant-none = There was nothing left of it to take back or to give again.
undo-grant-badge = { $name } has the badge { $badge } no more, as far as it was given by hand.
undo-grant-card = { $item } × { $count } taken back from { $name }, who has { $have } now.
undo-grant-again = { $name } got { $item } × { $count } again and has { $have } now.

me-badges = { $count ->
    [one] 1 badge
   *[other] { $count } badges
}: { $badges }

badges-preview-unknown = There is no badge “{ $found }” in the config. There is: { $known }.
badges-preview-manual = { $badge } is given by moderators, with /grant.
badges-preview-closed = { $badge } cannot be earned now: its window is closed.
badges-preview-who = { $who } ({ $name })
badges-preview-more = … and { $count ->
    [one] 1 more
   *[other] { $count } more
}.
badges-preview-sum = { $badge }: { $getting ->
    [one] 1 member would get it
   *[other] { $getting } members would get it
}, { $having ->
    [one] 1 has it
   *[other] { $having } have it
}.
badges-foresee-earned = + { $badge }
badges-foresee-lost = − { $badge }

# Written in pictures
badges-card-title = Badges
badges-card-count = { $count ->
    [one] badge
   *[other] badges
}
badges-card-name = { $zh ->
   *[other] { $en }
}
