# 机器人除了说话还会做的事，以及做不到时说的话

## 要做的事，放进下面的句子里
act-delete = 删掉这条消息
act-mute =
    { $until ->
        [none] 把 { $name } 禁言
       *[other] 把 { $name } 禁言到 { $until }
    }
act-unmute = 解除 { $name } 的禁言
act-kick = 把 { $name } 移出这里
act-ban =
    { $until ->
        [none] 封禁 { $name }
       *[other] 封禁 { $name } 到 { $until }
    }
act-unban = 解除 { $name } 的封禁
act-give_role = 给 { $name } 加上身份组 { $role }
act-take_role = 取消 { $name } 的身份组 { $role }

## 代替一个表情回应
act-react = { $emoji }

## 对管理员说的话
act-asked = 请管理员{ $act }，我在这里做不了。
act-failed = 没能{ $act }，请管理员看一下。
act-lacks = 没能{ $act }：我缺少{ $right }。请管理员先手动处理，再把缺的权限给我。
act-reason = 原因：{ $reason }
