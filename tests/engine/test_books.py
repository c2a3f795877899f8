"""The books stay right whatever people do, and the machine that says so finds planted faults."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.community import actions, ledger, tallies
from bot.community.seals import Sealer
from bot.engine import arrivals
from bot.engine.answer import Answer
from cogs.checkin import cog as checkin_cog
from cogs.checkin import store
from cogs.checkin.rules import streak as streak_rules
from tests.engine.books import Books, examples
from tests.kit import Bot


def test_the_books_stay_right_whatever_happens() -> None:
    run_state_machine_as_test(Books, settings=examples(4))


# Faults that the machine must find: each is one function of the books, made wrong.


async def _pay_only_what_is_given(*given: Any, **named: Any) -> int | None:
    tx, _, member, entry = given
    balance = await PAY(*given, **named)
    if balance is not None and entry.amount < 0:
        await tx.execute(
            "UPDATE balances SET balance = balance - ? WHERE member = ?", entry.amount, member
        )
    return balance


async def _every_update_is_new(*given: Any, **named: Any) -> bool:
    await CLAIM(*given, **named)
    return True


async def _credit_twice(*given: Any, **named: Any) -> bool:
    await CREDIT(*given, **named)
    return True


async def _undo_twice(*given: Any, **named: Any) -> bool:
    await RECORD(*given, **named)
    return True


def _late_days_are_latest(streak: Any, day: Any, joining: Any) -> Any:
    return EXTEND(streak, day, joining) or streak


async def _tallies_are_replaced(tx: Any, community: Any, sets: Any, adds: Any) -> None:
    await WRITE(tx, community, {**sets, **adds}, {})


async def _nothing_is_sealed(*given: Any) -> None:
    return


async def _answered_twice(*given: Any, **named: Any) -> Any:
    return [*await SAY(*given, **named), *await SAY(*given, **named)]


async def _linked_without_rebuilding(self: Bot, who: str, to: str, operation: str) -> None:
    await LINKS(self, who, to, operation)
    await self.write(lambda tx: tx.execute("DELETE FROM day_credits"))


async def _days_are_lost(*given: Any, **named: Any) -> None:
    return


PAY, CLAIM, CREDIT = ledger.pay, arrivals.claim, store.credit
RECORD, WRITE, SAY, LINKS = actions.record, tallies.write, Answer.say, Bot.links
EXTEND = streak_rules.extend

FAULTS: list[tuple[object, str, Callable[..., Any | Awaitable[Any]]]] = [
    (ledger, "pay", _pay_only_what_is_given),
    (arrivals, "claim", _every_update_is_new),
    (store, "credit", _credit_twice),
    (actions, "record", _undo_twice),
    (checkin_cog, "extend", _late_days_are_latest),
    (tallies, "write", _tallies_are_replaced),
    (Sealer, "__call__", _nothing_is_sealed),
    (Answer, "say", _answered_twice),
    (store, "keep_attempt", _days_are_lost),
    (Bot, "links", _linked_without_rebuilding),
]


@pytest.mark.parametrize(
    ("place", "name", "fault"), FAULTS, ids=[fault.__name__.strip("_") for *_, fault in FAULTS]
)
def test_a_planted_fault_is_found(
    monkeypatch: pytest.MonkeyPatch,
    place: object,
    name: str,
    fault: Callable[..., Any],
) -> None:
    monkeypatch.setattr(place, name, fault)
    looking = settings(examples(4), phases=[Phase.generate], report_multiple_bugs=False)
    with pytest.raises((AssertionError, ValueError)):  # whichever proof fails first
        run_state_machine_as_test(Books, settings=looking)
