"""What tests of reminders have in common: members on a streak, and what they hear."""

from __future__ import annotations

from typing import Final

from tests.kit import DAWN, NO_REMINDERS, ZH, Bot

REMINDED: Final = DAWN.replace(NO_REMINDERS, "")
REMINDED_ZH: Final = ZH.replace(NO_REMINDERS, "")
OFF: Final = "To stop these, send /notify streak off"
DIGEST: Final = "These streaks wait for today’s check-in:"


def waits(days: int) -> str:
    """The reminder of a streak so long."""
    said = f"Your streak is {days} days long, and you haven’t checked in today. One press does it."
    return f"{said}\n{OFF}"


def named(name: str, days: int) -> str:
    """The same in a group."""
    return f"{name}, your streak is {days} days long, and you haven’t checked in today.\n{OFF}"


def digest(*lines: str) -> str:
    """The message to all."""
    return "\n".join((DIGEST, *lines, OFF))


def configured(**settings: str) -> str:
    """The community with these settings of reminders, as TOML; silence is not asked about."""
    lines = {"win_back_days": "[]", **settings}
    return (
        REMINDED + "\n[reminders]\n" + "\n".join(f"{key} = {value}" for key, value in lines.items())
    )


async def streak(bot: Bot, *who: str, days: int = 3) -> None:
    """They have checked in on so many days; it is the morning after, at nine in Shanghai."""
    for _ in range(days):
        for each in who:
            await bot.says(each, "/checkin")
        await bot.tick(days=1)


async def opened(bot: Bot, *who: str) -> None:
    """They have written to the bot in private."""
    for each in who:
        await bot.says(each, "hello")
        await bot.whispers(each, "hello")
