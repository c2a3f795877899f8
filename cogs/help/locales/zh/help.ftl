# 帮助

help-help = 列出所有指令，或说明其中一个
example-help = /帮助 签到

help-head = 我能做这些：
help-moderators = 管理员还可以：
help-line = { $command }：{ $what }
help-foot = 发 /帮助 加指令名，看怎么用。
help-one = { $names }：{ $what }
help-example = 例如：{ $example }
help-unknown = 没有“{ $word }”这个指令{ $nearest ->
    [none] 。
   *[other] ，你是想看 { $nearest } 吗？
}
