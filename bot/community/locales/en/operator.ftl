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
operator-older = The database is that of an older version of the program ({ $component } has to come to version { $need }), and was not touched. Stop the bot and run hearth migrate first.
operator-newer =
    The database was written by a newer version of the program ({ $component } is at version { $have }, this program knows up to { $know }) and was not touched. Install the newer program. To stay with this one, restore the backup from before the upgrade.
operator-damaged_migration =
    The database migration { $version } of { $component } ({ $file }) is not the one that was run, or cannot be read. Install the program again, or put the original file back. Never change a migration that has been run.
operator-failed_migration =
    The database migration { $version } of { $component } ({ $file }) failed and was undone: { $error }. Your data is unchanged. Please send this line to whoever wrote it. Until then you can go back to the previous version.
operator-engine = { $url } is no database that Hearth can use. Write database = "sqlite:///hearth.db" or "postgresql://…" in the config.
operator-no_driver = The library for PostgreSQL is not installed. Run make install in the folder of Hearth, then start again.
operator-bad_url = The database address in the config cannot be read. Write it as postgresql://user:password@host/name; in a password, write @ : / as %40 %3A %2F.
operator-no_server = No PostgreSQL server answers at { $host }. Check that it is running, and the host and port of database in the config.
operator-wrong_password = The PostgreSQL server at { $host } did not accept { $user }. Check the user and password of database in the config.
operator-no_database = The PostgreSQL server at { $host } has no database { $database }. Create it (CREATE DATABASE { $database }), or change its name in the config.
operator-no_rights = { $user } may not create tables in the database { $database } at { $host }. Make it the owner: ALTER DATABASE { $database } OWNER TO { $user }.
operator-not_admitted = The PostgreSQL server at { $host } does not let { $user } into the database { $database }: { $error }. Check the user in database in the config, and the server's pg_hba.conf; where it asks for encryption, end the address with ?sslmode=require.
operator-no_access = { $user } may not use what is in the database { $database } at { $host }: { $error }. Grant it that, or make it the owner: ALTER TABLE … OWNER TO { $user }.
operator-not_owner = The tables in the database { $database } at { $host } belong to { $owner }, and { $user } may not read them. Start with the user { $owner }, or let each of them belong to the other one: ALTER TABLE … OWNER TO { $user }.
operator-no_schema = The database { $database } at { $host } has no schema { $path }, where the tables are to be. Make it (CREATE SCHEMA … AUTHORIZATION { $user }), or correct search_path in database in the config.
operator-only_reads = { $user } may only read the database { $database } at { $host }: default_transaction_read_only is on there. Switch it off: ALTER ROLE { $user } RESET default_transaction_read_only, or the same for ALTER DATABASE { $database }.
operator-no_tls = The PostgreSQL server at { $host } does not speak TLS, and sslmode={ $mode } asks for it. Switch TLS on there (ssl = on in postgresql.conf), or leave sslmode out where nobody can listen in between.
operator-bad_tls = The PostgreSQL server at { $host } did not prove who it is, or TLS with it failed: { $error }. Its certificate has to be signed by the authority in sslrootcert, and for sslmode=verify-full it has to name this host. An example: ?sslmode=verify-full&sslrootcert=/etc/hearth/root.crt.
operator-bad_sslmode = There is no sslmode={ $mode }. Write disable, allow, prefer, require, verify-ca or verify-full, as in ?sslmode=require.
operator-no_certificate = The certificate { $path }, by which the PostgreSQL server is to be known, is not there or cannot be read. Name a file that the bot may read, as in ?sslmode=verify-full&sslrootcert=/etc/hearth/root.crt.
operator-pooler = What answers at { $host } seems to be a pooler before the PostgreSQL server, not the server itself: { $error }. The bot needs its own connections: put the host and port of the server into database in the config, as in postgresql://hearth@db.example.org:5432/hearth.
operator-no_room = The PostgreSQL server at { $host } takes no more connections. Close some, or raise its max_connections, and start again.
operator-old_server = The PostgreSQL server at { $host } has version { $have }; at least { $need } is needed. Upgrade the server.
operator-not_utf8 = The database { $database } at { $host } keeps its text as { $encoding }, which has no room for every name. Create it again with ENCODING 'UTF8'.
operator-standby = The PostgreSQL server at { $host } is a standby and can only be read. Put the address of the primary server into database in the config.
operator-in_use = The database { $database } at { $host } is to be upgraded, but the bot runs on it. Stop every process of it first, then start again.
operator-server_says = The PostgreSQL server at { $host } refused the connection: { $error }
operator-absent = There is no database { $path } yet. Check database in the config; the first hearth run makes it.
