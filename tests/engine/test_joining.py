"""Answers that wait for one group: said together, in order, each once; or by a reaction."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.cog import command, offers
from bot.core.context import Context
from bot.core.errors import DeliveryFailed
from bot.core.outgoing import Card, Doing, Reply
from bot.platforms.capabilities import PACES
from bot.presenter.graphemes import utf16_length
from tests.engine.postman import LATER, NEVER, Post, postman, states
from tests.kit import DAWN, ZH, Bot, a_bot, a_cog, line

PNG = b"\x89PNG\r\n\x1a\n, a picture"
DONE = "Checked in. Your streak begins: day 1. +1 point, 1 in all."
AGAIN = "Checked in. Your streak: 2 days.\n+1 point, 2 in all."


@pytest.fixture
def post() -> Post:
    """An empty bag."""
    return Post()


@pytest.fixture
async def bot(tmp_path: Path, post: Post) -> AsyncIterator[Bot]:
    """A bot with a postman that keeps to the pace of its platforms."""
    async with a_bot(tmp_path, cogs=[postman(post)], paces=PACES, durable=True) as running:
        yield running


async def all_at_once(bot: Bot, text: str, people: range, **more: object) -> list[str]:
    """What is said at once when all of them write this."""
    return await bot.takes(*(bot.message(f"telegram:{user}", text, **more) for user in people))


async def streaks(bot: Bot, people: range) -> None:
    """They checked in yesterday."""
    await all_at_once(bot, "/checkin", people)
    await bot.tick(days=1)
    bot.sent.clear()


async def spend(bot: Bot) -> None:
    """The group takes no message for a while, and nothing waits for it."""
    for _ in range(20):
        await bot.says("telegram:42", "/say x")
        await bot.tick(seconds=1)
    bot.sent.clear()


async def test_answers_that_would_wait_are_one_message_with_names(bot: Bot) -> None:
    (said,) = await all_at_once(bot, "/checkin", range(100, 107))
    assert said.splitlines() == [f"P{user}: {DONE}" for user in range(100, 107)]
    assert [(sent.answers, sent.to, sent.buttons) for sent in bot.sent] == [("", "", ())]
    assert await bot.rows("SELECT DISTINCT state, parts_sent, message_id FROM outbox") == [
        ("sent", 1, "t1")
    ]


async def test_in_chinese_they_read_as_people_write_it(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=ZH, paces=PACES) as bot:
        (said,) = await bot.takes(
            *(bot.message(f"telegram:{n}", "/签到", name=f"小雨{n}") for n in range(7))
        )
    assert said.splitlines()[3] == "小雨3：签到成功，连签 1 天。+1 分，现在共 1 分。"


async def test_each_line_is_in_the_language_of_who_asked(bot: Bot) -> None:
    await bot.says("telegram:103", "/language zh")
    await bot.tick(seconds=5)
    (said,) = await all_at_once(bot, "/checkin", range(100, 107))
    assert said.splitlines()[2:4] == [
        f"P102: {DONE}",
        "P103：签到成功，连签 1 天。+1 分，现在共 1 分。",
    ]


async def test_a_few_answers_have_a_message_each(bot: Bot) -> None:
    assert await all_at_once(bot, "/checkin", range(100, 106)) == [DONE.replace(". +", ".\n+")]
    assert await bot.tick(seconds=5) == [DONE.replace(". +", ".\n+")] * 5
    assert [sent.answers for sent in bot.sent] == [str(n) for n in range(1, 7)]


async def test_what_has_more_than_sentences_stands_alone_and_keeps_the_order(
    bot: Bot, post: Post
) -> None:
    post.put("a notice")
    asked = ["/say 1", "/say 2", "/long", "/say 3", "/post", "/say 4", "/say 5", "/say 6"]
    await bot.takes(*(bot.message("telegram:42", text) for text in asked))
    await bot.tick(seconds=20)
    said = [text.splitlines()[0][:8] for text in bot.texts()]
    assert bot.texts()[0] == "P42: 1\nP42: 2"
    assert said == ["P42: 1", "000 xxxx", "040 xxxx", "080 xxxx", "3", "a notice", "4", "5", "6"]


async def test_what_is_for_one_alone_is_joined_with_nothing(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    await bot.takes(*(bot.message("telegram:42", "/points", private=True) for _ in range(9)))
    await bot.tick(seconds=10)
    assert len(bot.sent) == 9


async def test_a_platform_without_a_pace_of_groups_joins_nothing(bot: Bot) -> None:
    said = await bot.takes(*(bot.message("discord:7", f"/say {n}") for n in range(40)))
    assert said == [str(n) for n in range(40)]


async def test_together_they_have_no_pictures_and_alone_they_have(tmp_path: Path) -> None:
    @command("show")
    async def show(ctx: Context) -> Reply:
        return Reply((line("seven"),), card=Card("seven"))

    @offers("picture", "seven")
    def seven(*asked: object) -> bytes:
        return PNG

    cogs = [a_cog("show", show, seven)]
    async with a_bot(tmp_path, cogs=cogs, paces=PACES) as bot:
        await bot.says("telegram:42", "/show")
        await bot.takes(*(bot.message("telegram:42", "/show") for _ in range(7)))
        await bot.tick(seconds=5)
    assert [(sent.text, sent.image is None) for sent in bot.sent] == [
        ("seven", False),
        ("\n".join(["P42: seven"] * 7), True),
    ]


async def test_a_message_holds_thirty_answers_and_what_the_platform_takes(bot: Bot) -> None:
    texts = [f"{n:02} " + "😀" * 100 for n in range(40)]
    await bot.takes(*(bot.message("telegram:42", f"/say {text}") for text in texts))
    await bot.tick(seconds=10)
    lines = [text.splitlines() for text in bot.texts()]
    assert [len(each) for each in lines] == [19, 19, 1, 1]
    assert [line.removeprefix("P42: ") for each in lines for line in each] == texts
    assert max(utf16_length(text) for text in bot.texts()) <= 4_096
    assert len((await all_at_once(bot, "/checkin", range(100, 140)))[0].splitlines()) == 30


async def test_an_answer_that_is_too_long_for_a_line_stands_alone(bot: Bot) -> None:
    long = "😀" * 200
    texts = ["1", "2", "3", long, *"4567"]
    await bot.takes(*(bot.message("telegram:42", f"/say {text}") for text in texts))
    await bot.tick(seconds=20)
    assert bot.texts() == ["P42: 1\nP42: 2\nP42: 3", long, *"4567"]


async def test_a_name_is_said_once_and_never_as_markup(bot: Bot) -> None:
    asked = [bot.message("telegram:42", "/points", name="@all\n😈") for _ in range(7)]
    (said,) = await bot.takes(*asked)
    assert said.splitlines() == ["@all 😈, you have 0 points; today you earned 0, in all 0."] * 7


async def test_what_may_pass_is_tried_again_and_said_once(bot: Bot) -> None:
    bot.platforms["telegram"].faults.extend([LATER, DeliveryFailed("slow", retry_after=9)])
    assert await all_at_once(bot, "/say hello", range(100, 107)) == []
    (said,) = await bot.tick(seconds=10)
    assert said.splitlines() == [f"P{user}: hello" for user in range(100, 107)]
    assert [state for state, _, _ in await states(bot)] == ["sent"] * 7


async def test_an_answer_that_is_refused_takes_no_other_with_it(bot: Bot) -> None:
    bot.platforms["telegram"].faults.extend([NEVER, NEVER])
    await all_at_once(bot, "/say hello", range(100, 107))
    assert await bot.tick(seconds=10) == ["hello"] * 6
    assert [state for state, _, _ in await states(bot)] == ["failed", *["sent"] * 6]


async def test_a_group_that_has_put_the_bot_out_ends_each_of_them(bot: Bot) -> None:
    out = DeliveryFailed("Forbidden: bot was kicked", permanent=True, closed=True)
    bot.platforms["telegram"].closed["-1001"] = out
    await all_at_once(bot, "/say hello", range(100, 107))
    await bot.tick(seconds=10)
    assert await states(bot) == [("failed", 1, "Forbidden: bot was kicked")] * 7


async def test_joined_answers_follow_a_group_that_moved(bot: Bot) -> None:
    moved = DeliveryFailed("upgraded", moved_to="-100777")
    bot.platforms["telegram"].closed["-1001"] = moved
    await all_at_once(bot, "/say hello", range(100, 107))
    assert [(sent.chat, sent.text.count("\n")) for sent in bot.sent] == [("-100777", 6)]
    assert await bot.rows("SELECT DISTINCT chat, state FROM outbox") == [("-100777", "sent")]


async def test_joined_answers_that_were_accepted_before_a_kill_are_said_once_more(
    bot: Bot,
) -> None:
    telegram = bot.platforms["telegram"]
    telegram.hold = asyncio.Event()
    for user in range(100, 107):
        bot.hands_over(bot.message(f"telegram:{user}", "/say hello"))
    await bot.meanwhile()
    assert bot.texts() == ["\n".join(f"P{user}: hello" for user in range(100, 107))]
    await bot.crash()
    telegram.hold = None
    for _ in range(3):
        await bot.start()
        await bot.tick(seconds=10)
        await bot.crash()
    assert bot.texts() == ["\n".join(f"P{user}: hello" for user in range(100, 107))] * 2
    await bot.start()


async def test_a_spent_minute_is_answered_by_reactions_where_nothing_particular_is_said(
    bot: Bot,
) -> None:
    await streaks(bot, range(100, 140))
    await spend(bot)
    await all_at_once(bot, "/checkin", range(100, 140))
    await all_at_once(bot, "/checkin", range(100, 102))
    await bot.tick(seconds=2)
    telegram = bot.platforms["telegram"]
    assert [(act.doing, act.message, act.emoji) for _, act, _ in telegram.done] == [
        (Doing.REACT, str(message), "👍") for message in range(61, 101)
    ]
    assert bot.texts() == []
    await bot.tick(minutes=1)
    (said,) = bot.texts()
    assert [line.partition(":")[0] for line in said.splitlines()] == ["P100", "P101"]
    assert {state for state, _, _ in await states(bot)} == {"sent"}


async def test_a_milestone_is_said_however_busy_the_group_is(bot: Bot) -> None:
    for _ in range(5):
        await bot.says("telegram:100", "/checkin")
        await bot.tick(days=1)
    await streaks(bot, range(100, 102))
    await spend(bot)
    await all_at_once(bot, "/checkin", range(100, 102))
    await bot.tick(minutes=1)
    assert [act.message for _, act, _ in bot.platforms["telegram"].done] == ["29"]
    assert "7" in bot.texts()[0]


async def test_a_streak_that_begins_is_said_however_busy_the_group_is(bot: Bot) -> None:
    await streaks(bot, range(100, 102))
    await bot.tick(days=1)
    await bot.says("telegram:102", "/checkin")
    await bot.tick(days=1)
    await spend(bot)
    # Theirs broke yesterday, that of the third goes on, the fourth is new.
    await all_at_once(bot, "/checkin", range(100, 104))
    await bot.tick(minutes=1)
    assert [act.message for _, act, _ in bot.platforms["telegram"].done] == ["26"]
    assert bot.texts() == [
        "P100: Checked in. Your streak begins: day 1. +1 point, 2 in all.\n"
        "P101: Checked in. Your streak begins: day 1. +1 point, 2 in all.\n"
        f"P103: {DONE}"
    ]


BOOST = """
[[points.boost]]
name = "festival"
from = 2026-11-24T00:00:00+08:00
until = 2026-11-25T00:00:00+08:00
factor = 2
"""


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (DAWN + BOOST, "Checked in. Your streak: 2 days.\n+2 points, 3 in all."),
        (ZH + BOOST, "签到成功，连签 2 天。\n+2 分，现在共 3 分。"),
    ],
)
async def test_points_that_are_boosted_are_said_however_busy_the_group_is(
    tmp_path: Path, post: Post, config: str, said: str
) -> None:
    async with a_bot(tmp_path, config=config, cogs=[postman(post)], paces=PACES) as bot:
        await streaks(bot, range(100, 101))
        await spend(bot)
        await bot.says("telegram:100", "/checkin")
        assert await bot.tick(minutes=1) == [said]
        assert bot.platforms["telegram"].done == []


async def test_points_of_a_weight_are_usual(tmp_path: Path, post: Post) -> None:
    config = DAWN + '\n[[points.rule]]\nof = "checkin"\nweight = 3\n'
    async with a_bot(tmp_path, config=config, cogs=[postman(post)], paces=PACES) as bot:
        await streaks(bot, range(100, 101))
        await spend(bot)
        await bot.says("telegram:100", "/checkin")
        assert len(bot.platforms["telegram"].done) == 1


async def test_what_still_waits_when_the_minute_is_spent_becomes_a_reaction(bot: Bot) -> None:
    await streaks(bot, range(100, 140))
    for _ in range(19):
        await bot.says("telegram:42", "/say x")
        await bot.tick(seconds=1)
    await all_at_once(bot, "/checkin", range(100, 140))
    await bot.tick(seconds=2)
    assert len(bot.texts()[-1].splitlines()) == 30
    assert len(bot.platforms["telegram"].done) == 10


async def test_a_wait_of_a_few_seconds_is_no_reason_for_a_reaction(bot: Bot) -> None:
    await spend(bot)
    await bot.tick(seconds=36)
    assert await all_at_once(bot, "/checkin", range(100, 102)) == []
    assert await bot.tick(seconds=4) == [f"P100: {DONE}\nP101: {DONE}"]
    assert bot.platforms["telegram"].done == []


async def test_reactions_are_not_held_up_by_an_answer_that_waits(bot: Bot) -> None:
    await streaks(bot, range(100, 102))
    await spend(bot)
    await bot.says("telegram:42", "/say wait")
    await bot.says("telegram:100", "/checkin")
    assert len(bot.platforms["telegram"].done) == 1
    assert bot.texts() == []


async def test_a_reaction_that_may_pass_is_tried_again_and_one_that_cannot_is_said(
    bot: Bot,
) -> None:
    await streaks(bot, range(100, 102))
    await spend(bot)
    bot.platforms["telegram"].faults.extend([LATER])
    await bot.says("telegram:100", "/checkin")
    await bot.tick(seconds=2)
    assert len(bot.platforms["telegram"].done) == 1
    bot.platforms["telegram"].faults.extend([NEVER])
    await bot.says("telegram:101", "/checkin")
    assert await bot.tick(minutes=1) == [AGAIN]
    assert {state for state, _, _ in await states(bot)} == {"sent"}


async def test_who_asked_in_a_group_that_moved_meanwhile_is_answered_in_words(bot: Bot) -> None:
    await streaks(bot, range(100, 102))
    await spend(bot)
    moved = DeliveryFailed("upgraded", moved_to="-100777")
    bot.platforms["telegram"].faults.append(moved)
    await bot.says("telegram:100", "/checkin")
    await bot.tick(minutes=1)
    assert bot.platforms["telegram"].done == []
    assert [sent.chat for sent in bot.sent] == ["-100777"]


async def test_a_reaction_before_a_kill_and_the_words_after_it_are_both_there(bot: Bot) -> None:
    await streaks(bot, range(100, 102))
    await spend(bot)
    bot.platforms["telegram"].up.clear()
    await bot.says("telegram:100", "/checkin")
    await bot.crash()
    bot.platforms["telegram"].up.set()
    await bot.start()
    await bot.settle()
    assert bot.texts() == [AGAIN]
    assert bot.platforms["telegram"].done == []
