# 公告

help-announce = 在社区的所有聊天里发一条公告
example-announce = /公告 今晚八点线上见。
option-announcement = 公告内容（要说的话）

announce-said = 📢 { $body }
announce-done = 已在 { $chats } 个聊天里发布。这条公告的编号是 { $id }。
announce-undelivered = 公告 { $id } 没能（完整）发到 { $chat }：平台不收我在那里的消息。请看看我还在不在那个聊天里，能不能发言。
announce-empty = 公告要有内容。
announce-too-long = 公告最多 { $limit } 个字，这条有 { $length } 个字。
undo-announce-done = 正在删除 { $count } 条消息，还没发出的不再发送。
undo-announce-again = 已在 { $chats } 个聊天里重新发布。
undo-announce-gone = 公告原文已经不保留了，没有重新发布。
