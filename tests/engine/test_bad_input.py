"""Whatever people write is answered with a clear sentence or not at all, and nothing breaks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.folding import clean
from bot.core.model import Kind
from tests.kit import DAWN, ZH, Bot, a_bot

AWARD = " For example: /award @rain 5 helped a newcomer"
AWARD_ZH = "例如：/奖励 @小雨 5 帮新人解答"
HELP = "; send /help alone to see all. For example: /help checkin"
LONG = "x" * 10_000


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot whose member 42 is called Rain."""
    async with a_bot(tmp_path) as running:
        await running.says("telegram:42", "hello", name="Rain")
        yield running


BAD_AMOUNTS = [
    "0", "-0", "+0", "1.5", "1,5", "1_000", "²", "٣", "Ⅳ", "五", "0x10", "1e3", "NaN", "∞", "--5",
    "5-", "+-5", "½", "１．５", "５＿０", "𝟓", "①",
]  # fmt: skip


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ("en", "“{}” isn’t an amount I can use. Please write a whole number." + AWARD),
        ("zh", "“{}”不是可用的数量，请写一个整数。" + AWARD_ZH),
    ],
)
async def test_an_award_of_a_bad_amount_is_refused_with_an_example(
    bot: Bot, locale: str, sentence: str
) -> None:
    await bot.says("telegram:900", f"/language {locale}")
    for amount in BAD_AMOUNTS:
        shown = amount if len(amount) <= 40 else amount[:39] + "…"
        # Arabic digits stand in an isolate, so that the sentence keeps its direction.
        shown = f"\u2068{shown}\u2069" if amount == "٣" else shown
        assert await bot.says("telegram:900", f"/award @Rain {amount} well done") == [
            sentence.format(shown)
        ]
    assert await bot.count("ledger_entries") == 0


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        (
            "en",
            "“{}” isn’t an amount I can use. Please write a whole number from -1,000,000,000 to"
            " 1,000,000,000." + AWARD,
        ),
        ("zh", "“{}”不是可用的数量，请写 -1,000,000,000 到 1,000,000,000 之间的整数。" + AWARD_ZH),
    ],
)
async def test_an_award_beyond_the_highest_amount_is_told_how_far_they_go(
    bot: Bot, locale: str, sentence: str
) -> None:
    await bot.says("telegram:900", f"/language {locale}")
    for amount in ("1000000001", "-1000000001", "9" * 5000):
        shown = amount if len(amount) <= 40 else amount[:39] + "…"
        assert await bot.says("telegram:900", f"/award @Rain {amount} well done") == [
            sentence.format(shown)
        ]
    assert await bot.count("ledger_entries") == 0


async def test_an_amount_ends_at_a_blank(bot: Bot) -> None:
    assert await bot.says("telegram:900", "/award @Rain 1 000 well done") == [
        "Rain got 1 point, 1 in all. Reason: 000 well done. Id #; /undo # takes it back."
    ]


@pytest.mark.parametrize(
    ("amount", "balance"), [("7", 7), ("＋７", 7), ("１２３", 123), ("+8", 8), ("007", 7)]
)
async def test_an_award_takes_digits_of_both_widths(bot: Bot, amount: str, balance: int) -> None:
    await bot.says("telegram:900", f"/award @Rain {amount} well done")
    assert await bot.rows("SELECT balance FROM balances") == [(balance,)]


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        (
            "/award",
            "Something is missing: whom it is for (mention them with @,"
            " or reply to one of their messages).",
            "还缺：对谁（@ 对方，或回复对方的消息）。",
        ),
        ("/award @Rain", "Something is missing: the amount.", "还缺：数量。"),
        ("/award @Rain 5", "Something is missing: the reason.", "还缺：原因。"),
        ('/award @Rain 5 ""', "Something is missing: the reason.", "还缺：原因。"),
        (
            "/award 5 Rain",
            "I can’t tell who “5” is. Please mention them with @,"
            " or reply to one of their messages.",
            "没认出“5”是谁，请 @ 对方，或回复对方的消息。",
        ),
        (
            "/award @nobody 5 x",
            "There’s no member “@nobody” here. Please mention them with @,"
            " or reply to one of their messages.",
            "这里没有“@nobody”这位成员，请 @ 对方，或回复对方的消息。",
        ),
        (
            "/award telegram:77 5 x",
            "There’s no member “telegram:77” here. Please mention them with @,"
            " or reply to one of their messages.",
            "这里没有“telegram:77”这位成员，请 @ 对方，或回复对方的消息。",
        ),
        (
            "/award @ 5 x",
            "There’s no member “@” here. Please mention them with @,"
            " or reply to one of their messages.",
            "这里没有“@”这位成员，请 @ 对方，或回复对方的消息。",
        ),
        (
            f"/award @Rain 5 {'y' * 501}",
            "That’s too long. Please stay within 500 characters.",
            "太长了，最多 500 个字。",
        ),
    ],
)
async def test_a_wrong_award_says_what_was_wrong(bot: Bot, text: str, en: str, zh: str) -> None:
    assert await bot.says("telegram:900", text) == [en + AWARD]
    await bot.says("telegram:900", "/language zh")
    assert await bot.says("telegram:900", text) == [zh + AWARD_ZH]
    assert await bot.count("actions") == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "/history 51",
            "“51” isn’t a count I can use. Please write a whole number from 1 to 50."
            " For example: /history 20",
        ),
        (
            "/history ten",
            "“ten” isn’t a count I can use. Please write a whole number from 1 to 50."
            " For example: /history 20",
        ),
        (
            "/history 5 6",
            "“6” is one too many. Please leave it out and try again. For example: /history 20",
        ),
        (
            "/points @Rain extra",
            "“extra” is one too many. Please leave it out and try again. For example: /points",
        ),
        (
            "/language fr",
            "I don’t speak “fr” yet. Please choose zh (Chinese) or en (English)."
            " For example: /language en",
        ),
        (
            "/timezone Mars/Olympus",
            "I don’t know the time zone “Mars/Olympus”. Please write the zone’s name,"
            " with its city. For example: /timezone Europe/London",
        ),
        (
            "/timezone Europe/Lundon",
            "I don’t know the time zone “Europe/Lundon”. Did you mean Europe/London?"
            " For example: /timezone Europe/London",
        ),
    ],
)
async def test_a_wrong_argument_gets_one_line_with_an_example(
    bot: Bot, text: str, said: str
) -> None:
    assert await bot.says("telegram:42", text, name="Rain") == [said]


@pytest.mark.parametrize(
    ("text", "mentions", "more"),
    [
        ("/award @Rain 5 well done", (), {}),
        ("/award @whatever 5 well done", ("42",), {}),
        ("/award telegram:42 5 well done", (), {}),
        ("/award TELEGRAM:42 5 well done", (), {}),
        ("／ａｗａｒｄ　＠Rain　５　well done", (), {}),
        ("/奖励@Rain 5 well done", (), {}),
        ("/award 5 well done", (), {"reply_to": "1", "reply_to_user": "42"}),
        ("/award @Rain 5 well done", (), {"reply_to": "1", "reply_to_user": "900"}),
        ("@hearth_bot /award @Rain 5 well done", ("1", "42"), {"bot": "hearth_bot"}),
        ("/award@hearth_bot @Rain 5 well done", ("42",), {"bot": "hearth_bot"}),
        ("/award\n@Rain\n5\nwell done", (), {}),
        ('/award "@Rain" "5" well done', (), {}),
        ("/aw\u200bard @Rain 5 well done\u200b", (), {}),
        ("/AWARD @Rain 5 well done", (), {}),
    ],
)
async def test_all_ways_to_name_somebody_are_understood(
    bot: Bot, text: str, mentions: tuple[str, ...], more: dict[str, str]
) -> None:
    said = await bot.says("telegram:900", text, mentions=mentions, **more)
    assert said == ["Rain got 5 points, 5 in all. Reason: well done. Id #; /undo # takes it back."]


async def test_a_reply_to_somebody_unknown_names_nobody(bot: Bot) -> None:
    assert await bot.says("telegram:900", "/award 5 x", reply_to="9", reply_to_user="4711") == [
        "There’s no member “4711” here. Please mention them with @,"
        f" or reply to one of their messages.{AWARD}"
    ]


async def test_a_person_of_another_platform_is_named_by_platform_and_id(bot: Bot) -> None:
    await bot.says("discord:42", "hello", name="Snow")
    assert await bot.says("telegram:900", "/award discord:42 5 x") == [
        "Snow got 5 points, 5 in all. Reason: x. Id #; /undo # takes it back."
    ]


async def test_a_reason_keeps_its_quotes_and_shows_on_one_line(bot: Bot) -> None:
    assert await bot.says("telegram:900", '/award @Rain 5 said "hi"\n\tto “all”') == [
        'Rain got 5 points, 5 in all. Reason: said "hi" to “all”. Id #; /undo # takes it back.'
    ]
    assert await bot.rows("SELECT note FROM action_notes") == [('said "hi"\n\tto “all”',)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<b>Rain</b> *_`[x](y)", "<b>Rain</b> *_`[x](y)"),
        ("@everyone", "@everyone"),
        ("مطر", "\u2068مطر\u2069"),
        ("Rain\u202eniaR", "RainniaR"),
        ("R\na\ri\x00n", "R a i\ufffdn"),
        ("\ud800Rain", "\ufffdRain"),
        ("{ $streak } -term", "{ $streak } -term"),
        ("👨‍👩‍👧‍👦🇨🇳", "👨‍👩‍👧‍👦🇨🇳"),
        ("z" * 300, "z" * 200 + "…"),
    ],
)
async def test_a_strange_name_is_shown_harmlessly(bot: Bot, name: str, shown: str) -> None:
    await bot.says("telegram:50", "hello", name=clean(name))
    said = await bot.says("telegram:50", "/streak", name=clean(name))
    assert said == [f"{shown}, your streak is 0 days, the longest 0.\nToday is still open."]


@pytest.mark.parametrize(
    "text",
    [
        f"/checkin {LONG}",
        f"/checkin {'签' * 10_000}",
        clean("/checkin \x00\x00 note"),
        clean("/checkin \ud800\udfff"),
        "/checkin \u202e\u2066 note",
        "／ｃｈｅｃｋｉｎ　　今天",
        "签到",
        "　签到！！　",
        "簽到。",
        "ＣＨＥＣＫ　ＩＮ",
        "\u200b打\u200b卡\u200b",
        "/checkin: ran 5 km",
        "/签到，今天跑步",
        '/checkin "unclosed',
    ],
)
async def test_a_check_in_of_any_length_and_writing_counts(bot: Bot, text: str) -> None:
    assert await bot.says("telegram:42", text, name="Rain") == [
        "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"/{LONG}", [f"There’s no command “/{'x' * 39}…”. Send /help to see them all."]),
        (f"/help {LONG}", [f"There is no command “{'x' * 39}…”{HELP}"]),
        (f"/help /{LONG}", [f"There is no command “/{'x' * 38}…”{HELP}"]),
        (
            f"/undo {LONG}",
            [
                f"There is no act with the id “{'x' * 39}…”; please use the id from its reply."
                " For example: /undo #"
            ],
        ),
        (LONG, []),
        ("/" * 10_000, []),
        ("@" * 10_000, []),
        ("\u200b" * 10_000, []),
        ("签到" * 5_000, []),
        ('"' * 10_000, []),
    ],
)
async def test_ten_thousand_characters_are_answered_shortly_or_not_at_all(
    bot: Bot, text: str, said: list[str]
) -> None:
    assert await bot.says("telegram:900", text) == said


@pytest.mark.parametrize("config", [DAWN, ZH], ids=["en", "zh"])
async def test_an_update_that_no_adapter_cleaned_holds_nothing_up(
    tmp_path: Path, config: str
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        await bot.crash()
        await bot.start()
        for field in ("text", "name", "user", "chat", "update_id", "message_id", "button"):
            values: dict[str, Any] = {field: "/checkin \ud800"}
            update = replace(bot.message("telegram:42", "/checkin"), **values)
            for kind in (Kind.MESSAGE, Kind.BUTTON):
                taking = bot.hands_over(replace(update, kind=kind))
                await bot.settle()
                assert taking.done() is True
                taking.exception()
        bot.sent.clear()
        await bot.says("telegram:43", "/checkin")
        assert len(bot.sent) == 1


WORDS = ["/award", "/undo", "/points", "/help", "/timezone", "/streak", "/history", "/language"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(WORDS),
            st.text(st.characters(), max_size=60) | st.just(LONG),
            st.sampled_from(["42", "900"]),
        ),
        max_size=12,
    )
)
def test_nothing_that_anybody_writes_is_set_aside(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[str, str, str]]
) -> None:
    import asyncio

    async def talk() -> None:
        async with a_bot(tmp_path_factory.mktemp("fuzz")) as bot:
            for word, rest, user in said:
                await bot.takes(bot.message(f"telegram:{user}", clean(f"{word} {rest}")))
            assert await bot.rows("SELECT error FROM inbox WHERE state <> 'done'") == []

    asyncio.run(talk())
