"""Doors of badges: ``/badges`` with its pages, and the numbers that badges follow."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.community import people, tallies
from bot.community.events import AccountsLinked, AccountsUnlinked, ActionUndone
from bot.core.cards import card
from bot.core.cog import button, listen, query
from bot.core.context import Asking, Context, QueryContext
from bot.core.errors import ToldHow
from bot.core.events import MemberEvent, Stage, TalliesMoved
from bot.core.options import Target, Who
from bot.core.outgoing import Button, Card, Reply
from bot.core.ports import Reader
from bot.core.schedule import zone_of
from bot.core.text import Text, TextValue
from cogs.badges import store
from cogs.badges.catalogue import PLAIN, Catalogue, catalogue_of, listed, title
from cogs.badges.settings import Badge
from cogs.badges.settling import follow, settle

LINES: Final = 8
ON_WALL: Final = 12
"""So many badges are drawn; of more it is said how many."""
SPOKEN: Final = frozenset(
    {
        "active_days",
        "answers_accepted",
        "badges",
        "featured",
        "level",
        "lifetime",
        "longest",
        "messages",
        "programs_completed",
        "reactions_received",
        "streak",
        "tier",
    }
)
"""Numbers that have a name of their own in what members read."""


@query("badges", "勋章", cooldown_s=10)
async def show_badges(ctx: QueryContext, who: Who | None = None) -> Reply:
    """The member's badges; one's own with those that can still be earned."""
    return await _page(ctx, ctx.read, who or Target(ctx.account, ctx.member), 0)


@button("badges.page")
async def turn_page(ctx: Context, account: str, skip: str) -> Reply:
    """Another page in place of the one that is shown."""
    known = await people.find_account(ctx.tx, ctx.community.id, account)
    if known is None or not known.member:
        raise ToldHow("button.expired")
    page = await _page(ctx, ctx.tx, Target(known.account, known.member), int(skip))
    return replace(page, replaces=True)


@listen(TalliesMoved, Stage.THRESHOLDS)
async def follow_tallies(ctx: Context, event: TalliesMoved) -> tuple[Text, ...]:
    """The members have the badges that the new numbers give."""
    return await follow(ctx, event.members, event.names, fell=event.fell)


@listen(ActionUndone, Stage.THRESHOLDS)
@listen(AccountsLinked, Stage.THRESHOLDS)
@listen(AccountsUnlinked, Stage.THRESHOLDS)
async def follow_facts(ctx: Context, event: MemberEvent) -> tuple[Text, ...]:
    """The member has the badges of what they are now."""
    return await settle(ctx, event.member) if event.member else ()


async def _page(ctx: Asking, read: Reader, who: Target, skip: int) -> Reply:
    catalogue = catalogue_of(ctx.settings)
    held = await _held(ctx, read, who, catalogue)
    if who.member != ctx.member:
        own = await store.held_by(read, ctx.community.id, ctx.member)
        held = {key: day for key, day in held.items() if _may_see(catalogue.badges[key], own)}
    lines = [_had(catalogue.badges[key], day) for key, day in held.items()]
    if who.member == ctx.member:
        lines += await _open_ones(ctx, read, catalogue, held)
    if not lines:
        return Reply.of("badges.none", name=who.name)
    head = Text("badges.head", name=who.name, count=len(held))
    if not held:
        head = Text("badges.none.yet", name=who.name)
    buttons = []
    if skip:
        back = (who.account.id, str(max(skip - LINES, 0)))
        buttons.append(Button("newer", Text("badges.back"), "badges.page", back))
    if skip + LINES < len(lines):
        more = (who.account.id, str(skip + LINES))
        buttons.append(Button("older", Text("badges.more"), "badges.page", more))
    shown = _wall(ctx, who, held, catalogue) if held and not skip else None
    return Reply((head, *lines[skip : skip + LINES]), tuple(buttons), card=shown)


def _wall(ctx: Asking, who: Target, held: Mapping[str, str], catalogue: Catalogue) -> Card | None:
    """The card of the badges that were had last, the newest first."""
    newest = [(catalogue.badges[key], day) for key, day in reversed(list(held.items()))][:ON_WALL]
    rows = [(badge.emoji or PLAIN, badge.name.zh, badge.name.en, day) for badge, day in newest]
    return card(ctx.settings, "badges", name=who.name, count=len(held), rows=rows)


async def _held(ctx: Asking, read: Reader, who: Target, catalogue: Catalogue) -> dict[str, str]:
    """The local day since when each badge of the config is had, the earliest first."""
    found: dict[str, str] = {}
    awards = await store.awards_of(read, ctx.community.id, who.member)
    for each in sorted(awards, key=lambda award: award.at):
        if each.is_given and each.badge in catalogue.badges:
            found.setdefault(each.badge, ctx.day_of(each.at).isoformat())
    return found


def _may_see(badge: Badge, own: Collection[str]) -> bool:
    """Whether who has these badges may know that there is this one."""
    return not badge.secret or badge.key in own


def _had(badge: Badge, day: str) -> Text:
    return Text("badges.had", badge=title(badge, badge.key), on=day, how=_described(badge))


async def _open_ones(
    ctx: Asking, read: Reader, catalogue: Catalogue, held: Collection[str]
) -> list[Text]:
    """What the asker can still earn; secrets are kept."""
    open_ones = [
        badge
        for key, badge in catalogue.badges.items()
        if key not in held and not badge.secret and (badge.until is None or ctx.now < badge.until)
    ]
    names = sorted({fact for each in open_ones for fact, _ in _goals(each)})
    community = ctx.community.id
    numbers = await tallies.several(read, community, ctx.member, names) if names else {}
    lines = []
    for badge in open_ones:
        needed = catalogue.opened_by.get(badge.key, frozenset())
        first = [title(catalogue.badges[key], key) for key in sorted(needed - set(held))]
        is_locked = bool(needed) and len(first) == len(needed)
        later = badge.starts is not None and ctx.now < badge.starts
        line = Text(
            "badges.open",
            badge=title(badge, badge.key),
            wants=_wants(badge, numbers),
            first=first[0] if is_locked else "",
            starts=_day(ctx, badge.starts) if later else "",
            until=_day(ctx, badge.until),
        )
        lines.append(line)
    return lines


def _day(ctx: Asking, instant: datetime | None) -> str:
    if instant is None:
        return ""
    return f"{instant.astimezone(zone_of(ctx.community.zone)):%Y-%m-%d %H:%M}"


def _wants(badge: Badge, numbers: Mapping[str, int]) -> Text:
    """How it is earned, and how far the member is."""
    goals = [(fact, min(max(numbers.get(fact, 0), 0), line), line) for fact, line in _goals(badge)]
    if badge.description.zh and badge.description.en:
        far = ", ".join(f"{has}/{line}" for _, has, line in goals)
        return Text("badges.wants", how=_described(badge), far=far)
    if badge.when is None:
        return Text("badges.by_hand")
    if not goals:
        return Text("badges.rule", rule=badge.when.text)
    return listed([_goal(*goal) for goal in goals])


def _goal(fact: str, has: int, line: int) -> Text:
    if fact in SPOKEN:
        return Text(f"badges.fact.{fact}", has=has, line=line)
    return Text("badges.number", name=fact, has=has, line=line)


def _goals(badge: Badge) -> list[tuple[str, int]]:
    return [] if badge.when is None else list(badge.when.goals)


def _described(badge: Badge) -> TextValue:
    """The operator's words on how it is earned, "" for none."""
    words = badge.description
    return Text("badges.how", zh=words.zh, en=words.en) if words.zh and words.en else ""
