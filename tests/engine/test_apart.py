"""An answer for the asker alone, asked for in a group: what the group hears, and what is kept."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from bot.core.cog import Cog, button, command
from bot.core.context import Context
from bot.core.errors import DeliveryFailed, ToldHow
from bot.core.options import Note
from bot.core.outgoing import Button, Card, Document, Reply
from bot.core.text import Text
from bot.platforms.capabilities import TELEGRAM
from tests.engine.postman import LATER, NEVER
from tests.kit import ZH, Bot, a_bot, a_cog, line

CLOSED: Final = DeliveryFailed("bot was blocked by the user", permanent=True, closed=True)
SAID: Final = "I have answered you in private."
HOW: Final = (
    "I may not write to you in private: open a chat with me, press Start (or Unblock), and send it"
    " to me there."
)
HOW_ZH: Final = "我还不能私聊你：请点开和我的私聊，按“开始”（拉黑过我的话先解除），再在那里发一次。"
LOST: Final = (
    "I could not give you that answer in private. Please send it again; if that does not help"
    " either, tell a moderator."
)
NO_WAY: Final = (
    "That answer is for you alone, and I can’t write to you in private here. Please ask me on a"
    " platform with private chats."
)


def confidant() -> Cog:
    """``/tell`` answers its words to the asker alone, ``/ask`` has a button that does so."""

    @command("tell", private=True)
    async def tell(ctx: Context, words: Note = "the secret") -> Reply:
        if words == "no":
            raise ToldHow("community.name", name="why not")
        return Reply((line(words),), secret=True)

    @command("ask")
    async def ask(ctx: Context) -> Reply:
        return Reply((line("press"),), (Button("ok", Text("button.confirm"), "ask.press"),))

    @button("ask.press")
    async def press(ctx: Context) -> Reply:
        return Reply((line("the secret"),), private=True, replaces=True)

    @command("whisper")
    async def whisper(ctx: Context) -> Reply:
        return Reply((line("the secret"),), private=True)

    return a_cog("confidant", tell, ask, press, whisper)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot that can keep a secret."""
    async with a_bot(tmp_path, cogs=[confidant()]) as running:
        yield running


def heard(bot: Bot) -> list[tuple[str, str, str]]:
    """Chat, text and what it answers, of all that the platforms accepted."""
    return [(sent.chat, sent.text, sent.answers) for sent in bot.sent]


async def kept(bot: Bot) -> list[tuple[str, bool]]:
    """The state of each message, and whether anything of it is kept."""
    rows = await bot.rows("SELECT state, body FROM outbox ORDER BY seq")
    return [(str(state), bool(body)) for state, body in rows]


async def test_the_group_hears_of_the_answer_once_it_is_there(bot: Bot) -> None:
    await bot.says("telegram:42", "/tell")
    assert heard(bot) == [("42", "the secret", "1"), ("-1001", SAID, "1")]
    assert await kept(bot) == [("sent", False), ("sent", True)]


async def test_until_then_it_hears_nothing(bot: Bot) -> None:
    telegram = bot.platforms["telegram"]
    telegram.closed["42"] = LATER
    assert await bot.says("telegram:42", "/tell") == []
    assert await bot.says("telegram:7", "/help nothing") != []
    del telegram.closed["42"]
    assert await bot.tick(minutes=5) == ["the secret", SAID]


async def test_a_closed_chat_is_told_in_the_group_in_the_persons_language(tmp_path: Path) -> None:
    async with a_bot(tmp_path, cogs=[confidant()], config=ZH) as bot:
        bot.platforms["telegram"].closed |= {"42": CLOSED, "7": CLOSED}
        assert await bot.says("telegram:42", "/tell") == [HOW_ZH]
        await bot.says("telegram:7", "/language en")
        assert await bot.says("telegram:7", "/tell") == [HOW]


async def test_nothing_of_a_secret_that_could_not_be_sent_is_kept(bot: Bot) -> None:
    bot.platforms["telegram"].closed["42"] = CLOSED
    await bot.says("telegram:42", "/tell")
    assert heard(bot) == [("-1001", HOW, "1")]
    assert await kept(bot) == [("failed", False), ("sent", True)]
    assert await bot.rows("SELECT count(*) FROM outbox WHERE body LIKE '%secret%'") == [(0,)]


@pytest.mark.parametrize("failure", [NEVER, KeyError("a bug")])
async def test_what_failed_for_another_reason_is_told_too(bot: Bot, failure: Exception) -> None:
    bot.platforms["telegram"].faults.append(failure)
    assert await bot.says("telegram:42", "/tell") == [LOST]
    assert await kept(bot) == [("failed", False), ("sent", True)]


async def test_where_there_are_no_private_chats_the_group_hears_that_there_is_an_answer(
    bot: Bot,
) -> None:
    bot.platforms["telegram"].limits = replace(TELEGRAM, private_messages=False)
    await bot.says("telegram:42", "/tell")
    assert heard(bot) == [("-1001", NO_WAY, "1")]
    assert await kept(bot) == [("failed", False), ("sent", True)]


async def test_a_refusal_is_for_the_asker_alone_as_the_answer_is(bot: Bot) -> None:
    await bot.says("telegram:42", "/tell no")
    assert heard(bot) == [("42", "why not", "1"), ("-1001", SAID, "1")]


async def test_what_is_asked_in_private_is_answered_there_and_nowhere_else(bot: Bot) -> None:
    bot.platforms["telegram"].closed["42"] = CLOSED
    await bot.says("telegram:42", "hello")
    assert await bot.whispers("telegram:42", "/tell") == []
    del bot.platforms["telegram"].closed["42"]
    assert await bot.whispers("telegram:42", "/tell") == ["the secret"]


async def test_a_press_in_the_group_is_answered_in_private_and_the_button_stays(bot: Bot) -> None:
    await bot.says("telegram:42", "/ask")
    await bot.presses("telegram:42", "ok", reply_to="t1")
    assert [(sent.chat, sent.text, sent.replaces) for sent in bot.sent] == [
        ("-1001", "press", ""),
        ("42", "the secret", ""),
        ("-1001", SAID, ""),
    ]


async def test_a_platform_that_shows_it_to_the_asker_alone_is_asked_to(bot: Bot) -> None:
    await bot.says("discord:42", "/tell", answer_to="7/private/42/token")
    assert heard(bot) == [("2001/3001", "the secret", "1")]


async def test_where_it_would_be_shown_to_all_it_goes_to_the_private_chat(bot: Bot) -> None:
    await bot.says("discord:42", "/whisper", answer_to="7//42/token")
    assert heard(bot) == [("42", "the secret", "1"), ("2001/3001", SAID, "1")]
    rows = await bot.rows("SELECT body FROM outbox ORDER BY seq")
    bodies = [json.loads(str(body)) for (body,) in rows]
    assert [each.get("answer_to") for each in bodies] == [None, "7//42/token"]


async def test_the_group_hears_of_it_once_whenever_the_bot_is_killed(bot: Bot) -> None:
    telegram = bot.platforms["telegram"]
    telegram.closed |= {"42": LATER, "-1001": LATER}
    await bot.says("telegram:42", "/tell")
    for closed in (CLOSED, LATER):
        # First it becomes known that the chat is closed, then the group takes nothing yet.
        telegram.closed["42"] = closed
        await bot.crash()
        await bot.start()
        await bot.settle()
    assert await kept(bot) == [("failed", False), ("waiting", True)]
    telegram.closed.clear()
    await bot.crash()
    await bot.start()
    await bot.settle()
    await bot.restart()
    assert heard(bot) == [("-1001", HOW, "1")]


async def test_an_answer_that_was_accepted_before_a_kill_is_told_of_once(bot: Bot) -> None:
    telegram = bot.platforms["telegram"]
    telegram.hold = asyncio.Event()
    bot.hands_over(bot.message("telegram:42", "/tell"))
    await bot.meanwhile()
    await bot.crash()
    telegram.hold = None
    for _ in range(2):
        await bot.start()
        await bot.settle()
        await bot.crash()
    assert bot.texts() == ["the secret", "the secret", SAID]
    await bot.start()


async def test_the_word_follows_a_group_that_goes_on_under_another_name(bot: Bot) -> None:
    telegram = bot.platforms["telegram"]
    telegram.closed |= {"42": LATER, "-1001": DeliveryFailed("upgraded", moved_to="-100777")}
    await bot.says("telegram:42", "/tell")
    await bot.says("telegram:7", "/ask")
    telegram.closed["42"] = CLOSED
    await bot.tick(minutes=1)
    assert [(sent.chat, sent.text) for sent in bot.sent] == [("-100777", "press"), ("-100777", HOW)]


def test_a_message_brings_a_picture_or_a_file() -> None:
    with pytest.raises(ValueError, match="not both"):
        Reply((), card=Card("a"), document=Document("a.txt", "b"))
