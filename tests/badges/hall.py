"""A community with badges, for the tests of badges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from bot.community.events import PrivilegeChanged
from bot.core.cog import Cog, listen
from bot.core.context import Context
from bot.core.events import MemberEvent
from bot.rehearsal.export import export
from cogs.badges.events import BadgeEarned, BadgeTakenBack
from tests.kit import Bot, a_cog

BADGES: Final = """
[[badges]]
key = "first"
name = {zh = "第一天", en = "First day"}
description = {zh = "签到一次", en = "Check in once"}
when = "streak >= 1"
[[badges]]
key = "rich"
name = {zh = "小富翁", en = "Rich"}
emoji = "💰"
when = "lifetime >= 50"
unlocks = ["class"]
[[badges]]
key = "helper"
name = {zh = "热心人", en = "Helper"}
manual = true
unlocks = ["class", "kitchen"]
[[badges]]
key = "steady"
name = {zh = "不动摇", en = "Steady"}
when = "streak >= 3"
secret = true
"""


class Ear:
    """What badges and privileges told, as short words."""

    def __init__(self) -> None:
        self.heard: list[str] = []

        @listen(BadgeEarned)
        @listen(BadgeTakenBack)
        @listen(PrivilegeChanged)
        async def hear(ctx: Context, event: MemberEvent) -> None:
            match event:
                case BadgeEarned():
                    self.heard.append(f"{event.badge}{' by hand' if event.by_hand else ''}")
                case BadgeTakenBack():
                    self.heard.append(f"no {event.badge}")
                case PrivilegeChanged():
                    self.heard.append(f"{'+' if event.has else '-'}{event.name}")

        self.cog: Cog = a_cog("ear", hear)

    def since(self) -> list[str]:
        """What was heard since the last time."""
        heard, self.heard = self.heard, []
        return heard


async def award(bot: Bot, amount: int, who: str = "@Rain") -> Sequence[str]:
    """The lines that a moderator's award adds."""
    (said,) = await bot.says("telegram:900", f"/award {who} {amount} good")
    return said.split("\n")[1:]


async def wall(bot: Bot, who: str = "telegram:42", of: str = "") -> list[str]:
    """The lines of ``/badges``."""
    name = "Bo" if who == "telegram:43" else "Rain"
    (said,) = await bot.says(who, f"/badges {of}", name=name)
    return said.split("\n")


async def badges_of(bot: Bot, who: str = "telegram:42", community: str = "main") -> list[Any]:
    """The member's badges, as an export has them."""
    whole: Any = await export(bot.machine, as_of=bot.clock.now(), community=community, member=who)
    return list(whole["communities"][0]["members"][0]["badges"])


async def keys_of(bot: Bot, who: str = "telegram:42", community: str = "main") -> list[str]:
    """The keys of the member's badges."""
    return [each["key"] for each in await badges_of(bot, who, community)]
