# Why the bot cannot start and what to do, for the operator.
operator-missing_folder = The folder { $path } does not exist. Create it first, or change database in the config.
operator-is_a_folder = { $path } is a folder, not a database file. Give database in the config the name of a file.
operator-not_a_database = The file { $path } is not a Hearth database and was not touched. Check database in the config, or move the file away.
operator-damaged =
    The database{ $path ->
        [none] {""}
       *[other] {" "}{ $path }
    } is damaged and was not touched. Restore the latest backup, and check the disk.
operator-unreadable =
    The database{ $path ->
        [none] {""}
       *[other] {" "}{ $path }
    } cannot be opened. Let the user who runs the bot read and write it and its folder.
operator-read_only =
    The database{ $path ->
        [none] {""}
       *[other] {" "}{ $path }
    } cannot be written. Let the user who runs the bot read and write it and its folder, and check that the disk is not mounted read-only.
operator-full =
    The disk is full{ $path ->
        [none] {""}
       *[other] {" "}({ $path })
    }, so nothing can be saved. Free some space and start again. What was saved before is still there.
operator-busy =
    Another program keeps the database{ $path ->
        [none] {""}
       *[other] {" "}{ $path }
    } busy. Close what has it open, such as a backup or a database tool, and start again.
operator-io =
    Reading or writing the database{ $path ->
        [none] {""}
       *[other] {" "}{ $path }
    } failed. Check the disk and its connection, then start again.
operator-lost = The connection to the database was lost, and what was not saved was undone. Check that the database is running, then start again.
operator-no_wal = The disk that holds { $path } cannot keep a database safely (it does not support WAL). Use a local disk, not a network folder.
operator-locked =
    The database { $path } is in use by another process{ $pid ->
        [0] {""}
       *[other] {" "}(pid { NUMBER($pid, useGrouping: 0) })
    }. Only one can run at a time: stop that one first, then start again.
operator-newer =
    The database was written by a newer version of the program ({ $component } is at version { $have }, this program knows up to { $know }) and was not touched. Install the newer program. To stay with this one, restore the backup from before the upgrade.
operator-damaged_migration =
    The database migration { $version } of { $component } ({ $file }) is not the one that was run, or cannot be read. Install the program again, or put the original file back. Never change a migration that has been run.
operator-failed_migration =
    The database migration { $version } of { $component } ({ $file }) failed and was undone: { $error }. Your data is unchanged. Please send this line to whoever wrote it. Until then you can go back to the previous version.
operator-engine = This release keeps its data in SQLite alone and cannot use { $url }. Write database = "sqlite:///hearth.db" in the config.
