"""What check-in says in recaps (``docs/features/recaps.md`` §1, §3)."""

from __future__ import annotations

from typing import Final

from bot.core.cog import offers
from bot.core.exporting import ExportMember
from bot.core.ports import Reader
from bot.core.recaps import OWN, SECTIONS, Figure, OwnSection, Scope, Section, Span, Telling
from bot.core.schedule import day_of, rule_at
from bot.core.text import Text
from cogs.checkin import store
from cogs.checkin.joining import joining_of
from cogs.checkin.rules import alive
from cogs.checkin.store import counts
from cogs.checkin.store.windows import days_between

# Of more days the picture would be too small to read.
_DAYS_SHOWN: Final = (Scope.WEEK, Scope.MONTH)


@offers(SECTIONS, "checkins")
async def tell_check_ins(telling: Telling) -> Section | None:
    """How many days of members were checked in, against the span before."""
    span = telling.span
    found = await counts.of_days(telling.read, telling.community.id, span.first, span.last)
    earlier = await counts.of_days(
        telling.read, telling.community.id, span.before.first, span.before.last
    )
    figure = Figure("checkins", sum(found.values()), sum(earlier.values()))
    if not (figure.value or figure.before):
        return None
    text = Text(f"recap.checkins.{span.scope}", count=figure.value, before=figure.before or 0)
    shown = span.scope in _DAYS_SHOWN
    days = tuple(found.get(day, 0) for day in span.days) if shown else ()
    return Section(10, (text,), (figure,), days=days)


@offers(SECTIONS, "participation")
async def tell_participation(telling: Telling) -> Section | None:
    """How many members checked in at least once, against the span before."""
    span = telling.span
    if span.scope is Scope.DAY:  # as many as there were check-ins
        return None
    members = await counts.members_in(telling.read, telling.community.id, span.name)
    before = await counts.members_in(telling.read, telling.community.id, span.before.name)
    if not (members or before):
        return None
    text = Text(f"recap.participation.{span.scope}", count=members, before=before)
    return Section(20, (text,), (Figure("participation", members, before),))


@offers(OWN, "checkin")
async def tell_own(read: Reader, member: ExportMember, span: Span) -> OwnSection:
    """The member's check-ins against the span before, and the streak."""
    community, rules = member.community.id, member.day_rules
    counted = [
        sum(
            day.kind.counts
            for day in await days_between(read, community, member.member, each.first, each.last)
        )
        for each in (span, span.before)
    ]
    streak = await store.find_streak(read, community, member.member)
    zone = rule_at(rules, member.as_of).zone
    joining = joining_of(member.settings, rules)
    current = alive(streak, day_of(member.as_of, rules), joining, member.as_of, zone)
    texts = (
        Text(f"recap.own.checkins.{span.scope}", count=counted[0], before=counted[1]),
        Text("recap.own.streak", current=current, longest=streak.longest),
    )
    return OwnSection(10, texts)
