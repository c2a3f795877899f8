"""What protects a streak: shown by ``/streak``, and told when a freeze was used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.community import holdings, notices
from bot.community.holdings import Item
from bot.core.cog import listen
from bot.core.context import Context
from bot.core.model import MemberId
from bot.core.text import Text
from cogs.checkin import store
from cogs.checkin.events import FreezeUsed
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
    """The member hears of a used freeze: in the answer that they get now, else in private."""
    said = Text("freeze.used", day=event.day.isoformat(), left=event.left)
    if event.member == ctx.member:
        return (said,)
    key = f"freeze:{event.community}:{event.account}:{event.day.isoformat()}:{event.left}"
    notice = await notices.privately(ctx.tx, ctx.community, event.account, (said,), key)
    if notice is not None:
        ctx.say(notice)
    return ()


def listed(texts: Sequence[Text], key: str = "list.two") -> Text:
    """The texts as one, in the order given. There is at least one."""
    first, *others = texts
    for each in others:
        first = Text(key, first=first, second=each)
    return first
