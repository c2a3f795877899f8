# 各处共用的句子。可有可无的值写成 { $x -> [none] … *[other] … }。

## 参数有误：先说哪里不对，再说应该怎样
input-amount =
    “{ $found }”不是可用的数量，{ $low ->
        [none] 请写一个整数
       *[other] { $high ->
            [none] 请写不小于 { $low } 的整数
           *[other] 请写 { $low } 到 { $high } 之间的整数
        }
    }。
input-count =
    “{ $found }”不是可用的个数，{ $low ->
        [none] 请写 1 以上的整数
       *[other] { $high ->
            [none] 请写不小于 { $low } 的整数
           *[other] 请写 { $low } 到 { $high } 之间的整数
        }
    }。
input-day =
    “{ $found }”不是可用的日期，请写成“年-月-日”{ $low ->
        [none] {""}
       *[other] { $high ->
            [none] ，从 { $low } 起
           *[other] ，在 { $low } 到 { $high } 之间
        }
    }。
input-day-never = 没有“{ $found }”这一天：{ $year } 年 { $month } 月只有 { $days } 天。
input-day-either = “{ $found }”可能是 { $one }，也可能是 { $other }，请直接写日期。
input-span = { $last } 在 { $first } 之前，请先写第一天，再写最后一天。
input-month = “{ $found }”不是可用的月份，请写成“年-月”。
input-zone =
    没有“{ $found }”这个时区，{ $nearest ->
        [none] 请写城市所在的时区名。
       *[other] 你是想写 { $nearest } 吗？
    }
input-locale = 还不会说“{ $found }”，请选 zh（中文）或 en（英文）。
input-who = 没认出“{ $found }”是谁，请 @ 对方，或回复对方的消息。
input-missing = 还缺：{ $name }。
input-too-much = 多了“{ $found }”，去掉它再试一次。
input-too-long = 太长了，最多 { $limit } 个字。
input-wrong = { $problem }例如：{ $example }

## 参数的名字，用在“还缺：……”里
option-who = 对谁（@ 对方，或回复对方的消息）
option-amount = 数量
option-lines = 行数
option-locale = 语言
option-name = 名称
option-note = 备注
option-zone = 时区

## 指令
command-unknown = 没有“/{ $word }”这个指令，发 /help 看看有哪些。
command-unknown-near = 没有“/{ $word }”这个指令，你是想用 /{ $nearest } 吗？
command-cooldown = 慢一点，{ $seconds } 秒后再试。

## 谁可以做
not-allowed-moderator = 这件事要由管理员来做，需要的话请联系他们；发 /帮助 看看你能做什么。
not-allowed-admin = 这件事只有社区负责人能做，需要的话请联系他们；发 /帮助 看看你能做什么。
not-a-person = 只有真人成员可以参加，机器人和 Webhook 不行。
not-a-person-channel = 以频道身份发言不能参加，请换回你自己的账号再发一次。
not-a-person-anonymous = 你现在是匿名管理员，我认不出你。想参加的话，请先关掉“保持匿名”再发一次。
not-a-member = 你还不是这里的成员，请先在社区的群里说句话，例如 /签到，再回来找我。

## 在哪个社区
which-community = 你在好几个社区里，这次是哪一个？选一次，我就记住了。
community-name = { $name }
chat-unbound = 这个群还不属于任何社区。请在配置文件里，把 { $chat } 加到社区的 chats 列表中。

## 按钮
button-expired = 这个按钮已经过期，请重新发一次指令。
button-foreign = 这个按钮是给 { $name } 的，想用的话请自己发一次指令。
button-used = 这个按钮已经用过了，想再来一次请重新发指令。

## 出了问题
trouble-update-set-aside = 抱歉，你的消息没能处理，什么都没有改动，已经通知了运营者。

## 找人
who-unknown = 这里没有“{ $who }”这位成员，请 @ 对方，或回复对方的消息。

## 平台做不到时
instead-private = 这个回答只能私下说，但这里发不了私信，请换一个能私聊的平台问我。
instead-button = { $label }：请发 { $command }
instead-file = 文件 { $file } 没能发给你。请换个平台再要一次，或者请管理员帮忙。

## 卡片
holdings-too-few =
    { $have ->
        [0] 你手里已经没有了
       *[other] 你手里只有 { $have } 张
    }，这次要用 { $need } 张。发 /背包 看看有什么。

## 只给一个人看的回答
instead-apart = 已经私下回答你了。
instead-closed = { $platform ->
    [telegram] 我还不能私聊你：请点开和我的私聊，按“开始”（拉黑过我的话先解除），再在那里发一次。
    [discord] 我发不了私信给你：请改用斜杠指令，回答只有你看得到；或者在这个服务器的隐私设置里允许私信，再发一次。
   *[other] 我还不能私聊你：请先私聊我说句话，再发一次。
}
instead-lost = 刚才没能私下回答你。请再发一次；还不行的话，请告诉管理员。
button-confirm = 确认
button-cancel = 取消

## 主动发的消息怎么关
notice-of = 【{ $community }】{ $said }
notice-off = 不想再收到就发：/通知 { $kind ->
    [streak] 连签
    [program] 计划
    [win_back] 问候
    [festival] 节日
    [recap] 回顾
   *[announcement] 公告
} 关
