"""Communities and their chats, and from when on which zone and start of day hold.

See ``docs/features/people.md``, "Which community, which day".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Final

from bot.core.clock import EPOCH, from_micros, to_micros
from bot.core.model import Community, CommunityId, PersonId
from bot.core.ports import Reader, Transaction
from bot.core.schedule import DayRule, effective_from, parse_clock_time

CHOOSE_COMMUNITY: Final = "community.choose"

DayChange = tuple[datetime, str, time]


async def note_day(tx: Transaction, community: Community, day_start: str, now: datetime) -> None:
    """The zone and start of day of the config are those of the community's latest row.

    The first row holds since ever; a later one from when ``day_rules`` says.
    """
    last = await tx.fetch_one(
        "SELECT zone, day_start FROM community_days WHERE community = ? ORDER BY at DESC LIMIT 1",
        community.id,
    )
    if last == (community.zone, day_start):
        return
    at = EPOCH if last is None else now
    await tx.execute(
        "INSERT INTO community_days (community, at, zone, day_start) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (community, at) DO UPDATE"
        " SET zone = excluded.zone, day_start = excluded.day_start",
        community.id,
        to_micros(at),
        community.zone,
        day_start,
    )


def first_day(community: Community, day_start: str) -> DayChange:
    """What holds since ever for a community of which nothing is recorded."""
    return (EPOCH, community.zone, parse_clock_time(day_start))


async def day_changes(read: Reader, community: CommunityId) -> list[DayChange]:
    """When the community's zone or start of day was set to what, the earliest first."""
    rows = await read.fetch_all(
        "SELECT at, zone, day_start FROM community_days WHERE community = ? ORDER BY at",
        community,
    )
    return [
        (from_micros(int(at or 0)), str(zone), parse_clock_time(str(start)))
        for at, zone, start in rows
    ]


def day_rules(
    community: Sequence[DayChange], person: Iterable[tuple[datetime, str]] = ()
) -> tuple[DayRule, ...]:
    """The rules that hold for someone, in order: their own zone goes before the community's.

    A change counts from the end of the local day in which it was made, by the rule before it
    (``docs/features/checkin.md`` §2).
    """
    first_at, zone, start = community[0]
    rules = [DayRule(zone, start, first_at)]
    own = ""
    changes = sorted(
        [(at, "", z, s) for at, z, s in community[1:]] + [(at, z, "", start) for at, z in person],
        key=lambda change: change[0],
    )
    for at, mine, theirs, their_start in changes:
        if mine:
            own = mine
        else:
            zone, start = theirs, their_start
        rule = DayRule(own or zone, start, effective_from(at, _at(rules, at)))
        if (rule.zone, rule.day_start) != (rules[-1].zone, rules[-1].day_start):
            while rules[1:] and rules[-1].since >= rule.since:
                rules.pop()
            rules.append(rule)
    return tuple(rules)


def _at(rules: Sequence[DayRule], instant: datetime) -> DayRule:
    return next((rule for rule in reversed(rules) if rule.since <= instant), rules[0])


def can_speak_in(platform: str, chat: str) -> bool:
    """Whether the chat is a place to write in: a whole guild of Discord is none."""
    return platform != "discord" or "/" in chat


async def note_unbound(tx: Transaction, platform: str, chat: str, now: datetime) -> bool:
    """Whether this chat, which no community names, is met by an admin for the first time."""
    return bool(
        await tx.execute(
            "INSERT INTO unbound_chats (platform, chat, told_at) VALUES (?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            platform,
            chat,
            to_micros(now),
        )
    )


async def move_chat(tx: Transaction, platform: str, old: str, new: str, now: datetime) -> bool:
    """What was said of chat ``old`` holds for ``new``; False when that was known."""
    return bool(
        await tx.execute(
            "INSERT INTO chat_moves (platform, old, new, at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (platform, old) DO UPDATE SET new = excluded.new, at = excluded.at"
            " WHERE chat_moves.new <> excluded.new",
            platform,
            old,
            new,
            to_micros(now),
        )
    )


async def moves(read: Reader) -> dict[tuple[str, str], str]:
    """Under which name each chat that has moved goes on, by platform and old name."""
    rows = await read.fetch_all("SELECT platform, old, new FROM chat_moves ORDER BY at LIMIT 10000")
    return {(str(platform), str(old)): str(new) for platform, old, new in rows}


async def private_choice(read: Reader, person: PersonId) -> CommunityId | None:
    """The community that the person means in private chats, None when they never said."""
    row = await read.fetch_one("SELECT community FROM private_choices WHERE person = ?", person)
    return None if row is None else CommunityId(str(row[0]))


async def choose_private(
    tx: Transaction, person: PersonId, community: CommunityId, now: datetime
) -> None:
    """In private chats the person means ``community`` from now on."""
    await tx.execute(
        "INSERT INTO private_choices (person, community, at) VALUES (?, ?, ?)"
        " ON CONFLICT (person) DO UPDATE SET community = excluded.community, at = excluded.at",
        person,
        community,
        to_micros(now),
    )


async def carry_private_choice(
    tx: Transaction, of: PersonId, to: PersonId, since: datetime
) -> None:
    """What ``of`` has chosen since then for private chats is chosen by ``to`` as well."""
    await tx.execute(
        "INSERT INTO private_choices (person, community, at)"
        " SELECT ?, community, at FROM private_choices WHERE person = ? AND at > ?"
        " ON CONFLICT (person) DO UPDATE SET community = excluded.community, at = excluded.at",
        to,
        of,
        to_micros(since),
    )
