# Help

help-help = list all commands, or explain one
example-help = /help checkin

help-head = This is what I can do:
help-moderators = Moderators can also:
help-line = { $command } – { $what }
help-foot = Send /help with a command’s name to see how it is used.
help-one = { $names } – { $what }
help-example = For example: { $example }
help-unknown = There is no command “{ $word }”{ $nearest ->
    [none] .
   *[other] ; did you mean { $nearest }?
}
