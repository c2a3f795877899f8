# 对运营者说的话：所有平台
adapter-out = { $platform } 先不连了，其他平台照常运行；改好配置后请重新启动。
adapter-again = { $platform } 断了，{ $seconds } 秒后再连。
adapter-library = 少了连接 { $platform } 的库（{ $library }）。请在围炉的文件夹里运行 make install。
adapter-none = 配置里没有能连的平台。请写上 [platforms.telegram] 或 [platforms.discord] 和令牌，或用 hearth try 先试试。
adapter-clock-fast = 这台机器的时钟比 { $platform } 快 { $seconds } 秒，打卡的日子会算错。请校准时间，最好用 NTP。
adapter-clock-slow = 这台机器的时钟比 { $platform } 慢 { $seconds } 秒，打卡的日子会算错。请校准时间，最好用 NTP。

# 图片收不了时对人说的话
media-heavy = 这张图有 { $found } MB，最多收 { $most } MB。请发小一点的，比如把它截个图再发。
media-no-picture = 这个文件不是能认的图片。请发 PNG、JPEG、WebP 或 GIF，比如相机拍的照片。
media-lie = 这个文件说是 { $claimed }，里面其实是 { $found }。请按本来的格式发，比如直接发照片、不当文件发。
media-broken = 这张图坏了，打不开。请重新发一次，比如重新截个图。
media-large = 这张图有 { $width } × { $height } 像素，总共最多收 { $most } 百万像素。请发小一点的，比如 4000 × 3000。
