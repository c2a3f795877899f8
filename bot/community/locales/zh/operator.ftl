# 机器人无法启动时，告诉维护者为什么、该怎么做。
operator-missing_folder = 文件夹 { $path } 不存在。请先建好它，或修改配置里的 database。
operator-is_a_folder = { $path } 是文件夹，不是数据库文件。请在配置的 database 里写上文件名。
operator-not_a_database = 文件 { $path } 不是 Hearth 的数据库，没有动它。请检查配置里的 database，或把这个文件移走。
operator-damaged =
    数据库{ $path ->
        [none] {""}
       *[other] {" "}{ $path }{" "}
    }损坏了，没有动它。请恢复最近的备份，并检查磁盘。
operator-unreadable =
    打不开数据库{ $path ->
        [none] {""}
       *[other] {" "}{ $path }
    }。请让运行机器人的用户可以读写它和它所在的文件夹。
operator-read_only =
    数据库{ $path ->
        [none] {""}
       *[other] {" "}{ $path }{" "}
    }不能写。请让运行机器人的用户可以读写它和它所在的文件夹，并确认磁盘没有设成只读。
operator-full =
    磁盘满了{ $path ->
        [none] {""}
       *[other] （{ $path }）
    }，什么都存不了。请腾出空间再启动，已经存下的都还在。
operator-busy =
    数据库{ $path ->
        [none] {""}
       *[other] {" "}{ $path }{" "}
    }一直被别的程序占用。请关掉打开它的程序（例如备份或数据库工具）再启动。
operator-io =
    读写数据库{ $path ->
        [none] {""}
       *[other] {" "}{ $path }{" "}
    }时出错。请检查磁盘和它的连接，然后再启动。
operator-lost = 和数据库的连接断了，没有存下的都撤销了。请检查数据库是否在运行，然后再启动。
operator-no_wal = { $path } 所在的磁盘不能安全地存放数据库（不支持 WAL）。请改用本机磁盘，不要用网络文件夹。
operator-locked =
    数据库 { $path } 正被另一个进程使用{ $pid ->
        [0] {""}
       *[other] （进程号 { NUMBER($pid, useGrouping: 0) }）
    }。同一时间只能运行一个，请先停掉它再启动。
operator-newer =
    数据库是更新版本的程序写的（{ $component } 的结构是第 { $have } 版，这个程序只认识到第 { $know } 版），没有动它。请装上更新的程序；要用现在的程序，请恢复升级前的备份。
operator-damaged_migration =
    { $component } 的第 { $version } 个数据库迁移（{ $file }）和当初执行的不一样，或者读不懂。请重新安装程序，或换回原来的文件；不要修改已经执行过的迁移。
operator-failed_migration =
    { $component } 的第 { $version } 个数据库迁移（{ $file }）没有成功，已经撤销：{ $error }。数据没有变，请把这一行告诉写它的人；在那之前，可以换回上一个版本。
operator-engine = 这一版只支持 SQLite，用不了 { $url }。请在配置里写 database = "sqlite:///hearth.db"。
