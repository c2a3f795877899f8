"""Faults that somebody could make, each one function of the product made wrong.

``tests/checkin/test_machine.py`` plants them one at a time, and the machine must find each.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from bot.community import holdings, ledger, merging, outages, people, places
from bot.community.holdings import HoldingEntry, Item
from bot.core.ports import Transaction
from bot.engine import arrivals
from cogs.checkin import circumstances, cog, making_up, rules, store
from cogs.checkin.replacing import card_name
from cogs.checkin.rules import DayKind, MakeupPlan, MakeupProblem, MakeupRefused, ReadClock
from cogs.points import linked
from cogs.points import store as points_store

Fault = Callable[..., Any | Awaitable[Any]]
CREDIT, KEEP, PLANNING = store.credit, store.keep_request, rules.planning
CLOSE, DOWN, CLAIM = linked._Book.close, outages.down_minutes, arrivals.claim
GIVE_BACK = holdings.give_back


async def a_credit_that_was_there_is_given_again(*given: Any) -> bool:
    await CREDIT(*given)
    return True


def the_day_is_that_of_the_arrival(sent_at: Any, received_at: Any) -> ReadClock:
    return ReadClock(received_at, flagged=False)


async def a_card_is_spent_when_it_is_shown(tx: Transaction, community: Any, request: Any) -> None:
    await KEEP(tx, community, request)
    known = await people.find_account(tx, community, request.account)
    assert known is not None
    for day in request.days[: request.cards]:
        name = card_name(request.id, day.isoformat())
        entry = HoldingEntry(
            name, request.account, Item.MAKEUP_CARD, -1, making_up.KIND, request.at
        )
        await holdings.spend(tx, community, known.member, entry)


def any_missed_day_is_made_up(days: Any, asked: Any, here: Any, joining: Any) -> Any:
    plan = yield from PLANNING(days, asked, here, joining)
    if isinstance(plan, MakeupRefused) and plan.problem is MakeupProblem.NOT_CONNECTED:
        wanted = tuple(sorted(asked))
        filled = {day.day: day for day in days}
        filled |= {day: rules.Day(day, DayKind.MAKEUP) for day in wanted}
        walk = rules.resettling(filled.values(), wanted[0], here.today, joining)
        settlement = yield from walk
        streak = settlement.streak
        length, first = streak.current_length, streak.current_first or wanted[0]
        return MakeupPlan(wanted, (), 0, length, first, wanted[-1], settlement)
    return plan


async def parting_forgets_an_entry(book: Any, tx: Transaction) -> None:
    if book._prefix.startswith("unlink:"):
        book._added = book._added[1:]
    await CLOSE(book, tx)


def a_day_that_paid_both_stays_paid_twice(book: Any) -> None:
    return


async def amnesty_asks_one_platform(read: Any, platforms: Iterable[str], *span: Any) -> float:
    return await DOWN(read, sorted(platforms)[:1], *span)


def a_zone_counts_at_once(now: Any, current: Any) -> Any:
    return now


async def nothing_is_made_anew_after_a_link(*given: Any) -> None:
    return


async def a_freeze_for_nothing_is_kept(tx: Any, community: Any, member: Any, entry: str,
                                       at: Any = None) -> int | None:  # fmt: skip
    if entry.startswith("freeze:"):
        return None
    return await GIVE_BACK(tx, community, member, entry, at)


def a_freeze_goes_before_all(*, on_leave: bool, was_deaf: bool, freezes: int) -> DayKind | None:
    if freezes > 0:
        return DayKind.FREEZE
    return DayKind.LEAVE if on_leave else DayKind.OUTAGE if was_deaf else None


async def every_update_is_new(*given: Any, **named: Any) -> bool:
    await CLAIM(*given, **named)
    return True


async def points_of_a_day_taken_back_stay(*given: Any) -> int | None:
    return None


async def milestones_are_paid_again(*given: Any) -> list[str]:
    return []


DAYS, DEAF, LINKS = "days_go_by", "is_deaf", "a_link_is_taken_back_at_once"


@dataclass(frozen=True)
class Planted:
    """A fault, the function that it takes the place of, and the rules that find it soonest.

    With this ``seed`` they do, by far before the last life.
    """

    place: object
    name: str
    fault: Fault
    rules: tuple[str, ...]
    seed: int = 4


FAULTS: Final = (
    Planted(store, "credit", a_credit_that_was_there_is_given_again, (DAYS, "all_write_at_once")),
    Planted(cog, "clock_of", the_day_is_that_of_the_arrival, (DAYS, "messages_come_late")),
    Planted(store, "keep_request", a_card_is_spent_when_it_is_shown, (DAYS, "makes_up")),
    Planted(linked._Book, "close", parting_forgets_an_entry, (DAYS, LINKS)),
    Planted(linked._Book, "pay_days_once", a_day_that_paid_both_stays_paid_twice, (DAYS, LINKS)),
    Planted(outages, "down_minutes", amnesty_asks_one_platform, (DAYS, DEAF)),
    Planted(places, "effective_from", a_zone_counts_at_once, (DAYS, "moves")),
    Planted(merging, "_rebuild", nothing_is_made_anew_after_a_link, (DAYS, "links_or_parts")),
    Planted(holdings, "give_back", a_freeze_for_nothing_is_kept, (DAYS, "messages_come_late")),
    Planted(circumstances, "cover_of", a_freeze_goes_before_all, (DEAF, "goes_on_leave"), 10),
    Planted(arrivals, "claim", every_update_is_new, (DAYS, "all_write_at_once")),
    Planted(ledger, "take_back", points_of_a_day_taken_back_stay, (DAYS, "a_message_is_changed")),
)
# Found as well, but not always soon.
RARE: Final = (
    Planted(making_up, "planning", any_missed_day_is_made_up, (DAYS, "makes_up")),
    Planted(points_store, "paid_for", milestones_are_paid_again, (DAYS, "makes_up")),
)
