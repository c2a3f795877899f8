# Changed rules of earning

rescore-rules = The rules of the config are others than those in force (version { $number }, since { $at }):
rescore-rule =
    {"  "}{ $key }: { $was } → { $now }
rescore-rules-same = The rules of the config are those in force (version { $number }, since { $at }).
rescore-line = { $who } ({ $name }): { $moved }, balance { $was } → { $balance }{ $changes ->
    [none] {""}
   *[other] {"; "}{ $changes }
}
rescore-two = { $first }, { $second }
rescore-sum = By the rules of the config, since { $since }: { $gaining } would gain { $gained } in all, { $losing } would lose { $lost } in all.
rescore-none = By the rules of the config, since { $since }: nobody would gain or lose anything.
rescore-sure = Nothing was changed. With --yes it is done.
rescore-force = The rules of the config are in force: version { $number }, since { $at }. A bot that is running earns by them once it is started again.
rescore-done = Scored anew for { $members ->
    [one] 1 member
   *[other] { $members } members
}. Id { $id }; /undo { $id } takes it back.
rescore-date = “{ $found }” is no day. Write it as 2026-11-01.
undo-rescore = What was scored anew is being set back now, member by member.
