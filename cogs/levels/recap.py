"""What levels and tiers say in recaps (``docs/features/recaps.md`` §1)."""

from __future__ import annotations

from typing import Final

from bot.core.cog import offers
from bot.core.recaps import SECTIONS, Figure, Section, Telling
from bot.core.text import Text
from cogs.levels.events import TIERS
from cogs.levels.settling import tier_name

LEVEL_MOMENT: Final = "level"
TIER_MOMENT: Final = "tier"
_NAMED: Final = 3


@offers(SECTIONS, "levels")
async def tell_levels(telling: Telling) -> Section | None:
    """How often a level was reached, the highest of them, and who has come to a tier."""
    levels = await telling.count(LEVEL_MOMENT)
    tiers = await telling.count(TIER_MOMENT)
    texts: list[Text] = []
    figures: list[Figure] = []
    if levels:
        total, highest = sum(levels.values()), max(levels)
        names, named = await _named(telling, LEVEL_MOMENT, highest)
        reached = {"level": int(highest), "more": levels[highest] - named}
        texts.append(Text("recap.levels", count=total, names=names, **reached))
        figures.append(Figure("levels", total))
    for number, tier in reversed(list(enumerate(TIERS))):
        if tier in tiers:
            names, named = await _named(telling, TIER_MOMENT, tier)
            tier_text, count = tier_name(number), tiers[tier]
            values = {"count": count, "more": count - named}
            texts.append(Text("recap.tiers", tier=tier_text, names=names, **values))
    return Section(60, tuple(texts), tuple(figures)) if texts else None


async def _named(telling: Telling, what: str, value: str) -> tuple[Text | str, int]:
    """The first of them who may be named, "" for nobody, and how many these are."""
    moments = await telling.moments(what, value, _NAMED)
    holders = await telling.members([each.account for each in moments])
    members = list(dict.fromkeys(holders.values()))
    names = await telling.names(members)
    named = [Text("recap.name", name=names[each]) for each in members if each in names]
    listed: Text | str = ""
    for name in named:
        listed = Text("list.two", first=listed, second=name) if listed else name
    return listed, len(named)
