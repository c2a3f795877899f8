# Several accounts of one person

help-link = link your accounts on two platforms, so that they are one member
example-link = /link
help-link-confirm = confirm the link that your other account has asked for
example-link-confirm = /link confirm
help-unlink = part an account from your others again
example-unlink = /unlink telegram
option-platform = the platform
option-code = the code

account-name = { $name } ({ $platform })
account-name-exact = { $name } ({ $platform }, id { $user })

link-code = Your code is { $code }. Send /link { $code } to me from your account on the other platform within { $minutes } minutes. It works once; show it to nobody else.
link-too-many-codes = You have had { $limit } codes within a day. The next one is there from { $again } on.
link-unknown = That is no code that works: codes last { $minutes } minutes and work once. Send /link on your other platform for a new one, then /link and that code here, like /link 7KM4XQ2P.
link-too-many-guesses = Too many wrong codes. Please try again in { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}, with a new code from /link on your other platform.
link-own-code = That is this account’s own code. Send it from your account on the other platform, like /link 7KM4XQ2P.
link-already = { $account } and this account are linked already; nothing was changed.
link-same-platform = A person has one account on { $platform } here, so { $one } and { $other } cannot be one person. Link accounts of different platforms, or /unlink { $platform } first.
link-question = { $other } wants to be linked with your account { $mine }. Then you are one member: days, points and streak are put together. If that is you, send /link confirm within { $minutes } minutes, or press the button. If not, cancel.
link-asked = I have asked { $account } to confirm. Please send /link confirm there within { $minutes } minutes.
link-nothing-waits = Nothing waits for your confirmation. Send /link here for a code, then /link and the code from your other account; then confirm here with /link confirm.
link-declined = All right, nothing was linked.
link-was-declined = { $account } has cancelled the link; nothing was changed.
link-done = You are linked with { $account }: one member with one streak. /unlink and a platform’s name takes it back.
link-needs-admin = Rights are involved, so an admin has to allow this link. Please ask one of them to send /approve { $id }. Rights do not travel by a link.
link-not-allowed = The link with { $account } was not allowed; nothing was changed.
link-review = linking { $one } with { $other }
link-review-done = { $one } and { $other } are one member now. Their rights stay with each account.
link-review-declined = { $one } and { $other } were not linked.
link-review-gone = That link waits no more; nothing was changed.

unlink-nothing = This account is linked with no other, so there is nothing to part. /link begins a link.
unlink-no-such = You have no account called “{ $found }”. Yours are: { $accounts }. For example: /unlink telegram
unlink-preview = { $account } would be a member of its own again. What each account did is its own, also points that it has spent. This is what both sides would have:
unlink-besides = Confirming it would also mean:
unlink-side = — { $accounts }
unlink-debt = A debt of { $amount ->
    [one] 1 point
   *[other] { $amount } points
}: more was spent than this side has earned.
unlink-done = { $account } is a member of its own again.
unlink-changed = Your accounts have changed since this was shown. Please send /unlink and the platform’s name once more.
unlink-cancelled = All right, nothing was changed.

me-community = { $name }:

help-me = show all that is kept of you, on one page
example-me = /me
help-export = get all that is kept of you as a file
example-export = /export
help-forget = erase what is kept of you, here or everywhere
example-forget = /forget

me-head = This is kept of you:
me-account = Account: { $account }
me-choices = Language: { $language }; time zone: { $zone }
me-unset = as the community
me-foot = /export gives you all of it as a file, /forget erases it.

export-here = Here is all that is kept of you ({ $file }). It is readable text in JSON; keep it to yourself.

forget-ask = What shall I forget: what I know of you in { $community }, or everything everywhere?
forget-here = Here only
forget-everywhere = Everywhere
forget-sure-here = I would forget all that I know of you in { $community }.
forget-sure-everywhere = I would forget all that I know of you, in every community, with all of your accounts:
forget-what = Days, streak, points, cards and whatever you wrote are gone for good; nobody can bring them back. What stays is a sum without your name. /export first gives you a copy. Are you sure?
forget-done-here = I have forgotten you in { $community }. If you write there again, you begin anew.
forget-done-everywhere = I have forgotten you. If you write again, you begin anew.
forget-cancelled = All right, nothing was erased.

undo-link-made = { $review } allowed a link, which only the person can take back: by sending /unlink.
undo-link-declined = { $review } declined a link, and its code has expired: they can ask once more with /link.
