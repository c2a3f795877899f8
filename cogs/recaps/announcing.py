"""The door ``/announce``: what staff have to say goes to all chats, and can be taken back.

It pings nobody but whom the moderator names in it (``docs/features/recaps.md`` §7).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.community import actions, people
from bot.community.actions import Action
from bot.core.cog import command, offers
from bot.core.context import Context
from bot.core.errors import Refusal, ToldHow
from bot.core.folding import is_blank
from bot.core.model import Rank
from bot.core.options import Note
from bot.core.outgoing import Act, Doing, Otherwise, Reply, Say
from bot.core.setting_places import config_name
from bot.core.text import Text
from cogs.recaps.pieces import pieces
from cogs.recaps.places import chats_of

ANNOUNCE: Final = "announce"
LONGEST: Final = 4_000
# A message that is cut in pieces could not be taken back whole: each piece is one of its own.
_PIECES: Final = {"discord": 1_500}
_PIECE: Final = 3_500


@command(ANNOUNCE, "公告", rank=Rank.MODERATOR, member=False)
async def announce(ctx: Context, announcement: Note) -> Reply:
    """The text goes to the chats of the community; the act has an id and can be undone."""
    if is_blank(announcement):
        raise Refusal("announce.empty")
    if len(announcement) > LONGEST:
        raise Refusal("announce.too.long", limit=LONGEST, length=len(announcement))
    act_id = ctx.ids.code()
    chats, messages = _spread(ctx, announcement, act_id, await _named(ctx))
    if not chats:
        raise ToldHow("recap.nowhere")
    detail: dict[str, str | int] = {"chats": chats, "messages": messages}
    act = Action(act_id, ctx.account.id, ANNOUNCE, "", ctx.now, detail, None)
    await actions.record(ctx.tx, ctx.community.id, act, announcement)
    return Reply.of("announce.done", chats=chats, id=act_id)


@offers("undo many", ANNOUNCE)
async def undo_announcement(ctx: Context, undone: Action, undoing: Action) -> tuple[Text, ...]:
    """Its messages are deleted where the platform can; or, for the undo of that, sent again."""
    act, again = undone, False
    while act.undoes is not None:
        before = await actions.find(ctx.tx, ctx.community.id, act.undoes)
        assert before is not None  # acts stay for ever
        act, again = before, not again
    if again:
        notes = await actions.notes_of(ctx.tx, ctx.community.id, (act.id,))
        if act.id not in notes:
            return (Text("undo.announce.gone"),)
        chats, _ = _spread(ctx, notes[act.id], undoing.id, ())
        return (Text("undo.announce.again", chats=chats),)
    ctx.cancel(_cancel_key(ctx, undone.id))
    count = int(act.detail["messages"])
    keys = [_key(ctx, undone.id, number) for number in range(count)]
    said = await ctx.house.messages_said(ctx.tx, keys)
    for platform, chat, message in said:
        ctx.do(Act(Doing.DELETE, platform, chat, message=message))
    return (Text("undo.announce.done", count=len(said)),)


def _spread(ctx: Context, text: str, act: str, mentions: Sequence[str]) -> tuple[int, int]:
    """The text is said in all chats; returns how many these are, and in how many messages.

    Whom it names is pinged on the platform on which the moderator has named them.
    """
    chats, messages = chats_of(ctx), 0
    for platform, chat in chats:
        pings = tuple(mentions) if platform == ctx.incoming.platform else ()
        for piece in pieces(text, _PIECES.get(platform, _PIECE)):
            ctx.say(
                Say(
                    platform,
                    chat,
                    (Text("announce.said", body=piece),),
                    mentions=pings,
                    cancel_key=_cancel_key(ctx, act),
                    dedupe_key=_key(ctx, act, messages),
                    otherwise=_not_there(ctx, act, platform, chat),
                )
            )
            messages += 1
    return len(chats), messages


def _not_there(ctx: Context, act: str, platform: str, chat: str) -> Otherwise:
    """The moderator hears of a chat that does not take it, where they announced it."""
    asked, where = ctx.incoming, config_name(platform, chat)
    return Otherwise(
        platform=asked.platform,
        chat=asked.chat,
        to=asked.user if asked.private else "",
        text=Text("announce.undelivered", id=act, chat=where),
        locale=ctx.locale,
        key=f"{_cancel_key(ctx, act)}:{where}",
    )


async def _named(ctx: Context) -> list[str]:
    """The accounts that the moderator names: of people who are known, never of a whole chat."""
    platform, named = ctx.incoming.platform, dict.fromkeys(ctx.incoming.mentions)
    return [
        user
        for user in named
        if user and await people.find(ctx.tx, ctx.community.id, platform, user) is not None
    ]


def _key(ctx: Context, act: str, number: int) -> str:
    return f"{ANNOUNCE}:{ctx.community.id}:{act}:{number}"


def _cancel_key(ctx: Context, act: str) -> str:
    return f"{ANNOUNCE}:{ctx.community.id}:{act}"
