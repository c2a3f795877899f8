help-do = 做一件事
example-do = /做 delete 17
deeds-words = { $words }
deeds-line = 第 { $number } 行 { $words }
deeds-reason = 因为{ $words }
help-tell = 只对你一个人说
example-tell = /告诉 hello
option-words = 话
