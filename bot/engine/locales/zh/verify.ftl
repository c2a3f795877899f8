# hearth verify 说的话
verify-seal-differs = 账目 { $entry } 与第 { $number } 个封印不符：它之前的都对，从它开始都不可信，请恢复备份。
verify-entry-missing = 第 { $number } 个封印封的是 { $entry }，账目里已经没有它。
verify-balance = 成员 { $member } 的余额是 { $have }，账目加起来是 { $want }。
verify-credits = 成员 { $member } 记下的签到日与当初的签到不符。
verify-streak = 成员 { $member } 记下的连签与签到日不符。
verify-tally = 成员 { $member } 的 { $name } 记的是 { $have }，应是 { $want }。
verify-holdings = 成员 { $member } 的 { $item } 记的是 { $have }，条目加起来是 { $want }。
