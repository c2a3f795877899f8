"""What protects a streak: shown by ``/streak``, and told when a freeze was used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.community import faces, holdings, notices
from bot.community.holdings import Item
from bot.community.notices import How, Kind
from bot.core.cog import listen
from bot.core.context import Context
from bot.core.model import MemberId
from bot.core.text import Text
from cogs.checkin import store
from cogs.checkin.events import CheckedIn, FreezeUsed
from cogs.checkin.rules import merged
from cogs.checkin.settings import CheckinSettings


async def protections(ctx: Context, member: MemberId, today: date) -> tuple[Text, ...]:
    """One line that names all that keeps the member's streak on a day without a check-in."""
    settings = ctx.settings(CheckinSettings)
    found = []
    freezes = await holdings.count_of(ctx.tx, ctx.community.id, member, Item.FREEZE)
    if freezes > 0 and settings.freeze_max:
        found.append(Text("protect.freeze", count=freezes))
    leaves = await store.leaves_of(ctx.tx, ctx.community.id, member, today)
    for span in merged(each.span for each in leaves):
        found.append(
            Text("protect.leave", first=span.first.isoformat(), last=span.last.isoformat())
        )
    if settings.rest_days:
        days = [Text(f"weekday.{each}") for each in settings.rest_days]
        found.append(Text("protect.rest", days=listed(days)))
    if settings.amnesty_minutes:
        found.append(Text("protect.amnesty", minutes=settings.amnesty_minutes))
    return (Text("streak.protected", by=listed(found, "list.semicolon")),) if found else ()


@listen(FreezeUsed)
async def tell_of_freeze(ctx: Context, event: FreezeUsed) -> tuple[Text, ...]:
    """The member hears of a used freeze: in the answer that they get now, else in private.

    Who cannot be told in private hears it with the next check-in.
    """
    said = _used(event.day, event.left)
    if event.member == ctx.member:
        return (said,)
    key = f"freeze:{event.community}:{event.account}:{event.day.isoformat()}:{event.left}"
    ways = await notices.ways(ctx, [event.member], Kind.STREAK, only=How.PRIVATE)
    for way in ways.values():
        ctx.say(notices.message(way, Kind.STREAK, (said,), key=key))
    return ()


@listen(CheckedIn)
async def tell_of_freezes_before(ctx: Context, event: CheckedIn) -> tuple[Text, ...]:
    """Which freezes the streak stands on, to whom nobody could say it when they were used."""
    if event.streak == 1:
        return ()
    frozen = await store.frozen_days_before(ctx.tx, ctx.community.id, event.member, event.day)
    told = {each.day for each in ctx.told if isinstance(each, FreezeUsed)}
    if told.issuperset(frozen):
        return ()
    found = await faces.of_members(ctx.tx, ctx.community.id, [event.member])
    if all(face.door is not None for face in found.values()):
        return ()
    left = await holdings.count_of(ctx.tx, ctx.community.id, event.member, Item.FREEZE)
    # After the first of three there were two more than after the last.
    later = range(len(frozen) - 1, -1, -1)
    texts = [_used(day, left + more) for day, more in zip(frozen, later, strict=True)]
    return tuple(text for day, text in zip(frozen, texts, strict=True) if day not in told)


def _used(day: date, left: int) -> Text:
    return Text("freeze.used", day=day.isoformat(), left=left)


def listed(texts: Sequence[Text], key: str = "list.two") -> Text:
    """The texts as one, in the order given. There is at least one."""
    first, *others = texts
    for each in others:
        first = Text(key, first=first, second=each)
    return first
