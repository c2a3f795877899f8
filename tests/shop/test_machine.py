"""Points and the shop stay right whatever people do; planted faults are found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.community import ledger, transfers
from cogs.shop import handling, ordering, store
from tests.shop.players import Players, examples


def test_points_and_the_shop_stay_right_whatever_happens() -> None:
    run_state_machine_as_test(Players, settings=examples(6))


# Faults that the machine must find: each is one function, made wrong.


async def _nothing_is_ever_gone(*given: Any) -> dict[str, int]:
    return {}


async def _only_the_giver_pays(tx: Any, community: Any, transfer: Any) -> Any:
    made = await MAKE(tx, community, transfer)
    await tx.execute(
        "UPDATE balances SET balance = balance - ? WHERE member = ?",
        transfer.amount,
        transfer.receiver.member,
    )
    return made


async def _nothing_is_repaid(ctx: Any, order: Any, member: Any) -> int:
    return await ledger.balance_of(ctx.tx, ctx.community.id, member)


async def _refunded_with_its_cards(*given: Any) -> None:
    return


async def _never_put_back(*given: Any) -> None:
    return


MAKE = transfers.make

FAULTS: list[tuple[object, str, Callable[..., Any]]] = [
    (store, "gone_of", _nothing_is_ever_gone),
    (transfers, "make", _only_the_giver_pays),
    (ordering, "repay", _nothing_is_repaid),
    (handling, "move_cards", _refunded_with_its_cards),
    (store, "put_back", _never_put_back),
]


@pytest.mark.long
@pytest.mark.parametrize(
    ("place", "name", "fault"), FAULTS, ids=[fault.__name__.strip("_") for *_, fault in FAULTS]
)
def test_a_planted_fault_is_found(
    monkeypatch: pytest.MonkeyPatch, place: object, name: str, fault: Callable[..., Any]
) -> None:
    monkeypatch.setattr(place, name, fault)
    looking = settings(examples(12), phases=[Phase.generate], report_multiple_bugs=False)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Players, settings=looking)
