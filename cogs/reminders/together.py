"""One message for all who cannot be told in private: it names the first of them and pings nobody.

``docs/features/reminders.md`` §2
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.community import notices
from bot.community.notices import How, Kind
from bot.core.clock import to_micros
from bot.core.context import JobContext
from bot.core.jobs import Looking
from bot.core.model import MemberId
from bot.core.outgoing import Listed, NoticeOf, Purpose, Say
from bot.core.quiet_hours import quiet_until_in
from bot.core.schedule import day_bounds, local_day, rule_at
from bot.core.text import Text

NAMED: Final = 10
"""So many are named."""
KNOWN: Final = 200
"""So many are known: who is named in place of those that have checked in meanwhile."""
DIGEST: Final = "digest"


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of a message to all: what stands above the names, each, and without names."""

    head: str
    line: str
    rest: str


Numbers = Mapping[MemberId, int]
"""Whom it concerns, each with the number that is shown."""
Pages = Callable[[Looking, str], Awaitable[tuple[Numbers, str | None]]]
"""A page of whom it concerns behind a cursor, and the next cursor."""


def is_over(ctx: JobContext) -> bool:
    """Whether the local day of the occurrence is over, also for a slice that comes late."""
    due, zone = ctx.occurrence.due, ctx.occurrence.zone
    start = rule_at(ctx.day_rules, due).day_start
    return ctx.now >= day_bounds(local_day(due, zone, start), zone, start)[1]


def wants_digest(looking: Looking) -> bool:
    """Whether the community wants one message for those who have no private chat."""
    return notices.manners_of(looking.house, looking.settings).fallback is How.DIGEST


def is_digest(key: str) -> bool:
    """Whether this key of a slice is one of ``keys_of``."""
    return " " in key


async def keys_of(looking: Looking, kind: Kind, pages: Pages) -> list[str]:
    """One key for each chat: how many are told of there, and the first of them by number."""
    manners, community = notices.manners_of(looking.house, looking.settings), looking.community
    found: dict[tuple[str, str], list[tuple[int, str, MemberId]]] = {}
    cursor: str | None = ""
    while cursor is not None:
        numbers, cursor = await pages(looking, cursor)
        ways = await notices.seen(
            looking.read, looking.house, community, manners, list(numbers), kind, looking.now
        )
        for member, way in ways.items():
            if way.how is How.DIGEST:
                there = found.setdefault((way.account.platform, way.chat), [])
                there.append((-numbers[member], way.account.shown, member))
    return [
        " ".join((DIGEST, platform, chat, str(len(them)), *(m for *_, m in sorted(them)[:KNOWN])))
        for (platform, chat), them in sorted(found.items())
    ]


async def tell(
    ctx: JobContext,
    key: str,
    kind: Kind,
    numbers: Callable[[Sequence[MemberId]], Awaitable[Numbers]],
    words: Words,
    still: str,
) -> None:
    """The chat hears of those of them whom it still concerns.

    It waits for the end of the quiet hours, by their clock and by the community's. ``still`` is
    the offer that is asked of each when the message has waited.
    """
    due, manners = ctx.occurrence, notices.manners_of(ctx.house, ctx.settings)
    if not manners.max_per_day:
        return
    _, platform, chat, count, *known = key.split(" ")
    members = [MemberId(each) for each in known]
    await notices.hold(ctx, members)
    current = await numbers(members)
    ways = await notices.seen(
        ctx.tx, ctx.house, ctx.community, manners, list(current), kind, ctx.now
    )
    told = [ways[each] for each in members if each in ways and ways[each].how is How.DIGEST]
    at = quiet_until_in(ctx.now, (due.zone, ctx.community.zone), manners.quiet_hours)
    ends = min((way.ends for way in told), default=_end_of_day(ctx))
    listed = Listed(
        head=Text(words.head),
        lines=tuple(
            Text(words.line, name=way.account.shown, count=current[way.member]) for way in told
        ),
        foot=Text("notice.off", kind=kind),
        most=NAMED,
        others=int(count) - len(known),
        more="remind.more",
        rest=words.rest,
    )
    texts = listed.texts(range(len(told)))
    if at >= ends or not texts:
        return
    users = tuple(way.account.user for way in told)
    ctx.say(
        Say(
            platform,
            chat,
            texts,
            Purpose.REMINDER,
            dedupe_key=f"{due.job}:{ctx.community.id}:{platform}:{chat}:{due.zone}:{due.period}",
            not_before=to_micros(at) if at > ctx.now else 0,
            not_after=to_micros(ends) - 1,
            notice=NoticeOf(kind, users, still, listed),
        )
    )


def _end_of_day(ctx: JobContext) -> datetime:
    """When the local day is over in the zone of the occurrence."""
    zone, start = ctx.occurrence.zone, rule_at(ctx.day_rules, ctx.now).day_start
    return day_bounds(local_day(ctx.now, zone, start), zone, start)[1]
