help-do = 做一件事
example-do = /做 delete 17
deeds-words = { $words }
deeds-line = 第 { $number } 行 { $words }
deeds-reason = 因为{ $words }
