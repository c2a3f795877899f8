# 命令行说的话
cli-config-fine = { $file } 没有问题：{ $communities } 个社区，{ $chats } 个群。
cli-verify-fine = 核对无误：{ $members } 位成员，{ $unsealed } 笔账目还没封。
cli-verify-problems = 核对出 { $problems } 处不符（{ $members } 位成员）。hearth verify --rebuild 会按事实重建记下的数字；封印不符要靠备份。
cli-verify-rebuilt = 已按事实重建 { $members } 位成员的数字。
cli-exported = 文件写在文件夹 { $folder } 里。
cli-migrated = 已升级：{ $component } 到第 { $version } 版。
cli-migrated-none = 数据库已是最新。
cli-no-output = 写不了 { $path }{ $why ->
        [none] {""}
       *[other] （{ $why }）
    }。请换一个可以写的位置，或检查权限和磁盘空间。
cli-doctor-fine = 一切正常：{ $platforms }。
cli-doctor-problems = 发现 { $problems } 个问题。
cli-doctor-new = 数据库：还没有，第一次 hearth run 会创建。
cli-doctor-current = 数据库：{ $size } MB，已是最新。
cli-doctor-pending = 数据库：{ $size } MB，还要升级 { $steps } 步。下次 hearth run 或 hearth migrate 会升级，请先备份。
cli-doctor-unread = 数据库：{ $size } MB。旁边的日志缺少索引，像是拷贝来的；下次 hearth run 会读入，那时才知道是什么版本。
cli-doctor-room = 磁盘：还有 { $free } MB。
cli-doctor-elsewhere = 磁盘：在数据库服务器上，剩余空间请到那里查看。
cli-doctor-disk = 数据库所在的磁盘只剩 { $free } MB，至少要有 { $least } MB。请清出空间，否则机器人很快就什么都存不了。
cli-cards-missing = 图片：没有，因为缺少 { $package }，回答只发文字。请在围炉的文件夹里运行 make install，或在 [cards] 里写 enabled = false。
cli-doctor-skew = 时钟：{ $seconds ->
        [0] 和 { $platform } 一致。
       *[other] 比 { $platform } 快 { $seconds } 秒（负数是慢）。
    }
cli-doctor-clock = 这台机器的时钟不对（{ $now }），打卡的日子会算错。请先校准时间。
cli-erase-who =
    找到了 { $member }。加上 --yes 就会删除{ $community ->
        [none] {""}
       *[other] { $community } 里
    }记着此人的一切（包括关联的账号），找不回来。
cli-erase-done = 已经忘记 { $account }。
erase-nobody = 没有“{ $found }”这个人。请写平台和账号，例如 telegram:42。
cli-community = { $name }：
