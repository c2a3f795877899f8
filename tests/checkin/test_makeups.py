"""Make-ups, talked to like a member: shown first, then done whole or not at all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.kit import DAWN, START, ZH, Bot, a_bot

CARDS = "[checkin]\namnesty_minutes = 0\nmakeup_cards_starting = 3\n"
DAY = timedelta(days=1)
MADE = "SELECT day, kind FROM day_credits WHERE kind <> 'real' ORDER BY day"
HELD = "SELECT item, count FROM holdings WHERE count <> 0 ORDER BY item"
STATES = "SELECT state, cards FROM makeup_requests ORDER BY at, id"
YESTERDAY = (
    "Make up 2026-11-25: uses 1 card of your 3, streak 2 → 3. This is number 1 of 3 this month."
)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot that gives three make-up cards to begin with, and knows no amnesty."""
    async with a_bot(tmp_path, config=DAWN + CARDS) as running:
        yield running


async def live(bot: Bot, days: str) -> None:
    """A day for each letter: ``r`` checks in, a dot does not; the last one is today."""
    for number, letter in enumerate(days):
        if number:
            await bot.tick(days=1)
        if letter == "r":
            await bot.says("telegram:42", "/checkin")


@pytest.mark.parametrize(
    ("config", "shown", "done"),
    [
        (DAWN, YESTERDAY, "Made up 2026-11-25: streak 2 → 3, 1 card used."),
        (
            ZH,
            "补签 2026-11-25：用 1 张补签卡（你有 3 张），连签 2 → 3。这是本月第 1 次，最多 3 次。",
            "已补签 2026-11-25：连签 2 → 3，用了 1 张补签卡。",
        ),
    ],
)
async def test_yesterday_is_shown_first_and_then_made_up(
    tmp_path: Path, config: str, shown: str, done: str
) -> None:
    async with a_bot(tmp_path, config=config + CARDS) as bot:
        await live(bot, "rr..")
        assert await bot.says("telegram:42", "/makeup") == [shown]
        assert [each.key for each in bot.sent[-1].buttons] == ["confirm", "cancel"]
        assert (await bot.rows(MADE), await bot.rows(HELD)) == ([], [("makeup_card", 3)])
        assert await bot.presses("telegram:42", "confirm") == [done]
        assert await bot.rows(MADE) == [("2026-11-25", "makeup")]
        assert await bot.rows(HELD) == [("makeup_card", 2)]
        assert await bot.rows("SELECT sum(amount) FROM ledger_entries") == [(2,)]
        assert await bot.problems() == []


async def test_it_works_after_the_check_in_of_today_and_for_several_days(bot: Bot) -> None:
    await live(bot, "rrrrr..r")
    assert await bot.says("telegram:42", "/makeup 2") == [
        "Make up 2026-11-28, 2026-11-29: uses 2 cards of your 3, streak 5 → 8."
        " This is number 1 of 3 this month."
    ]
    assert await bot.presses("telegram:42", "Make up") == [
        "Made up 2026-11-28, 2026-11-29: streak 5 → 8, 2 cards used.\n"
        "7 days in a row: +5 points, 11 in all.\n"
        "A badge for you: 🏅 Seven-day star!\nYou have reached level 1!"
    ]
    assert await bot.problems() == []


async def test_a_milestone_that_was_paid_is_not_paid_again(bot: Bot) -> None:
    await live(bot, "rrrrrrr.rrrrrrr")
    assert await bot.rows("SELECT count(*) FROM ledger_entries WHERE reason = 'milestone'") == [
        (2,)
    ]
    await bot.says("telegram:42", "/makeup 1")
    assert await bot.presses("telegram:42", "confirm") == [
        "Made up 2026-11-30: streak 7 → 15, 1 card used."
    ]


async def test_cancelling_does_nothing_and_the_other_button_does_no_more(bot: Bot) -> None:
    await live(bot, "rr..")
    await bot.says("telegram:42", "/makeup")
    confirm = bot.press("telegram:42", "confirm")
    assert await bot.presses("telegram:42", "cancel") == [
        "Nothing was made up, and nothing was used."
    ]
    assert await bot.takes(confirm) == [
        "That was cancelled. Send /makeup again if you want it after all."
    ]
    assert (await bot.rows(MADE), await bot.rows(HELD)) == ([], [("makeup_card", 3)])


async def test_two_buttons_pressed_at_once_do_it_once(bot: Bot) -> None:
    await live(bot, "rr..")
    await bot.says("telegram:42", "/makeup")
    one, other = bot.press("telegram:42", "confirm"), bot.press("telegram:42", "confirm")
    cancel = bot.press("telegram:42", "cancel")
    again = "That was done already; nothing was changed. Send /streak to see where you stand."
    assert await bot.takes(one, other, cancel) == [
        "Made up 2026-11-25: streak 2 → 3, 1 card used.",
        again,
        again,
    ]
    assert await bot.rows(HELD) == [("makeup_card", 2)]
    assert await bot.problems() == []


async def test_of_two_make_ups_of_one_day_the_second_uses_nothing(bot: Bot) -> None:
    await live(bot, "rr..")
    await bot.says("telegram:42", "/makeup")
    first = bot.press("telegram:42", "confirm")
    await bot.says("telegram:42", "/makeup 2026-11-25")
    second = bot.press("telegram:42", "confirm")
    assert await bot.takes(first, second) == [
        "Made up 2026-11-25: streak 2 → 3, 1 card used.",
        "2026-11-25 is covered already (made up), so a make-up would do nothing."
        " For example: /makeup 3",
    ]
    assert await bot.rows(HELD) == [("makeup_card", 2)]
    assert await bot.rows(STATES) == [("asked", 1), ("done", 1)]


async def test_a_check_in_that_came_in_between_saves_the_card(bot: Bot) -> None:
    await live(bot, "rr..")
    await bot.says("telegram:42", "/makeup")
    await bot.says("telegram:42", "/checkin", sent_at=START + 2 * DAY)
    assert await bot.presses("telegram:42", "confirm") == [
        "2026-11-25 is covered already (check-in), so a make-up would do nothing."
        " For example: /makeup 3"
    ]
    assert await bot.rows(HELD) == [("makeup_card", 3)]


async def test_a_button_is_too_late_when_the_next_day_was_missed_as_well(bot: Bot) -> None:
    await live(bot, "rr..")
    await bot.says("telegram:42", "/makeup")
    await bot.tick(hours=20)
    assert await bot.presses("telegram:42", "confirm") == [
        "2026-11-25 would not reach your streak, because 2026-11-26 was missed as well."
        " Nothing was used. To fill all of it: /makeup 2026-11-25 2026-11-26"
    ]
    assert await bot.rows(HELD) == [("makeup_card", 3)]


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (DAWN, "2026-11-25 had been made up; what that used is yours again."),
        (ZH, "2026-11-25 原来是补签的，用掉的都还给你了。"),
    ],
)
async def test_a_check_in_that_comes_late_gives_card_and_points_back(
    tmp_path: Path, config: str, said: str
) -> None:
    earning = config + CARDS + "makeup_earns_points = true\nmakeup_per_month = 1\n"
    async with a_bot(tmp_path, config=earning) as bot:
        await live(bot, "rr..")
        await bot.says("telegram:42", "/makeup")
        await bot.presses("telegram:42", "confirm")
        assert await bot.rows("SELECT reason, amount FROM ledger_entries ORDER BY seq") == [
            ("checkin", 1),
            ("checkin", 1),
            ("makeup", 1),
        ]
        (answer,) = await bot.says("telegram:42", "/checkin", sent_at=START + 2 * DAY)
        assert answer.splitlines()[1] == said
        assert await bot.rows("SELECT reason, amount FROM ledger_entries ORDER BY seq DESC") == [
            ("checkin", 1),
            ("makeup", -1),
            ("makeup", 1),
            ("checkin", 1),
            ("checkin", 1),
        ]
        assert await bot.rows(HELD) == [("makeup_card", 3)]
        assert await bot.rows(STATES) == [("returned", 1)]
        assert await bot.rows("SELECT value FROM tallies WHERE name = 'active_days'") == [(3,)]
        # It has not been a make-up of this month.
        await bot.tick(days=2)
        assert len(await bot.says("telegram:42", "/makeup 2")) == 1
        assert [each.key for each in bot.sent[-1].buttons] == ["confirm", "cancel"]
        assert await bot.problems() == []


async def test_a_made_up_day_earns_points_where_that_is_set(tmp_path: Path) -> None:
    config = DAWN + CARDS + "makeup_earns_points = true\n[points]\nbasic = 3\n"
    async with a_bot(tmp_path, config=config) as bot:
        await live(bot, "r..r")
        await bot.says("telegram:42", "/makeup 2")
        assert await bot.presses("telegram:42", "confirm") == [
            "Made up 2026-11-24, 2026-11-25: streak 1 → 4, 2 cards used.\n+6 points, 12 in all.\n"
            "You have reached level 1!"
        ]
        assert await bot.problems() == []


async def test_a_make_up_of_a_frozen_day_gives_the_freeze_back(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN + CARDS + "freeze_starting = 1\n") as bot:
        await live(bot, "rr.r")
        assert await bot.says("telegram:42", "/makeup yesterday") == [
            "Make up 2026-11-25: uses 1 card of your 3, streak 3 → 4."
            " This is number 1 of 3 this month.\nWhat froze 2026-11-25 comes back to you."
        ]
        assert await bot.presses("telegram:42", "confirm") == [
            "Made up 2026-11-25: streak 3 → 4, 1 card used. A freeze came back."
        ]
        assert await bot.rows(HELD) == [("freeze", 1), ("makeup_card", 2)]
        assert await bot.problems() == []


async def test_a_freeze_that_came_back_by_a_make_up_does_not_reach_back(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN + CARDS + "freeze_starting = 1\n") as bot:
        await live(bot, "rr..r")
        # The 25th was frozen, the 26th missed.
        assert await bot.says("telegram:42", "/makeup 2026-11-25") == [
            "2026-11-25 would not reach your streak, because 2026-11-26 was missed as well."
            " Nothing was used. To fill all of it: /makeup 2026-11-25 2026-11-26"
        ]
        await bot.says("telegram:42", "/makeup 2026-11-25 2026-11-26")
        assert await bot.presses("telegram:42", "confirm") == [
            "Made up 2026-11-25, 2026-11-26: streak 2 → 5, 2 cards used. A freeze came back."
        ]
        assert await bot.rows(HELD) == [("freeze", 1), ("makeup_card", 1)]
        assert await bot.problems() == []


async def test_the_leave_behind_a_filled_day_holds_again(bot: Bot) -> None:
    await live(bot, "rr")
    await bot.says("telegram:42", "/leave 2026-11-26 2026-11-28")
    await bot.tick(days=5)
    await bot.says("telegram:42", "/checkin")
    assert await bot.rows(MADE) == []
    await bot.says("telegram:42", "/makeup 2026-11-25")
    assert await bot.presses("telegram:42", "confirm") == [
        "Made up 2026-11-25: streak 2 → 4, 1 card used."
    ]
    assert await bot.rows(MADE) == [
        ("2026-11-25", "makeup"),
        ("2026-11-26", "leave"),
        ("2026-11-27", "leave"),
        ("2026-11-28", "leave"),
    ]
    assert await bot.problems() == []


async def test_the_month_of_the_act_counts(tmp_path: Path) -> None:
    config = DAWN + CARDS + "makeup_per_month = 1\n"
    async with a_bot(tmp_path, config=config) as bot:
        await bot.tick(days=6)
        await live(bot, "r.r.r")
        # It is 3 December; the first make-up of December fills a day of November.
        await bot.says("telegram:42", "/makeup 2026-11-30")
        await bot.says("telegram:42", "/makeup 2")
        assert await bot.presses("telegram:42", "confirm") == [
            "Made up 2026-11-30, 2026-12-02: streak 1 → 5, 2 cards used."
        ]
        await bot.tick(days=2)
        assert await bot.says("telegram:42", "/makeup") == [
            "You have used the one make-up of 2026-12. The next one is possible next month,"
            " for example with /makeup yesterday."
        ]


async def test_without_cards_a_make_up_may_be_free(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN + "[checkin]\nmakeup_needs_card = false\n") as bot:
        await live(bot, "r..")
        assert await bot.says("telegram:42", "/makeup") == [
            "Make up 2026-11-24: uses no card, streak 1 → 2. This is number 1 of 3 this month."
        ]
        assert await bot.presses("telegram:42", "confirm") == ["Made up 2026-11-24: streak 1 → 2."]
        assert await bot.count("holding_entries") == 0


EXAMPLE = " For example: /makeup 3"
BEISPIEL = "例如：/补签 3"


@pytest.mark.parametrize(
    ("asked", "en", "zh"),
    [
        (
            "2026-11-29",
            "2026-11-29 is still to come, so it cannot be made up." + EXAMPLE,
            "2026-11-29 还没到，不能补签。" + BEISPIEL,
        ),
        (
            "2026-11-20",
            "You were not here yet on 2026-11-20; your first day is 2026-11-23." + EXAMPLE,
            "2026-11-20 你还没来，你的第一天是 2026-11-23。" + BEISPIEL,
        ),
        (
            "2026-11-24",
            "2026-11-24 is covered already (check-in), so a make-up would do nothing." + EXAMPLE,
            "2026-11-24 不缺（签到），补了也没用。" + BEISPIEL,
        ),
        (
            "2026-02-30",
            "There is no “2026-02-30”: February 2026 has only 28 days." + EXAMPLE,
            "没有“2026-02-30”这一天：2026 年 2 月只有 28 天。" + BEISPIEL,
        ),
        (
            "2026-11-25",
            "2026-11-25 would not reach your streak, because 2026-11-27 was missed as well."
            " Nothing was used. To fill all of it: /makeup 2026-11-25 2026-11-27",
            "只补 2026-11-25 接不上现在的连签，因为 2026-11-27 也没签。什么都没用掉。"
            "想全部补上就发：/补签 2026-11-25 2026-11-27",
        ),
        (
            "3",
            "You have missed only 2 days since 2026-11-23 that could be made up."
            " For example: /makeup 2",
            "从 2026-11-23 到现在，能补的只有 2 天。例如：/补签 2",
        ),
        (
            "0",
            "“0” isn’t a count I can use. Please write a whole number from 1 to 7." + EXAMPLE,
            "“0”不是可用的个数，请写 1 到 7 之间的整数。" + BEISPIEL,
        ),
        (
            "sick",
            "“sick” isn’t a day I can use. Please write year-month-day." + EXAMPLE,
            "“sick”不是可用的日期，请写成“年-月-日”。" + BEISPIEL,
        ),
        (
            "2 2026-11-25",
            "“2026-11-25” is one too many. Please leave it out and try again." + EXAMPLE,
            "多了“2026-11-25”，去掉它再试一次。" + BEISPIEL,
        ),
        (
            "3 " + "a" * 201,
            "That’s too long. Please stay within 200 characters." + EXAMPLE,
            "太长了，最多 200 个字。" + BEISPIEL,
        ),
    ],
)
async def test_what_cannot_be_made_up_says_why_with_an_example(
    bot: Bot, asked: str, en: str, zh: str
) -> None:
    await live(bot, "rr.r.r")
    assert await bot.says("telegram:42", f"/makeup {asked}") == [en]
    await bot.says("telegram:42", "/language zh")
    assert await bot.says("telegram:42", f"/补签 {asked}") == [zh]
    assert await bot.count("makeup_requests") == 0


async def test_today_is_checked_in_and_not_made_up(bot: Bot) -> None:
    await live(bot, "rr.")
    assert await bot.says("telegram:42", "/makeup today") == [
        "Today is not over yet: send /checkin instead of making it up."
    ]
    await bot.says("telegram:42", "/language zh")
    assert await bot.says("telegram:42", "/补签 今天") == [
        "今天还没过完，直接发 /签到 就好，不用补签。"
    ]


async def test_a_day_outside_the_window_is_refused(bot: Bot) -> None:
    await live(bot, "r.rrrrrrrr")
    assert await bot.says("telegram:42", "/makeup 2026-11-24") == [
        "2026-11-24 is too long ago: a make-up reaches back 7 days at most. For example: /makeup 3"
    ]
    assert await bot.says("telegram:42", "/makeup 1") == [
        "You have missed nothing since 2026-11-25 that could be made up."
        " Send /streak to see where you stand."
    ]


@pytest.mark.parametrize(
    ("more", "en", "zh"),
    [
        (
            "makeup_window_days = 0",
            "There are no make-ups in this community. Check in every day, for example with"
            " /checkin.",
            "这个社区没有开放补签。每天来签到吧，例如发：/签到",
        ),
        (
            "makeup_per_month = 0",
            "There are no make-ups in this community. Check in every day, for example with"
            " /checkin.",
            "这个社区没有开放补签。每天来签到吧，例如发：/签到",
        ),
    ],
)
async def test_make_ups_may_be_off(tmp_path: Path, more: str, en: str, zh: str) -> None:
    async with a_bot(tmp_path, config=DAWN + CARDS + more + "\n") as bot:
        await live(bot, "r..")
        assert await bot.says("telegram:42", "/makeup") == [en]
        await bot.says("telegram:42", "/language zh")
        assert await bot.says("telegram:42", "/补签") == [zh]


@pytest.mark.parametrize(
    ("cards", "en", "zh"),
    [
        (
            0,
            "This needs 2 make-up cards, and you have none. Send /inventory to see what you hold.",
            "这次要用 2 张补签卡，你一张也没有。发 /背包 看看有什么。",
        ),
        (
            1,
            "This needs 2 make-up cards, and you have 1. Send /inventory to see what you hold,"
            " or make up a single day, for example /makeup yesterday.",
            "这次要用 2 张补签卡，你只有 1 张。发 /背包 看看有什么，或者少补几天，例如：/补签 1",
        ),
    ],
)
async def test_too_few_cards_are_said(tmp_path: Path, cards: int, en: str, zh: str) -> None:
    config = DAWN + CARDS.replace("starting = 3", f"starting = {cards}")
    async with a_bot(tmp_path, config=config) as bot:
        await live(bot, "r..r")
        assert await bot.says("telegram:42", "/makeup 2") == [en]
        await bot.says("telegram:42", "/language zh")
        assert await bot.says("telegram:42", "/补签 2") == [zh]
        assert await bot.rows(MADE) == []


@pytest.mark.parametrize(
    "asked",
    [
        "2026-11-24 2026-11-26",
        "2026-11-26，2026-11-24",
        "２０２６-11-24 、2026-11-26 2026-11-24",
        "2 was ill",
        "２",
        "2026-11-24, yesterday I was ill",
    ],
)
async def test_days_are_read_as_people_write_them(bot: Bot, asked: str) -> None:
    await live(bot, "r.r.r")
    assert await bot.says("telegram:42", f"/makeup {asked}") != []
    shown = bot.sent[-1].text.splitlines()
    assert shown[0] == (
        "Make up 2026-11-24, 2026-11-26: uses 2 cards of your 3, streak 1 → 5."
        " This is number 1 of 3 this month."
    )
    assert shown[1:] in ([], ["Reason: was ill"], ["Reason: I was ill"])


async def test_the_same_button_delivered_twice_does_it_once(bot: Bot) -> None:
    await live(bot, "rr..")
    await bot.says("telegram:42", "/makeup")
    confirm = bot.press("telegram:42", "confirm")
    assert len(await bot.takes(confirm)) == 1
    await bot.restart()
    assert await bot.takes(confirm) == []
    assert await bot.rows(HELD) == [("makeup_card", 2)]


async def test_what_was_shown_and_never_confirmed_is_forgotten(bot: Bot) -> None:
    await live(bot, "rr..")
    await bot.says("telegram:42", "/makeup")
    await bot.tick(days=3)
    await bot.says("telegram:42", "/makeup")
    await bot.says("telegram:42", "/checkin")
    await bot.tick(days=3)
    await bot.says("telegram:42", "/makeup 2")
    assert await bot.rows("SELECT count(*) FROM makeup_requests") == [(1,)]
    assert await bot.rows("SELECT count(*) FROM makeup_days") == [(2,)]


@pytest.mark.parametrize(
    ("base", "asked", "said"),
    [
        (
            DAWN,
            "/makeup",
            "2026-11-29 was a rest day, so nothing is missing there and a make-up would do"
            " nothing." + EXAMPLE,
        ),
        (ZH, "/补签 2026-11-28", "2026-11-28 是休息日，本来就不缺，不用补。" + BEISPIEL),
    ],
)
async def test_no_card_is_spent_on_a_rest_day(
    tmp_path: Path, base: str, asked: str, said: str
) -> None:
    config = f'{base}[checkin]\nrest_days = ["sat", "sun"]\nmakeup_cards_starting = 1\n'
    async with a_bot(tmp_path, config=config) as bot:
        await bot.says("telegram:42", "/checkin")
        await bot.tick(days=7)
        assert await bot.says("telegram:42", asked) == [said]
