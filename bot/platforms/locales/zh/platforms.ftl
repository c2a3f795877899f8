# 对运营者说的话：所有平台
adapter-out = { $platform } 先不连了，其他平台照常运行；改好配置后请重新启动。
adapter-again = { $platform } 断了，{ $seconds } 秒后再连。
adapter-library = 少了连接 { $platform } 的库（{ $library }）。请运行：pip install "hearth[{ $platform }]"
adapter-none = 配置里没有能连的平台。请写上 [platforms.telegram] 或 [platforms.discord] 和令牌，或用 hearth try 先试试。
