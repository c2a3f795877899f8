"""A community that hears of its weeks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tests.kit import DAWN, Bot

WEEKLY: Final = DAWN.replace('weekly = ""', 'weekly = "mon 09:00"')
ALL: Final = (
    WEEKLY.replace('monthly = ""', 'monthly = "1 09:00"')
    .replace('yearly = ""', 'yearly = "01-01 10:00"')
    .replace("[recaps]", '[recaps]\ndaily = "20:00"')
)
FOOT: Final = "/recap: your own · /recap why: what it means · /notify recap off: without your name"


async def check_in(bot: Bot, days: Sequence[Sequence[str]]) -> None:
    """On each of these days these members check in; it is the next day then."""
    for members in days:
        for who in members:
            await bot.says(who, "/checkin")
        await bot.tick(days=1)


async def heard(bot: Bot, **span: float) -> list[list[str]]:
    """What the chats hear while time passes, each message once, in lines."""
    said = await bot.tick(**span)
    return [text.split("\n") for text in dict.fromkeys(said)]


def chats(bot: Bot, since: int) -> list[str]:
    """Where what was said since then went."""
    return [f"{sent.platform}:{sent.chat}" for sent in bot.sent[since:]]
