"""The words that ask for a board."""

from __future__ import annotations

import pytest

from cogs.ranks.rules import Kind, What
from cogs.ranks.words import Asked, board_asked


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("", Asked()),
        ("week", Asked(Kind.WEEK)),
        ("ＷＥＥＫ", Asked(Kind.WEEK)),
        ("streak", Asked(what=What.STREAK)),
        ("streak season", Asked(Kind.SEASON, What.STREAK)),
        ("last month points", Asked(Kind.MONTH, last=True)),
        ("周 连签", Asked(Kind.WEEK, What.STREAK)),
        ("連簽", Asked(what=What.STREAK)),
        ("积分 总榜", Asked()),
        ("上周", Asked(Kind.WEEK, last=True)),
        ("连签 上个月", Asked(Kind.MONTH, What.STREAK, last=True)),
        ("year", "year"),
        ("week month", "month"),
        ("points 积分", "积分"),
    ],
)
def test_words_ask_for_a_board_in_any_order(words: str, asked: Asked | str) -> None:
    assert board_asked(words.split()) == asked
