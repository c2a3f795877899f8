console-welcome =
    Hearth — a chat in your terminal
      Type as in a group chat. Try:  /checkin   /streak   /points   /help
      Be someone else, elsewhere:    /as Bob @discord
      Let time pass:                 /time +1d
      Everything you can type here:  ?
      Leave (all is kept in { $path }):  /quit
console-help =
    /as NAME @PLATFORM    speak as somebody else ({ $platforms }); /as @PLATFORM is you there
    /time +1d             let time pass: +2h30m, +1w, 09:00, 2026-11-23 09:00; alone: what time it is
    /press 1 or 1         press a numbered button
    /private  /group      write to the bot alone, and back to the group
    /reply NAME TEXT      answer NAME’s latest message here
    /role moderator       what the platform says you are: member, moderator, admin, owner
    /down  /up            the bot goes off and on; /down telegram for one platform
    /save FILE            write what happened as a transcript for hearth replay
    /quit                 leave
    Everything else is a message. /help asks the bot what it can do.
console-newcomer = Newcomer
console-bot = Hearth
console-in_private = {" "}(private)
console-to = {" "}→ { $name }
console-changed = {" "}(changed)
console-picture = {" "}(with a picture)
console-as = You are { $name } on { $platform } now.
console-private = You write to the bot alone now. /group goes back.
console-group = You write to the group now.
console-role = The platform now says that { $name } is { $role } here.
console-down = { $platform ->
        [none] The bot is off. /up starts it again.
       *[other] { $platform } is off. /up { $platform } starts it again.
    }
console-up = { $platform ->
        [none] The bot is on.
       *[other] { $platform } is on.
    }
console-time = It is { $time }.
console-saved = { $lines ->
        [one] { $lines } line is
       *[other] { $lines } lines are
    } in { $path } now. Play them with: hearth replay { $path }
console-bye = Bye! Everything is kept in { $path }.
console-exists = { $path } is there already. Please choose another name.
console-no_button = { $last ->
        [0] There is no button { $number } here: no message with buttons is shown in this chat.
       *[other] There is no button { $number } here, only 1 to { $last }.
    }
console-no_platform = There is no chat on “{ $found }” in this config, only on { $names }.
console-no_message = { $name } has not written anything here yet.
console-no_way_back = Time only goes on here. Write a later time, or +1d.
console-too_far = That is too far. At most ten years at once.
console-no_chats = The config names no chat to sit in. Add chats = ["telegram:-1001"] to a community.
console-how-as = Write /as NAME @PLATFORM, such as: /as Bob @discord
console-how-time = Write /time +1d, +2h30m, 09:00 or 2026-11-23 09:00.
console-how-press = Write /press and the number of a button, such as: /press 1
console-how-role = Write /role member, moderator, admin or owner.
console-how-reply = Write /reply NAME TEXT, such as: /reply Bob Well done!
console-how-save = Write /save FILE, such as: /save story.jsonl

# What the bot lacks in the room, as it stands behind “I lack”
room-right = the right to do so

# What the bot did besides speaking
console-did-delete =
    { $name ->
        [none] (the bot deletes its message “{ $text }”)
       *[other] (the bot deletes a message of { $name }: “{ $text }”)
    }
console-did-react =
    { $emoji ->
        [none] (the bot takes back its reaction to “{ $text }”)
       *[other]
            { $name ->
                [none] (the bot reacts to its “{ $text }” with { $emoji })
               *[other] (the bot reacts to { $name }’s “{ $text }” with { $emoji })
            }
    }
console-did-mute =
    { $until ->
        [none] (the bot mutes { $name })
       *[other] (the bot mutes { $name } until { $until })
    }
console-did-unmute = (the bot unmutes { $name })
console-did-kick = (the bot removes { $name } from the chat)
console-did-ban =
    { $until ->
        [none] (the bot bans { $name })
       *[other] (the bot bans { $name } until { $until })
    }
console-did-unban = (the bot lifts the ban of { $name })
console-did-give_role = (the bot gives { $name } the role { $role })
console-did-take_role = (the bot takes the role { $role } from { $name })
