"""Whatever waits for a moderator: approved or declined once, by somebody else than whose it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.kit import DAWN, ZH, Bot, a_bot

ASKING = (
    "[checkin]\namnesty_minutes = 0\nmakeup_cards_starting = 3\nmakeup_needs_approval = true\n"
    "makeup_per_month = 2\n"
)
MADE = "SELECT day, kind FROM day_credits WHERE kind <> 'real' ORDER BY day"
HELD = (
    "SELECT h.item, h.count FROM holdings h JOIN members m ON m.id = h.member"
    " JOIN accounts a ON a.person = m.person WHERE a.user_id = '42' ORDER BY h.item"
)
STATES = "SELECT state FROM makeup_requests ORDER BY at, id"
STAFF = "telegram:900"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot whose moderators approve make-ups."""
    async with a_bot(tmp_path, config=DAWN + ASKING) as running:
        yield running


async def live(bot: Bot, days: str, who: str = "telegram:42") -> None:
    """A day for each letter: ``r`` checks in, a dot does not; the last one is today."""
    for number, letter in enumerate(days):
        if number:
            await bot.tick(days=1)
        if letter == "r":
            await bot.says(who, "/checkin", name="Rain")


async def asks(bot: Bot, words: str = "", who: str = "telegram:42") -> str:
    """The member has asked for a make-up that waits; its id."""
    await bot.says(who, f"/makeup {words}", name="Rain")
    await bot.presses(who, "confirm", name="Rain")
    return bot.code()


@pytest.mark.parametrize(
    ("config", "shown", "waits", "approved"),
    [
        (
            DAWN,
            "Make up 2026-11-25: uses 1 card of your 3, streak 2 → 3."
            " This is number 1 of 2 this month.\n"
            "A moderator decides; the card is set aside until then.\nReason: I was ill",
            "Your make-up of 2026-11-25 waits for a moderator as #; 1 card is set aside.",
            "# is approved. (id #)\nRain: Made up 2026-11-25: streak 2 → 3, 1 card used.",
        ),
        (
            ZH,
            "补签 2026-11-25：用 1 张补签卡（你有 3 张），连签 2 → 3。"
            "这是本月第 1 次，最多 2 次。\n要管理员批准，在那之前补签卡先留着。\n原因：I was ill",
            "补签 2026-11-25 已提交，编号 #，等管理员批准；1 张补签卡先留着。",
            "# 已批准。（编号 #）\nRain：已补签 2026-11-25：连签 2 → 3，用了 1 张补签卡。",
        ),
    ],
)
async def test_an_approved_make_up_is_done(
    tmp_path: Path, config: str, shown: str, waits: str, approved: str
) -> None:
    async with a_bot(tmp_path, config=config + ASKING) as bot:
        await live(bot, "rr..")
        asked = await bot.says("telegram:42", "/makeup yesterday I was ill", name="Rain")
        assert asked == [shown]
        assert await bot.presses("telegram:42", "confirm", name="Rain") == [waits]
        review = bot.code()
        assert (await bot.rows(MADE), await bot.rows(HELD)) == ([], [("makeup_card", 2)])
        assert await bot.says(STAFF, f"/approve {review.lower()}") == [approved]
        assert await bot.rows(MADE) == [("2026-11-25", "makeup")]
        assert await bot.rows(HELD) == [("makeup_card", 2)]
        assert await bot.rows("SELECT action, detail LIKE '%makeup%' FROM actions") in (
            [("approve", 1)],
            [("approve", True)],
        )
        assert await bot.problems() == []


@pytest.mark.parametrize(
    ("config", "declined"),
    [
        (
            DAWN,
            "# is declined. (id #)\nRain: The make-up of 2026-11-25 was declined (too often)."
            " The card was given back.",
        ),
        (
            ZH,
            "# 已驳回。（编号 #）\nRain：补签 2026-11-25 没有批准（too often）。补签卡已经退回。",
        ),
    ],
)
async def test_a_declined_make_up_gives_its_card_back(
    tmp_path: Path, config: str, declined: str
) -> None:
    async with a_bot(tmp_path, config=config + ASKING) as bot:
        await live(bot, "rr..")
        review = await asks(bot)
        assert await bot.says(STAFF, f"/decline {review} too often") == [declined]
        assert (await bot.rows(MADE), await bot.rows(HELD)) == ([], [("makeup_card", 3)])
        assert await bot.rows(STATES) == [("declined",)]
        assert await bot.problems() == []


async def test_what_was_decided_is_not_decided_again(bot: Bot) -> None:
    await live(bot, "rr..")
    review = await asks(bot)
    await bot.says(STAFF, f"/decline {review}")
    assert await bot.says("telegram:901", f"/approve {review}") == [
        "# was declined before by P900; nothing was changed."
    ]
    await bot.says("telegram:901", "/language zh")
    assert await bot.says("telegram:901", f"/驳回 {review}") == ["# 已经由 P900 驳回，没有改动。"]
    assert await bot.rows(HELD) == [("makeup_card", 3)]


async def test_two_moderators_at_once_decide_once(bot: Bot) -> None:
    await live(bot, "rr..")
    review = await asks(bot)
    said = await bot.takes(
        bot.message(STAFF, f"/approve {review}"), bot.message("telegram:901", f"/decline {review}")
    )
    assert sorted(map(len, map(str.splitlines, said))) == [1, 2]
    assert await bot.rows("SELECT count(*) FROM review_signatures") == [(1,)]
    assert await bot.problems() == []


async def test_a_day_that_waits_is_not_asked_for_twice(bot: Bot) -> None:
    await live(bot, "rr..")
    await asks(bot)
    assert await bot.says("telegram:42", "/makeup") == [
        "2026-11-25 waits for a moderator already. Please wait for the answer, or ask for another"
        " day, for example /makeup 3."
    ]
    await bot.says("telegram:42", "/language zh")
    assert await bot.says("telegram:42", "/补签") == [
        "2026-11-25 已经在等管理员批准了。请等结果，或者补别的日子，例如：/补签 3"
    ]


async def test_a_make_up_that_nothing_comes_of_any_more_gives_its_card_back(bot: Bot) -> None:
    await live(bot, "rr..")
    review = await asks(bot)
    await bot.tick(days=2)
    gone = (
        "The make-up of 2026-11-25 can no longer be done, so the card was given back."
        " 2026-11-25 would not reach your streak, because 2026-11-26, 2026-11-27 were missed as"
        " well. Nothing was used. To fill all of it: /makeup 2026-11-25 2026-11-26 2026-11-27"
    )
    assert await bot.says(STAFF, f"/approve {review}") == [f"# is approved. (id #)\nRain: {gone}"]
    assert (await bot.rows(MADE), await bot.rows(HELD)) == ([], [("makeup_card", 3)])
    assert await bot.rows(STATES) == [("returned",)]


async def test_the_member_hears_it_where_they_asked_and_in_their_language(bot: Bot) -> None:
    await live(bot, "rr..")
    await bot.whispers("telegram:42", "/language zh")
    await bot.whispers("telegram:42", "/makeup", name="Rain")
    await bot.presses("telegram:42", "confirm", private=True, name="Rain")
    assert await bot.whispers(STAFF, f"/approve {bot.code()}") == [
        "# is approved. (id #)\nMade up 2026-11-25: streak 2 → 3, 1 card used.",
        "Rain：已补签 2026-11-25：连签 2 → 3，用了 1 张补签卡。",
    ]
    assert [sent.chat for sent in bot.sent[-2:]] == ["900", "42"]


async def test_an_answer_that_takes_longer_than_the_window_is_in_time(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN + ASKING + "makeup_window_days = 2\n") as bot:
        await live(bot, "rr.r")
        review = await asks(bot)
        for _ in range(4):
            await bot.tick(days=1)
            await bot.says("telegram:42", "/checkin", name="Rain")
        assert await bot.says(STAFF, f"/approve {review}") == [
            "# is approved. (id #)\nRain: Made up 2026-11-25: streak 5 → 8, 1 card used.\n"
            "7 days in a row: +5 points, 12 in all.\nRain has earned a badge: 🏅 Seven-day star!\n"
            "Rain has reached level 1."
        ]
        assert await bot.problems() == []


async def test_nobody_decides_their_own(bot: Bot) -> None:
    await live(bot, "rr..", STAFF)
    review = await asks(bot, who=STAFF)
    assert await bot.says(STAFF, f"/approve {review}") == [
        "# is your own, so another moderator has to decide it."
    ]
    await bot.says(STAFF, "/language zh")
    assert await bot.says(STAFF, f"/批准 {review}") == ["# 是你自己的，要请另一位管理员来审。"]
    assert len(await bot.says("telegram:901", f"/approve {review}")) == 2


async def test_members_decide_nothing(bot: Bot) -> None:
    await live(bot, "rr..")
    review = await asks(bot)
    refused = [
        "That’s for moderators to do. Please ask one of them, or send /help to see what you can do."
    ]
    assert await bot.says("telegram:43", f"/approve {review}") == refused
    assert await bot.says("telegram:43", f"/decline {review}") == refused
    assert await bot.says("telegram:43", "/queue") == refused


@pytest.mark.parametrize(
    ("asked", "en", "zh"),
    [
        (
            "/approve nothing",
            "Nothing waits under “nothing”. Send /queue to see what does.",
            "没有编号是“nothing”的待审事项，发 /审核 看看有哪些。",
        ),
        (
            "/approve",
            "Something is missing: the id of what waits (/queue lists them)."
            " For example: /approve K7QX2MP",
            "还缺：待审的编号（发 /审核 能看到）。例如：/批准 K7QX2MP",
        ),
        (
            "/approve " + " ".join(map(str, range(11))),
            "At most 10 at once, please, for example /approve K7QX2MP.",
            "一次最多 10 件，例如 /批准 K7QX2MP。",
        ),
        (
            "/decline x " + "a" * 501,
            "That’s too long. Please stay within 500 characters."
            " For example: /decline K7QX2MP please ask within a week",
            "太长了，最多 500 个字。例如：/驳回 K7QX2MP 请在一周内申请",
        ),
    ],
)
async def test_what_cannot_be_decided_says_why(bot: Bot, asked: str, en: str, zh: str) -> None:
    def plain(said: list[str]) -> list[str]:
        return [text.replace("#", "K7QX2MP") for text in said]

    assert plain(await bot.says(STAFF, asked)) == [en]
    await bot.says(STAFF, "/language zh")
    assert plain(await bot.says(STAFF, asked)) == [zh]


@pytest.mark.parametrize(
    ("config", "empty", "full"),
    [
        (
            DAWN,
            "Nothing waits for a moderator.",
            "2 things wait for a moderator, the longest first:\n"
            "# · Rain asks to make up 2026-11-25 (was ill) (1 day ago)\n"
            "# · Rain asks to make up 2026-11-26\n"
            "Send /approve #, or /decline # with a reason.",
        ),
        (
            ZH,
            "没有等着审核的事。",
            "有 2 件事等着审核，等得最久的在前：\n"
            "# · Rain 申请补签 2026-11-25（was ill）（1 天前）\n"
            "# · Rain 申请补签 2026-11-26\n"
            "发 /批准 #，或 /驳回 # 加上理由。",
        ),
    ],
)
async def test_the_queue_shows_what_waits(
    tmp_path: Path, config: str, empty: str, full: str
) -> None:
    async with a_bot(tmp_path, config=config + ASKING) as bot:
        assert await bot.says(STAFF, "/queue") == [empty]
        await live(bot, "rr..")
        await asks(bot, "yesterday was ill")
        await bot.says("telegram:43", "hello")
        await live(bot, ".r", "telegram:43")
        await asks(bot, who="telegram:43")
        assert await bot.says(STAFF, "/queue") == [full]


async def test_several_are_approved_at_once(bot: Bot) -> None:
    await live(bot, "r.r.r")
    first = await asks(bot, "2026-11-26")
    await bot.says("discord:7", "hello")
    await bot.tick(days=1)
    await bot.says("discord:7", "/checkin")
    await bot.says("telegram:42", "/checkin", name="Rain")
    other = await asks(bot, who="discord:7")
    assert await bot.says(STAFF, f"/approve {first}，{other}") == [
        "# is approved. (id #)\n# is approved. (id #)\n"
        "Rain: Made up 2026-11-26: streak 2 → 4, 1 card used.\n"
        "Made up 2026-11-27: streak 1 → 2, 1 card used.",
        "Rain: Made up 2026-11-27: streak 1 → 2, 1 card used.",
    ]
