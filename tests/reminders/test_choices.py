"""/remind and /notify, talked to like a member, in both languages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest

from bot.core.model import AccountId
from bot.rehearsal.export import export
from tests.kit import TWO, Bot, a_bot
from tests.reminders.members import REMINDED, REMINDED_ZH, configured

DEFAULT: Final = (
    "I remind you at 20:00 (Asia/Shanghai) when you haven’t checked in, from a streak of 3 days."
    " That’s the default here; send /remind and a time to change it."
)
OWN: Final = (
    "I remind you at 21:30 (Asia/Shanghai) when you haven’t checked in, from a streak of 3 days."
    " Send /remind off to stop that."
)
FIRST: Final = (
    "You haven’t written to me in private yet: send me a word there first, so that reminders can"
    " come to you alone."
)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot that knows P42."""
    async with a_bot(tmp_path, config=REMINDED) as running:
        await running.says("telegram:42", "hello")
        yield running


async def test_remind_shows_sets_and_switches_off(bot: Bot) -> None:
    assert await bot.whispers("telegram:42", "/remind") == [DEFAULT]
    assert await bot.whispers("telegram:42", "/remind 21:30") == [OWN]
    assert await bot.whispers("telegram:42", "/remind off") == [
        "I won’t remind you of your check-in any more. Send /remind on to have it back."
    ]
    assert await bot.whispers("telegram:42", "/remind") == [
        "You switched off reminders of your check-in. Send /remind on or /remind and a time to have"
        " them back."
    ]
    assert await bot.whispers("telegram:42", "/remind on") == [OWN]
    assert await bot.whispers("telegram:42", "/remind default") == [DEFAULT]


@pytest.mark.parametrize("time", ["9:30pm", "２１：３０", "晚上九点半", "21点30分"])
async def test_times_may_be_written_as_people_do(bot: Bot, time: str) -> None:
    assert await bot.whispers("telegram:42", f"/remind {time}") == [OWN]


@pytest.mark.parametrize("time", ["25:00", "tomorrow", "21:60", "9"])
async def test_what_is_no_time_is_refused_with_an_example(bot: Bot, time: str) -> None:
    assert await bot.whispers("telegram:42", f"/remind {time}") == [
        f"“{time}” isn’t a time I can use. Please write a time from 00:00 to 23:59, or off."
        " For example: /remind 21:00"
    ]
    assert await bot.whispers("telegram:42", "/remind") == [DEFAULT]


async def test_in_a_group_who_never_wrote_in_private_is_told_to(bot: Bot) -> None:
    await bot.says("telegram:42", "/remind")
    assert bot.texts()[-2:] == [
        f"{DEFAULT}\n{FIRST}",
        "I have answered you in private.",
    ]
    await bot.whispers("telegram:42", "hello")
    await bot.says("telegram:42", "/remind")
    assert bot.texts()[-2:] == [DEFAULT, "I have answered you in private."]


async def test_a_community_without_a_time_says_so(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=configured(streak_at_risk='""', min_streak="0")) as bot:
        await bot.says("telegram:42", "hello")
        assert await bot.whispers("telegram:42", "/remind") == [
            "There’s no default time for reminders here. Send /remind and a time to get them."
        ]
        assert await bot.whispers("telegram:42", "/remind 21:30") == [
            "I remind you at 21:30 (Asia/Shanghai) when you haven’t checked in."
            " Send /remind off to stop that."
        ]


async def test_notify_lists_the_kinds_and_switches_each(bot: Bot) -> None:
    listed = [
        "What I may write to you unasked:",
        "✅ streak: a reminder in the evening when you haven’t checked in",
        "✅ program: tasks and reminders of your programs",
        "✅ win_back: a word when you haven’t been here for days",
        "✅ festival: greetings on festivals, birthdays and anniversaries",
        "✅ recap: your name in the recaps of the community",
        "✅ announcement: announcements of the moderators",
        "Send /notify, the name, and on or off to change it.",
    ]
    assert await bot.whispers("telegram:42", "/notify") == ["\n".join(listed)]
    assert await bot.whispers("telegram:42", "/notify recap off") == [
        "Done: recaps don’t name you any more."
    ]
    listed[5] = listed[5].replace("✅", "🔕")
    assert await bot.whispers("telegram:42", "/notify") == ["\n".join(listed)]
    assert await bot.whispers("telegram:42", "/notify 回顾 开") == [
        "Done: recaps may name you again."
    ]
    assert await bot.whispers("telegram:42", "/notify recap") == [
        f"{listed[5].replace('🔕', '✅')}\n{listed[-1]}"
    ]


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ("steak off", "There’s no kind “steak”. Did you mean streak?"),
        (
            "xyzzy off",
            "There’s no kind “xyzzy”. There are streak, program, win_back, festival, recap and"
            " announcement.",
        ),
        ("streak maybe", "“maybe” is neither on nor off."),
    ],
)
async def test_what_is_not_understood_is_refused_with_an_example(
    bot: Bot, asked: str, problem: str
) -> None:
    assert await bot.whispers("telegram:42", f"/notify {asked}") == [
        f"{problem} For example: /notify streak off"
    ]


async def test_it_speaks_chinese(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=REMINDED_ZH) as bot:
        await bot.says("telegram:42", "大家好")
        assert await bot.whispers("telegram:42", "/提醒 晚上9点") == [
            "每天 21:00（Asia/Shanghai）还没签到时提醒你，连签满 3 天才提醒。想停就发 /提醒 关。"
        ]
        assert await bot.whispers("telegram:42", "/提醒 25:00") == [
            "“25:00”不是一个时间，请写 00:00 到 23:59 之间的时间，或者 关。例如：/提醒 21:00"
        ]
        assert await bot.whispers("telegram:42", "/通知 连签 关") == ["好，签到提醒不再发给你。"]
        assert await bot.whispers("telegram:42", "/通知 连前 关") == [
            "没有“连前”这一种，是想说 连签 吗？例如：/通知 连签 关"
        ]
        assert await bot.whispers("telegram:42", "/通知") == [
            "这些消息可能会主动发给你：\n"
            "🔕 晚上还没签到时的提醒（连签）\n"
            "✅ 计划的每日任务和提醒（计划）\n"
            "✅ 好几天没来时的问候（问候）\n"
            "✅ 节日、生日和加入纪念日的祝福（节日）\n"
            "✅ 日报、周报、月报、年报里点到你的名字（回顾）\n"
            "✅ 管理员的公告（公告）\n"
            "发 /通知 加名字和 开 或 关 就能改。"
        ]


async def test_choices_are_in_the_export_and_gone_with_their_person(bot: Bot) -> None:
    await bot.whispers("telegram:42", "/remind 21:30")
    await bot.whispers("telegram:42", "/birthday 11-23")
    kept = ("notice_choices", "private_doors", "occasions")
    assert [await bot.count(each) for each in kept] == [2, 1, 1]
    exported: Any = await export(bot.machine, as_of=bot.clock.now())
    assert "notice_choices" not in exported["communities"][0]["members"][0]
    (account,) = await bot.rows("SELECT id FROM accounts WHERE user_id = '42'")
    async with bot.app.database.read() as read:
        whole: Any = await bot.machine.house.export_of(
            read, AccountId(str(account[0])), bot.clock.now()
        )
    assert sorted({*kept} & {*whole["person"]["choices"]}) == sorted(kept)
    await bot.whispers("telegram:42", "/forget")
    await bot.presses("telegram:42", "everywhere", private=True)
    await bot.presses("telegram:42", "confirm", private=True)
    assert [await bot.count(each) for each in kept] == [0, 0, 0]


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (
            TWO,
            [
                "[Dawn] Done: I won’t write to you about this (streak) any more.",
                "[Dawn] You switched off reminders of your check-in. Send /remind on or /remind and"
                " a time to have them back.",
                "Done: I won’t write to you about this (streak) any more.",
            ],
        ),
        (
            TWO.replace('"en"', '"zh"').replace("Dawn", "晨光"),
            [
                "【晨光】好，签到提醒不再发给你。",
                "【晨光】你关掉了签到提醒。想恢复就发 /提醒 开，或者 /提醒 加时间。",
                "好，签到提醒不再发给你。",
            ],
        ),
    ],
)
async def test_in_one_of_several_communities_the_answer_says_for_which_it_holds(
    tmp_path: Path, config: str, said: list[str]
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        await bot.says("telegram:42", "hello", chat="-2001")
        for who in ("telegram:42", "telegram:43"):
            await bot.says(who, "hello")
            await bot.whispers(who, "hello")
        asked = (("42", "/notify streak off"), ("42", "/remind"), ("43", "/notify streak off"))
        answers = [(await bot.says(f"telegram:{who}", text))[0] for who, text in asked]
        assert answers == said
