"""Streaks at risk: in the evening, only who has not checked in, with a button that does.

``docs/features/reminders.md`` §1
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.community import notice_choices, notices, people, places
from bot.community.notice_choices import REMIND_AT
from bot.community.notices import STILL, How, Kind, Way
from bot.core.cog import SettingsOf, job, listen, offers
from bot.core.context import Context, House, JobContext
from bot.core.jobs import Looking, Page
from bot.core.model import Community, CommunityId, MemberId
from bot.core.outgoing import Button, Say
from bot.core.ports import Reader
from bot.core.text import Text
from bot.core.timetables import AtChosenTime, Timed
from cogs.checkin.events import CheckedIn
from cogs.reminders import together
from cogs.reminders.settings import ReminderSettings
from cogs.reminders.together import DIGEST, Numbers, Words

PAGE: Final = 200
"""Members of a slice."""
CHECK_IN: Final = Button("checkin", Text("remind.checkin"), "checkin.now", command="/checkin")
WORDS: Final = Words("remind.digest", "remind.digest.line", "remind.digest.rest")
_MAY_END: Final = "streaks that may end"
_AT_RISK: Final = "streaks at risk"
STILL_AT_RISK: Final = "streak_at_risk"


async def find_at_risk(looking: Looking) -> Page:
    """Whose streak may end in this zone, page by page; behind them the messages to all."""
    if looking.cursor == DIGEST:
        return Page(await together.keys_of(looking, Kind.STREAK, _pages), None)
    members, cursor = await _page(looking, looking.cursor)
    if cursor is None and together.wants_digest(looking):
        cursor = DIGEST
    return Page(members, cursor)


@job(
    "streak_at_risk",
    Timed(lambda settings: settings(ReminderSettings).streak_at_risk),
    find=find_at_risk,
    until_day_ends=True,
    zones=True,
)
async def remind_at_risk(ctx: JobContext, keys: Sequence[str]) -> None:
    """Who is at risk is reminded, unless they chose a time of their own."""
    if together.is_over(ctx):
        return
    members = [MemberId(key) for key in keys if not together.is_digest(key)]
    choices = await notice_choices.of_members(ctx.tx, ctx.community.id, members)
    await _remind(ctx, [each for each in members if not choices.get(each, {}).get(REMIND_AT)])
    for key in keys:
        if together.is_digest(key):
            await together.tell(
                ctx, key, Kind.STREAK, lambda who: _at_risk(ctx, who), WORDS, STILL_AT_RISK
            )


async def times_chosen(read: Reader, community: CommunityId) -> list[tuple[str, str]]:
    """The zones and times at which members want to be reminded."""
    chosen = await notice_choices.times_chosen(read, community)
    zone = (await places.day_changes(read, community))[-1][1] if chosen else ""
    return [(own or zone, time) for own, time in chosen]


async def find_own_time(looking: Looking) -> Page:
    """Who chose this time in this zone, page by page."""
    read, community, due = looking.read, looking.community, looking.occurrence
    found = await notice_choices.who_chose(read, community.id, due.at, looking.cursor, PAGE)
    if not found:
        return Page((), None)
    members = list(dict.fromkeys(member for _, member in found))
    known = await people.persons_behind(read, community.id, members)
    there = [m for m, (_, zone) in known.items() if (zone or community.zone) == due.zone]
    return Page(there, found[-1][0] if len(found) == PAGE else None)


@job(
    "streak_at_chosen_time",
    AtChosenTime(),
    find=find_own_time,
    until_day_ends=True,
    times=times_chosen,
    internal=True,
)
async def remind_at_own_time(ctx: JobContext, keys: Sequence[str]) -> None:
    """Who is at risk and chose this time is reminded."""
    if together.is_over(ctx):
        return
    members = [MemberId(key) for key in keys]
    choices = await notice_choices.of_members(ctx.tx, ctx.community.id, members)
    at = ctx.occurrence.at
    theirs = [each for each in members if choices.get(each, {}).get(REMIND_AT) == at]
    await _remind(ctx, theirs, chosen=True)


@listen(CheckedIn)
async def spare(ctx: Context, event: CheckedIn) -> None:
    """Whoever checks in gets no reminder of the day, also while the others get theirs."""
    ctx.cancel(_key(event.member, event.day.isoformat()))


async def _remind(ctx: JobContext, members: Sequence[MemberId], *, chosen: bool = False) -> None:
    await notices.hold(ctx, members)
    lengths = await _at_risk(ctx, members)
    told = await notices.ways(ctx, list(lengths), Kind.STREAK, chosen=chosen)
    for member, way in told.items():
        if way.how is not How.DIGEST:
            ctx.say(_reminder(way, lengths[member]))


def _reminder(way: Way, length: int) -> Say:
    said = Text("remind.streak", streak=length)
    if way.how is not How.PRIVATE:
        said = Text("remind.streak.named", name=way.account.shown, streak=length)
    key = _key(way.member, way.today.isoformat())
    return notices.message(
        way, Kind.STREAK, (said,), key=key, buttons=(CHECK_IN,), still=STILL_AT_RISK
    )


@offers(STILL, STILL_AT_RISK)
async def still_at_risk(
    read: Reader,
    house: House,
    community: Community,
    settings: SettingsOf,
    member: MemberId,
    now: datetime,
) -> bool:
    """Whether the member would still lose their streak: no check-in, no leave since."""
    return bool(await _lengths(read, house, community.id, settings, [member], now))


async def _at_risk(ctx: JobContext, members: Sequence[MemberId]) -> Mapping[MemberId, int]:
    community = ctx.community.id
    return await _lengths(ctx.tx, ctx.house, community, ctx.settings, members, ctx.now)


async def _lengths(
    read: Reader,
    house: House,
    community: CommunityId,
    settings: SettingsOf,
    members: Sequence[MemberId],
    now: datetime,
) -> Mapping[MemberId, int]:
    """The streaks at risk of these members that are worth a reminder."""
    found: dict[MemberId, int] = {}
    for offer in house.offers(_AT_RISK):
        found.update(await offer.run(read, house, community, settings, members, now))
    least = settings(ReminderSettings).min_streak
    return {member: length for member, length in found.items() if length >= least}


async def _page(looking: Looking, after: str) -> tuple[list[MemberId], str | None]:
    for offer in looking.house.offers(_MAY_END):
        found: tuple[list[MemberId], str | None] = await offer.run(looking, after, PAGE)
        return found
    return [], None


async def _pages(looking: Looking, after: str) -> tuple[Numbers, str | None]:
    members, cursor = await _page(looking, after)
    community, now = looking.community.id, looking.now
    lengths = await _lengths(looking.read, looking.house, community, looking.settings, members, now)
    return lengths, cursor


def _key(member: MemberId, day: str) -> str:
    return f"streak_at_risk:{member}:{day}"
