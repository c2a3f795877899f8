# Sentences shared by all. A value that may be left out: { $x -> [none] … *[other] … }.

## A wrong argument: what was wrong, then what was expected
input-amount =
    “{ $found }” isn’t an amount I can use. Please write a whole number{ $low ->
        [none] {""}
       *[other] { $high ->
            [none] {" "}of at least { $low }
           *[other] {" "}from { $low } to { $high }
        }
    }.
input-count =
    “{ $found }” isn’t a count I can use. Please write a whole number{ $low ->
        [none] {" "}of at least 1
       *[other] { $high ->
            [none] {" "}of at least { $low }
           *[other] {" "}from { $low } to { $high }
        }
    }.
input-day =
    “{ $found }” isn’t a day I can use. Please write year-month-day{ $low ->
        [none] {""}
       *[other] { $high ->
            [none] , from { $low } on
           *[other] , from { $low } to { $high }
        }
    }.
input-day-never =
    There is no “{ $found }”: { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year } has only { $days } days.
input-day-either = “{ $found }” may be { $one } or { $other }. Please write the date.
input-span = { $last } is before { $first }. Please name the first day, then the last one.
input-month = “{ $found }” isn’t a month I can use. Please write year-month.
input-zone =
    I don’t know the time zone “{ $found }”. { $nearest ->
        [none] Please write the zone’s name, with its city.
       *[other] Did you mean { $nearest }?
    }
input-locale = I don’t speak “{ $found }” yet. Please choose zh (Chinese) or en (English).
input-who = I can’t tell who “{ $found }” is. Please mention them with @, or reply to one of their messages.
input-missing = Something is missing: { $name }.
input-too-much = “{ $found }” is one too many. Please leave it out and try again.
input-too-long =
    That’s too long. Please stay within { $limit ->
        [one] { $limit } character
       *[other] { $limit } characters
    }.
input-wrong = { $problem } For example: { $example }

## Names of arguments, for “Something is missing: …”
option-who = whom it is for (mention them with @, or reply to one of their messages)
option-amount = the amount
option-lines = how many lines
option-locale = the language
option-name = the name
option-note = a note
option-zone = the time zone

## Commands
command-unknown = There’s no command “/{ $word }”. Send /help to see them all.
command-unknown-near = There’s no command “/{ $word }”. Did you mean /{ $nearest }?
command-cooldown =
    Not so fast. Please try again in { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }.

## Who may do it
not-allowed-moderator = That’s for moderators to do. Please ask one of them, or send /help to see what you can do.
not-allowed-admin = That’s for the community’s admins to do. Please ask one of them, or send /help to see what you can do.
not-a-person = Only people can take part, not bots or webhooks.
not-a-person-channel = You can’t take part as a channel. Please switch to your own account and send it again.
not-a-person-anonymous = You’re writing as an anonymous admin, so I can’t tell who you are. To take part, please switch off “Remain anonymous” and send it again.
not-a-member = You aren’t a member here yet. Please write something in the community’s group first, such as /checkin, then come back to me.

## Which community
which-community = You’re in several communities. Which one is this for? Choose once and I’ll remember.
community-name = { $name }
chat-unbound = This chat doesn’t belong to a community yet. Please add { $chat } to the community’s chats in the config file.

## Buttons
button-expired = That button has expired. Please send the command again.
button-foreign = That button is for { $name }. To use it, please send the command yourself.
button-used = That button has been used already. To do it again, please send the command again.

## When something went wrong
trouble-update-set-aside = Sorry, I couldn’t handle your message. Nothing was changed, and the operators have been told.

## Finding people
who-unknown = There’s no member “{ $who }” here. Please mention them with @, or reply to one of their messages.

## Where the platform can’t do it
instead-private = That answer is for you alone, and I can’t write to you in private here. Please ask me on a platform with private chats.
instead-button = { $label }: send { $command }
instead-file = I could not send you the file { $file } here. Please ask me for it on another platform, or ask a moderator for help.

## Cards
holdings-too-few =
    You have { $have ->
        [0] none left
        [one] only { $have } left
       *[other] only { $have } left
    }, and this takes { $need }. Send /inventory to see what you have.

## Answers for one alone
instead-apart = I have answered you in private.
instead-closed = { $platform ->
    [telegram] I may not write to you in private: open a chat with me, press Start (or Unblock), and send it to me there.
    [discord] I may not write to you in private: use the slash command, whose answer you alone see, or allow direct messages in this server’s privacy settings and send it again.
   *[other] I may not write to you in private: write to me there first, then send it again.
}
instead-lost = I could not give you that answer in private. Please send it again; if that does not help either, tell a moderator.
button-confirm = Confirm
button-cancel = Cancel

## How to end what comes unasked
notice-of = [{ $community }] { $said }
notice-off = To stop these, send /notify { $kind } off
