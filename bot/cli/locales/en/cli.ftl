# What the command line says
cli-config-fine = { $file } is fine: communities: { $communities }, chats: { $chats }.
cli-verify-fine = All is as it should be: members: { $members }, entries not sealed yet: { $unsealed }.
cli-verify-problems = Problems: { $problems } (members: { $members }). hearth verify --rebuild makes the kept numbers anew from the facts; a broken seal needs a backup.
cli-verify-rebuilt = The kept numbers were made anew for { $members } members.
cli-migrated = Upgraded { $component } to version { $version }.
cli-migrated-none = The database is up to date.
cli-no-output = { $path } cannot be written{ $why ->
        [none] {""}
       *[other] {" "}({ $why })
    }. Name a place that can be, or check its permissions and the room on the disk.
cli-doctor-fine = All is well: { $platforms }.
cli-doctor-problems = Problems: { $problems }.
cli-doctor-clock = The clock of this machine is wrong ({ $now }), and days would be counted wrong. Set it first.
cli-erase-who =
    { $member } is there. With --yes all that is kept of them{ $community ->
        [none] {""}
       *[other] {" "}in { $community }
    } is erased for good, with linked accounts.
cli-erase-done = { $account } is forgotten.
erase-nobody = There is nobody called “{ $found }”. Write platform:id, such as telegram:42.
