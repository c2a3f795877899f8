"""For which community, and in which language, somebody is answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.model import Sender
from tests.kit import DAWN, TWO, ZH, Bot, a_bot

NEAR = "There’s no command “/chekin”. Did you mean /checkin?"
FAR = "There’s no command “/xyzzy”. Send /help to see them all."
STRANGER = (
    "You aren’t a member here yet. Please write something in the community’s group first,"
    " such as /checkin, then come back to me."
)
STRANGER_ZH = "你还不是这里的成员，请先在社区的群里说句话，例如 /签到，再回来找我。"
DONE = "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."
UNBOUND = (
    "This chat doesn’t belong to a community yet."
    " Please add telegram:-9 to the community’s chats in the config file."
)
WHICH = "You’re in several communities. Which one is this for? Choose once and I’ll remember."


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot."""
    async with a_bot(tmp_path) as running:
        yield running


# Chats that no community names


async def test_a_chat_that_no_community_names_is_told_to_its_admin_once(bot: Bot) -> None:
    assert await bot.says("telegram:42", "/checkin", chat="-9") == []
    assert await bot.says("telegram:42", "/checkin", chat="-9", sender=Sender.BOT) == []
    await bot.is_now("telegram:50", "moderator", chat="-9")
    assert await bot.says("telegram:50", "/checkin", chat="-9") == []
    await bot.is_now("telegram:51", "admin", chat="-9")
    assert await bot.says("telegram:51", "hello", chat="-9") == []
    assert await bot.says("telegram:51", "/checkin", chat="-9") == [UNBOUND]
    assert await bot.says("telegram:51", "/checkin", chat="-9") == []
    await bot.restart()
    await bot.is_now("telegram:52", "owner", chat="-9")
    assert await bot.says("telegram:52", "/checkin", chat="-9") == []
    assert await bot.count("accounts") == 0


@pytest.mark.parametrize(
    ("who", "first", "second", "name"),
    [
        ("telegram:51", "-9/7", "-9/8", "telegram:-9"),
        ("discord:51", "2009/3001", "2009/3002", "discord:2009/3001"),
    ],
)
async def test_a_group_is_told_once_with_all_that_is_in_it(
    bot: Bot, who: str, first: str, second: str, name: str
) -> None:
    await bot.is_now(who, "admin", chat=first.partition("/")[0])
    told = [UNBOUND.replace("telegram:-9", name)]
    assert await bot.says(who, "/checkin", chat=first) == told
    assert await bot.says(who, "/checkin", chat=second) == []
    assert await bot.says("telegram:42", "/checkin", chat=second) == []


async def test_an_admin_of_one_chat_is_nobody_in_another(bot: Bot) -> None:
    await bot.is_now("telegram:51", "admin", chat="-8")
    assert await bot.says("telegram:51", "/checkin", chat="-9") == []


async def test_a_chat_that_was_named_since_is_of_its_community(bot: Bot) -> None:
    await bot.stop()
    bot.config = DAWN.replace('"telegram:-1002"', '"telegram:-9"')
    await bot.start()
    assert await bot.says("telegram:42", "/checkin", chat="-9") == [DONE]


async def test_a_guild_stands_for_all_its_channels(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN.replace("2001/3001", "2001")) as bot:
        assert await bot.says("discord:42", "/checkin", chat="2001/77") == [DONE]
        assert await bot.says("discord:42", "/checkin", chat="2002/77") == []


# Private chats


async def test_in_private_who_belongs_to_no_community_is_no_member(bot: Bot) -> None:
    assert await bot.whispers("telegram:42", "/checkin") == [STRANGER]
    assert await bot.whispers("telegram:42", "/checkin", locale="zh-CN") == [STRANGER_ZH]
    assert await bot.whispers("telegram:42", "/points", locale="de") == [STRANGER]
    assert await bot.count("members") == 0


async def test_who_belongs_to_no_community_may_choose_a_language_and_ask_for_help(
    bot: Bot,
) -> None:
    assert await bot.whispers("telegram:42", "/language 中文") == ["好的，以后用中文回答你。"]
    assert (await bot.whispers("telegram:42", "/help"))[0].startswith("我能做这些：")
    assert await bot.whispers("telegram:42", "/checkin") == [STRANGER_ZH]


async def test_in_private_the_community_is_the_one_that_somebody_belongs_to(
    tmp_path: Path,
) -> None:
    async with a_bot(tmp_path, config=TWO) as bot:
        await bot.says("telegram:42", "hello", chat="-2001")
        assert await bot.whispers("telegram:42", "/checkin") == [DONE]
        assert await bot.rows("SELECT community FROM days") == [("other",)]


async def test_in_private_who_belongs_to_several_is_asked_once(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TWO) as bot:
        await bot.says("telegram:42", "hello")
        await bot.says("telegram:42", "hello", chat="-2001")
        assert await bot.whispers("telegram:42", "hello") == []
        assert await bot.whispers("telegram:42", "/checkin") == [WHICH]
        assert [each.label for each in bot.sent[-1].buttons] == ["Dawn", "Dusk"]
        assert await bot.presses("telegram:42", "Dusk", private=True) == [
            "All right, in private chats you now mean Dusk. Please send your command once more."
        ]
        await bot.restart()
        assert await bot.whispers("telegram:42", "/checkin") == [DONE]
        assert await bot.rows("SELECT community FROM days") == [("other",)]


async def test_a_choice_of_community_can_be_changed_by_the_same_buttons(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TWO) as bot:
        await bot.says("telegram:42", "hello")
        await bot.says("telegram:42", "hello", chat="-2001")
        await bot.whispers("telegram:42", "/checkin")
        for name, community in (("Dusk", "other"), ("Dawn", "main")):
            await bot.presses("telegram:42", name, private=True)
            assert await bot.rows("SELECT community FROM private_choices") == [(community,)]


async def test_a_choice_whose_community_is_gone_is_asked_for_again(tmp_path: Path) -> None:
    third = (
        '\n[community.third]\nname = "Noon"\nzone = "UTC"\nlocale = "en"\nchats = ["telegram:-3"]\n'
    )
    async with a_bot(tmp_path, config=TWO + third) as bot:
        for chat in ("-1001", "-2001", "-3"):
            await bot.says("telegram:42", "hello", chat=chat)
        await bot.whispers("telegram:42", "/checkin")
        await bot.presses("telegram:42", "Noon", private=True)
        await bot.stop()
        bot.config = TWO
        await bot.start()
        assert await bot.whispers("telegram:42", "/points") == [WHICH]


async def test_the_question_is_asked_in_the_persons_language(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TWO) as bot:
        await bot.says("telegram:42", "/language zh")
        await bot.says("telegram:42", "hello", chat="-2001")
        assert await bot.whispers("telegram:42", "/签到") == [
            "你在好几个社区里，这次是哪一个？选一次，我就记住了。"
        ]


# Languages


async def test_a_group_is_answered_in_the_language_of_who_asks(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=ZH) as bot:
        assert await bot.says("telegram:42", "/checkin", locale="en") == [
            "签到成功，连签 1 天。\n+1 分，现在共 1 分。"
        ]
        await bot.says("telegram:43", "/language english")
        assert await bot.says("telegram:43", "/签到") == [DONE]
        assert await bot.says("telegram:44", "/签到") == [
            "签到成功，连签 1 天。\n+1 分，现在共 1 分。"
        ]


async def test_in_private_the_client_s_language_holds_until_one_is_chosen(bot: Bot) -> None:
    await bot.says("telegram:42", "hello", locale="zh-hans")
    assert await bot.whispers("telegram:42", "/points", locale="zh-hans") == [
        "P42，你有 0 分，今天得了 0 分，累计得过 0 分。"
    ]
    assert await bot.whispers("telegram:42", "/points", locale="fr") == [
        "P42, you have 0 points; today you earned 0, in all 0."
    ]
    await bot.says("telegram:42", "/language zh")
    assert await bot.whispers("telegram:42", "/points", locale="fr") == [
        "P42，你有 0 分，今天得了 0 分，累计得过 0 分。"
    ]
