"""What check-in keeps for members: made anew from the facts, and compared with them.

The same function serves ``hearth verify --rebuild`` and a change of who holds an account.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.community import tallies
from bot.core.cog import SettingsOf, offers
from bot.core.exporting import ExportMember
from bot.core.model import Community, CommunityId
from bot.core.ports import Reader, Row, Transaction
from bot.core.schedule import day_of
from bot.core.text import Text
from cogs.checkin import store
from cogs.checkin.counting import RECOUNTED
from cogs.checkin.joining import edition_of, joining_of
from cogs.checkin.rules import Day, Streak, streak_of
from cogs.checkin.store import counts, day_from
from cogs.checkin.tallies import ACTIVE_DAYS, LAST_DAY, LONGEST, STREAK, of_streak

_NAMES = (STREAK.name, LONGEST.name, ACTIVE_DAYS.name, LAST_DAY.name)


@offers("rebuild", "checkin")
async def rebuild(tx: Transaction, member: ExportMember) -> None:
    """Credits, streak and tallies are those that the days of the member's accounts give."""
    community: CommunityId = member.community.id
    claims = await _claims(tx, member)
    await store.replace_credits(tx, community, member.member, claims)
    await tallies.clear(tx, community, member.member, _NAMES)
    if not claims:
        await store.forget_streak(tx, community, member.member)
        return
    days = _days(claims)
    streak = _streak(member, days)
    # Who holds which days may have changed: those of the last two weeks are counted again.
    lately = member.as_of.date() - RECOUNTED
    for day in [each.day for each in days if each.day >= lately][:1]:
        await counts.touch(tx, community, day)
    await store.keep_streak(tx, community, member.member, streak)
    await tallies.write(tx, community, _numbers(member, days, streak), {})


@offers("verify", "checkin")
async def verify(read: Reader, member: ExportMember) -> list[Text]:
    """What is kept for the member and differs from what the facts give."""
    community = member.community.id
    claims = await _claims(read, member)
    days = _days(claims)
    streak = _streak(member, days)
    problems = []
    if await store.credits_of(read, community, member.member) != claims:
        problems.append(Text("verify.credits", member=member.member))
    if await store.find_streak(read, community, member.member) != streak:
        problems.append(Text("verify.streak", member=member.member))
    wanted = _numbers(member, days, streak) if claims else {}
    return problems + await tallies.differing(read, community, member.member, _NAMES, wanted)


@offers("stale", "checkin")
async def is_stale(read: Reader, community: Community, settings: SettingsOf) -> bool:
    """Whether the kept streaks were counted by other rest days than those of the config."""
    return await store.counted_by(read, community.id) != edition_of(settings)


@offers("fresh", "checkin")
async def note_fresh(tx: Transaction, community: Community, settings: SettingsOf) -> None:
    """The kept streaks were made anew by the rest days of the config."""
    await store.count_by(tx, community.id, edition_of(settings))


async def _claims(read: Reader, member: ExportMember) -> list[Row]:
    accounts = [account.id for account in member.accounts]
    return await store.claims_of(read, member.community.id, accounts) if accounts else []


def _days(claims: Sequence[Row]) -> list[Day]:
    return [day_from(day, kind, at, zone) for day, kind, _, at, zone in claims]


def _streak(member: ExportMember, days: Sequence[Day]) -> Streak:
    joining = joining_of(member.settings, member.day_rules)
    return streak_of(days, day_of(member.as_of, member.day_rules), joining)


def _numbers(member: ExportMember, days: Sequence[Day], streak: Streak) -> dict[tallies.Key, int]:
    numbers = of_streak(streak)
    numbers[ACTIVE_DAYS] = sum(1 for day in days if day.kind.counts)
    return {(member.member, tally.name, ""): value for tally, value in numbers.items()}
