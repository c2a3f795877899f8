# 对运营者说的话：Telegram
telegram-token-refused = Telegram 不接受这个令牌。请在 @BotFather 那里查看或换一个新的，写进配置后重新启动。
telegram-conflict = 另一个程序正用同一个令牌向 Telegram 取消息。这里先等着，它停下后会接上；请确认只运行了一个机器人。
telegram-unreachable = 连不上 Telegram（{ $reason }），会一直重试；没说出去的话都留着。
telegram-slow = Telegram 要求等 { $seconds } 秒再来。
telegram-back = 又连上 Telegram 了。
telegram-privacy = @{ $bot } 开着隐私模式，又不是群管理员，只看得到命令和对它的回复：不带斜杠的“签到”等词不起作用。请在 @BotFather 里用 /setprivacy 关掉后把机器人重新拉进群，或让它当群管理员。
telegram-no-admin = 机器人在群 { $chat } 里不是管理员：看不到谁进群、退群和表情回应，也不能禁言和删消息。请在群里把它设为管理员。
telegram-rights = 机器人在群 { $chat } 里是管理员，但少了这些权限：{ $rights }。相应的管理操作会失败。
telegram-chat-missing = 机器人不在群 { $chat } 里，或者没有这个群。请把它拉进群，或改正配置里的 chats。
telegram-chat-moved = 群 { $chat } 已升级为超级群 { $new }，机器人会跟过去。请把配置里的编号也改过来。
telegram-added = 机器人被拉进了“{ $title }”。要为它服务，请在配置的 chats 里写上 "telegram:{ $chat }"（已经有了就不用写）。
telegram-removed = 机器人被移出了“{ $title }”（{ $chat }）。
telegram-port = 无法在 { $address } 接收 Webhook（{ $reason }）。请换一个端口，或停掉占用它的程序。
telegram-webhook-error = Telegram 上次调用 Webhook 失败：{ $reason }。请检查地址、证书和反向代理。
telegram-webhook-refused = Telegram 不接受 { $address } 作为 Webhook 的地址（{ $reason }）。它要以 https:// 开头，从外面连得到，端口是 443、80、88 或 8443。
telegram-listen = 配置里的 listen 是 { $address }，应该写主机和端口，例如 127.0.0.1:8443。请改正。
# 机器人缺什么，放在给管理员的句子里：“我缺少……”
telegram-lacks-delete = “删除消息”这项管理员权限
telegram-lacks-restrict = “封禁用户”这项管理员权限
telegram-lacks-tags = “管理成员标签”这项管理员权限
