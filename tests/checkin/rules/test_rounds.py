"""Which lengths of a streak are worth a picture."""

from __future__ import annotations

from cogs.checkin.rules import is_round


def test_seven_thirty_hundreds_and_years_are_round() -> None:
    found = [length for length in range(801) if is_round(length)]
    assert found == [7, 30, 100, 200, 300, 365, 400, 500, 600, 700, 730, 800]
