"""Doors of levels and tiers: ``/level``, and the tallies that they follow."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.community import tallies
from bot.community.events import AccountsLinked, AccountsUnlinked, ActionUndone
from bot.core.cog import SettingsOf, listen, offers, query
from bot.core.context import Context, QueryContext
from bot.core.events import Stage, TalliesMoved
from bot.core.model import CommunityId, MemberId
from bot.core.options import Target, Who
from bot.core.outgoing import Reply
from bot.core.ports import Reader
from bot.core.schedule import rule_at, zone_of
from bot.core.text import Text
from cogs.levels import store
from cogs.levels.rules import Criteria, level_of
from cogs.levels.settings import LevelSettings, TierSettings, curve_of
from cogs.levels.settling import settle, tier_name
from cogs.levels.tallies import FOLLOWED, POINTS, READ, TIER, criteria_of

TITLE: Final = "title"
"""The room whose offers ``(read, community, member, settings)`` are titles that a member bears."""


@query("level", "等级", cooldown_s=10)
async def show_level(ctx: QueryContext, who: Who | None = None) -> Reply:
    """Level and tier of the member, and what the next ones take."""
    subject = who or Target(ctx.account, ctx.member)
    community = ctx.community.id
    numbers = await tallies.several(ctx.read, community, subject.member, READ)
    points, tier = numbers.get(POINTS, 0), numbers.get(TIER.name, 0)
    curve = curve_of(ctx.settings(LevelSettings))
    level = level_of(points, curve)
    texts = [Text("level.head", name=subject.name, level=level, tier=tier_name(tier))]
    for offer in ctx.house.offers(TITLE):
        for title in await offer.run(ctx.read, community, subject.member, ctx.settings):
            texts.append(Text("level.title", title=title))
    if level < curve.highest:
        begins = curve.begins(level + 1)
        left = begins - points
        texts.append(Text("level.next", points=points, level=level + 1, begins=begins, left=left))
    else:
        texts.append(Text("level.highest", points=points))
    settings = ctx.settings(TierSettings)
    if tier < len(settings.rules.lines):
        texts += _wanting(tier + 1, settings.rules.lines[tier], criteria_of(numbers))
    kept = await store.find_kept(ctx.read, community, subject.member)
    if kept is not None and kept.below_since is not None and tier:
        until = _day(ctx, kept.below_since + settings.rules.grace)
        texts.append(Text("tier.below", tier=tier_name(tier), until=until))
    return Reply(tuple(texts))


@offers(TITLE, "levels")
async def title_of_tier(
    read: Reader, community: CommunityId, member: MemberId, settings: SettingsOf
) -> list[Text]:
    """The title of the member's tier, where it has one."""
    tier = await tallies.value_of(read, community, member, TIER.name)
    title = settings(TierSettings).title_of(tier)
    return [Text("tier.title", zh=title.zh, en=title.en)] if title.zh else []


@listen(TalliesMoved, Stage.THRESHOLDS)
async def follow_tallies(ctx: Context, event: TalliesMoved) -> tuple[Text, ...]:
    """Level and tier are what the new numbers say."""
    if not event.names_any(FOLLOWED):
        return ()
    return tuple([line for member in event.members for line in await settle(ctx, member)])


@listen(ActionUndone, Stage.THRESHOLDS)
async def take_back(ctx: Context, event: ActionUndone) -> tuple[Text, ...]:
    """A tier that only the undone act had given is gone with it, without grace."""
    return await settle(ctx, event.member, event.done_at) if event.member else ()


@listen(AccountsLinked, Stage.THRESHOLDS)
async def follow_link(ctx: Context, event: AccountsLinked) -> tuple[Text, ...]:
    """The member stands as both together do."""
    return await settle(ctx, event.member)


@listen(AccountsUnlinked, Stage.THRESHOLDS)
async def follow_unlink(ctx: Context, event: AccountsUnlinked) -> tuple[Text, ...]:
    """A tier that only both together had reached is gone, without grace."""
    return await settle(ctx, event.member, event.since)


def _wanting(tier: int, line: Criteria, has: Criteria) -> list[Text]:
    """What the tier takes, each criterion with what is there of it."""
    wants = [
        Text(f"tier.wants.{name}", has=own, line=needs)
        for name, own, needs in zip(Criteria._fields, has, line, strict=True)
        if needs
    ]
    if not wants:
        return []
    listed = wants[0]
    for each in wants[1:]:
        listed = Text("list.two", first=listed, second=each)
    return [Text("tier.next", tier=tier_name(tier), wants=listed)]


def _day(ctx: QueryContext, instant: datetime) -> str:
    zone = rule_at(ctx.day_rules, instant).zone
    return instant.astimezone(zone_of(zone)).strftime("%Y-%m-%d")
