# 帮助

help-help = 列出所有指令，或说明其中一个
example-help = /帮助 签到

help-head = 我能做这些：
help-moderators = 你是管理员，还可以：
help-admins = 你是社区负责人，还可以：
help-for-moderators = 只有管理员能用。
help-for-admins = 只有社区负责人能用。
help-line = { $command }：{ $what }
help-foot = 发 /帮助 加指令名，看怎么用。
help-one = { $names }：{ $what }
help-example = 例如：{ $example }
help-unknown = 没有“{ $word }”这个指令{ $nearest ->
    [none] ，单独发 /帮助 能看到全部。
   *[other] ，你是想看 { $nearest } 吗？
}
