"""Whose streak ends with the day if they do not check in, for those who remind members.

Nobody is at risk on a rest day or on leave (``docs/features/checkin.md`` §3 and §6).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.community import people
from bot.core.cog import SettingsOf, button, offers
from bot.core.context import Context, House
from bot.core.jobs import Looking
from bot.core.model import CommunityId, MemberId
from bot.core.outgoing import Reply
from bot.core.ports import Reader
from bot.core.schedule import DayRule, day_of, local_day, parse_clock_time, rule_at
from cogs.checkin import store
from cogs.checkin.cog import check_in
from cogs.checkin.joining import joining_of, rest_of
from cogs.checkin.rules import alive
from cogs.checkin.settings import CheckinSettings
from cogs.checkin.store import streaks_that_end

_ONE_DAY: Final = timedelta(days=1)
# A member who has just changed the zone may be so many dates behind.
_SLACK: Final = timedelta(days=2)
_LONGEST_REST: Final = 60


@button("checkin.now")
async def check_in_now(ctx: Context) -> Reply:
    """The member's local day of the press is credited, as by ``/checkin``."""
    return await check_in(ctx)


@offers("streaks that may end", "checkin")
async def streaks_that_may_end(
    looking: Looking, after: str, limit: int
) -> tuple[list[MemberId], str | None]:
    """A page of members in the zone whose streak may be at risk now, and where the page ends.

    ``streaks at risk`` says of whom it is so.
    """
    settings, community = looking.settings(CheckinSettings), looking.community
    zone = looking.occurrence.zone
    today = local_day(looking.now, zone, parse_clock_time(settings.day_start))
    rests, first = rest_of(looking.settings), today - _ONE_DAY
    for _ in range(_LONGEST_REST):
        if not rests(first):
            break
        first -= _ONE_DAY
    found = await streaks_that_end(looking.read, community.id, first - _SLACK, today, after, limit)
    if not found:
        return [], None
    known = await people.persons_behind(looking.read, community.id, found)
    there = [m for m, (_, chosen) in known.items() if (chosen or community.zone) == zone]
    return there, found[-1] if len(found) == limit else None


@offers("streaks at risk", "checkin")
async def streaks_at_risk(
    read: Reader,
    house: House,
    community: CommunityId,
    settings: SettingsOf,
    members: Sequence[MemberId],
    now: datetime,
) -> Mapping[MemberId, int]:
    """The streaks of those of these members who lose theirs unless they check in today."""
    kept = await store.streaks_of(read, community, members) if members else {}
    known = await people.persons_behind(read, community, list(kept)) if kept else {}
    rests, plain = rest_of(settings), list[DayRule]()
    found: dict[MemberId, tuple[int, date]] = {}
    for member, (person, chosen) in known.items():
        rules: Sequence[DayRule] = plain
        if chosen or not plain:
            rules = await house.rules_of_person(read, community, person)
            plain = plain if chosen else list(rules)
        today, rule, streak = day_of(now, rules), rule_at(rules, now), kept[member]
        if rests(today) or streak.last_covered is None or streak.last_covered >= today:
            continue
        length = alive(streak, today, joining_of(settings, rules), now, rule.zone)
        if length:
            found[member] = length, today
    away = await _on_leave(read, community, {member: day for member, (_, day) in found.items()})
    return {member: length for member, (length, _) in found.items() if member not in away}


@offers("left alone", "checkin")
async def on_leave(
    read: Reader,
    house: House,
    community: CommunityId,
    settings: SettingsOf,
    members: Sequence[MemberId],
    now: datetime,
) -> set[MemberId]:
    """Those of these members who are on leave today."""
    known = await people.persons_behind(read, community, members) if members else {}
    days = {}
    for member, (person, _) in known.items():
        days[member] = day_of(now, await house.rules_of_person(read, community, person))
    return await _on_leave(read, community, days)


async def _on_leave(
    read: Reader, community: CommunityId, days: Mapping[MemberId, date]
) -> set[MemberId]:
    """Who of these is on leave on their day."""
    if not days:
        return set()
    accounts = await people.accounts_by_age(read, community, list(days))
    holder = {each.id: member for member, theirs in accounts.items() for each in theirs}
    leaves = await store.leaves_from(read, community, list(holder), min(days.values()))
    return {
        holder[each.account]
        for each in leaves
        if each.span.first <= days[holder[each.account]] <= each.span.last
    }
