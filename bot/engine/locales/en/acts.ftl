# What the bot does besides speaking, and what is said where it cannot

## What is to be done, as it stands inside the sentences below
act-delete = delete this message
act-mute =
    { $until ->
        [none] mute { $name }
       *[other] mute { $name } until { $until }
    }
act-unmute = unmute { $name }
act-kick = remove { $name } from here
act-ban =
    { $until ->
        [none] ban { $name }
       *[other] ban { $name } until { $until }
    }
act-unban = lift the ban of { $name }
act-give_role = give { $name } the role { $role }
act-take_role = take the role { $role } from { $name }

## In place of a reaction
act-react = { $emoji }

## To the moderators
act-asked = Moderators, please { $act }: I cannot do that here.
act-failed = I could not { $act }. Moderators, please look into it.
act-lacks = I could not { $act }, for I lack { $right }. Moderators, please do it by hand, and give me what I lack.
act-reason = Reason: { $reason }
