"""What would become of level and tier with other numbers (``docs/features/points.md`` §7)."""

from __future__ import annotations

from collections.abc import Mapping

from bot.community import tallies
from bot.core.cog import offers
from bot.core.exporting import ExportMember
from bot.core.ports import Reader
from bot.core.text import Text
from cogs.levels import store
from cogs.levels.rules import Standing, decide, level_of
from cogs.levels.settings import LevelSettings, TierSettings, curve_of
from cogs.levels.settling import tier_name
from cogs.levels.tallies import LEVEL, POINTS, READ, TIER, criteria_of


@offers("foresee", "levels")
async def foresee(read: Reader, member: ExportMember, numbers: Mapping[str, int]) -> list[Text]:
    """Level and tier where they would be others, with ``numbers`` in place of those tallies."""
    community = member.community.id
    has = await tallies.several(read, community, member.member, READ)
    would = {**has, **numbers}
    told = []
    before = has.get(LEVEL.name, 0)
    level = level_of(would.get(POINTS, 0), curve_of(member.settings(LevelSettings)))
    if level != before:
        told.append(Text("foresee.level", before=before, level=level))
    kept = await store.find_kept(read, community, member.member)
    held = Standing(has.get(TIER.name, 0), kept.below_since if kept else None)
    rules = member.settings(TierSettings).rules
    standing = decide(held, criteria_of(would), rules, member.as_of)
    if standing.tier != held.tier:
        names = {"before": tier_name(held.tier), "tier": tier_name(standing.tier)}
        told.append(Text("foresee.tier", **names))
    elif standing.below_since is not None and held.below_since is None:
        told.append(Text("foresee.below", tier=tier_name(held.tier)))
    return told
