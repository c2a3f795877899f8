"""Birthdays that members told, and the day on which they joined.

``docs/features/reminders.md`` §5
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from bot.community import memberships, notices, people
from bot.community.notices import How, Kind
from bot.core.cog import SettingsOf, command, job
from bot.core.context import Context, JobContext
from bot.core.errors import Refusal
from bot.core.jobs import Looking, Page
from bot.core.model import MemberId
from bot.core.options import Note
from bot.core.outgoing import Reply
from bot.core.parsing import shown as as_shown
from bot.core.schedule import day_of
from bot.core.text import Text
from bot.core.timetables import Timed
from cogs.reminders import store, together
from cogs.reminders.dates import date_meant
from cogs.reminders.occasions import anniversary_of, kept_as, solar_days_of, written
from cogs.reminders.settings import ReminderSettings
from cogs.reminders.store import PRIVATE, PUBLIC, Birthday
from cogs.reminders.words import privacy_meant, switch_meant

PAGE: Final = 200
NOTHING: Final = Birthday("", PRIVATE)
_JOINED: Final = "joined"
_ONE_DAY: Final = timedelta(days=1)
# A lunar date comes again within 385 days.
_FURTHEST: Final = 400
_MOST_YEARS: Final = 30


@command("birthday", "生日", private=True)
async def birthday(ctx: Context, when: Note = "") -> Reply:
    """The member's birthday is this one; without words it is shown."""
    found = await store.of_members(ctx.tx, ctx.community.id, [ctx.member])
    known = found.get(ctx.member, NOTHING)
    if not when:
        return Reply(_shown(ctx, known))
    if switch_meant(when) is False:
        await _choose(ctx, NOTHING)
        return Reply.of("birthday.off")
    if (privacy := privacy_meant(when)) is not None:
        if not known.date:
            raise Refusal("birthday.unknown")
        known = Birthday(known.date, privacy)
    else:
        meant = date_meant(when)
        if meant is None:
            raise Refusal("birthday.wrong", found=as_shown(when))
        known = Birthday(written(meant), known.shown)
    await _choose(ctx, known)
    return Reply(_shown(ctx, known))


def greets_at(settings: SettingsOf) -> str:
    """When wishes are sent, "" where none are."""
    ours = settings(ReminderSettings)
    return ours.greet_at if ours.birthdays or ours.anniversaries else ""


async def find_celebrating(looking: Looking) -> Page:
    """Whose birthday it is in this zone, date by date; behind them who joined on such a day."""
    settings, day = looking.settings(ReminderSettings), date.fromisoformat(_period(looking))
    dates = kept_as(day) if settings.birthdays else []
    what, _, after = looking.cursor.partition(":")
    if not what:
        return await _of_date(looking, [*dates, _JOINED], dates[0] if dates else _JOINED, "")
    return await _of_date(looking, [*dates, _JOINED], what, after)


@job(
    "birthday",
    Timed(greets_at),
    find=find_celebrating,
    until_day_ends=True,
    zones=True,
)
async def wish_well(ctx: JobContext, keys: Sequence[str]) -> None:
    """They are wished well: alone, or in their group when they want it so."""
    if together.is_over(ctx):
        return
    day = date.fromisoformat(ctx.occurrence.period)
    members = [MemberId(key) for key in keys if " " not in key]
    await notices.hold(ctx, members)
    known = await store.of_members(ctx.tx, ctx.community.id, members)
    today = kept_as(day)
    for shown, only, key in (
        (PRIVATE, How.PRIVATE, "birthday.wish"),
        (PUBLIC, How.GROUP_MENTION, "birthday.wish.named"),
    ):
        theirs = [m for m in members if m in known and known[m].shown == shown]
        theirs = [m for m in theirs if known[m].date in today]
        for way in (await notices.ways(ctx, theirs, Kind.FESTIVAL, only=only)).values():
            said = (Text(key, name=way.account.shown),)
            once = f"birthday:{way.member}:{day.year}"
            ctx.say(notices.message(way, Kind.FESTIVAL, said, key=once))
    await _congratulate(ctx, day, [key.partition(" ")[2] for key in keys if " " in key])


async def _congratulate(ctx: JobContext, day: date, keys: Sequence[str]) -> None:
    """Who joined on this day some years ago hears so, alone."""
    years = {MemberId(member): int(count) for count, member in (key.split(" ") for key in keys)}
    ways = await notices.ways(ctx, list(years), Kind.FESTIVAL, only=How.PRIVATE)
    for member, way in ways.items():
        said = (Text("birthday.joined", name=ctx.community.name, years=years[member]),)
        key = f"joined:{member}:{day.year}"
        ctx.say(notices.message(way, Kind.FESTIVAL, said, key=key, of_community=False))


async def _of_date(looking: Looking, dates: Sequence[str], what: str, after: str) -> Page:
    """A page of one of the dates, and the cursor of the page that follows."""
    behind = dates[dates.index(what) + 1] if what != _JOINED else None
    following = None if behind is None else f"{behind}:"
    if what == _JOINED:
        return await _who_joined(looking, after)
    found = await store.told(looking.read, looking.community.id, what, after, PAGE)
    members = await _there(looking, list(dict.fromkeys(member for _, member in found)))
    return Page(members, f"{what}:{found[-1][0]}" if len(found) == PAGE else following)


async def _who_joined(looking: Looking, after: str) -> Page:
    """A page of who joined on this date in one of the years before."""
    if not looking.settings(ReminderSettings).anniversaries:
        return Page((), None)
    day, read, community = date.fromisoformat(_period(looking)), looking.read, looking.community.id
    spans = [
        (at, at + _ONE_DAY)
        for years in range(1, _MOST_YEARS)
        for each in solar_days_of(day)
        if (at := _date(day.year - years, each.month, each.day)) is not None
    ]
    found = await memberships.joined_within(
        read, community, looking.occurrence.zone, spans, after, PAGE
    )
    there = await _there(looking, list(found))
    keys = []
    for member in there:
        years = anniversary_of(found[member], day)
        if years:
            keys.append(f"{_JOINED} {years} {member}")
    return Page(keys, f"{_JOINED}:{max(found)}" if len(found) == PAGE else None)


async def _there(looking: Looking, members: Sequence[MemberId]) -> list[MemberId]:
    """Those of these members whose zone is that of the occurrence."""
    community, zone = looking.community, looking.occurrence.zone
    if not members:
        return []
    known = await people.persons_behind(looking.read, community.id, members)
    return [m for m, (_, chosen) in known.items() if (chosen or community.zone) == zone]


async def _choose(ctx: Context, chosen: Birthday) -> None:
    accounts = await people.accounts_of(ctx.tx, ctx.community.id, ctx.member)
    ids = [each.id for each in accounts]
    await store.choose(ctx.tx, ctx.community.id, ids, chosen, ctx.now)


def _shown(ctx: Context, known: Birthday) -> tuple[Text, ...]:
    if not known.date:
        return (Text("birthday.none"),)
    calendar, _, plain = known.date.rpartition(" ")
    month, day = plain.split("-")
    said = Text("birthday.date", calendar=calendar, month=int(month), day=int(day))
    texts = [Text("birthday.yours", date=said, next=_next(ctx, known.date))]
    return (*texts, Text(f"birthday.shown.{known.shown}"))


def _next(ctx: Context, kept: str) -> str:
    """The next day on which it is, today included; "" where the calendar is not known so far."""
    today = day_of(ctx.now, ctx.day_rules)
    days = (today + n * _ONE_DAY for n in range(_FURTHEST))
    return next((day.isoformat() for day in days if kept in kept_as(day)), "")


def _period(looking: Looking) -> str:
    return looking.occurrence.period


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
