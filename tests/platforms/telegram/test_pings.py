"""Who is pinged on Telegram."""

from __future__ import annotations

import pytest

from bot.platforms.telegram.pings import with_mentions


@pytest.mark.parametrize(
    ("text", "names", "shown", "at"),
    [
        ("Ann, hello", {"42": "Ann"}, "Ann, hello", [("42", 0, 3)]),
        ("😀 小雨，今天还没签到", {"42": "小雨"}, "😀 小雨，今天还没签到", [("42", 3, 2)]),
        ("hello", {"42": "Ann"}, "Ann\nhello", [("42", 0, 3)]),
        ("Bo and Ann", {"42": "Ann", "43": "Bo"}, "Bo and Ann", [("42", 7, 3), ("43", 0, 2)]),
        ("hello", {"x": "Ann"}, "hello", []),
        ("hello", {"42": ""}, "hello", []),
    ],
)
def test_an_entity_over_the_name_mentions_the_user(
    text: str, names: dict[str, str], shown: str, at: list[tuple[str, int, int]]
) -> None:
    said, entities = with_mentions(text, {"mentions": list(names), "named": names})
    assert said == shown
    assert [(str(e.user.id if e.user else ""), e.offset, e.length) for e in entities] == at
    assert {e.type for e in entities} <= {"text_mention"}


def test_everybody_is_never_mentioned() -> None:
    assert with_mentions("hello", {"mentions": "everyone"}) == ("hello", [])
