from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.parsing import Call, Spelling, Unknown, Vocabulary, shown

SPELLINGS = (
    Spelling(
        "checkin", ("checkin", "签到", "打卡"), ("签到", "簽到", "打卡", "check in", "checkin")
    ),
    Spelling("streak", ("streak", "连签")),
    Spelling("makeup", ("makeup", "补签")),
    Spelling("points", ("points", "积分")),
    Spelling("points why", ("points why", "积分 为什么")),
    Spelling("rank", ("rank", "排行")),
    Spelling("award", ("award", "奖励")),
    Spelling("link", ("link", "关联")),
    Spelling("link confirm", ("link confirm", "关联 确认")),
    Spelling("program open", ("program open",)),
    Spelling("faq", ("faq", "问")),
    Spelling("me", ("me", "我的")),
)
VOCABULARY = Vocabulary(SPELLINGS, prefixes=("/", "!"))
CHECKIN = Call("checkin", "", "checkin")
SIGN = Call("checkin", "", "签到")


def read(text: str) -> Call | Unknown | None:
    return VOCABULARY.read(text, "HearthBot")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/checkin", CHECKIN),
        ("／ｃｈｅｃｋｉｎ", CHECKIN),
        ("/CheckIn", CHECKIN),
        ("  \u200b/ch\u200beck\u200din\ufeff ", CHECKIN),
        ("/check-in", Call("checkin", "", "check-in")),
        ("!checkin", CHECKIN),
        ("！签到", SIGN),
        ("/签到", SIGN),
        ("/打卡", Call("checkin", "", "打卡")),
        ("/签\u200d到", SIGN),
        ("/签到 今天跑步  5 km ", Call("checkin", "今天跑步  5 km", "签到")),
        ("/checkin\nＲan\n\n5 km", Call("checkin", "Ｒan\n\n5 km", "checkin")),
        ("/checkin\u3000note", Call("checkin", "note", "checkin")),
        ("/checkin: a note", Call("checkin", "a note", "checkin")),
        ("/checkin!", CHECKIN),
        ("/checkin...", CHECKIN),
        ("/签到，今天跑步", Call("checkin", "今天跑步", "签到")),
        ("/签到💪", Call("checkin", "💪", "签到")),
        ("/checkin ...and more", Call("checkin", "...and more", "checkin")),
        ("/checkin /usr/bin", Call("checkin", "/usr/bin", "checkin")),
        ("/checkin " + "long " * 4_000, Call("checkin", ("long " * 4_000).strip(), "checkin")),
        (" " * 300 + "/checkin note", Call("checkin", "note", "checkin")),
    ],
)
def test_a_slash_word_calls_its_command(text: str, expected: Call) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/补签3", Call("makeup", "3", "补签")),
        ("/补签2026-11-20", Call("makeup", "2026-11-20", "补签")),
        ("/排行week points", Call("rank", "week points", "排行")),
        ("/奖励@alice 5 好人", Call("award", "@alice 5 好人", "奖励")),
        ("/checkin今天跑步", Call("checkin", "今天跑步", "checkin")),
        ("/checkin.今天跑步", Call("checkin", "今天跑步", "checkin")),
        ("/积分why", Call("points why", "", "积分 why")),
        ("/签到今天", Unknown("签到今天", "签到")),
        ("/签到今天跑步", Unknown("签到今天跑步", "签到")),
        ("/签到排行", Unknown("签到排行", "签到")),
        ("/checkins", Unknown("checkins", "checkin")),
        ("/rank7", Unknown("rank7", "rank")),
    ],
)
def test_a_name_ends_where_the_script_changes(text: str, expected: Call | Unknown) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/checkin@HearthBot", CHECKIN),
        ("/checkin@hearthbot note", Call("checkin", "note", "checkin")),
        ("/签到＠ＨearthBot 跑步", Call("checkin", "跑步", "签到")),
        ("/points@HearthBot why", Call("points why", "", "points why")),
        ("/checkin@OtherBot", None),
        ("/checkin@Other", None),
        ("/checkin@", None),
        ("/checkin@HearthBot2", None),
        ("/签到@OtherBot", None),
        ("/nonsense@OtherBot", None),
        ("/chekin@HearthBot", Unknown("chekin", "checkin")),
        ("@HearthBot /checkin", Call("checkin", "", "checkin", mentions=1)),
        ("@HearthBot, @hearthbot：签到！", Call("checkin", "", "签到", mentions=2)),
        ("@Other /checkin", None),
        ("@HearthBot hello", None),
        ("@HearthBot", None),
    ],
)
def test_only_what_is_meant_for_this_bot_is_read(
    text: str, expected: Call | Unknown | None
) -> None:
    assert read(text) == expected


def test_a_bot_without_a_name_on_the_platform_knows_the_names_it_was_given() -> None:
    vocabulary = Vocabulary(SPELLINGS, bot_names=("@Hearth Bot",))
    assert vocabulary.read("@hearth bot /checkin") == Call("checkin", "", "checkin", mentions=1)
    assert vocabulary.read("/checkin@HearthBot") is None
    assert vocabulary.read("!checkin") is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("签到", "签到"),
        ("簽到", "簽到"),
        ("打卡。", "打卡"),
        (" 签到！！！ ", "签到"),
        ("签到~～…", "签到"),
        ("签\u200b到", "签到"),
        ("打卡 💪🏽❤️", "打卡"),
        ("check in", "check in"),
        ("check-in", "check in"),
        ("check\u2011in", "check in"),
        ("CHECK  IN!", "check in"),
        ("ｃｈｅｃｋ　ｉｎ", "check in"),
        ("checkin.", "checkin"),
    ],
)
def test_a_bare_word_calls_when_it_is_the_whole_message(text: str, word: str) -> None:
    assert read(text) == Call("checkin", "", word)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "我今天签到了",
        "签到了",
        "签到？",
        "签到吗?!",
        "签到 ❌",
        "签到2",
        "签到\n今天跑步",
        "check in tomorrow",
        "I check in",
        "积分",
        "!!!",
        "！！",
        "/",
        "／",
        "//x",
        "//",
        "/ foo",
        "/\nfoo",
        "/usr/bin",
        "/home/me/start.sh",
        "/start.sh",
        "/10",
        "/:",
        "/ checkin",
        "a /checkin",
        "。",
        "签到" + "！" * 100,
        "x" * 20_000,
    ],
)
def test_ordinary_text_is_no_command(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/points why", Call("points why", "", "points why")),
        ("/POINTS  Why?", Call("points why", "", "points why")),
        ("/积分 为什么", Call("points why", "", "积分 为什么")),
        ("/积分 why", Call("points why", "", "积分 why")),
        ("/points 为什么", Call("points why", "", "points 为什么")),
        ("/points why not", Call("points why", "not", "points why")),
        ("/points @a", Call("points", "@a", "points")),
        ("/points whyever", Call("points", "whyever", "points")),
        ("/link confirm", Call("link confirm", "", "link confirm")),
        ("/link ABC123", Call("link", "ABC123", "link")),
        ("/program open 早起", Call("program open", "早起", "program open")),
        ("/program start", Unknown("program", "program open")),
        ("/program", Unknown("program", "program open")),
    ],
)
def test_a_form_is_a_command_of_its_own(text: str, expected: Call | Unknown) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        ("/簽到", "checkin", ""),
        ("／簽到，今天跑步", "checkin", "今天跑步"),
        ("/積分", "points", ""),
        ("/積分 why", "points why", ""),
        ("/連籤", "streak", ""),
        ("/簽倒", None, None),
    ],
)
def test_a_slash_word_in_traditional_characters_is_read(
    text: str, command: str | None, rest: str | None
) -> None:
    called = read(text)
    if command is None:
        assert isinstance(called, Unknown)
    else:
        assert isinstance(called, Call)
        assert (called.command, called.rest) == (command, rest)


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("chekin", "checkin"),
        ("chekcin", "checkin"),
        ("poinst", "points"),
        ("streaks", "streak"),
        ("str", "streak"),
        ("签道", "签到"),
        ("簽道", "签到"),
        ("积", "积分"),
        ("问怎么报名", "问"),
        ("weather", None),
        ("天气", None),
        ("s", None),
        ("x" * 200, None),
    ],
)
def test_an_unknown_word_has_the_nearest_name(word: str, nearest: str | None) -> None:
    assert read(f"/{word} and more") == Unknown(shown(word), nearest)


def test_two_commands_cannot_share_a_name() -> None:
    with pytest.raises(ValueError, match="names both 'me' and 'my'"):
        Vocabulary([Spelling("me", ("me", "我的")), Spelling("my", ("我的",))])
    with pytest.raises(ValueError, match="'打卡' names both"):
        Vocabulary([Spelling("a", ("a",), ("打卡",)), Spelling("b", ("b",), ("打卡",))])


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_every_text_is_read(text: str) -> None:
    read(text)
    called = read("/checkin " + text)
    assert isinstance(called, Call)
    assert called.rest in text
