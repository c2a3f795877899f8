"""Two persons become one in every community, and become two again.

Linking and unlinking write who holds which account, and compensating entries of the cogs, all
under one operation; whatever is kept for members is made anew. See ``docs/features/people.md``,
"Linking".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.community import linking, memberships
from bot.community.linking import Regrouping
from bot.core.context import House
from bot.core.exporting import ExportMember
from bot.core.model import Account, AccountId
from bot.core.ports import Reader, Transaction

MERGE: Final = "merge"
UNMERGE: Final = "unmerge"
"""The rooms whose offers ``(tx, house, regrouping, member)`` compensate, once for each member."""
HISTORY: Final = "history"
"""The room whose offer ``(read, member)`` gives the runs of the accounts of this view."""
UNTOUCHED: Final = "history untouched"
"""As ``HISTORY``, by ``(read, member, since)``: with the days that were taken back since then."""


@dataclass(frozen=True, slots=True)
class CountedDay:
    """A local day that counts for a run; ``credited`` says whether it had the credit as it came.

    ``written_at`` is the instant that it is judged by, ``received_at`` when the bot knew of it.
    """

    day: date
    account: AccountId
    is_check_in: bool
    written_at: datetime
    received_at: datetime
    credited: bool
    source: str


Run = tuple[CountedDay, ...]
"""An unbroken run, its days in order."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an unlinking: its accounts, and the members that they are now.

    ``since`` is from when on they were one with the others.
    """

    accounts: tuple[Account, ...]
    members: tuple[ExportMember, ...]
    since: datetime


async def merge(
    tx: Transaction,
    house: House,
    *,
    operation: str,
    one: AccountId,
    other: AccountId,
    now: datetime,
) -> Side:
    """The holders of both accounts are one person in every community of the installation."""
    ours, theirs = await linking.unite(tx, operation=operation, one=one, other=other, now=now)
    parts = tuple(tuple(each.id for each in part) for part in (ours, theirs))
    regrouping = Regrouping(operation, now, parts, now)
    views = await _views(tx, house, (*ours, *theirs), now)
    for view in views:
        if view.accounts:
            await _compensate(tx, house, MERGE, regrouping, view)
    await _rebuild(tx, house, views)
    return Side((*ours, *theirs), tuple(view for view in views if view.accounts), now)


async def unmerge(
    tx: Transaction, house: House, *, operation: str, leaving: AccountId, now: datetime
) -> tuple[Side, Side]:
    """The account is by itself again, as what it did says, and so are the others; it comes first.

    An entry that the account made stays its own, also where that leaves a debt.
    """
    parted = await linking.separate(tx, operation=operation, leaving=leaving, now=now)
    parts = tuple(tuple(each.id for each in side.accounts) for side in parted)
    everyone = [account for side in parted for account in side.accounts]
    views = await _views(tx, house, everyone, now)
    sides = []
    for side in parted:
        mine = {each.id for each in side.accounts}
        theirs = tuple(view for view in views if {each.id for each in view.accounts} & mine)
        regrouping = Regrouping(operation, now, parts, side.since)
        for view in theirs:
            await _compensate(tx, house, UNMERGE, regrouping, view)
        sides.append(Side(side.accounts, theirs, side.since))
    await _rebuild(tx, house, views)
    return sides[0], sides[1]


async def history_of(read: Reader, house: House, member: ExportMember) -> list[Run]:
    """The runs of the accounts of this view, the earliest first."""
    runs: list[Run] = []
    if member.accounts:
        for offer in house.offers(HISTORY):
            runs += await offer.run(read, member)
    return runs


async def untouched_history_of(
    read: Reader, house: House, member: ExportMember, since: datetime
) -> list[Run]:
    """The runs that these accounts would have, had no day been taken back since then."""
    runs: list[Run] = []
    for offer in house.offers(UNTOUCHED):
        runs += await offer.run(read, member, since)
    return runs


async def _views(
    tx: Transaction, house: House, accounts: Sequence[Account], now: datetime
) -> list[ExportMember]:
    """Every member that any of these accounts is by itself, as they are now."""
    found = await memberships.of_accounts(tx, [each.id for each in accounts])
    members = dict.fromkeys((each.community, each.member) for each in found)
    views = [await house.view_of(tx, *member, now) for member in members]
    return [view for view in views if view is not None]


async def _compensate(
    tx: Transaction, house: House, room: str, regrouping: Regrouping, member: ExportMember
) -> None:
    for offer in house.offers(room):
        await offer.run(tx, house, regrouping, member)


async def _rebuild(tx: Transaction, house: House, views: Sequence[ExportMember]) -> None:
    for view in views:
        await house.rebuild(tx, view)
