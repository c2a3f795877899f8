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
operator-older = 数据库还是旧版本的结构（{ $component } 要升到第 { $need } 版），没有动它。请先停下机器人，运行 hearth migrate。
operator-newer =
    数据库是更新版本的程序写的（{ $component } 的结构是第 { $have } 版，这个程序只认识到第 { $know } 版），没有动它。请装上更新的程序；要用现在的程序，请恢复升级前的备份。
operator-damaged_migration =
    { $component } 的第 { $version } 个数据库迁移（{ $file }）和当初执行的不一样，或者读不懂。请重新安装程序，或换回原来的文件；不要修改已经执行过的迁移。
operator-failed_migration =
    { $component } 的第 { $version } 个数据库迁移（{ $file }）没有成功，已经撤销：{ $error }。数据没有变，请把这一行告诉写它的人；在那之前，可以换回上一个版本。
operator-engine = Hearth 用不了 { $url } 这种数据库。请在配置里把 database 写成 sqlite:///hearth.db 或 postgresql://…
operator-no_driver = 没有装 PostgreSQL 要用的库。请在围炉的文件夹里运行 make install，然后再启动。
operator-bad_url = 读不懂配置里 database 的地址。请写成 postgresql://USER:PASSWORD@HOST/NAME，依次是用户、密码、主机和库名；密码里的 @ : / 要写成 %40 %3A %2F。
operator-no_server = { $host } 上没有 PostgreSQL 服务器应答。请确认它在运行，并检查配置里 database 的主机和端口。
operator-wrong_password = { $host } 上的 PostgreSQL 服务器不接受用户 { $user }。请检查配置里 database 的用户名和密码。
operator-no_database = { $host } 上的 PostgreSQL 服务器没有数据库 { $database }。请先建好它（CREATE DATABASE { $database }），或修改配置里的库名。
operator-no_rights = 用户 { $user } 不能在 { $host } 的数据库 { $database } 里建表。请让它成为所有者：ALTER DATABASE { $database } OWNER TO { $user }。
operator-not_admitted = { $host } 上的 PostgreSQL 服务器不让用户 { $user } 进数据库 { $database }：{ $error }。请检查配置里 database 的用户名和服务器的 pg_hba.conf；如果服务器要求加密，就在地址末尾加上“?sslmode=require”。
operator-no_access = 用户 { $user } 不能使用 { $host } 的数据库 { $database } 里的东西：{ $error }。请给它权限，或让它成为所有者：ALTER TABLE … OWNER TO { $user }。
operator-not_owner = { $host } 的数据库 { $database } 里的表属于 { $owner }，用户 { $user } 读不了。请改用 { $owner } 启动，或把每张表都交给 { $user }：ALTER TABLE … OWNER TO { $user }。
operator-no_schema = { $host } 的数据库 { $database } 里没有放表用的 schema { $path }。请先建好它（CREATE SCHEMA … AUTHORIZATION { $user }），或改正配置里 database 的 search_path。
operator-only_reads = 用户 { $user } 对 { $host } 的数据库 { $database } 只能读，因为那里打开了 default_transaction_read_only。请关掉它：ALTER ROLE { $user } RESET default_transaction_read_only，或者同样地用 ALTER DATABASE { $database }。
operator-no_tls = { $host } 上的 PostgreSQL 服务器不支持 TLS，而 sslmode={ $mode } 要求 TLS。请在服务器上打开 TLS（postgresql.conf 里 ssl = on）；如果中间没有人能偷听，也可以去掉 sslmode。
operator-bad_tls = 没能确认 { $host } 上的 PostgreSQL 服务器的身份，或 TLS 没有建立：{ $error }。它的证书要由 sslrootcert 里的机构签发；sslmode=verify-full 时，证书上还要有这个主机名。例如：“?sslmode=verify-full&sslrootcert=/etc/hearth/root.crt”
operator-bad_sslmode = 没有 sslmode={ $mode } 这种写法。可以写 disable、allow、prefer、require、verify-ca 或 verify-full，例如“?sslmode=require”
operator-no_certificate = 用来确认 PostgreSQL 服务器身份的证书 { $path } 不存在，或读不了。请写一个机器人能读的文件，例如“?sslmode=verify-full&sslrootcert=/etc/hearth/root.crt”
operator-pooler = 在 { $host } 应答的好像是 PostgreSQL 服务器前面的连接池，不是服务器本身：{ $error }。机器人要直接连服务器：请在配置的 database 里写服务器的主机和端口，例如 postgresql://hearth@db.example.org:5432/hearth
operator-no_room = { $host } 上的 PostgreSQL 服务器连接数已满。请关掉一些连接，或调大它的 max_connections，然后再启动。
operator-old_server = { $host } 上的 PostgreSQL 是第 { $have } 版，至少要第 { $need } 版。请升级服务器。
operator-not_utf8 = { $host } 上的数据库 { $database } 用 { $encoding } 存文字，有些名字存不下。请用 ENCODING 'UTF8' 重新建库。
operator-standby = { $host } 上的 PostgreSQL 是只读的备用服务器。请在配置的 database 里写主服务器的地址。
operator-in_use = { $host } 上的数据库 { $database } 需要升级，可是机器人还在用它运行。请先停掉它的所有进程，再启动。
operator-server_says = { $host } 上的 PostgreSQL 服务器拒绝了连接：{ $error }
operator-absent = 还没有数据库 { $path }。请检查配置里的 database；第一次 hearth run 会建好它。
