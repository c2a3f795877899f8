"""The periods that members were ranked for, and the first of each board that is frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.clock import from_micros, to_micros
from bot.core.model import AccountId, CommunityId
from bot.core.ports import Reader, Transaction
from bot.core.ports import Row as Values
from cogs.ranks.rules import Kind, Period, What

_COLUMNS = "board, last_day, frozen_at, members, streaks"


@dataclass(frozen=True, slots=True)
class Board:
    """A period's board; ``frozen_at`` is None while it is open, with no numbers of members."""

    period: Period
    frozen_at: datetime | None
    members: int
    streaks: int


@dataclass(frozen=True, slots=True)
class FrozenRow:
    """A row of a frozen board: the account that stands for the member."""

    place: int
    account: AccountId
    value: int


async def open_boards(read: Reader, community: CommunityId) -> list[Board]:
    """The boards that are not frozen."""
    rows = await read.fetch_all(
        f"SELECT {_COLUMNS} FROM boards WHERE community = ? AND frozen_at = 0 ORDER BY board",
        community,
    )
    return [_board(row) for row in rows]


async def find(read: Reader, community: CommunityId, period: Period) -> Board | None:
    """The board of the period, None where nobody was counted for it."""
    row = await read.fetch_one(
        f"SELECT {_COLUMNS} FROM boards WHERE community = ? AND board = ?",
        community,
        period.board,
    )
    return None if row is None else _board(row)


async def begin(tx: Transaction, community: CommunityId, period: Period) -> bool:
    """The period has a board; False where it had one."""
    return bool(
        await tx.execute(
            "INSERT INTO boards (community, board, last_day, frozen_at, members, streaks)"
            " VALUES (?, ?, ?, 0, 0, 0) ON CONFLICT (community, board) DO NOTHING",
            community,
            period.board,
            period.last.isoformat(),
        )
    )


async def freeze(tx: Transaction, community: CommunityId, board: Board, now: datetime) -> bool:
    """The board is final, with these numbers of members; False where it was."""
    return bool(
        await tx.execute(
            "UPDATE boards SET frozen_at = ?, members = ?, streaks = ?"
            " WHERE community = ? AND board = ? AND frozen_at = 0",
            to_micros(now),
            board.members,
            board.streaks,
            community,
            board.period.board,
        )
    )


async def keep_rows(
    tx: Transaction, community: CommunityId, period: Period, what: What, rows: Sequence[FrozenRow]
) -> None:
    """These are the first of the frozen board."""
    await tx.execute_many(
        "INSERT INTO board_rows (community, board, what, place, account, value)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [(community, period.board, what, row.place, row.account, row.value) for row in rows],
    )


async def frozen_rows(
    read: Reader, community: CommunityId, period: Period, what: What, limit: int
) -> list[FrozenRow]:
    """The first of a frozen board."""
    rows = await read.fetch_all(
        "SELECT place, account, value FROM board_rows WHERE community = ? AND board = ?"
        " AND what = ? ORDER BY place, account LIMIT ?",
        community,
        period.board,
        what,
        limit,
    )
    return [
        FrozenRow(int(place or 0), AccountId(str(account)), int(value or 0))
        for place, account, value in rows
    ]


def _board(row: Values) -> Board:
    name, last, frozen_at, members, streaks = row
    kind, _, first = str(name).partition("/")
    period = Period(Kind(kind), date.fromisoformat(first), date.fromisoformat(str(last)))
    frozen = from_micros(int(frozen_at)) if frozen_at else None
    return Board(period, frozen, int(members or 0), int(streaks or 0))
