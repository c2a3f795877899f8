"""What check-in does by itself: at the end of each local day, and after an outage.

Both settle what was missed, page by page; an outage is told to the community once
(``docs/features/checkin.md`` §6).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Final

from bot.community import holdings, outages, people, places, zones
from bot.community.holdings import Item
from bot.community.outages import Outage
from bot.core.clock import to_micros
from bot.core.cog import job, listen
from bot.core.context import Context, JobContext
from bot.core.events import PlatformWasDown
from bot.core.jobs import Due, EndOfDay, Looking, Page
from bot.core.outgoing import Say
from bot.core.schedule import day_bounds, local_day, parse_clock_time, rule_at, zone_of
from bot.core.text import Text
from cogs.checkin.excusing import Holder, settle_page
from cogs.checkin.joining import rest_of
from cogs.checkin.settings import CheckinSettings
from cogs.checkin.store import streaks_that_end

# Members of a slice: half a hundredth of a second of the writer, and one statement of each kind.
PAGE: Final = 256
# So many times as long as another takes somebody whose freeze may be used, and who is told of it.
_FREEZE_WEIGHT: Final = 8
# A member who travels, or has just changed the zone, may be so many dates behind.
_SLACK: Final = timedelta(days=2)
_ONE_DAY: Final = timedelta(days=1)
_LONGEST_REST: Final = 60
_MOST_DAYS: Final = 366
# Of a process that dies, platforms were last heard within a pace of heartbeats, give or take.
_AT_ONCE: Final = timedelta(minutes=3)


async def find_missing(looking: Looking) -> Page:
    """Those in the zone of the day's end who were on a streak and missed something since."""
    settings = looking.settings(CheckinSettings)
    zone, previous = looking.occurrence.zone, looking.occurrence.previous
    today = local_day(looking.now, zone, parse_clock_time(settings.day_start))
    first = date.min
    if previous:
        first = date.fromisoformat(previous)
        rests, looked = rest_of(looking.settings), 0
        while rests(first) and looked < _LONGEST_REST:
            first, looked = first - _ONE_DAY, looked + 1
        first -= _SLACK
    days = (today - date.fromisoformat(previous)).days - 1 if previous else 1
    return await _page(looking, first, today - _ONE_DAY, days, zone)


@job("day_end", EndOfDay(), find=find_missing, zones=True, internal=True)
async def end_day(ctx: JobContext, members: Sequence[str]) -> None:
    """What these members missed is covered by what they have: leave, outage, freeze."""
    await settle_page(ctx, [_holder(key) for key in members])


async def find_deaf(looking: Looking) -> Page:
    """Those in any zone who were on a streak when the outage began."""
    began = datetime.fromisoformat(looking.occurrence.period)
    # Wherever somebody is, the day before today is this date at the latest.
    yesterday = looking.now.date()
    return await _page(looking, (began - _SLACK).date(), yesterday, (looking.now - began).days + 1)


@job("amnesty", find=find_deaf, internal=True)
async def excuse(ctx: JobContext, members: Sequence[str]) -> None:
    """Who could not check in because the bot was deaf is excused."""
    await settle_page(ctx, [_holder(key) for key in members])


@listen(PlatformWasDown)
async def note_outage(ctx: Context, event: PlatformWasDown) -> None:
    """An outage that excuses anybody is followed by a pass over the members, and by a notice.

    Where every day was excused before it, as by the outage of that morning, there is no notice.
    """
    days = await _excused_days(ctx, event.platform, event.began, event.at)
    if days:
        due = Due(event.began.isoformat(), event.at)
        ctx.plan("amnesty", due)
        told = await _excusing(ctx, event.began)
        if told and all(event.platform == each.platform for each in told):
            ctx.plan("outage_notice", due)


@job("outage_notice", internal=True)
async def tell_outage(ctx: JobContext, _: Sequence[str]) -> None:
    """The community hears once that the bot was deaf, and which days it does not count."""
    began, ended = datetime.fromisoformat(ctx.occurrence.period), ctx.occurrence.due
    told = {each.platform: each for each in await _excusing(ctx, began)}
    for platform, chat in ctx.house.chats_of(ctx.community.id):
        if platform in told and places.can_speak_in(platform, chat):
            own = told[platform]
            days = await _newly_excused(ctx, platform, own.began, own.ended)
            texts = (Text("outage.over", began=_clock(ctx, began), ended=_clock(ctx, ended),
                          days=_listed(days), count=len(days)),)  # fmt: skip
            key = f"outage:{ctx.community.id}:{to_micros(began)}"
            ctx.say(Say(platform, chat, texts, dedupe_key=key))
            return


async def _excusing(ctx: Context, began: datetime) -> list[Outage]:
    """The outages that the community takes for one, as far as they have ended and excuse a day.

    A day that was excused before counts for none of them.
    """
    platforms = {platform for platform, _ in ctx.house.chats_of(ctx.community.id)}
    same = await outages.same_as(ctx.tx, platforms, began, _AT_ONCE)
    return [e for e in same if await _newly_excused(ctx, e.platform, e.began, e.ended)]


async def _page(
    looking: Looking, first: date, before: date, days: int, zone: str | None = None
) -> Page:
    """Who was on a streak that ends from ``first`` on and before a day.

    With ``zone`` alone who is there, or has just left it. Fewer where each may have more days to
    cover: a slice holds nobody up.
    """
    read, community = looking.read, looking.community
    limit = max(PAGE // max(days, 1), 1)
    found = await streaks_that_end(read, community.id, first, before, looking.cursor, limit)
    if not found:
        return Page((), None)
    fitting, freezes = len(found), looking.settings(CheckinSettings).freeze_max
    if freezes and (held := await holdings.held_by(read, community.id, found, Item.FREEZE)):
        weights = accumulate(_FREEZE_WEIGHT if each in held else 1 for each in found)
        fitting = max(sum(weight <= limit for weight in weights), 1)
    cursor = None if fitting == len(found) < limit else found[fitting - 1]
    known = await people.persons_behind(read, community.id, found[:fitting])
    # A change of zone takes effect when the day ends in the zone that is left.
    movers = [person for person, chosen in known.values() if chosen] if zone else []
    left = await zones.left_since(read, movers, looking.now - _SLACK) if movers else {}
    keys = [
        f"{member} {person} {chosen}"
        for member, (person, chosen) in known.items()
        if zone is None
        or zone in {each or community.zone for each in (chosen, *left.get(person, ()))}
    ]
    return Page(keys, cursor)


def _holder(key: str) -> Holder:
    return Holder._make(key.split(" "))


async def _newly_excused(
    ctx: Context, platform: str, began: datetime, ended: datetime
) -> list[date]:
    """The days that this outage excuses and that earlier ones of the platform had not."""
    days = await _excused_days(ctx, platform, began, ended)
    if not days or days[0] not in await _excused_days(ctx, platform, began, began):
        return days
    return days[1:]


async def _excused_days(
    ctx: Context, platform: str, began: datetime, ended: datetime
) -> list[date]:
    """The community's days in which the platform was down for longer than the amnesty allows."""
    amnesty = ctx.settings(CheckinSettings).amnesty_minutes
    if not amnesty:
        return []
    rule = rule_at(ctx.day_rules, began)
    day = local_day(began, rule.zone, rule.day_start)
    days: list[date] = []
    for _ in range(_MOST_DAYS):
        start, end = day_bounds(day, rule.zone, rule.day_start)
        if start > began and start >= ended:
            break
        minutes = await outages.down_minutes(ctx.tx, (platform,), start, min(end, ended))
        if minutes > amnesty:
            days.append(day)
        day += _ONE_DAY
    return days


def _clock(ctx: Context, instant: datetime) -> str:
    return instant.astimezone(zone_of(ctx.community.zone)).strftime("%Y-%m-%d %H:%M")


def _listed(days: Sequence[date]) -> str:
    """The first and the last of the days, which follow each other."""
    ends = days[:1] if len(days) == 1 else (days[0], days[-1])
    return " – ".join(day.isoformat() for day in ends)
