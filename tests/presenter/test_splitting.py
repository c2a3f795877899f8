"""Long texts come in parts: within the limit, in order, nothing lost."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.presenter.graphemes import clusters, utf16_length, without_surrogates
from bot.presenter.splitting import cut_label, split

FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("", 10, []),
        (" \n ", 10, []),
        ("short", 10, ["short"]),
        ("  short ", 10, ["  short "]),
        ("one two\nthree", 10, ["one two", "three"]),
        ("one\ntwo\nthree four", 8, ["one\ntwo", "three", "four"]),
        ("one\n\n\ntwo three", 9, ["one", "two three"]),
        ("one\n  two\n  three", 9, ["one\n  two", "  three"]),
        ("a line\r\nanother", 9, ["a line", "another"]),
        ("exactly10!\nnext", 10, ["exactly10!", "next"]),
        ("one two three", 8, ["one two", "three"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("今天签到了", 3, ["今天签", "到了"]),
        ("今天签到，真好", 4, ["今天签", "到，真好"]),
        ("他说（好）吧", 3, ["他说", "（好）", "吧"]),
        ("连续hello天", 6, ["连续", "hello天"]),
        ("，，，，", 3, ["，，，", "，"]),
        ("👍👍👍", 4, ["👍👍", "👍"]),
        ("👍👍👍", 5, ["👍👍", "👍"]),
        ("🇨🇳🇨🇳🇨🇳", 9, ["🇨🇳🇨🇳", "🇨🇳"]),
        (FAMILY * 2, 9, [FAMILY, FAMILY]),
        ("e\u0301" * 3, 3, ["e\u0301", "e\u0301", "e\u0301"]),
        ("か\u3099か\u3099", 3, ["か\u3099", "か\u3099"]),
        ("a" + "\u0301" * 5, 3, ["a\u0301\u0301", "\u0301\u0301\u0301"]),
        ("lone \ud800 one", 6, ["lone \ufffd", "one"]),
        (" " * 20 + "far", 5, ["far"]),
        ("far" + " " * 20, 5, ["far"]),
    ],
)
def test_a_text_is_split_at_the_best_border(text: str, limit: int, parts: list[str]) -> None:
    assert split(text, limit) == parts


def test_a_part_holds_at_least_one_character() -> None:
    with pytest.raises(ValueError, match="at least one character"):
        split("text", 1)


PIECES = st.sampled_from(
    [
        "word", " ", "\n", "\r\n", "  ", "签到", "，", "（", "。", "e\u0301", FAMILY, "🇨🇳", "🇫",
        "👍🏽", "\u200d", "\ufe0f", "か\u3099", "\u0600", "각", "\ud800", "\u3000",
        "x" * 50, "中" * 30,
    ]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=120).map("".join), st.text(max_size=300))


def without_blanks(text: str) -> str:
    return "".join(without_surrogates(text).split())


@given(TEXTS, st.integers(2, 60))
@example("\n" * 100, 2)
@example(" 👍" * 40, 2)
def test_nothing_is_lost_and_no_part_is_too_long(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert without_blanks("".join(parts)) == without_blanks(text)
    assert [part for part in parts if utf16_length(part) > limit or not part.strip()] == []


@given(TEXTS)
def test_no_cluster_that_fits_is_torn(text: str) -> None:
    text = without_surrogates(text)
    limit = max([40, *(utf16_length(cluster) for cluster in clusters(text))])
    borders = {0, *accumulate(map(len, clusters(text)))}
    end = 0
    for part in split(text, limit):
        begin = text.index(part, end)
        end = begin + len(part)
        # White space may be taken off a cluster that begins with it: then the border is behind.
        behind = end + len(text[end:]) - len(text[end:].lstrip())
        assert begin in borders
        assert borders & set(range(end, behind + 1))


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "中",
        "。",
        "word ",
        "line\n",
        "🇨🇳",
        FAMILY,
        "\u0301",
        "a\n" + "b" * 1_999,
        " " * 1_990 + "b",
    ],
)
@pytest.mark.parametrize("limit", [2_000, 4_096])
def test_twenty_thousand_characters_are_split_whole(unit: str, limit: int) -> None:
    text = (unit * 20_000)[:20_000]
    parts = split(text, limit)
    assert without_blanks("".join(parts)) == without_blanks(text)
    assert max(map(utf16_length, parts)) <= limit


@pytest.mark.parametrize(
    ("label", "limit", "shown"),
    [
        ("确认", 10, "确认"),
        ("two\nlines  here", 20, "two lines here"),
        ("a long label", 8, "a long…"),
        (FAMILY * 3, 20, FAMILY * 2 + "…"),
        ("bad \ud800", 10, "bad \ufffd"),
    ],
)
def test_a_label_is_one_line_within_its_limit(label: str, limit: int, shown: str) -> None:
    assert cut_label(label, limit) == shown


@given(TEXTS, st.integers(1, 80))
def test_no_label_is_too_long(label: str, limit: int) -> None:
    assert utf16_length(cut_label(label, limit)) <= limit
