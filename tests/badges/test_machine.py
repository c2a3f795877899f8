"""Badges follow from numbers and from what was given by hand, whatever happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.community import privileges
from cogs.badges import cog, settling
from tests.badges.players import Players, examples


def test_everybody_has_the_badges_that_they_have_earned() -> None:
    run_state_machine_as_test(Players, settings=examples(6))


# Faults that the machine must find: each is one function, made wrong.


def _nothing_ever_falls(*given: Any) -> bool:
    return True


async def _what_was_unlocked_stays(*given: Any) -> None:
    return


async def _only_the_first_number(ctx: Any, members: Any, moved: Any, *, fell: bool) -> Any:
    return await FOLLOW(ctx, members, moved[:1], fell=fell)


FOLLOW = settling.follow

FAULTS: list[tuple[object, str, Callable[..., Any]]] = [
    (settling, "stands", _nothing_ever_falls),
    (privileges, "settle", _what_was_unlocked_stays),
    (cog, "follow", _only_the_first_number),
]


@pytest.mark.long
@pytest.mark.parametrize(
    ("place", "name", "fault"), FAULTS, ids=[fault.__name__.strip("_") for *_, fault in FAULTS]
)
def test_a_planted_fault_is_found(
    monkeypatch: pytest.MonkeyPatch, place: object, name: str, fault: Callable[..., Any]
) -> None:
    monkeypatch.setattr(place, name, fault)
    looking = settings(examples(40), phases=[Phase.generate], report_multiple_bugs=False)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Players, settings=looking)
