# Several answers in one message

joined-line = { $name }: { $said }
joined-two = { $first } { $then }
