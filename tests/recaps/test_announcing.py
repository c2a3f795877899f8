"""Announcements: where they go, whom they ping, and how they are taken back."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.errors import DeliveryFailed
from cogs.recaps.pieces import pieces
from tests.kit import DAWN, Bot, a_bot
from tests.recaps.weeks import chats

MODERATOR, ANN = "telegram:900", "telegram:42"
DONE = "Announced in 2 chats. The announcement has the id #."
EXAMPLE = "For example: /announce The meetup begins at 20:00."


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with a_bot(tmp_path) as running:
        await running.says(ANN, "hello", name="Ann")
        yield running


async def test_it_is_said_in_the_first_chat_of_each_platform_with_its_lines(bot: Bot) -> None:
    said = await bot.says(MODERATOR, "/announce Tonight at 8.\nBring tea!")
    assert said == [DONE, "📢 Tonight at 8.\nBring tea!", "📢 Tonight at 8.\nBring tea!"]
    assert sorted(chats(bot, 1)) == ["discord:2001/3001", "telegram:-1001"]
    audit = await bot.rows("SELECT action, target, detail FROM actions")
    assert audit == [("announce", "", '{"chats": 2, "messages": 2}')]


async def test_the_same_message_twice_is_one_announcement(bot: Bot) -> None:
    message = bot.message(MODERATOR, "/公告 今晚八点")
    assert await bot.takes(message) == [DONE, "📢 今晚八点", "📢 今晚八点"]
    assert await bot.takes(message) == []


async def test_it_pings_whom_the_moderator_names_where_they_are_known(bot: Bot) -> None:
    await bot.says(MODERATOR, "/announce Thanks @Ann and @all!", mentions=("42", "everyone"))
    bodies = await bot.rows("SELECT platform, body FROM outbox ORDER BY seq")
    pings = [(platform, json.loads(str(body)).get("mentions", [])) for platform, body in bodies]
    assert pings == [("telegram", []), ("telegram", ["42"]), ("discord", [])]


async def test_a_long_one_goes_in_pieces(bot: Bot) -> None:
    text = "\n".join(f"line {number} " + "x" * 80 for number in range(40))
    await bot.says(MODERATOR, f"/announce {text}")
    for platform, limit, count in (("telegram", 3_502, 2), ("discord", 1_502, 3)):
        said = [each.text for each in bot.sent[1:] if each.platform == platform]
        assert (len(said), max(map(len, said)) <= limit) == (count, True)
        assert "\n".join(each.removeprefix("📢 ") for each in said) == text


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", "Something is missing: what to say."),
        ("\u200b", "Something is missing: what to say."),
        (
            "x" * 4_001,
            "An announcement has at most 4000 characters; this one has 4001.",
        ),
    ],
)
async def test_one_without_words_or_without_end_is_refused(
    bot: Bot, text: str, refusal: str
) -> None:
    assert await bot.says(MODERATOR, f"/announce {text}") == [f"{refusal} {EXAMPLE}"]
    assert await bot.count("actions") == 0


async def test_a_member_announces_nothing(bot: Bot) -> None:
    assert await bot.says(ANN, "/announce free points") == [
        "That’s for moderators to do. Please ask one of them, or send /help to see what you can do."
    ]


@pytest.mark.parametrize("asked", ["/announce Tonight", "/recap now"])
async def test_a_whole_server_is_no_place_and_the_moderator_hears_what_is(
    tmp_path: Path, asked: str
) -> None:
    alone = DAWN.replace(
        '"telegram:-1001", "telegram:-1002", "discord:2001/3001"', '"discord:2001"'
    )
    config = alone.replace('"telegram:900"', '"discord:900"')
    async with a_bot(tmp_path, config=config) as bot:
        assert await bot.says("discord:900", asked) == [
            "There is no chat of this community to say it in; a whole Discord server is none. In"
            ' the config, chats under [recaps] names one, such as chats = ["discord:2001/3001"].'
        ]
        assert await bot.count("actions") == 0
        await bot.says("discord:900", "/language zh")
        assert await bot.says("discord:900", asked) == [
            "这个社区没有可以发的聊天，整个 Discord 服务器不算。"
            '请在配置的 [recaps] 里用 chats 写明，例如 chats = ["discord:2001/3001"]。'
        ]


async def test_undoing_it_deletes_its_messages_and_undoing_that_says_it_again(bot: Bot) -> None:
    await bot.says(MODERATOR, "/announce Tonight")
    act = _id(bot)
    assert await bot.says(MODERATOR, f"/undo {act}") == [
        "# is undone. This undo has the id #.\n"
        "Messages that are deleted: 2. Those that were still waiting are not sent."
    ]
    deeds = [each for platform in bot.platforms.values() for _, each, _ in platform.done]
    assert sorted((deed.doing, deed.platform, deed.chat) for deed in deeds) == [
        ("delete", "discord", "2001/3001"),
        ("delete", "telegram", "-1001"),
    ]
    again = str((await bot.rows("SELECT id FROM actions WHERE undoes IS NOT NULL"))[0][0])
    assert await bot.says(MODERATOR, f"/undo {again}") == [
        "# is undone. This undo has the id #.\nIt is said again in 2 chats.",
        "📢 Tonight",
        "📢 Tonight",
    ]


async def test_what_waits_still_is_not_sent_once_it_is_undone(bot: Bot) -> None:
    bot.platforms["discord"].faults.append(DeliveryFailed("full", retry_after=60))
    await bot.says(MODERATOR, "/announce Tonight")
    await bot.says(MODERATOR, f"/undo {_id(bot)}")
    before = len(bot.sent)
    await bot.tick(minutes=5)
    assert bot.texts(before) == []


NOT_THERE = (
    "The announcement # did not arrive, or not all of it, in discord:2001/3001: the platform does"
    " not take my messages there. Please see whether I am still in that chat and may write there."
)
NOT_THERE_ZH = (
    "公告 # 没能（完整）发到 discord:2001/3001：平台不收我在那里的消息。"
    "请看看我还在不在那个聊天里，能不能发言。"
)
MISSING = DeliveryFailed("Missing Access", permanent=True)


@pytest.mark.parametrize("text", ["Tonight", "long " * 700])
async def test_the_moderator_hears_once_of_a_chat_that_does_not_take_it(
    bot: Bot, text: str
) -> None:
    bot.platforms["discord"].closed["2001/3001"] = MISSING
    await bot.says(MODERATOR, f"/announce {text}")
    assert [sent.text for sent in bot.sent[1:] if sent.platform == "discord"] == []
    assert bot.texts().count(NOT_THERE) == 1
    assert bot.texts()[0] == DONE
    (told,) = [sent for sent in bot.sent if "did not arrive" in sent.text]
    assert (told.platform, told.chat, told.to) == ("telegram", "-1001", "")


async def test_asked_in_private_it_is_said_in_private_and_in_their_language(bot: Bot) -> None:
    bot.platforms["discord"].closed["2001/3001"] = MISSING
    await bot.whispers(MODERATOR, "/language zh")
    await bot.whispers(MODERATOR, "/announce Tonight")
    assert bot.texts().count(NOT_THERE_ZH) == 1
    (told,) = [sent for sent in bot.sent if "没能" in sent.text]
    assert (told.platform, told.chat, told.to) == ("telegram", "900", "900")


async def test_of_a_chat_that_takes_it_later_nothing_is_said(bot: Bot) -> None:
    bot.platforms["discord"].faults.append(DeliveryFailed("full", retry_after=60))
    await bot.says(MODERATOR, "/announce Tonight")
    await bot.tick(minutes=2)
    assert bot.texts() == [DONE, "📢 Tonight", "📢 Tonight"]


async def test_a_word_that_is_refused_as_well_says_no_other(bot: Bot) -> None:
    bot.platforms["telegram"].closed["-1001"] = MISSING
    await bot.says(MODERATOR, "/announce Tonight")
    assert bot.texts() == ["📢 Tonight"]
    states = await bot.rows("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state")
    assert states == [("failed", 3), ("sent", 1)]


def test_pieces_are_cut_behind_lines_then_words_then_anywhere() -> None:
    assert list(pieces("one\ntwo three", 5)) == ["one", "two", "three"]
    assert list(pieces("abcdefg", 3)) == ["abc", "def", "g"]
    assert list(pieces("  ", 3)) == []


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("😀😀😀", 5, ["😀😀", "😀"]),
        ("a*b*c", 4, ["a*b", "*c"]),
        ("xe\u0301y", 2, ["x", "e\u0301", "y"]),
        ("🇨🇳🇫🇷", 6, ["🇨🇳", "🇫🇷"]),
        ("👍👍🏽", 4, ["👍", "👍🏽"]),
        ("👩\u200d👧👩\u200d👧", 9, ["👩\u200d👧", "👩\u200d👧"]),
        ("e" + "\u0301" * 99, 50, ["e" + "\u0301" * 49, "\u0301" * 50]),
        ("😀", 1, ["😀"]),
    ],
)
def test_pieces_are_as_long_as_platforms_count_and_cut_no_character(
    text: str, limit: int, cut: list[str]
) -> None:
    assert list(pieces(text, limit)) == cut


@pytest.mark.parametrize("char", ["😀", "*", "界", "🇨🇳"])
async def test_of_a_long_one_nothing_stays_when_it_is_undone(bot: Bot, char: str) -> None:
    await bot.says(MODERATOR, f"/announce {char * (4_000 // len(char))}")
    said = len(bot.sent) - 1
    assert {each.text[:2] for each in bot.sent[1:]} == {"📢 "}
    await bot.says(MODERATOR, f"/undo {_id(bot)}")
    deeds = [each for platform in bot.platforms.values() for _, each, _ in platform.done]
    assert len(deeds) == said


def _id(bot: Bot) -> str:
    """The id in the answer to the moderator."""
    return bot.sent[0].text.rstrip(".").rpartition(" ")[2]
