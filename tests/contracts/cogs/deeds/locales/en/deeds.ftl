help-do = do something
example-do = /do delete 17
deeds-words = { $words }
deeds-line = line { $number } { $words }
deeds-reason = because { $words }
