"""A word to members who have been silent for some days (``docs/features/reminders.md`` §4).

Silent is who has neither written, in a group or to the bot, nor checked in. Who is on leave, has
left or has switched it off is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.community import faces, memberships, messages, notices, tallies
from bot.community.faces import Face
from bot.community.notices import STILL, How, Kind
from bot.core.clock import from_micros
from bot.core.cog import SettingsOf, job, listen, offers
from bot.core.context import Context, House, JobContext
from bot.core.jobs import Looking, Occurrence, Page
from bot.core.model import Community, MemberId
from bot.core.ports import Reader
from bot.core.schedule import DayRule, day_of, zone_of
from bot.core.text import Text
from bot.core.timetables import Timed
from cogs.checkin.events import CheckedIn
from cogs.reminders import together
from cogs.reminders.settings import ReminderSettings
from cogs.reminders.streaks import CHECK_IN, PAGE
from cogs.reminders.together import DIGEST, Numbers, Words

LATE_DAYS: Final = 2
WORDS: Final = Words("win_back.digest", "win_back.digest.line", "win_back.digest.rest")
_LAST_DAY: Final = "last_day"
_LEFT_ALONE: Final = "left alone"
STILL_SILENT: Final = "win_back"
_ONE_DAY: Final = timedelta(days=1)
_ONE_HOUR: Final = timedelta(hours=1)
# In a page so many are looked at for their zone; of those at most ``PAGE`` for their silence.
_SCANNED: Final = 500


def at(settings: SettingsOf) -> str:
    """When the silent are asked back, "" for never."""
    ours = settings(ReminderSettings)
    return ours.win_back_at if ours.win_back_days else ""


async def find_silent(looking: Looking) -> Page:
    """Who has been silent long enough in this zone; behind them the messages to all."""
    if looking.cursor == DIGEST:
        return Page(await together.keys_of(looking, Kind.WIN_BACK, _pages_of_the_gone), None)
    numbers, cursor = await _pages(looking, looking.cursor)
    if cursor is None and together.wants_digest(looking):
        cursor = DIGEST
    return Page(list(numbers), cursor)


@job(
    "win_back",
    Timed(at),
    find=find_silent,
    late_s=LATE_DAYS * 86_400,
    zones=True,
)
async def win_back(ctx: JobContext, keys: Sequence[str]) -> None:
    """Who is still silent gets a word."""

    async def numbers(members: Sequence[MemberId]) -> Numbers:
        return await _silent(
            ctx.tx, ctx.house, ctx.community, ctx.settings, members, ctx.now, ctx.occurrence
        )

    members = [MemberId(key) for key in keys if not together.is_digest(key)]
    await notices.hold(ctx, members)
    days = await numbers(members)
    for member, way in (await notices.ways(ctx, list(days), Kind.WIN_BACK)).items():
        if way.how is not How.DIGEST:
            said = Text("win_back.word", name=way.account.shown, days=days[member])
            key = f"{_key(member)}:{way.today.isoformat()}"
            ctx.say(
                notices.message(
                    way,
                    Kind.WIN_BACK,
                    (said,),
                    key=key,
                    cancel_key=_key(member),
                    buttons=(CHECK_IN,),
                    still=STILL_SILENT,
                )
            )
    for key in keys:
        if together.is_digest(key):
            await together.tell(ctx, key, Kind.WIN_BACK, numbers, WORDS, STILL_SILENT)


@listen(CheckedIn)
async def be_glad(ctx: Context, event: CheckedIn) -> None:
    """Whoever checks in is not asked back."""
    ctx.cancel(_key(event.member))


async def _pages(looking: Looking, after: str) -> tuple[Numbers, str | None]:
    read, community, zone = looking.read, looking.community, looking.occurrence.zone
    found = await memberships.zones_after(read, community.id, after, _SCANNED)
    cursor = found[-1][0] if len(found) == _SCANNED else None
    there = [member for member, chosen in found if (chosen or community.zone) == zone]
    if len(there) > PAGE:
        there = there[:PAGE]
        cursor = there[-1]
    numbers = await _silent(
        read,
        looking.house,
        community,
        looking.settings,
        await _without_the_busy(looking, there),
        looking.now,
        looking.occurrence,
    )
    return numbers, cursor


async def _without_the_busy(looking: Looking, members: Sequence[MemberId]) -> list[MemberId]:
    """Those of these members who have not checked in lately: of most that is all one must know."""
    steps = looking.settings(ReminderSettings).win_back_days
    if not steps or not members:
        return []
    checked = await tallies.of_members(looking.read, looking.community.id, members, [_LAST_DAY])
    today = looking.occurrence.due.astimezone(zone_of(looking.occurrence.zone)).date()
    # Whoever has just changed the zone may be a date ahead, who gets up late one behind.
    lately = (today - timedelta(days=steps[0] - 2)).toordinal()
    return [each for each in members if checked.get(each, {}).get(_LAST_DAY, 0) < lately]


async def _pages_of_the_gone(looking: Looking, after: str) -> tuple[Numbers, str | None]:
    """A word in private may come early; a name in public comes only with the last step."""
    numbers, cursor = await _pages(looking, after)
    last = looking.settings(ReminderSettings).win_back_days[-1]
    return {member: days for member, days in numbers.items() if days >= last}, cursor


async def _silent(  # noqa: PLR0913  who, where, by which rules and when
    read: Reader,
    house: House,
    community: Community,
    settings: SettingsOf,
    members: Sequence[MemberId],
    now: datetime,
    due: Occurrence,
) -> Numbers:
    """For how many days those of these members are silent for whom it was enough when due.

    So an occurrence that comes late finds nobody whom the next one finds as well.
    """
    steps = settings(ReminderSettings).win_back_days
    found: dict[MemberId, int] = {}
    silences = await _silences(read, house, community, members, due.due)
    for member, (silent, today) in silences.items():
        before = date.fromisoformat(due.previous) if due.previous else today - _ONE_DAY
        last = today - timedelta(days=silent)
        if any((before - last).days < step <= silent <= step + LATE_DAYS for step in steps):
            found[member] = silent
    if found and now - due.due >= _ONE_HOUR:
        current = await _silences(read, house, community, list(found), now)
        found = {member: current[member][0] for member in found}
    for member in await _left_alone(read, house, community, settings, list(found), now):
        found.pop(member, None)
    return found


@offers(STILL, STILL_SILENT)
async def still_silent(
    read: Reader,
    house: House,
    community: Community,
    settings: SettingsOf,
    member: MemberId,
    now: datetime,
) -> bool:
    """Whether the member has said nothing since, and is not on leave."""
    steps = settings(ReminderSettings).win_back_days
    silences = await _silences(read, house, community, [member], now)
    if not steps or member not in silences or silences[member][0] < steps[0]:
        return False
    return not await _left_alone(read, house, community, settings, [member], now)


async def _left_alone(
    read: Reader,
    house: House,
    community: Community,
    settings: SettingsOf,
    members: Sequence[MemberId],
    now: datetime,
) -> set[MemberId]:
    """Those of these members whom another cog wants to be left alone."""
    found = set[MemberId]()
    for offer in house.offers(_LEFT_ALONE) if members else ():
        found |= await offer.run(read, house, community.id, settings, members, now)
    return found


async def _silences(
    read: Reader, house: House, community: Community, members: Sequence[MemberId], now: datetime
) -> dict[MemberId, tuple[int, date]]:
    """For how many days these members are silent, and their local day; unknown ones are absent."""
    written = await messages.last_of(read, community.id, members)
    checked = await tallies.of_members(read, community.id, members, [_LAST_DAY]) if members else {}
    found: dict[MemberId, tuple[int, date]] = {}
    plain: Sequence[DayRule] = ()
    for member, face in (await faces.of_members(read, community.id, members)).items():
        rules = plain
        if face.zone or not plain:
            rules = await house.rules_of_person(read, community.id, face.person)
            plain = plain if face.zone else rules
        last = _last_day(face, written.get(member), checked.get(member, {}), rules)
        if last is None:
            continue
        today = day_of(now, rules)
        found[member] = (today - last).days, today
    return found


def _last_day(
    face: Face, written: datetime | None, tally: Mapping[str, int], rules: Sequence[DayRule]
) -> date | None:
    """The local day of the member's last word or check-in; None where nothing is known of it."""
    words = [from_micros(each) for each in face.doors.values() if each]
    days = [day_of(each, rules) for each in (*words, *([written] if written else []))]
    if tally.get(_LAST_DAY):
        days.append(date.fromordinal(tally[_LAST_DAY]))
    return max(days, default=None)


def _key(member: MemberId) -> str:
    return f"win_back:{member}"
