# Help

help-help = list all commands, or explain one
example-help = /help checkin

help-head = This is what I can do:
help-moderators = As a moderator you can also:
help-admins = As an admin you can also:
help-for-moderators = Only moderators may use it.
help-for-admins = Only admins of the community may use it.
help-line = { $command } – { $what }
help-foot = Send /help with a command’s name to see how it is used.
help-one = { $names } – { $what }
help-example = For example: { $example }
help-unknown = There is no command “{ $word }”{ $nearest ->
    [none] ; send /help alone to see all.
   *[other] ; did you mean { $nearest }?
}
