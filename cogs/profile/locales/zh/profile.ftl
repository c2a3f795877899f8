# 个人选择

help-language = 选择用中文还是英文回答你
example-language = /语言 zh
help-timezone = 查看或更改你的时区，日子按当地时间算
example-timezone = /时区 Asia/Shanghai

language-ask = 用哪种语言回答你？
language-done = 好的，以后用中文回答你。
language-name-zh = 中文
language-name-en = English

timezone-yours = 你的时区是 { $zone }。
timezone-community = 你跟随社区的时区 { $zone }。
timezone-coming = 从 { $since } 起改为 { $zone }。
timezone-ask = 要改的话，请选一个，或发 /时区 加时区名。
timezone-same = 你的时区已经是 { $zone }，没有改动。
timezone-done = 好的，时区改为 { $zone }，从 { $since }（原时区）起生效：今天先按原来的时区过完。
timezone-too-often = 每 7 天最多改 { $limit } 次时区，从 { $since } 起可以再改。

community-chosen = 好的，以后在私聊里你说的就是 { $name }。请把刚才的指令再发一次。

zone-auckland = 奥克兰
zone-sydney = 悉尼
zone-tokyo = 东京
zone-shanghai = 北京、上海
zone-kolkata = 印度
zone-dubai = 迪拜
zone-moscow = 莫斯科
zone-paris = 巴黎、柏林
zone-london = 伦敦
zone-sao_paulo = 圣保罗
zone-new_york = 纽约
zone-chicago = 芝加哥
zone-los_angeles = 洛杉矶
zone-utc = UTC
