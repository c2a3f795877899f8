"""How far this machine's clock is from a platform's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.text import Text
from bot.platforms.skew import seconds_ahead, wrong_clock

NOW = datetime(2026, 11, 23, 1, 0, 0, 700_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "ahead_s"),
    [
        ("Mon, 23 Nov 2026 01:00:00 GMT", 0),
        ("Mon, 23 Nov 2026 01:00:01 GMT", 0),
        ("Mon, 23 Nov 2026 00:59:20 GMT", 40),
        ("Mon, 23 Nov 2026 02:00:00 +0100", 0),
        ("Mon, 23 Nov 2026 01:00:40 -0000", -39),
        ("", None),
        ("soon", None),
        ("Mon, 99 Nov 2026 01:00:00 GMT", None),
    ],
)
def test_a_date_header_says_how_far_the_clock_is_ahead(date: str, ahead_s: int | None) -> None:
    assert seconds_ahead(date, NOW) == ahead_s


@pytest.mark.parametrize(
    ("ahead_s", "keys"),
    [
        (None, []),
        (0, []),
        (30, []),
        (-30, []),
        (31, ["adapter.clock.fast"]),
        (-31, ["adapter.clock.slow"]),
    ],
)
def test_half_a_minute_is_no_problem_yet(ahead_s: int | None, keys: list[str]) -> None:
    seconds = abs(ahead_s or 0)
    assert wrong_clock("telegram", ahead_s) == [
        Text(key, platform="telegram", seconds=seconds) for key in keys
    ]
