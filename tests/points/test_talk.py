"""Points for talk: reactions, answers, messages; caps, and what farming earns."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.model import Incoming, Kind
from bot.engine.verifying import Verdict, rebuild
from tests.kit import DAWN, Bot, a_bot

COUNTED = "SELECT name, value FROM tallies WHERE value <> 0 ORDER BY name, value DESC"
TALK = DAWN + "[points]\nmessage = 1\nmessage_cooldown_s = 0\n"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot that knows Rain."""
    async with a_bot(tmp_path) as running:
        await running.says("telegram:42", "hello everybody", name="Rain")
        yield running


def react(
    bot: Bot, who: str, message: Incoming, *, emoji: str = "👍", removed: bool = False
) -> Incoming:
    """A reaction to this message."""
    update = bot.message(who, "", message_id=message.message_id, chat=message.chat)
    return replace(update, kind=Kind.REACTION, emoji=emoji, removed=removed, handle="")


async def balance(bot: Bot, who: str = "telegram:42") -> int:
    """What somebody's points are now."""
    platform, _, user = who.partition(":")
    rows = await bot.rows(
        "SELECT coalesce(sum(b.balance), 0) FROM accounts a JOIN members m ON m.person = a.person"
        " JOIN balances b ON b.member = m.id WHERE a.platform = ? AND a.user_id = ?",
        platform,
        user,
    )
    return int(rows[0][0] or 0)


async def test_a_message_that_comes_by_two_updates_counts_once(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TALK) as bot:
        said = bot.message("telegram:42", "I ran five kilometres today", name="Rain")
        again = replace(bot.message("telegram:42", said.text), message_id=said.message_id)
        other = bot.message("telegram:42", "And tomorrow I shall swim", name="Rain")
        third = replace(bot.message("telegram:42", other.text), message_id=other.message_id)
        await bot.takes(said)
        await bot.takes(again)
        await bot.takes(other, third)
        assert await bot.rows("SELECT value FROM tallies WHERE name = 'messages'") == [(2,)]
        assert await balance(bot) == 2
        assert await bot.problems() == []


async def test_a_reaction_pays_the_author_and_an_unlike_takes_it_back(bot: Bot) -> None:
    said = bot.message("telegram:42", "I ran five kilometres today", name="Rain")
    await bot.takes(said)
    like = react(bot, "telegram:43", said)
    assert await bot.takes(like) == []
    assert await balance(bot) == 1
    await bot.takes(like)
    assert await balance(bot) == 1
    await bot.takes(react(bot, "telegram:43", said, removed=True))
    assert await balance(bot) == 0
    await bot.takes(react(bot, "telegram:43", said))
    assert await balance(bot) == 1
    assert await bot.says("telegram:42", "/points", name="Rain") == [
        "Rain, you have 1 point; today you earned 1, in all 1.\n"
        "Of these, 1 by messages, reactions and replies, at most 50 a day."
    ]
    assert await bot.problems() == []


async def says_twenty(bot: Bot, text: str, **more: object) -> None:
    """Rain writes the same twenty times, half a minute apart."""
    for _ in range(20):
        await bot.says("telegram:42", text, name="Rain", **more)
        await bot.tick(seconds=30)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("大家早上好，今天也要加油", 1),
        ("good morning everybody", 1),
        ("大家早安 🎉🎉", 1),
        ("🎉🎉🎉🎉🎉", 1),
        ("👍", 1),
        ("哈哈哈哈哈哈", 0),
        ("hahahahaha", 0),
        ("!!!!!!!!", 0),
        ("嗯", 0),
    ],
)
async def test_twenty_times_the_same_earns_once_at_most(
    tmp_path: Path, text: str, points: int
) -> None:
    async with a_bot(tmp_path, config=TALK) as bot:
        await says_twenty(bot, text)
        assert await balance(bot) == points
        assert await bot.problems() == []


async def test_another_writing_of_the_same_earns_nothing(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TALK) as bot:
        for text in (
            "今天學習了三個小時",
            "今天学习了三个小时",
            "今天学习了三个小时！！！",
            "今 天 学 习 了 三 个 小 时",
            "今天\u200b学习了\u200b三个小时",
            "今天学习了三个小时1",
            "Ｇood Ｍorning ＥＶＥＲＹＢＯＤＹ",
            "good morning everybody",
            "GOOD MORNING, EVERYBODY",
        ):
            await bot.says("telegram:42", text, name="Rain")
            await bot.tick(seconds=30)
        assert await balance(bot) == 2
        await bot.restart()
        await bot.says("telegram:42", "今天学习了三个小时", name="Rain")
        assert await balance(bot) == 2
        await bot.tick(hours=25)
        await bot.says("telegram:42", "今天学习了三个小时", name="Rain")
        assert await balance(bot) == 3


async def test_messages_that_say_different_things_all_earn(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TALK) as bot:
        for text in ("今天跑了五公里", "今天跑了十公里", "明天一起去图书馆吗", "作业第三题怎么做"):
            await bot.says("telegram:42", text, name="Rain")
            await bot.tick(seconds=30)
        assert await balance(bot) == 4


async def test_between_two_messages_that_earn_lies_the_cooldown(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN + "[points]\nmessage = 2\n") as bot:
        for text in ("the first thing I say", "another thing comes to mind", "third words at last"):
            await bot.says("telegram:42", text, name="Rain")
            await bot.tick(seconds=31)
        assert await balance(bot) == 4


async def test_a_burst_earns_five_times(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TALK) as bot:
        words = ("apples", "bicycles", "coffee", "daylight", "elephants", "football", "gardens")
        await bot.takes(*(bot.message("telegram:42", f"{word} {word[::-1]}") for word in words))
        assert await balance(bot) == 5


async def test_a_burst_is_what_was_written_also_with_two_accounts(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TALK) as bot:
        await bot.says("telegram:42", "hello everybody", name="Rain")
        await bot.says("discord:7", "hello from the other side", name="Rain")
        await bot.links("discord:7", "telegram:42")
        await bot.tick(minutes=1)
        before = await balance(bot)
        for who, text in (
            ("telegram:42", "today I ran five kilometres"),
            ("telegram:42", "昨天的单词都背完了"),
            ("discord:7", "has anybody read chapter three"),
            ("telegram:42", "明天早上六点一起跑步吗"),
        ):
            await bot.says(who, text, name="Rain")
        assert await balance(bot) == before + 4


async def test_what_is_counted_of_talk_is_what_its_facts_say(bot: Bot) -> None:
    async def is_right() -> bool:
        before = await bot.rows(COUNTED)
        await rebuild(bot.machine, Verdict())
        return (await bot.problems(), await bot.rows(COUNTED)) == ([], before)

    said = bot.message("telegram:42", "I ran five kilometres today", name="Rain")
    await bot.takes(said)
    await bot.takes(react(bot, "telegram:43", said))
    await bot.says("discord:7", "good morning from another place", name="Rain")
    assert await is_right()
    await bot.links("discord:7", "telegram:42")
    await bot.says("discord:7", "something else after the link", name="Rain")
    assert await is_right()
    await bot.takes(react(bot, "telegram:43", said, removed=True))
    assert await is_right()
    await bot.tick(days=100)
    await bot.says("telegram:42", "after a hundred days I am here", name="Rain")
    assert await is_right()
    assert await bot.rows(f"{COUNTED} LIMIT 1") == [("messages", 5)]


async def test_an_answer_pays_whom_it_answers(bot: Bot) -> None:
    asked = bot.message("telegram:42", "how do I start with the second week?", name="Rain")
    await bot.takes(asked)
    answer = {"reply_to": asked.message_id, "reply_to_user": "42"}
    await bot.says("telegram:43", "谢谢", **answer)
    await bot.says("telegram:42", "I mean the running plan", name="Rain", **answer)
    assert await balance(bot) == 2
    assert await balance(bot, "telegram:43") == 0
    assert await rain(bot, "/history") == [
        "1 to 1 of 1:\n2026-11-23 09:00  +2  a reply",
    ]


async def rain(bot: Bot, text: str) -> list[str]:
    """What Rain hears."""
    return await bot.says("telegram:42", text, name="Rain")


async def test_who_answers_is_paid_where_the_giver_is(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN + '[points]\nreaction_pays = "giver"\n') as bot:
        said = bot.message("telegram:42", "I ran five kilometres", name="Rain")
        await bot.takes(said)
        assert await bot.count("members") == 1
        await bot.takes(react(bot, "telegram:43", said))
        assert (await balance(bot), await balance(bot, "telegram:43")) == (0, 1)
        assert await bot.count("members") == 2
        assert await bot.problems() == []


async def test_ones_own_reaction_pays_nothing(bot: Bot) -> None:
    said = bot.message("telegram:42", "look at what I made", name="Rain")
    await bot.takes(said)
    await bot.takes(react(bot, "telegram:42", said))
    assert await balance(bot) == 0


async def test_several_reactions_of_one_person_pay_once(bot: Bot) -> None:
    said = bot.message("telegram:42", "look at what I made", name="Rain")
    await bot.takes(said)
    for emoji in ("👍", "🎉", "❤"):
        await bot.takes(react(bot, "telegram:43", said, emoji=emoji))
    await bot.takes(react(bot, "telegram:43", said, emoji="🎉", removed=True))
    assert await balance(bot) == 1
    await bot.takes(react(bot, "telegram:43", said, emoji="❤", removed=True))
    await bot.takes(react(bot, "telegram:43", said, removed=True))
    assert await balance(bot) == 0
    assert await bot.problems() == []


async def test_the_daily_cap_cuts_the_last_entry_and_leaves_check_ins_alone(
    tmp_path: Path,
) -> None:
    config = DAWN + "[points]\nreaction = 3\ndaily_cap = 5\n"
    async with a_bot(tmp_path, config=config) as bot:
        said = bot.message("telegram:42", "look at what I made", name="Rain")
        await bot.takes(said)
        for user in (43, 44, 45):
            await bot.takes(react(bot, f"telegram:{user}", said))
        assert await balance(bot) == 5
        await bot.says("telegram:42", "/checkin", name="Rain")
        assert await balance(bot) == 6
        await bot.takes(react(bot, "telegram:44", said, removed=True))
        assert await balance(bot) == 4
        await bot.tick(days=1)
        await bot.takes(react(bot, "telegram:45", said, removed=True))
        await bot.takes(react(bot, "telegram:45", said))
        assert await balance(bot) == 7
        assert await bot.problems() == []


async def test_a_reaction_to_a_check_in_pays_as_well(bot: Bot) -> None:
    said = bot.message("telegram:42", "/checkin", name="Rain")
    await bot.takes(said)
    await bot.takes(react(bot, "telegram:43", said))
    assert await balance(bot) == 2


async def test_two_who_only_please_each_other_earn_no_more(bot: Bot) -> None:
    for day in range(3):
        for number in range(8):
            one = bot.message("telegram:42", f"what I did {day} {number}", name="Rain")
            other = bot.message("telegram:43", f"what I did {day} {number}")
            await bot.takes(one, other)
            await bot.takes(react(bot, "telegram:43", one), react(bot, "telegram:42", other))
        await bot.tick(days=1)
    assert await balance(bot) == 10
    assert await balance(bot, "telegram:43") == 10


async def test_one_person_brings_another_no_more_than_ten_a_day(bot: Bot) -> None:
    for number in range(14):
        said = bot.message("telegram:42", f"what I did {number}", name="Rain")
        await bot.takes(said)
        await bot.takes(react(bot, "telegram:43", said))
    assert await balance(bot) == 10


async def test_the_last_of_one_persons_ten_reactions_comes_back(bot: Bot) -> None:
    messages = [bot.message("telegram:42", f"what I did {n}", name="Rain") for n in range(10)]
    for said in messages:
        await bot.takes(said)
        await bot.takes(react(bot, "telegram:43", said))
    await bot.takes(react(bot, "telegram:43", messages[-1], removed=True))
    assert await balance(bot) == 9
    await bot.takes(react(bot, "telegram:43", messages[-1]))
    assert await balance(bot) == 10


async def test_a_reaction_that_comes_back_after_a_link_is_ones_own(bot: Bot) -> None:
    said = bot.message("telegram:42", "what I did", name="Rain")
    await bot.takes(said)
    await bot.says("telegram:43", "hello there", name="Ann")
    await bot.takes(react(bot, "telegram:43", said))
    await bot.takes(react(bot, "telegram:43", said, removed=True))
    await bot.links("telegram:43", "telegram:42")
    await bot.takes(react(bot, "telegram:43", said))
    assert await balance(bot) == 0


async def test_a_deleted_message_takes_back_what_it_earned(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TALK) as bot:
        asked = bot.message("telegram:42", "how do I start with week two?", name="Rain")
        answer = bot.message("telegram:43", "with the plan on page nine", reply_to=asked.message_id)
        await bot.takes(asked, answer)
        await bot.takes(react(bot, "telegram:44", answer))
        assert (await balance(bot), await balance(bot, "telegram:43")) == (3, 2)
        gone = replace(answer, kind=Kind.DELETE, update_id="gone", by="43", at=bot.clock.now())
        await bot.takes(gone)
        assert (await balance(bot), await balance(bot, "telegram:43")) == (1, 0)
        assert await bot.problems() == []
        await bot.tick(minutes=11)
        late = replace(asked, kind=Kind.DELETE, update_id="late", by="42", at=bot.clock.now())
        await bot.takes(late)
        assert await balance(bot) == 1


@pytest.mark.parametrize(("pays", "before", "after"), [("receiver", 3, 0), ("giver", 1, 0)])
async def test_a_deleted_message_takes_back_what_its_answers_earned_for_its_writer(
    tmp_path: Path, pays: str, before: int, after: int
) -> None:
    giver = TALK.replace("[points]", f'[points]\nreaction_pays = "{pays}"')
    async with a_bot(tmp_path, config=giver) as bot:
        asked = bot.message("telegram:42", "how do I start with week two?", name="Rain")
        answer = bot.message("telegram:43", "with the plan on page nine", reply_to=asked.message_id)
        await bot.takes(asked, answer)
        theirs = await balance(bot, "telegram:43")
        assert await balance(bot) == before
        gone = replace(asked, kind=Kind.DELETE, update_id="gone", by="42", at=bot.clock.now())
        await bot.takes(gone)
        assert (await balance(bot), await balance(bot, "telegram:43")) == (after, theirs)
        # What was taken back once is not taken back again with the answer itself.
        more = replace(answer, kind=Kind.DELETE, update_id="more", by="43", at=bot.clock.now())
        await bot.takes(more)
        assert (await balance(bot), await balance(bot, "telegram:43")) == (0, 0)
        assert await bot.problems() == []


@pytest.mark.parametrize(("by", "left"), [("42", 0), ("900", 0), ("late", 4)])
async def test_what_comes_after_a_deletion_earns_as_if_it_had_come_before(
    tmp_path: Path, by: str, left: int
) -> None:
    async with a_bot(tmp_path, config=TALK) as bot:
        asked = bot.message("telegram:42", "how do I start with week two?", name="Rain")
        answer = bot.message("telegram:43", "with the plan on page nine", reply_to=asked.message_id)
        reaction = react(bot, "telegram:44", asked)
        await bot.takes(asked)
        await bot.tick(minutes=11 if by == "late" else 1)
        who = "42" if by == "late" else by
        gone = replace(asked, kind=Kind.DELETE, update_id="gone", by=who, at=bot.clock.now())
        await bot.takes(gone)
        await bot.takes(answer)
        await bot.takes(reaction)
        assert await balance(bot) == left
        assert await balance(bot, "telegram:43") == 1
        assert await bot.problems() == []


async def test_a_tier_or_badge_may_open_a_bigger_cap(tmp_path: Path) -> None:
    rules = "daily_cap = 2\nbigger_caps = {regulars = 3, stars = 5}\n"
    tier = '[tiers]\ngrowing = {points = 10, unlocks = ["regulars"]}\n'
    badge = (
        '[[badges]]\nkey = "star"\nname = {zh = "星", en = "Star"}\nmanual = true\n'
        'unlocks = ["stars"]\n'
    )
    said = (
        "the first thing I did",
        "another walk in the park",
        "a long book about tea",
        "my bicycle is repaired",
        "soup with mushrooms again",
        "early to bed tonight",
    )
    async with a_bot(tmp_path, config=TALK + rules + tier + badge) as bot:
        for each in said[:3]:
            await bot.says("telegram:42", each, name="Rain")
        assert await balance(bot) == 2
        await bot.says("telegram:900", "/award telegram:42 10 x")
        await bot.says("telegram:42", said[3])
        assert await balance(bot) == 13
        await bot.says("telegram:900", "/grant telegram:42 star")
        await bot.tick(minutes=1)
        for each in said[4:]:
            await bot.says("telegram:42", each, name="Rain")
        assert await bot.says("telegram:42", "/points", name="Rain") == [
            "Rain, you have 15 points; today you earned 5, in all 15.\n"
            "Of these, 5 by messages, reactions and replies, at most 5 a day."
        ]
        await bot.says("telegram:43", said[0])
        assert await bot.says("telegram:43", "/points") == [
            "P43, you have 1 point; today you earned 1, in all 1.\n"
            "Of these, 1 by messages, reactions and replies, at most 2 a day."
        ]
        assert await bot.problems() == []


async def test_a_boost_counts_by_when_it_was_written(tmp_path: Path) -> None:
    boost = (
        '[[points.boost]]\nname = "spring"\nfrom = 2026-11-23T08:00:00+08:00\n'
        "until = 2026-11-23T08:30:00+08:00\nfactor = 3\n"
    )
    async with a_bot(tmp_path, config=TALK + boost) as bot:
        early = bot.clock.now() - timedelta(minutes=45)
        await bot.says("telegram:42", "written in the window", name="Rain", sent_at=early)
        await bot.says("telegram:42", "and this one came behind it", name="Rain")
        assert await balance(bot) == 4


async def test_whoever_earned_nothing_can_ask_why(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TALK) as bot:
        assert await bot.says("telegram:42", "/points why", name="Rain") == [
            "In the last 30 days nothing that you did was refused its points."
        ]
        for text in ("good morning everybody", "Good morning, everybody!", "……!!", "hm"):
            await bot.says("telegram:42", text, name="Rain")
            await bot.tick(minutes=1)
        await bot.says("telegram:42", "good morning everybody", name="Rain")
        assert await bot.says("telegram:42", "/points why", name="Rain") == [
            "What earned nothing, the latest first:\n"
            "2026-11-23 09:04  a message: it says the same as something that earned within the"
            " last day (2 times that day)\n"
            "2026-11-23 09:03  a message: it is too short, or the same few letters over and over\n"
            "2026-11-23 09:02  a message: there are no words in it"
        ]
        await bot.tick(days=33)
        assert await bot.count("refusals") == 0


async def test_in_chinese_the_times_are_named_from_two_on(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TALK.replace('"en"', '"zh"')) as bot:
        for times in ("", "（当天 2 次）"):
            await bot.says("telegram:42", "……", name="Rain")
            assert await bot.says("telegram:42", "/积分 原因", name="Rain") == [
                f"没有计分的，最近的在前：\n2026-11-23 09:00  发言：里面没有文字{times}"
            ]


async def test_who_is_forgotten_leaves_the_others_their_reactions(bot: Bot) -> None:
    said = bot.message("telegram:42", "look at what I made", name="Rain")
    await bot.takes(said)
    await bot.says("telegram:43", "how beautiful that is")
    await bot.takes(react(bot, "telegram:43", said), react(bot, "telegram:44", said))
    await bot.whispers("telegram:43", "/forget")
    for label in ("everywhere", "confirm"):
        await bot.presses("telegram:43", label, private=True, chat="43")
    assert await bot.count("reactions") == 1
    rows = await bot.rows("SELECT value FROM tallies WHERE name = 'reactions_received'")
    assert (rows, await balance(bot)) == ([(2,)], 2)
    assert await bot.problems() == []
