"""Who is pinged on Discord."""

from __future__ import annotations

import pytest

from bot.platforms.discord.pings import pings, with_mentions


@pytest.mark.parametrize(
    ("text", "body", "shown"),
    [
        ("Ann, hello", {"mentions": ["42"], "named": {"42": "Ann"}}, "<@42>, hello"),
        ("Ann, Ann!", {"mentions": ["42"], "named": {"42": "Ann"}}, "<@42>, Ann!"),
        (r"\*Ann\*, hello", {"mentions": ["42"], "named": {"42": "*Ann*"}}, "<@42>, hello"),
        ("hello", {"mentions": ["42"], "named": {"42": "Ann"}}, "<@42> hello"),
        ("hello", {"mentions": ["42"]}, "<@42> hello"),
        ("hello", {"mentions": ["4>2 @everyone"], "named": {}}, "hello"),
        ("hello", {"mentions": []}, "hello"),
        ("hello", {}, "hello"),
    ],
)
def test_the_name_of_whom_a_message_may_mention_becomes_a_mention(
    text: str, body: dict[str, object], shown: str
) -> None:
    assert with_mentions(text, body) == shown


def test_nobody_else_is_pinged() -> None:
    assert pings({"mentions": ["42", "everyone"]}) == {
        "parse": [],
        "users": ["42"],
        "replied_user": False,
    }
    assert pings({"mentions": "everyone"})["users"] == []
