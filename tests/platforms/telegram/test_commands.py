"""The lists of commands, as Telegram shows them to people."""

from __future__ import annotations

from bot.app import load_cogs, sentences
from bot.core.model import Rank
from bot.core.text import Text
from bot.engine.router import Router
from bot.platforms.telegram.commands import listed
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_bot import TelegramBot

ROUTER = Router(load_cogs())
WORDS = sentences(strict=True)


def wanted(locale: str, *, staff: bool) -> list[str]:
    """The commands of one word with their sentences, in the order in which help has them."""
    return [
        f"{each.name.replace('-', '_')}: {WORDS.say(Text(f'help.{each.key}'), locale)}"
        for each in ROUTER.commands
        if " " not in each.name and (staff or each.need.rank <= Rank.MEMBER)
    ]


async def test_everybody_sees_the_commands_that_are_theirs_in_their_language(
    server: TelegramServer, bot: TelegramBot
) -> None:
    for language, locale in (("zh", "zh"), ("en", "en"), ("fr", "en"), ("", "en")):
        for private in (False, True):
            found = server.listed(language, private=private)
            assert found == wanted(locale, staff=False)
        found = server.listed(language, admin=True)
        assert found == wanted(locale, staff=True)
    assert server.listed("zh") != server.listed("zh", admin=True)


async def test_lists_of_an_earlier_program_do_not_stand_before_ours(
    server: TelegramServer, bot: TelegramBot
) -> None:
    before = {place: list(shown) for place, shown in server.commands.items()}
    old = [{"command": "old", "description": "of another program"}]
    for scope in ("default", "all_private_chats", "all_group_chats", "all_chat_administrators"):
        for code in ("", "en", "zh"):
            server.commands[scope, code] = old
    await bot.restart()
    assert server.commands == before


async def test_the_lists_are_asked_for_at_a_start_and_sent_only_when_they_changed(
    server: TelegramServer, bot: TelegramBot
) -> None:
    server.calls.clear()
    await bot.restart()
    names = [name for name, _ in server.calls if name.endswith("MyCommands")]
    assert names == ["getMyCommands"] * 12
    server.commands["default", "zh"] = []
    await bot.restart()
    assert [name for name, _ in server.calls if name == "setMyCommands"] == ["setMyCommands"]


def test_what_telegram_does_not_take_as_a_name_is_not_listed() -> None:
    long = listed(ROUTER.commands, "zh", lambda text, locale: "说" * 300)
    assert {len(each.description) for each in long} == {256}
    assert all(each.command.isascii() and " " not in each.command for each in long)
