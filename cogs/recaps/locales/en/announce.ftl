# Announcements

help-announce = say something in all chats of the community
example-announce = /announce The meetup begins at 20:00.
option-announcement = what to say

announce-said = 📢 { $body }
announce-done = Announced in { $chats ->
    [one] 1 chat
   *[other] { $chats } chats
}. The announcement has the id { $id }.
announce-undelivered = The announcement { $id } did not arrive, or not all of it, in { $chat }: the platform does not take my messages there. Please see whether I am still in that chat and may write there.
announce-empty = An announcement needs words.
announce-too-long = An announcement has at most { $limit } characters; this one has { $length }.
undo-announce-done = Messages that are deleted: { $count }. Those that were still waiting are not sent.
undo-announce-again = It is said again in { $chats ->
    [one] 1 chat
   *[other] { $chats } chats
}.
undo-announce-gone = What it said is not kept any more, so it is not said again.
