"""Points that go from one member to another: two entries of the ledger, both or none.

``docs/features/points.md`` §4
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.community import ledger
from bot.community.ledger import Entry
from bot.core.errors import Refusal
from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Reader, Transaction

REASON = "give"


@dataclass(frozen=True, slots=True)
class Party:
    """A member of a transfer, with the account by which it is made or that it is made to."""

    member: MemberId
    account: AccountId


@dataclass(frozen=True, slots=True)
class Transfer:
    """So many points that go from one to the other; ``id`` is the idempotency key.

    ``day`` is the local day of whoever gives; ``source`` the message that asked for it.
    """

    id: str
    giver: Party
    receiver: Party
    amount: int
    at: datetime
    day: date
    source: str


async def make(
    tx: Transaction, community: CommunityId, transfer: Transfer
) -> tuple[int, int] | None:
    """The points are the receiver's; the caller holds the locks of both persons.

    Returns the new balances of giver and receiver; None when this transfer was made before.
    Raises Refusal when the giver has not so many.
    """
    giver, receiver = transfer.giver, transfer.receiver
    entries = {
        giver.member: _entry(transfer, "from", giver.account, -transfer.amount),
        receiver.member: _entry(transfer, "to", receiver.account, transfer.amount),
    }
    balances: dict[MemberId, int] = {}
    # In one order for all, so that two who give to each other do not wait for each other.
    for member in sorted(entries):
        balance = await ledger.pay(tx, community, member, entries[member])
        if balance is None:
            return None
        balances[member] = balance
    left = balances[giver.member]
    if left < 0:
        have = left + transfer.amount
        raise Refusal("give.too.few", balance=max(have, 0), amount=transfer.amount)
    return left, balances[receiver.member]


async def given_by_day(read: Reader, community: CommunityId, member: MemberId) -> dict[str, int]:
    """How much the member's accounts have given away on each of their local days."""
    rows = await read.fetch_all(
        "SELECT e.day, -sum(e.amount) FROM members m JOIN accounts a ON a.person = m.person"
        " LEFT JOIN forgotten f ON f.community = m.community AND f.account = a.id"
        " JOIN ledger_entries e ON e.community = m.community AND e.account = a.id"
        " AND e.seq > coalesce(f.seq, 0)"
        " WHERE m.community = ? AND m.id = ? AND e.reason = ? AND e.amount < 0 GROUP BY e.day",
        community,
        member,
        REASON,
    )
    return {str(day): int(amount or 0) for day, amount in rows}


def _entry(transfer: Transfer, side: str, account: AccountId, amount: int) -> Entry:
    return Entry(
        f"give:{transfer.id}:{side}",
        account,
        amount,
        REASON,
        transfer.at,
        actor=transfer.giver.account,
        source=transfer.source,
        day=transfer.day.isoformat(),
    )
