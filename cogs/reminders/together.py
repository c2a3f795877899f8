"""One message for all who cannot be told in private: it names the first of them and pings nobody.

``docs/features/reminders.md`` §2
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from bot.community import notices
from bot.community.notices import How, Kind
from bot.core.clock import to_micros
from bot.core.context import JobContext
from bot.core.jobs import Looking
from bot.core.model import MemberId
from bot.core.outgoing import NoticeOf, Purpose, Say
from bot.core.quiet_hours import quiet_until
from bot.core.schedule import day_bounds, local_day, rule_at
from bot.core.text import Text

NAMED: Final = 10
"""So many are named."""
DIGEST: Final = "digest"

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
        " ".join((DIGEST, platform, chat, str(len(them)), *(m for *_, m in sorted(them)[:NAMED])))
        for (platform, chat), them in sorted(found.items())
    ]


async def tell(
    ctx: JobContext,
    key: str,
    kind: Kind,
    numbers: Callable[[Sequence[MemberId]], Awaitable[Numbers]],
    words: tuple[str, str],
    still: str,
) -> None:
    """The chat hears of those of them whom it still concerns.

    ``words`` are the sentence that begins, and the one for each of them. ``still`` is the offer
    that is asked of each when the message has waited.
    """
    head, line = words
    _, platform, chat, count, *named = key.split(" ")
    members = [MemberId(each) for each in named]
    await notices.hold(ctx, members)
    current = await numbers(members)
    manners = notices.manners_of(ctx.house, ctx.settings)
    ways = await notices.seen(
        ctx.tx, ctx.house, ctx.community, manners, list(current), kind, ctx.now
    )
    told = [ways[each] for each in members if each in ways and ways[each].how is How.DIGEST]
    at = quiet_until(ctx.now, ctx.occurrence.zone, manners.quiet_hours)
    ends = min((way.ends for way in told), default=at)
    if at >= ends or not manners.max_per_day:
        return
    lines = [Text(line, name=way.account.shown, count=current[way.member]) for way in told]
    more = int(count) - len(named)
    rest = (Text("remind.more", count=more),) if more else ()
    due = ctx.occurrence
    ctx.say(
        Say(
            platform,
            chat,
            (Text(head), *lines, *rest, Text("notice.off", kind=kind)),
            Purpose.REMINDER,
            dedupe_key=f"{due.job}:{ctx.community.id}:{platform}:{chat}:{due.zone}:{due.period}",
            not_before=to_micros(at) if at > ctx.now else 0,
            not_after=to_micros(ends) - 1,
            notice=NoticeOf(kind, tuple(way.account.user for way in told), still, is_list=True),
        )
    )
