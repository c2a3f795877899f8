help-do = do something
example-do = /do delete 17
deeds-words = { $words }
deeds-line = line { $number } { $words }
deeds-reason = because { $words }
help-tell = have something said to you alone
example-tell = /tell hello
option-words = the words
