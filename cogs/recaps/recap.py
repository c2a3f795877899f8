"""What recaps say by themselves: who has come, and a member's badges of a time."""

from __future__ import annotations

from typing import Final

from bot.core.cog import offers
from bot.core.exporting import ExportMember
from bot.core.ports import Reader
from bot.core.recaps import OWN, SECTIONS, Figure, OwnSection, Section, Span, Telling
from bot.core.schedule import rule_at
from bot.core.text import Text
from cogs.recaps.moments import BADGE, NEWCOMER
from cogs.recaps.store import moments
from cogs.recaps.telling import bounds_of

_NAMED: Final = 5


@offers(SECTIONS, "newcomers")
async def tell_newcomers(telling: Telling) -> Section | None:
    """How many have become members, and the names of the first of them."""
    count = sum((await telling.count(NEWCOMER)).values())
    if not count:
        return None
    came = await telling.moments(NEWCOMER, "", _NAMED)
    holders = await telling.members([each.account for each in came])
    members = list(dict.fromkeys(holders.values()))
    names = await telling.names(members)
    listed: Text | None = None
    for member in members:
        if member in names:
            name = Text("recap.name", name=names[member])
            listed = name if listed is None else Text("list.two", first=listed, second=name)
    more = count - sum(member in names for member in members)
    text = Text("recap.newcomers", count=count, names=listed or "", more=more)
    return Section(70, (text,), (Figure("newcomers", count),))


@offers(OWN, "recaps")
async def tell_own(read: Reader, member: ExportMember, span: Span) -> OwnSection | None:
    """How many badges the member got in the span."""
    bounds = bounds_of(span, rule_at(member.day_rules, member.as_of))
    accounts = [account.id for account in member.accounts]
    if not accounts:
        return None
    found = await moments.of_accounts(read, member.community.id, BADGE, accounts, *bounds)
    count = len({each.value for each in found})
    return OwnSection(30, (Text("recap.own.badges", count=count),)) if count else None
