# 与 Discord 的连接，告诉运营者的话。
discord-token = Discord 不认识这个令牌。请到开发者后台重新复制：你的应用 → Bot → Reset Token。
discord-intents = Discord 不允许机器人接收所需的消息。请到开发者后台打开 “Server Members Intent” 和 “Message Content Intent”：你的应用 → Bot → Privileged Gateway Intents。
discord-intent = 开发者后台没有打开 “{ $name } Intent”：你的应用 → Bot → Privileged Gateway Intents。
discord-closed = Discord 断开了连接（代码 { $code }），机器人会重新连接。
discord-refused = Discord 回答 { $status }，机器人会再试。
discord-unreachable = 连不上 Discord（{ $reason }），机器人会再试。
discord-unreadable = Discord 发来了读不懂的内容，机器人会重新连接。
discord-history = 机器人不能读 discord:{ $chat } 的历史消息，它不在时那里的消息就丢了。请给它 “View Channel” 和 “Read Message History” 权限。
discord-chat = 机器人看不到 discord:{ $chat }。请邀请它进那个服务器，并给它 “View Channel” 权限。
discord-rights = 机器人在 discord:{ $chat } 缺少权限：{ $rights }。请在服务器或频道里把这些权限给它的身份组。
discord-history-long = discord:{ $chat } 里在机器人离开时写的消息，它补读了最早的 { $count } 条，后面的可能丢了。
# 机器人缺少的，接在“我缺少”后面
discord-lacks-permission = “{ $name }”权限
discord-lacks-above-member = 一个排在这位成员所有身份组之上的身份组
discord-lacks-above-role = 一个排在那个身份组之上的身份组
# 斜杠指令里，不带后一个词的那种用法叫什么
discord-form-show = 查看
discord-form-ask = 提问
discord-form-plan = 安排
discord-form-start = 开始
