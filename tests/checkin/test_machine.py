"""Random lives stay right by every proof, and the machine that says so finds planted faults."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.checkin.machine import Lives, with_only
from tests.checkin.planted import FAULTS, RARE, Planted
from tests.engine.books import examples
from tests.engines import ENGINES

# How many lives, and of how many steps.
LIVES: Final = {"sqlite": (10, 12), "postgres": (2, 6)}
# Whichever proof fails first.
FOUND: Final = (AssertionError, LookupError, ValueError)
LOOKING: Final = settings(
    max_examples=60,
    stateful_step_count=6,
    deadline=None,
    derandomize=False,
    database=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_lives_stay_right_whatever_happens(engine: str) -> None:
    lives, steps = LIVES[engine]
    few = settings(examples(4), max_examples=lives, stateful_step_count=steps)
    run_state_machine_as_test(Lives, settings=few)


@pytest.mark.parametrize("planted", FAULTS, ids=lambda planted: planted.fault.__name__)
def test_a_planted_fault_is_found(monkeypatch: pytest.MonkeyPatch, planted: Planted) -> None:
    monkeypatch.setattr(planted.place, planted.name, planted.fault)
    with pytest.raises(FOUND):
        run_state_machine_as_test(seed(planted.seed)(with_only(*planted.rules)), settings=LOOKING)


@pytest.mark.long
@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_many_long_lives_stay_right(engine: str) -> None:
    many = settings(examples({"sqlite": 4, "postgres": 100}[engine]), stateful_step_count=30)
    run_state_machine_as_test(Lives, settings=many)


@pytest.mark.long
@pytest.mark.parametrize("planted", [*FAULTS, *RARE], ids=lambda planted: planted.fault.__name__)
def test_a_planted_fault_is_found_among_all_that_happens(
    monkeypatch: pytest.MonkeyPatch, planted: Planted
) -> None:
    monkeypatch.setattr(planted.place, planted.name, planted.fault)
    looking = settings(LOOKING, max_examples=500, stateful_step_count=20)
    with pytest.raises(FOUND):
        run_state_machine_as_test(Lives, settings=looking)
