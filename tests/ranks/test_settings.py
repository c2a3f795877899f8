"""What operators write into ``[ranks]``, and what is refused."""

from __future__ import annotations

import pytest

from bot.core.setting_mistakes import Misread
from bot.core.settings import build
from cogs.ranks.settings import RankSettings


def test_seasons_are_days_of_every_year() -> None:
    assert build(RankSettings, {"seasons": ["03-01", "09-15"]}).seasons == ("03-01", "09-15")
    assert build(RankSettings, {"seasons": []}).seasons == ()


@pytest.mark.parametrize(
    "seasons",
    [["02-29"], ["13-01"], ["2026-01-01"], ["09-01", "03-01"], ["03-01", "03-01"], "03-01", [301]],
)
def test_other_days_are_refused(seasons: object) -> None:
    with pytest.raises(Misread):
        build(RankSettings, {"seasons": seasons})
