"""What linking and unlinking need of check-in (``docs/features/people.md``, "Linking").

The days of accounts are never touched: credits and streak are made anew from them. What is left
to do is to say which runs the days make, and to hold no more freezes than a member may.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from bot.community import holdings, memberships
from bot.community.holdings import HoldingEntry, Item
from bot.community.linking import Regrouping
from bot.community.merging import HISTORY, MERGE, UNMERGE, CountedDay, Run
from bot.core.cog import offers
from bot.core.context import House
from bot.core.exporting import ExportMember
from bot.core.model import PRIVATE, AccountId
from bot.core.ports import Reader, Transaction
from cogs.checkin import store
from cogs.checkin.joining import joining_of
from cogs.checkin.rules import Day, DayKind, runs
from cogs.checkin.settings import CheckinSettings
from cogs.checkin.store.linked import Arrival, arrivals_of

CAPPED = "link"
"""The reason of entries that keep to ``freeze_max``; they are taken back when accounts part."""
_PAGE = 500


@offers(HISTORY, "checkin")
async def history(read: Reader, member: ExportMember) -> list[Run]:
    """The runs of the days that the accounts of this view have, the earliest first."""
    community = member.community.id
    accounts = [account.id for account in member.accounts]
    private = {account.user for account in member.accounts}
    claims = await store.claims_of(read, community, accounts)
    arrivals = await arrivals_of(read, community, accounts)
    days: list[Day] = []
    counted: list[CountedDay] = []
    for day_text, kind, account, at, zone in claims:
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
async def keep_to_the_most(
    tx: Transaction, house: House, change: Regrouping, member: ExportMember
) -> None:
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
    """Freezes that were too many for one member are each account's own again."""
    for entry in await _capped(tx, member):
        await holdings.give_back(tx, member.community.id, member.member, entry)
    await keep_to_the_most(tx, house, change, member)


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
