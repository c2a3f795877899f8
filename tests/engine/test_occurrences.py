"""Every occurrence exactly once, whatever happens to the bot and its clock in a year."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.simulated import AUTUMN, ZONES, Life


@pytest.fixture(autouse=True)
def no_other_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cogs of the house have nothing to do in these months."""
    monkeypatch.setattr("bot.app.load_cogs", list)


@pytest.mark.parametrize(("zones", "days"), [(1, 14), (3, 30)])
async def test_in_some_weeks_every_occurrence_happens_exactly_once(
    tmp_path: Path, zones: int, days: int
) -> None:
    life = Life(tmp_path, ZONES[:zones], AUTUMN, days)
    await life.lives(days, seed=9)
    assert sorted(life.done) == life.wanted()


@pytest.mark.long
@pytest.mark.parametrize("seed", [2, 3])
async def test_in_four_hundred_days_every_occurrence_happens_exactly_once(
    tmp_path: Path, seed: int
) -> None:
    life = Life(tmp_path, ZONES, AUTUMN, 400)
    await life.lives(400, seed=seed)
    assert sorted(life.done) == life.wanted()
