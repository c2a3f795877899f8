"""Where levels begin: the curves of other bots to the point, and those that an operator writes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.levels.rules import PRESETS, Curve, level_of, polynomial, table
from cogs.levels.rules.curve import rises

CURVES = [*PRESETS.values(), table([10, 30, 60]), polynomial([0, 100]), polynomial([3, 0.5, 5])]


@pytest.mark.parametrize(
    ("preset", "begins"),
    [
        ("hearth", [10, 30, 60, 100, 150]),
        ("mee6", [100, 255, 475, 770, 1150]),
        ("lurkr", [100, 150, 300, 550, 900]),
    ],
)
def test_presets_begin_levels_where_those_bots_do(preset: str, begins: list[int]) -> None:
    assert [PRESETS[preset].begins(level) for level in range(1, 6)] == begins


@pytest.mark.parametrize(
    ("points", "curve", "level"),
    [
        (-5, PRESETS["hearth"], 0),
        (9, PRESETS["hearth"], 0),
        (10, PRESETS["hearth"], 1),
        (29, PRESETS["hearth"], 1),
        (30, PRESETS["hearth"], 2),
        (77, PRESETS["hearth"], 3),
        (59, table([10, 30, 60]), 2),
        (10**9, table([10, 30, 60]), 3),
        (10**18, PRESETS["lurkr"], 1000),
        (250, polynomial([0, 100]), 2),
    ],
)
def test_a_level_is_the_highest_that_has_begun(points: int, curve: Curve, level: int) -> None:
    assert level_of(points, curve) == level


@pytest.mark.parametrize("curve", CURVES)
def test_every_curve_that_is_there_rises(curve: Curve) -> None:
    assert rises(curve)


@pytest.mark.parametrize(
    "coefficients", [[0], [100], [0, -1], [0, 0.3], [50, -100, 10], [-10, 5], [0, 1e9, -1e6]]
)
def test_a_formula_that_does_not_rise_is_found(coefficients: list[float]) -> None:
    assert not rises(polynomial(coefficients))


@given(st.integers(0, 10**7), st.sampled_from(CURVES))
def test_a_level_has_begun_and_the_next_one_has_not(points: int, curve: Curve) -> None:
    level = level_of(points, curve)
    assert level == 0 or curve.begins(level) <= points
    assert level == curve.highest or points < curve.begins(level + 1)
