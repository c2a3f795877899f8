"""What linking and unlinking need of check-in (``docs/features/people.md``, "Linking").

The days of accounts are never touched: credits and streak are made anew from them. What is left
to do is to say which runs the days make, and to hold no more freezes than a member may.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.community import holdings, memberships
from bot.community.holdings import HoldingEntry, Item
from bot.community.linking import Regrouping
from bot.community.merging import HISTORY, MERGE, UNMERGE, UNTOUCHED, CountedDay, Run
from bot.core.cog import offers
from bot.core.context import House
from bot.core.exporting import ExportMember
from bot.core.model import PRIVATE, AccountId
from bot.core.ports import Reader, Row, Transaction
from cogs.checkin import store
from cogs.checkin.joining import joining_of
from cogs.checkin.replacing import card_name
from cogs.checkin.rules import Day, DayKind, runs
from cogs.checkin.settings import CheckinSettings
from cogs.checkin.settling import credit_name
from cogs.checkin.store import DayChange, MadeDay, RequestState
from cogs.checkin.store.linked import (
    Arrival,
    arrivals_of,
    lost_since,
    replaced_since,
    standing_freezes,
)

CAPPED = "link"
"""The reason of entries that keep to ``freeze_max``; they are taken back when accounts part."""
_PAGE = 500


@offers(HISTORY, "checkin")
async def history(read: Reader, member: ExportMember) -> list[Run]:
    """The runs of the days that the accounts of this view have, the earliest first."""
    accounts = [account.id for account in member.accounts]
    return await _runs(read, member, await store.claims_of(read, member.community.id, accounts))


@offers(UNTOUCHED, "checkin")
async def untouched(read: Reader, member: ExportMember, since: datetime) -> list[Run]:
    """As ``history``, had no check-in been taken back since then."""
    community = member.community.id
    accounts = [account.id for account in member.accounts]
    lost = {str(row[0]): row for row in await lost_since(read, community, accounts, since)}
    claims = [
        row
        for row in await store.claims_of(read, community, accounts)
        if str(row[0]) not in lost or DayKind(str(row[1])).counts
    ]
    days = {str(row[0]) for row in claims}
    claims += [row for day, row in lost.items() if day not in days]
    return await _runs(read, member, claims)


async def _runs(read: Reader, member: ExportMember, claims: Sequence[Row]) -> list[Run]:
    community = member.community.id
    accounts = [account.id for account in member.accounts]
    private = {account.user for account in member.accounts}
    arrivals = await arrivals_of(read, community, accounts)
    days: list[Day] = []
    counted: list[CountedDay] = []
    for day_text, kind, account, at, zone in sorted(claims, key=lambda row: str(row[0])):
        day = store.day_from(day_text, kind, at, zone)
        days.append(day)
        if day.kind.counts:
            arrival = arrivals[str(account), str(day_text), str(kind)]
            counted.append(_counted(day, AccountId(str(account)), arrival, private))
    joins = joining_of(member.settings, member.day_rules).joins
    dates = [each.day for each in counted]
    return [
        tuple(counted[bisect_left(dates, run.first) : bisect_right(dates, run.last)])
        for run in runs(days, joins)
    ]


@offers(MERGE, "checkin")
async def come_together(
    tx: Transaction, house: House, change: Regrouping, member: ExportMember
) -> None:
    """A freeze on a day that the other account has covered is the member's again, up to the most.

    When the accounts part it covers its day again.
    """
    community = member.community.id
    accounts = [account.id for account in member.accounts]
    claims = await store.claims_of(tx, community, accounts)
    holders = {str(day): (str(kind), str(account)) for day, kind, account, _, _ in claims}
    for made, number in await standing_freezes(tx, community, accounts):
        if holders[made.day.isoformat()] == (str(made.kind), made.account):
            continue
        gone = DayChange(made.account, made.day, made.kind, change.at, False, "replaced")
        await store.change_day(tx, community, gone)
        name = credit_name(made, number)
        await holdings.give_back(tx, community, member.member, name, change.at)
    await keep_to_the_most(tx, change, member)


async def keep_to_the_most(tx: Transaction, change: Regrouping, member: ExportMember) -> None:
    """Freezes beyond ``freeze_max`` wait for the accounts to part again."""
    community = member.community.id
    held = (await holdings.sums_of(tx, community, member.member)).get(Item.FREEZE, 0)
    excess = held - member.settings(CheckinSettings).freeze_max
    if excess > 0 and len(member.accounts) > 1:
        youngest = (await memberships.by_age(tx, [each.id for each in member.accounts]))[-1]
        entry = HoldingEntry(
            f"{CAPPED}:{change.operation}:{Item.FREEZE}",
            youngest,
            Item.FREEZE,
            -excess,
            CAPPED,
            change.at,
        )
        await holdings.give(tx, community, member.member, entry)


@offers(UNMERGE, "checkin")
async def give_back_the_rest(
    tx: Transaction, house: House, change: Regrouping, member: ExportMember
) -> None:
    """Freezes that were too many for one member are each account's own again.

    So is what had covered a day before, and gave way to what the other account did.
    """
    for entry in await _capped(tx, member):
        await holdings.give_back(tx, member.community.id, member.member, entry)
    await _cover_again(tx, change, member)
    await keep_to_the_most(tx, change, member)


async def _cover_again(tx: Transaction, change: Regrouping, member: ExportMember) -> None:
    """A day of which nothing is left is covered as before, if what it cost is there still."""
    community = member.community.id
    accounts = [account.id for account in member.accounts]
    for made in await replaced_since(tx, community, accounts, change.since):
        if await store.claim_of(tx, community, accounts, made.day) is None:
            again = _make_up_again if made.kind is DayKind.MAKEUP else _make_again
            await again(tx, change, member, made)


async def _make_again(
    tx: Transaction, change: Regrouping, member: ExportMember, made: MadeDay
) -> None:
    """The day is covered as a rule had it; a freeze that is spent covers none."""
    community, frozen = member.community.id, made.kind is DayKind.FREEZE
    if frozen and not await _has(tx, change, member, Item.FREEZE):
        return
    numbers = await store.make_days(tx, community, [made])
    if frozen:
        name = credit_name(made, numbers.get(made, 0))
        entry = HoldingEntry(name, made.account, Item.FREEZE, -1, "freeze", change.at)
        await holdings.give(tx, community, member.member, entry)


async def _make_up_again(
    tx: Transaction, change: Regrouping, member: ExportMember, made: MadeDay
) -> None:
    """The day is made up as before; a card that is spent makes up none."""
    community = member.community.id
    request = await store.request_of(tx, community, made.account, made.day, returned=True)
    if request is None:
        return
    card = card_name(request.id, made.day.isoformat())
    used = await holdings.find(tx, community, card)
    if used is not None:
        if not await _has(tx, change, member, Item.MAKEUP_CARD):
            return
        await holdings.take_again(tx, community, member.member, card, change.at, debt=True)
    await store.make_days(tx, community, [made])
    states = (RequestState.RETURNED, RequestState.DONE)
    await store.move_request(tx, community, request.id, *states, request.at)


async def _has(tx: Transaction, change: Regrouping, member: ExportMember, item: Item) -> bool:
    """Whether the member's accounts hold one, or owe fewer than when they were linked.

    What is kept of that is made anew later.
    """
    community = member.community.id
    accounts = [account.id for account in member.accounts]
    held = (await holdings.sums_of(tx, community, member.member)).get(item, 0)
    before = change.since - timedelta(microseconds=1)  # the link's own entries are of its instant
    changes = await holdings.changes_since(tx, community, accounts, item, before)
    return held > min(0, held - sum(amount for _, _, amount in changes))


async def _capped(read: Reader, member: ExportMember) -> list[str]:
    """The entries that took freezes for a link and were not given back."""
    taken: dict[str, None] = {}
    skip = 0
    while page := await holdings.entries_of(read, member.community.id, member.member, _PAGE, skip):
        for entry in page:
            if entry.reason == CAPPED and entry.reverses is None:
                taken[entry.id] = None
            elif entry.reverses:
                taken.pop(entry.reverses, None)
        skip += len(page)
    return list(taken)


def _counted(day: Day, account: AccountId, arrival: Arrival, private: set[str]) -> CountedDay:
    chat = PRIVATE if arrival.chat in private else arrival.chat
    return CountedDay(
        day.day,
        account,
        day.kind is DayKind.REAL,
        day.at or arrival.received_at,
        arrival.received_at,
        arrival.credited,
        f"{arrival.platform}/{chat}/{arrival.source}",
    )
