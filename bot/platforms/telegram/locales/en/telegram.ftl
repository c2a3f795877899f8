# What the operator is told: Telegram
telegram-token-refused = Telegram does not accept this token. Look it up at @BotFather or ask for a new one, write it into the config, and start again.
telegram-conflict = Another program takes the updates of Telegram with the same token. This one waits and goes on when the other has stopped; please make sure that only one bot runs.
telegram-unreachable = Telegram cannot be reached ({ $reason }); it is tried again and again, and what was not said is kept.
telegram-slow = Telegram asks to wait for { $seconds } s.
telegram-back = Telegram is reached again.
telegram-privacy = @{ $bot } has privacy mode on and is no admin of the group: it sees commands and replies to it only, so words without a slash do nothing. Switch it off with /setprivacy at @BotFather and add the bot to the group again, or make it an admin.
telegram-no-admin = The bot is no admin of chat { $chat }: it sees neither who joins and leaves nor reactions, and cannot mute or delete. Make it an admin of the group.
telegram-rights = The bot is an admin of chat { $chat } without these rights: { $rights }. What needs them will fail.
telegram-chat-missing = The bot is not in chat { $chat }, or there is no such chat. Add it to the group, or correct chats in the config.
telegram-chat-moved = Chat { $chat } has become the supergroup { $new }, and the bot follows. Write the new id into the config as well.
telegram-added = The bot was added to “{ $title }”. To serve it, write "telegram:{ $chat }" into chats in the config, unless it is there.
telegram-removed = The bot was removed from “{ $title }” ({ $chat }).
telegram-port = The webhook cannot listen at { $address } ({ $reason }). Choose another port, or stop the program that uses it.
telegram-webhook-error = The last call of the webhook failed for Telegram: { $reason }. Check address, certificate and proxy.
telegram-webhook-refused = Telegram does not take { $address } as the address of the webhook ({ $reason }). It has to begin with https:// and to be reached from outside, at port 443, 80, 88 or 8443.
telegram-listen = listen is { $address }, and should be a host and a port, such as 127.0.0.1:8443. Correct it in the config.
# What the bot lacks, said to moderators inside a sentence: “I lack …”
telegram-lacks-delete = the admin right “Delete messages”
telegram-lacks-restrict = the admin right “Ban users”
telegram-lacks-tags = the admin right “Manage member tags”
