"""The list of commands that Telegram shows, from the one declaration of each command."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)

from bot.core.cog import CommandSpec
from bot.core.model import Rank
from bot.core.text import Text

# What Telegram takes as a command's name.
_NAME: Final = re.compile(r"[a-z0-9_]{1,32}")
_DESCRIPTION: Final = 256
_MOST: Final = 100
# Clients in another language are shown the list that names none.
_LANGUAGES: Final = (("", "en"), ("zh", "zh"))
# Lists that an earlier program with the same token may have left: they would go before ours.
_IN_THE_WAY: Final = ("", "zh", "en")

Say = Callable[[Text, str], str]


async def publish(bot: Bot, commands: Sequence[CommandSpec], say: Say) -> int:
    """Members and admins see their commands in their language; how many lists were changed.

    Raises TelegramError.
    """
    members = [each for each in commands if each.need.rank <= Rank.MEMBER]
    wanted: list[tuple[BotCommandScope, str, list[BotCommand]]] = []
    for scope, shown in (
        (BotCommandScopeDefault(), members),
        (BotCommandScopeAllChatAdministrators(), commands),
    ):
        wanted += [(scope, code, listed(shown, locale, say)) for code, locale in _LANGUAGES]
        wanted.append((scope, "en", []))
    for empty in (BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()):
        wanted += [(empty, code, []) for code in _IN_THE_WAY]
    return sum(await asyncio.gather(*(_keep(bot, *each) for each in wanted)))


async def _keep(bot: Bot, scope: BotCommandScope, code: str, wanted: list[BotCommand]) -> bool:
    """The list is this one; whether it was another."""
    there = await bot.get_my_commands(scope=scope, language_code=code or None)
    if tuple(there) == tuple(wanted):
        return False
    if wanted:
        await bot.set_my_commands(wanted, scope=scope, language_code=code or None)
    else:
        await bot.delete_my_commands(scope=scope, language_code=code or None)
    return True


def listed(commands: Iterable[CommandSpec], locale: str, say: Say) -> list[BotCommand]:
    """The commands as Telegram lists them; a form of two words stands under its first word."""
    names = ((each.name.replace("-", "_"), each) for each in commands)
    fitting = [
        BotCommand(name, say(Text(f"help.{each.key}"), locale)[:_DESCRIPTION])
        for name, each in names
        if _NAME.fullmatch(name)
    ]
    return fitting[:_MOST]
