console-welcome =
    围炉 Hearth：在终端里聊聊看
      像在群里一样打字，试试：  /签到   /连签   /积分   /帮助
      换个人、换个平台：        /as 小明 @discord
      让时间过去：              /time +1d
      这里能输入的全部：        ?
      离开（都留在 { $path } 里）：  /quit
console-help =
    /as 名字 @平台        换个人说话（{ $platforms }）；/as @平台 是你自己在那个平台
    /time +1d             让时间过去：+2h30m、+1w、09:00、2026-11-23 09:00；单独输入看时间
    /press 1 或 1         按编号的按钮
    /private  /group      单独对机器人说话，再回到群里
    /reply 名字 内容      回复这个人在这里的最近一条消息
    /role moderator       平台说你是什么人：member、moderator、admin、owner
    /down  /up            机器人下线、上线；/down telegram 只关一个平台
    /save 文件            把发生的事写成聊天记录，给 hearth replay 用
    /quit                 离开
    其他输入都是消息。/帮助 问机器人会什么。
console-newcomer = 新成员
console-bot = 围炉
console-in_private = （私聊）
console-to = {" "}→ { $name }
console-changed = （已改）
console-picture = （带图）
console-as = 现在你是 { $platform } 上的{ $name }。
console-private = 现在单独对机器人说话，/group 回到群里。
console-group = 现在在群里说话。
console-role = 平台现在说{ $name }在这里是 { $role }。
console-down = { $platform ->
        [none] 机器人下线了，/up 让它上线。
       *[other] { $platform } 下线了，/up { $platform } 让它上线。
    }
console-up = { $platform ->
        [none] 机器人上线了。
       *[other] { $platform } 上线了。
    }
console-time = 现在是 { $time }。
console-saved = { $path } 里有了 { $lines } 行。重放：hearth replay { $path }
console-bye = 再见！都留在 { $path } 里。
console-exists = { $path } 已经存在，请换个名字。
console-no_button = { $last ->
        [0] 这里没有按钮 { $number }：这个聊天里没有带按钮的消息。
       *[other] 这里没有按钮 { $number }，只有 1 到 { $last }。
    }
console-no_platform = 这份配置里没有“{ $found }”上的聊天，只有 { $names }。
console-no_message = { $name }还没有在这里说过话。
console-no_way_back = 这里的时间只往前走。请写以后的时间，或者 +1d。
console-too_far = 太远了，一次最多十年。
console-no_chats = 配置里没有可以加入的聊天。请给一个社区加上 chats = ["telegram:-1001"]。
console-how-as = 请写 /as 名字 @平台，例如：/as 小明 @discord
console-how-time = 请写 /time +1d、+2h30m、09:00 或 2026-11-23 09:00。
console-how-press = 请写 /press 和按钮的编号，例如：/press 1
console-how-role = 请写 /role member、moderator、admin 或 owner。
console-how-reply = 请写 /reply 名字 内容，例如：/reply 小明 真棒！
console-how-save = 请写 /save 文件，例如：/save story.jsonl

# 机器人在房间里缺什么，放在“我缺少”后面
room-right = 做这件事的权限

# 机器人除了说话还做了什么
console-did-delete =
    { $name ->
        [none] （机器人删了自己的消息“{ $text }”）
       *[other] （机器人删了 { $name } 的消息“{ $text }”）
    }
console-did-react =
    { $emoji ->
        [none] （机器人收回了对“{ $text }”的回应）
       *[other]
            { $name ->
                [none] （机器人用 { $emoji } 回应了自己的“{ $text }”）
               *[other] （机器人用 { $emoji } 回应了 { $name } 的“{ $text }”）
            }
    }
console-did-mute =
    { $until ->
        [none] （机器人把 { $name } 禁言了）
       *[other] （机器人把 { $name } 禁言到 { $until }）
    }
console-did-unmute = （机器人解除了 { $name } 的禁言）
console-did-kick = （机器人把 { $name } 移出了群）
console-did-ban =
    { $until ->
        [none] （机器人封禁了 { $name }）
       *[other] （机器人封禁 { $name } 到 { $until }）
    }
console-did-unban = （机器人解除了 { $name } 的封禁）
console-did-give_role = （机器人给 { $name } 加上了身份组 { $role }）
console-did-take_role = （机器人取消了 { $name } 的身份组 { $role }）
