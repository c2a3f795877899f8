"""Decisions about make-ups are undone: the make-up waits again, as if nobody had decided it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.kit import DAWN, ZH, Bot, a_bot
from tests.reviews.test_cog import ASKING, HELD, MADE, STAFF, STATES, asks, live

EARNING = "makeup_earns_points = true\n"
POINTS = "SELECT reason, amount FROM ledger_entries ORDER BY seq"
NUMBERS = (
    "SELECT t.name, t.value FROM tallies t WHERE t.name IN"
    " ('active_days', 'lifetime', 'longest', 'streak') ORDER BY t.name"
)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot whose moderators approve make-ups, which earn points."""
    async with a_bot(tmp_path, config=DAWN + ASKING + EARNING) as running:
        yield running


async def act(bot: Bot, text: str, who: str = STAFF) -> tuple[list[str], str]:
    """What a moderator hears, and the id of the act in it."""
    said = await bot.says(who, text)
    found = re.findall(r"(?:id|编号|编号是) ([2-9A-HJ-NP-Z]{7})", bot.sent[-1].text)
    return said, found[0] if found else ""


@pytest.mark.parametrize(
    ("config", "undone", "redone"),
    [
        (
            DAWN,
            "# is undone. This undo has the id #.\nRain: The make-up of 2026-11-25 is taken back:"
            " streak 3 → 0. It waits for a moderator as #; 1 card is set aside.",
            "# is undone. This undo has the id #.\n# is approved again.\n"
            "Rain: Made up 2026-11-25: streak 2 → 3, 1 card used.\n+1 point, 3 in all.",
        ),
        (
            ZH,
            "已撤销 #。这次撤销的编号是 #。\nRain：补签 2026-11-25 已收回，连签 3 → 0。"
            "这件事重新等管理员处理，编号 #；1 张补签卡先留着。",
            "已撤销 #。这次撤销的编号是 #。\n# 重新批准。\n"
            "Rain：已补签 2026-11-25：连签 2 → 3，用了 1 张补签卡。\n+1 分，现在共 3 分。",
        ),
    ],
)
async def test_an_approval_is_undone_and_done_again(
    tmp_path: Path, config: str, undone: str, redone: str
) -> None:
    async with a_bot(tmp_path, config=config + ASKING + EARNING) as bot:
        await live(bot, "rr..")
        review = await asks(bot)
        before = await bot.rows(NUMBERS)
        _, approval = await act(bot, f"/approve {review}")
        said, undo = await act(bot, f"/undo {approval}")
        assert said == [undone]
        assert (await bot.rows(MADE), await bot.rows(HELD)) == ([], [("makeup_card", 2)])
        assert await bot.rows(NUMBERS) == before
        assert await bot.rows(STATES) == [("waiting",)]
        assert (await bot.rows(POINTS))[-1] == ("makeup", -1)
        said, _ = await act(bot, f"/undo {undo}")
        assert said == [redone]
        assert await bot.rows(MADE) == [("2026-11-25", "makeup")]
        assert (await bot.rows(HELD), await bot.rows(STATES)) == ([("makeup_card", 2)], [("done",)])
        assert await bot.problems() == []


async def test_what_waits_again_is_decided_again_by_the_same_moderator(bot: Bot) -> None:
    await live(bot, "rr..")
    review = await asks(bot)
    _, approval = await act(bot, f"/approve {review}")
    _, undo = await act(bot, f"/undo {approval}")
    assert await bot.says(STAFF, "/queue") == [
        "One thing waits for a moderator:\n# · Rain asks to make up 2026-11-25\n"
        "Send /approve #, or /decline # with a reason."
    ]
    assert await bot.says(STAFF, f"/decline {review} no") == [
        "# is declined. (id #)\n"
        "Rain: The make-up of 2026-11-25 was declined (no). The card was given back."
    ]
    assert await bot.rows(HELD) == [("makeup_card", 3)]
    assert await bot.says(STAFF, f"/undo {undo}") == [
        "# cannot be undone: it was decided differently since. Please undo the latest decision"
        " first, by the id in its answer."
    ]
    assert await bot.says(STAFF, f"/undo {approval}") == [
        "# was undone before (#); nothing was changed."
    ]
    assert await bot.problems() == []


async def test_a_decline_is_undone_and_done_again(bot: Bot) -> None:
    await live(bot, "rr..")
    review = await asks(bot)
    _, decline = await act(bot, f"/decline {review} too often")
    said, undo = await act(bot, f"/undo {decline}")
    assert said == [
        "# is undone. This undo has the id #.\nRain: The make-up of 2026-11-25 is open again."
        " It waits for a moderator as #; 1 card is set aside."
    ]
    assert (await bot.rows(HELD), await bot.rows(STATES)) == ([("makeup_card", 2)], [("waiting",)])
    said, undo = await act(bot, f"/undo {undo}")
    assert said == [
        "# is undone. This undo has the id #.\n# is declined again.\n"
        "Rain: The make-up of 2026-11-25 was declined (too often). The card was given back."
    ]
    assert await bot.rows(HELD) == [("makeup_card", 3)]
    await act(bot, f"/undo {undo}")
    assert (await bot.says(STAFF, f"/approve {review}"))[0].endswith(
        "1 card used.\n+1 point, 3 in all."
    )
    assert await bot.rows(HELD) == [("makeup_card", 2)]
    assert await bot.problems() == []


async def test_a_milestone_that_only_the_made_up_day_had_reached_is_taken_back(bot: Bot) -> None:
    await live(bot, "rrr.rr.r")
    await act(bot, f"/approve {await asks(bot, '2026-11-29')}")
    before = await bot.rows(NUMBERS)
    said, approval = await act(bot, f"/approve {await asks(bot, '2026-11-26')}")
    assert said == [
        "# is approved. (id #)\nRain: Made up 2026-11-26: streak 4 → 8, 1 card used.\n"
        "+1 point, 8 in all.\n7 days in a row: +5 points, 13 in all.\n"
        "Rain has earned a badge: 🏅 Seven-day star!\nRain has reached level 1."
    ]
    said, _ = await act(bot, f"/undo {approval}")
    assert said == [
        "# is undone. This undo has the id #.\nRain: The make-up of 2026-11-26 is taken back:"
        " streak 8 → 4. It waits for a moderator as #; 1 card is set aside.\n"
        "Taken back from Rain, as what it was for is gone: 🏅 Seven-day star.\n"
        "Rain is on level 0 again."
    ]
    assert await bot.rows("SELECT sum(amount) FROM ledger_entries") == [(7,)]
    assert await bot.rows(NUMBERS) == before
    assert await bot.problems() == []


async def test_a_make_up_that_reaches_the_streak_across_another_is_undone_first(bot: Bot) -> None:
    await live(bot, "rrr.rr.r")
    _, approval = await act(bot, f"/approve {await asks(bot, '2026-11-29')}")
    _, other = await act(bot, f"/approve {await asks(bot, '2026-11-26')}")
    assert await bot.says(STAFF, f"/undo {approval}") == [
        "2026-11-26 was made up later and reaches the streak only across these days."
        " Please undo that make-up first."
    ]
    await act(bot, f"/undo {other}")
    said, _ = await act(bot, f"/undo {approval}")
    assert said == [
        "# is undone. This undo has the id #.\nRain: The make-up of 2026-11-29 is taken back:"
        " streak 4 → 1. It waits for a moderator as #; 1 card is set aside."
    ]
    assert await bot.rows(MADE) == []
    assert await bot.problems() == []


async def test_a_freeze_that_came_back_covers_its_day_again(tmp_path: Path) -> None:
    config = DAWN + ASKING + "freeze_starting = 1\n"
    async with a_bot(tmp_path, config=config) as bot:
        await live(bot, "rr.r")
        assert await bot.rows(HELD) == [("freeze", 0), ("makeup_card", 3)]
        review = await asks(bot, "2026-11-25")
        _, approval = await act(bot, f"/approve {review}")
        assert await bot.rows(HELD) == [("freeze", 1), ("makeup_card", 2)]
        said, undo = await act(bot, f"/undo {approval}")
        assert said == [
            "# is undone. This undo has the id #.\nRain: The make-up of 2026-11-25 is taken back:"
            " streak 4 → 3. It waits for a moderator as #; 1 card is set aside."
        ]
        assert await bot.rows(HELD) == [("freeze", 0), ("makeup_card", 2)]
        assert await bot.rows(MADE) == [("2026-11-25", "freeze")]
        await act(bot, f"/undo {undo}")
        assert await bot.rows(HELD) == [("freeze", 1), ("makeup_card", 2)]
        await bot.tick(days=3)
        await bot.says("telegram:42", "/checkin", name="Rain")
        assert await bot.problems() == []


async def test_a_freeze_that_was_used_since_keeps_the_approval(tmp_path: Path) -> None:
    config = DAWN + ASKING + "freeze_starting = 1\n"
    async with a_bot(tmp_path, config=config) as bot:
        await live(bot, "rr.r")
        review = await asks(bot, "2026-11-25")
        _, approval = await act(bot, f"/approve {review}")
        await bot.tick(days=2)
        await bot.says("telegram:42", "/checkin", name="Rain")
        assert await bot.says(STAFF, f"/undo {approval}") == [
            "The freeze that came back for 2026-11-25 has been used since, so the make-up cannot"
            " be taken back. Please /grant one first."
        ]
        assert await bot.rows(STATES) == [("done",)]


async def test_cards_that_were_used_since_keep_the_decline(bot: Bot) -> None:
    await live(bot, "rr..")
    review = await asks(bot)
    _, decline = await act(bot, f"/decline {review}")
    await bot.write(lambda tx: tx.execute("UPDATE holdings SET count = 0"))
    assert await bot.says(STAFF, f"/undo {decline}") == [
        "The card that came back has been used since, so the make-up cannot wait again."
        " Please /grant what is missing first."
    ]
    assert await bot.rows(STATES) == [("declined",)]


async def test_a_day_that_waits_or_is_covered_otherwise_keeps_the_decline(bot: Bot) -> None:
    await live(bot, "rr..")
    review = await asks(bot)
    _, decline = await act(bot, f"/decline {review}")
    other = await asks(bot)
    assert await bot.says(STAFF, f"/undo {decline}") == [
        "2026-11-25 waits in another make-up already. Send /queue to decide that one."
    ]
    await act(bot, f"/approve {other}")
    assert await bot.says(STAFF, f"/undo {decline}") == [
        "2026-11-25 is covered by now (made up), so the make-up cannot wait again."
        " Send /explain with the member’s name to see the days."
    ]


async def test_a_day_that_was_checked_in_late_keeps_the_approval(bot: Bot) -> None:
    await live(bot, "rr...")
    review = await asks(bot, "2026-11-25 2026-11-26")
    _, approval = await act(bot, f"/approve {review}")
    late = bot.clock.now().replace(day=25)
    await bot.takes(bot.message("telegram:42", "/checkin", sent_at=late, name="Rain"))
    assert await bot.says(STAFF, f"/undo {approval}") == [
        "2026-11-25 has been covered otherwise since, so the make-up cannot be taken back."
        " Send /explain with the member’s name to see the days."
    ]


async def test_nobody_undoes_a_decision_about_their_own(bot: Bot) -> None:
    await live(bot, "rr..", STAFF)
    review = await asks(bot, who=STAFF)
    _, approval = await act(bot, f"/decline {review}", "telegram:901")
    assert await bot.says(STAFF, f"/undo {approval}") == [
        "# is your own, so another moderator has to decide it."
    ]


async def test_an_answer_that_waited_is_in_time_once_more(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN + ASKING + "makeup_window_days = 2\n") as bot:
        await live(bot, "rr.r")
        review = await asks(bot)
        _, approval = await act(bot, f"/approve {review}")
        for _ in range(3):
            await bot.tick(days=1)
            await bot.says("telegram:42", "/checkin", name="Rain")
        await act(bot, f"/undo {approval}")
        said, _ = await act(bot, f"/approve {review}")
        assert said == [
            "# is approved. (id #)\nRain: Made up 2026-11-25: streak 4 → 7, 1 card used.\n"
            "7 days in a row: +5 points, 11 in all.\nRain has earned a badge: 🏅 Seven-day star!\n"
            "Rain has reached level 1."
        ]
        assert await bot.problems() == []


async def test_the_member_hears_of_it_where_they_asked(bot: Bot) -> None:
    await live(bot, "rr..")
    await bot.whispers("telegram:42", "/language zh")
    await bot.whispers("telegram:42", "/makeup", name="Rain")
    await bot.presses("telegram:42", "confirm", private=True, name="Rain")
    review = bot.code()
    await bot.says(STAFF, f"/decline {review}")
    decline = str((await bot.rows("SELECT id FROM actions"))[0][0])
    before = len(bot.sent)
    await bot.says(STAFF, f"/undo {decline}")
    assert [(each.chat, each.text.replace(review, "#")) for each in bot.sent[before + 1 :]] == [
        ("42", "Rain：补签 2026-11-25 重新打开。这件事重新等管理员处理，编号 #；1 张补签卡先留着。")
    ]
