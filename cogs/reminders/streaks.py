"""Streaks at risk: in the evening, only who has not checked in, with a button that does.

``docs/features/reminders.md`` §1
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.community import notice_choices, notices, people, places
from bot.community.notice_choices import REMIND_AT
from bot.community.notices import How, Kind, Way
from bot.core.clock import to_micros
from bot.core.cog import SettingsOf, job, listen
from bot.core.context import Context, House, JobContext
from bot.core.jobs import Looking, Page
from bot.core.model import CommunityId, MemberId
from bot.core.outgoing import Button, Purpose, Say
from bot.core.ports import Reader
from bot.core.quiet_hours import quiet_until
from bot.core.text import Text
from bot.core.timetables import AtChosenTime, Timed
from cogs.checkin.events import CheckedIn
from cogs.reminders.settings import ReminderSettings

# Members of a slice.
PAGE: Final = 200
NAMED: Final = 10
"""So many are named in a message to all."""
_MAY_END: Final = "streaks that may end"
_AT_RISK: Final = "streaks at risk"
_DIGEST: Final = "digest"


async def find_at_risk(looking: Looking) -> Page:
    """Whose streak may end in this zone, page by page; behind them the messages to all."""
    if looking.cursor == _DIGEST:
        return Page(await _digests(looking), None)
    members, cursor = await _page(looking, looking.cursor)
    if cursor is None and _manners(looking).fallback is How.DIGEST:
        cursor = _DIGEST
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
    members = [MemberId(key) for key in keys if " " not in key]
    choices = await notice_choices.of_members(ctx.tx, ctx.community.id, members)
    await _remind(ctx, [each for each in members if not choices.get(each, {}).get(REMIND_AT)])
    for key in keys:
        if " " in key:
            await _tell_all(ctx, key)


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
    lengths = await _lengths(ctx.tx, ctx.house, ctx.community.id, ctx.settings, members, ctx.now)
    told = await notices.ways(ctx, list(lengths), Kind.STREAK, chosen=chosen)
    for member, way in told.items():
        if way.how is not How.DIGEST:
            ctx.say(_reminder(way, lengths[member]))


def _reminder(way: Way, length: int) -> Say:
    key = "remind.streak" if way.how is How.PRIVATE else "remind.streak.named"
    return notices.message(
        way,
        Kind.STREAK,
        (Text(key, name=way.account.shown, streak=length),),
        key=_key(way.member, way.today.isoformat()),
        buttons=(Button("checkin", Text("remind.checkin"), "checkin.now", command="/checkin"),),
    )


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


def _manners(looking: Looking) -> notices.Manners:
    return notices.manners_of(looking.house, looking.settings)


async def _digests(looking: Looking) -> list[str]:
    """For each platform one key: how many are told there together, and the longest streaks."""
    manners, community = _manners(looking), looking.community
    together: dict[tuple[str, str], list[tuple[int, MemberId]]] = {}
    cursor: str | None = ""
    while cursor is not None:
        members, cursor = await _page(looking, cursor)
        lengths = await _lengths(
            looking.read, looking.house, community.id, looking.settings, members, looking.now
        )
        ways = await notices.seen(
            looking.read, looking.house, community, manners, list(lengths), Kind.STREAK, looking.now
        )
        for member, way in ways.items():
            if way.how is How.DIGEST:
                where = (way.account.platform, way.chat)
                together.setdefault(where, []).append((-lengths[member], member))
    return [
        " ".join((_DIGEST, platform, chat, str(len(them)), *(m for _, m in sorted(them)[:NAMED])))
        for (platform, chat), them in together.items()
    ]


async def _tell_all(ctx: JobContext, key: str) -> None:
    """One message tells a group whose streaks are at risk; nobody is pinged."""
    _, platform, chat, count, *named = key.split(" ")
    members = [MemberId(each) for each in named]
    await notices.hold(ctx, members)
    lengths = await _lengths(ctx.tx, ctx.house, ctx.community.id, ctx.settings, members, ctx.now)
    manners = notices.manners_of(ctx.house, ctx.settings)
    ways = await notices.seen(
        ctx.tx, ctx.house, ctx.community, manners, list(lengths), Kind.STREAK, ctx.now
    )
    told = [ways[each] for each in members if each in ways and ways[each].how is How.DIGEST]
    if not told:
        return
    more = int(count) - len(named)
    at = quiet_until(ctx.now, ctx.occurrence.zone, manners.quiet_hours)
    ends = min(way.ends for way in told)
    if at >= ends:
        return
    lines = [
        Text("remind.digest.line", name=way.account.shown, streak=lengths[way.member])
        for way in told
    ]
    rest = (Text("remind.digest.more", count=more),) if more > 0 else ()
    ctx.say(
        Say(
            platform,
            chat,
            (Text("remind.digest"), *lines, *rest, Text("notice.off", kind=Kind.STREAK)),
            Purpose.REMINDER,
            dedupe_key=f"streak_at_risk:{ctx.community.id}:{platform}:{chat}:{ctx.occurrence.zone}"
            f":{ctx.occurrence.period}",
            not_before=to_micros(at) if at > ctx.now else 0,
            not_after=to_micros(ends) - 1,
        )
    )


def _key(member: MemberId, day: str) -> str:
    return f"streak_at_risk:{member}:{day}"
