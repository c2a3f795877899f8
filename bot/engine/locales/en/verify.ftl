# What hearth verify says
verify-seal-differs = Entry { $entry } does not match seal { $number }: everything before it is right, nothing from it on can be trusted. Restore a backup.
verify-entry-missing = Seal { $number } is of { $entry }, which is no longer in the ledger.
verify-balance = The balance of member { $member } is { $have }, the entries add up to { $want }.
verify-credits = The kept check-in days of member { $member } differ from the check-ins.
verify-streak = The kept streak of member { $member } differs from the check-in days.
verify-tally = { $name } of member { $member } is kept as { $have } and should be { $want }.
verify-holdings = { $item } of member { $member } is kept as { $have }, the entries add up to { $want }.
