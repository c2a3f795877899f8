# What the command line says
cli-config-fine = { $file } is fine: communities: { $communities }, chats: { $chats }.
cli-verify-fine = All is as it should be: members: { $members }, entries not sealed yet: { $unsealed }.
cli-verify-problems = Problems: { $problems } (members: { $members }). hearth verify --rebuild makes the kept numbers anew from the facts; a broken seal needs a backup.
cli-verify-rebuilt = The kept numbers were made anew for { $members } members.
cli-exported = The files are in the folder { $folder }.
cli-migrated = Upgraded { $component } to version { $version }.
cli-migrated-none = The database is up to date.
cli-no-output = { $path } cannot be written{ $why ->
        [none] {""}
       *[other] {" "}({ $why })
    }. Name a place that can be, or check its permissions and the room on the disk.
cli-doctor-fine = All is well: { $platforms }.
cli-doctor-problems = Problems: { $problems }.
cli-doctor-new = Database: not there yet; the first hearth run makes it.
cli-doctor-current = Database: { $size } MB, up to date.
cli-doctor-pending = Database: { $size } MB; steps to this version: { $steps }. The next hearth run or hearth migrate takes them, so make a backup first.
cli-doctor-unread = Database: { $size } MB; its log lies beside it without its index, as after a copy. The next hearth run takes it in and says what there is.
cli-doctor-room = Disk: { $free } MB free.
cli-doctor-elsewhere = Disk: the database server’s; look there how much is free.
cli-doctor-disk = Only { $free } MB are free on the disk of the database; at least { $least } MB should be. Free some space, or the bot will soon save nothing.
cli-cards-missing = Pictures: none, since { $package } is missing; answers come as text alone. Run make install in the folder of Hearth, or write enabled = false under [cards].
cli-doctor-skew = Clock: { $seconds ->
        [0] as { $platform } has it.
       *[other] { $seconds } s ahead of { $platform }; below zero is behind.
    }
cli-doctor-clock = The clock of this machine is wrong ({ $now }), and days would be counted wrong. Set it first.
cli-erase-who =
    { $member } is there. With --yes all that is kept of them{ $community ->
        [none] {""}
       *[other] {" "}in { $community }
    } is erased for good, with linked accounts.
cli-erase-done = { $account } is forgotten.
erase-nobody = There is nobody called “{ $found }”. Write platform:id, such as telegram:42.
cli-community = { $name }:
