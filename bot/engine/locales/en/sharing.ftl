# What the operator is told where several processes have one database
sharing-waits = { $platform } is run by another process on this database (machine { $host }, pid { $pid }). This one waits, and takes over when that one has ended.
sharing-takes = The process that ran { $platform } (machine { $host }, pid { $pid }) has gone without ending in order. This one takes over in { $seconds } s.
sharing-out = The database does not answer. Nothing is taken in and nothing is said until it does, since another process may take over meanwhile.
sharing-back = The database answers again, and nobody has taken over: everything goes on.
sharing-over = Another process on this database has taken over { $platform } while this one did not reach it, so this one has ended. Start it again to have it wait its turn.
