# 命令行说的话
cli-config-fine = { $file } 没有问题：{ $communities } 个社区，{ $chats } 个群。
cli-verify-fine = 核对无误：{ $members } 位成员，{ $unsealed } 笔账目还没封。
cli-verify-problems = 核对出 { $problems } 处不符（{ $members } 位成员）。hearth verify --rebuild 会按事实重建记下的数字；封印不符要靠备份。
cli-verify-rebuilt = 已按事实重建 { $members } 位成员的数字。
cli-migrated = 已升级：{ $component } 到第 { $version } 版。
cli-migrated-none = 数据库已是最新。
cli-schema-written = 已写入 { $file }。
cli-running = 已启动，按 Ctrl+C 停止。
cli-no-platform = 还没有可用的聊天平台：这一版只带终端，用 hearth try 试试。
cli-no-adapter = 这一版还不能连接 { $platform }，先跳过它。
cli-stopped = 已停止，什么都没丢。
