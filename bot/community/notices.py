"""Whether a member may be told now what they have not asked for, and where.

One function decides it for every kind of notice (``docs/features/reminders.md`` §2): what the
member has switched off, who has left, the quiet hours where they are, how many they got today,
and whether they have a private chat with the bot, else what the community wants.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from bot.community import faces, notice_choices, notice_days, people, places
from bot.community.faces import Face
from bot.community.notice_choices import OFF, Kind
from bot.core.clock import to_micros
from bot.core.cog import SettingsOf
from bot.core.context import Context, House
from bot.core.model import Account, Community, MemberId
from bot.core.outgoing import Button, NoticeOf, Purpose, Say
from bot.core.ports import Reader
from bot.core.quiet_hours import quiet_until_in
from bot.core.schedule import DayRule, day_bounds, day_of, rule_at
from bot.core.text import Text

__all__ = [
    "How",
    "Kind",
    "Manners",
    "Way",
    "hold",
    "is_meant",
    "manners_of",
    "message",
    "seen",
    "ways",
]

MANNERS: Final = "manners"
"""The room whose offer ``(settings)`` says how the community wants its members to be told."""

STILL: Final = "still"
"""The room whose offers ``(read, house, community, settings, member, now)`` say whether a notice
that has waited has still something to say to the member."""

_PURPOSES: Final[Mapping[Kind, Purpose]] = {
    Kind.RECAP: Purpose.RECAP,
    Kind.FESTIVAL: Purpose.NOTICE,
    Kind.ANNOUNCEMENT: Purpose.NOTICE,
}


class How(StrEnum):
    """Where a member is told: alone, in a group by name, or in one message to all."""

    PRIVATE = "private"
    GROUP_MENTION = "group_mention"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How many unasked messages a member gets a day, when none, and where without a private chat.

    ``quiet_hours`` are two local times, or nothing; ``fallback`` is None for nowhere.
    """

    max_per_day: int = 2
    quiet_hours: tuple[str, ...] = ()
    fallback: How | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """How a member is told: by which account, in which chat and language.

    ``today`` is the member's local day in ``zone``, ``ends`` the instant at which it is over;
    ``not_before`` is None for at once.
    """

    member: MemberId
    how: How
    account: Account
    chat: str
    locale: str
    zone: str
    today: date
    ends: datetime
    not_before: datetime | None = None


def manners_of(house: House, settings: SettingsOf) -> Manners:
    """How the community wants its members to be told."""
    for offer in house.offers(MANNERS):
        manners: Manners = offer.run(settings)
        return manners
    return Manners()


async def hold(ctx: Context, members: Sequence[MemberId]) -> None:
    """Nobody else decides about these members until the turn ends: what is read now holds."""
    known = await people.persons_behind(ctx.tx, ctx.community.id, members) if members else {}
    await ctx.tx.lock(*(people.person_key(person) for person, _ in known.values()))


async def ways(
    ctx: Context,
    members: Sequence[MemberId],
    kind: Kind,
    *,
    chosen: bool = False,
    only: How | None = None,
) -> dict[MemberId, Way]:
    """How each of these members is told something of this kind now; who is not told is absent.

    At most some hundreds. Whoever is told alone or by name has one more message of the day, until
    it is known that it will not be sent: ask for those only to whom there is something to say.
    ``chosen``: the time is the member's own choice, and goes before quiet hours of theirs.
    ``only``: nowhere but there. They are held, as ``hold`` says.
    """
    tx, community = ctx.tx, ctx.community.id
    await hold(ctx, members)
    manners = manners_of(ctx.house, ctx.settings)
    found = await seen(tx, ctx.house, ctx.community, manners, members, kind, ctx.now, only)
    if not found:
        return {}
    since = min(way.today for way in found.values())
    had = await notice_days.counts(tx, community, list(found), since)
    told: dict[MemberId, Way] = {}
    for member, way in found.items():
        at = _when(ctx, way, manners, chosen=chosen)
        many = way.how is not How.DIGEST and had.get((member, way.today), 0) >= manners.max_per_day
        if at < way.ends and not many:
            told[member] = way if at == ctx.now else replace(way, not_before=at)
    await notice_days.add(
        tx,
        community,
        [(way.account.id, way.today) for way in told.values() if way.how is not How.DIGEST],
    )
    return told


async def seen(  # noqa: PLR0913  all that decides
    read: Reader,
    house: House,
    community: Community,
    manners: Manners,
    members: Sequence[MemberId],
    kind: Kind,
    now: datetime,
    only: How | None = None,
) -> dict[MemberId, Way]:
    """Where each of these members would be told of this kind, whatever they got today and when.

    Absent is who has switched it off, who has left, and who can be told nowhere.
    """
    chosen = await notice_choices.of_members(read, community.id, members)
    wanting = [each for each in members if chosen.get(each, {}).get(kind) != OFF]
    chats = house.chats_of(community.id)
    found: dict[MemberId, Way] = {}
    plain: Sequence[DayRule] = ()
    for member, face in (await faces.of_members(read, community.id, wanting)).items():
        where = _where(face, chats, manners.fallback, only)
        if where is None:
            continue
        rules = plain
        if face.zone or not plain:
            rules = await house.rules_of_person(read, community.id, face.person)
            plain = plain if face.zone else rules
        how, account, chat = where
        today, rule = day_of(now, rules), rule_at(rules, now)
        locale = face.locale_in(community, private=how is How.PRIVATE)
        ends = day_bounds(today, rule.zone, rule.day_start)[1]
        found[member] = Way(member, how, account, chat, locale, rule.zone, today, ends)
    return found


def message(  # noqa: PLR0913  all that makes it
    way: Way,
    kind: Kind,
    texts: Sequence[Text],
    *,
    key: str,
    cancel_key: str = "",
    buttons: tuple[Button, ...] = (),
    still: str = "",
    of_community: bool = True,
) -> Say:
    """These sentences for the member alone, or by name, with a line that says how to end it.

    ``key`` makes a second message with it none, and names this one for ``Context.cancel`` unless
    ``cancel_key`` does. It is not sent behind the member's day, nor when ``is_meant`` says no;
    ``still`` is the offer that it asks. ``of_community`` is as ``Say`` has it.
    """
    return Say(
        way.account.platform,
        way.chat,
        (*texts, Text("notice.off", kind=kind)),
        _PURPOSES.get(kind, Purpose.REMINDER),
        way.locale,
        to=way.account.user,
        mentions=(way.account.user,) if way.how is How.GROUP_MENTION else (),
        cancel_key=cancel_key or key,
        dedupe_key=key,
        not_before=0 if way.not_before is None else to_micros(way.not_before),
        not_after=to_micros(way.ends) - 1,
        buttons=buttons,
        of_community=of_community,
        notice=NoticeOf(
            kind,
            (way.account.user,),
            still,
            counted=None if way.how is How.DIGEST else (way.account.id, way.today.isoformat()),
        ),
    )


async def is_meant(  # noqa: PLR0913  whom it tells what, where, by which settings and when
    read: Reader,
    house: House,
    community: Community,
    settings: SettingsOf,
    whom: tuple[str, str],
    why: tuple[Kind, str],
    only: How,
    now: datetime,
) -> bool:
    """Whether a notice that has waited may still tell this (platform, user), there.

    Not who has switched its kind off, has left or was forgotten, and not when the offer of
    ``STILL`` that stands beside the kind, "" for none, says that there is nothing to say any more.
    """
    kind, still = why
    known = await people.find(read, community.id, *whom)
    if known is None or not known.member:
        return False
    members, manners = [known.member], manners_of(house, settings)
    if not await seen(read, house, community, manners, members, kind, now, only):
        return False
    if not still:
        return True
    offer = house.offers_by_key(STILL)[still]
    has_something: bool = await offer.run(read, house, community, settings, known.member, now)
    return has_something


def _when(ctx: Context, way: Way, manners: Manners, *, chosen: bool) -> datetime:
    """The end of the quiet hours where the member is, and of those of a group that hears it."""
    zones = [] if chosen else [way.zone]
    if way.how is not How.PRIVATE:
        zones.append(ctx.community.zone)
    return quiet_until_in(ctx.now, zones, manners.quiet_hours) if zones else ctx.now


def _where(
    face: Face, chats: Sequence[tuple[str, str]], fallback: How | None, only: How | None
) -> tuple[How, Account, str] | None:
    """A private door that is open, else what the community wants; a closed one is left alone."""
    if face.is_gone:
        return None
    if only is None or only is How.PRIVATE:
        if (door := face.door) is not None:
            return How.PRIVATE, door, door.user
        if face.is_closed:
            return None
    how = fallback if only is None else only
    if how is None or how is How.PRIVATE:
        return None
    there = face.in_group([each for each in chats if places.can_speak_in(*each)])
    return None if there is None else (how, *there)
