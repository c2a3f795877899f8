"""What badges say in recaps: who got which (``docs/features/recaps.md`` §1)."""

from __future__ import annotations

from typing import Final

from bot.core.cog import offers
from bot.core.recaps import SECTIONS, Figure, Section, Telling
from bot.core.text import Text
from cogs.badges.catalogue import catalogue_of, title

MOMENT: Final = "badge"
_BADGES: Final = 5
_NAMED: Final = 3


@offers(SECTIONS, "badges")
async def tell_badges(telling: Telling) -> Section | None:
    """How many badges were earned, and for the most frequent of them who has them now."""
    counted = await telling.count(MOMENT)
    badges = catalogue_of(telling.settings).badges
    # A secret badge stays one, until somebody shows it.
    shown = {key: n for key, n in counted.items() if key not in badges or not badges[key].secret}
    if not shown:
        return None
    total = sum(counted.values())
    keys = sorted(shown, key=lambda key: (-shown[key], key))[:_BADGES]
    texts = [Text("recap.badges", count=total)]
    for key in keys:
        moments = await telling.moments(MOMENT, key, _NAMED)
        holders = await telling.members([each.account for each in moments])
        members = list(dict.fromkeys(holders.values()))
        names = await telling.names(members)
        listed = [Text("recap.name", name=names[each]) for each in members if each in names]
        badge = title(badges.get(key), key)
        texts.append(_line(badge, listed, shown[key]))
    return Section(50, tuple(texts), (Figure("badges", total),))


def _line(badge: Text, names: list[Text], count: int) -> Text:
    if not names:
        return Text("recap.badges.count", badge=badge, count=count)
    listed = names[0]
    for name in names[1:]:
        listed = Text("list.two", first=listed, second=name)
    if count > len(names):
        return Text("recap.badges.more", badge=badge, names=listed, count=count - len(names))
    return Text("recap.badges.line", badge=badge, names=listed)
