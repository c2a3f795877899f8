"""Whatever waits for a moderator: asked once, decided once, by somebody else than whose it is.

The cog that asks hears ``ReviewDecided`` and does what was decided. See
``docs/features/reviews.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.clock import from_micros, to_micros
from bot.core.model import AccountId, CommunityId
from bot.core.ports import Reader, Row, Transaction

_COLUMNS = "id, kind, subject, account, asked_at, state"


class ReviewState(StrEnum):
    """Where a review stands. WITHDRAWN: what it was about needs no decision any more."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Review:
    """Something that waits for a moderator, or has waited; people type its ``id``."""

    id: str
    kind: str
    subject: str
    account: AccountId
    asked_at: datetime
    state: ReviewState = ReviewState.WAITING


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decided a review, when and how; ``reason`` may be empty."""

    review: str
    account: AccountId
    at: datetime
    approves: bool
    reason: str


async def ask(tx: Transaction, community: CommunityId, review: Review) -> None:
    """The review waits for a moderator."""
    await tx.execute(
        f"INSERT INTO reviews (community, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        community,
        review.id,
        review.kind,
        review.subject,
        review.account,
        to_micros(review.asked_at),
        str(review.state),
    )


async def decide(tx: Transaction, community: CommunityId, signature: Signature) -> bool:
    """The review is decided as the signature says; False when it was decided before."""
    state = ReviewState.APPROVED if signature.approves else ReviewState.DECLINED
    decided = await tx.execute(
        "UPDATE reviews SET state = ? WHERE community = ? AND id = ? AND state = 'waiting'",
        str(state),
        community,
        signature.review,
    )
    if decided:
        await tx.execute(
            "INSERT INTO review_signatures (community, review, account, at, approves, reason)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            community,
            signature.review,
            signature.account,
            to_micros(signature.at),
            int(signature.approves),
            signature.reason,
        )
    return bool(decided)


async def reopen(tx: Transaction, community: CommunityId, review: str, before: ReviewState) -> bool:
    """The review waits once more; False when it was in another state than ``before``.

    Its signature goes, so that the same moderator can decide it again. Who had decided it stands
    in the audit.
    """
    reopened = await tx.execute(
        "UPDATE reviews SET state = 'waiting' WHERE community = ? AND id = ? AND state = ?",
        community,
        review,
        str(before),
    )
    if reopened:
        await tx.execute(
            "DELETE FROM review_signatures WHERE community = ? AND review = ?", community, review
        )
    return bool(reopened)


async def withdraw(tx: Transaction, community: CommunityId, review: str) -> bool:
    """The review waits no more, and nobody has decided it; False when it was decided before."""
    return bool(
        await tx.execute(
            "UPDATE reviews SET state = 'withdrawn'"
            " WHERE community = ? AND id = ? AND state = 'waiting'",
            community,
            review,
        )
    )


async def forget(tx: Transaction, community: CommunityId, accounts: Sequence[AccountId]) -> None:
    """Nothing is left of what was written about the reviews of these accounts."""
    places = ", ".join("?" * len(accounts))
    await tx.execute(
        "DELETE FROM review_signatures WHERE community = ? AND review IN"
        f" (SELECT id FROM reviews WHERE community = ? AND account IN ({places}))",
        community,
        community,
        *accounts,
    )


async def find(read: Reader, community: CommunityId, review: str) -> Review | None:
    """The review with this id, None when the community has none."""
    row = await read.fetch_one(
        f"SELECT {_COLUMNS} FROM reviews WHERE community = ? AND id = ?", community, review
    )
    return None if row is None else _review(row)


async def signature_of(read: Reader, community: CommunityId, review: str) -> Signature | None:
    """Who decided the review, None while it waits."""
    row = await read.fetch_one(
        "SELECT account, at, approves, reason FROM review_signatures"
        " WHERE community = ? AND review = ? ORDER BY at DESC LIMIT 1",
        community,
        review,
    )
    if row is None:
        return None
    account, at, approves, reason = row
    decided = from_micros(int(at or 0))
    return Signature(review, AccountId(str(account)), decided, bool(approves), str(reason))


async def waiting(read: Reader, community: CommunityId, limit: int) -> list[Review]:
    """What waits in the community, the longest first."""
    rows = await read.fetch_all(
        f"SELECT {_COLUMNS} FROM reviews WHERE community = ? AND state = 'waiting'"
        " ORDER BY asked_at, id LIMIT ?",
        community,
        limit,
    )
    return [_review(row) for row in rows]


async def count_waiting(read: Reader, community: CommunityId) -> int:
    """How much waits in the community."""
    row = await read.fetch_one(
        "SELECT count(*) FROM reviews WHERE community = ? AND state = 'waiting'", community
    )
    return 0 if row is None else int(row[0] or 0)


def _review(row: Row) -> Review:
    review, kind, subject, account, asked_at, state = row
    return Review(
        str(review),
        str(kind),
        str(subject),
        AccountId(str(account)),
        from_micros(int(asked_at or 0)),
        ReviewState(str(state)),
    )
