# What the operator hears of the connection to Discord.
discord-token = Discord does not know this token. Copy it anew in the developer portal: your application, Bot, Reset Token.
discord-intents = Discord refuses what the bot asks to hear. Switch on "Server Members Intent" and "Message Content Intent" in the developer portal: your application, Bot, Privileged Gateway Intents.
discord-intent = "{ $name } Intent" is off in the developer portal: your application, Bot, Privileged Gateway Intents.
discord-closed = Discord closed the connection (code { $code }); the bot connects again.
discord-refused = Discord answers { $status }; the bot tries again.
discord-unreachable = Discord cannot be reached ({ $reason }); the bot tries again.
discord-unreadable = Discord said something that could not be read; the bot connects again.
discord-history = The bot may not read the history of discord:{ $chat }: what was written there while it was away is lost. Give it "View Channel" and "Read Message History".
discord-chat = The bot does not see discord:{ $chat }: invite it to that server and give it "View Channel".
discord-rights = In discord:{ $chat } the bot lacks: { $rights }. Give its role these permissions, in the server or in the channel.
discord-history-long = Of what was written in discord:{ $chat } while the bot was away it has read the first { $count } messages; later ones may be lost.
# What the bot lacks, as in "I lack …"
discord-lacks-permission = the permission “{ $name }”
discord-lacks-above-member = a role that stands above all roles of this member
discord-lacks-above-role = a role that stands above the one to be given or taken
# What a command without a further word is called as a slash command
discord-form-show = show
discord-form-ask = ask
discord-form-plan = plan
discord-form-start = start
