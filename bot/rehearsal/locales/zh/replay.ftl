replay-no_transcript = 读不了聊天记录 { $path }{ $why ->
        [none] {""}
       *[other] （{ $why }）
    }。
replay-no_output = 写不了 { $path }{ $why ->
        [none] {""}
       *[other] （{ $why }）
    }。
replay-not_empty = 数据库 { $path } 不是空的。重放要用自己的数据库：请写一个还不存在的文件，或者去掉 --database。
replay-only_sqlite = 重放只能用文件数据库：请写 --database sqlite:///文件，或者去掉它。{ $path } 不行。

export-no_community = 配置里没有社区“{ $found }”，只有 { $names }。
export-no_member = 没有成员“{ $found }”。请写账号（例如 telegram:42），或者导出里的成员编号。
