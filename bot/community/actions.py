"""Acts of staff: each has an id that people can type, is kept for ever, and can be undone.

See ``docs/features/undo.md``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.clock import from_micros, to_micros
from bot.core.model import AccountId, CommunityId
from bot.core.ports import Reader, Row, Transaction

_COLUMNS = "id, actor, action, target, at, detail, undoes"


@dataclass(frozen=True, slots=True)
class Action:
    """One act: who did what to whom, with what the cog that did it needs to undo it.

    ``undoes`` is the id of the act that this one takes back, None for an act of its own.
    """

    id: str
    actor: AccountId
    action: str
    target: str
    at: datetime
    detail: Mapping[str, str | int]
    undoes: str | None


async def record(tx: Transaction, community: CommunityId, action: Action, note: str = "") -> bool:
    """The act is in the audit. False when it takes back one that was taken back already.

    ``note`` is the actor's own words, kept apart so that erasure can remove them. Raises
    ValueError when another act has this id: the turn is then run again, with a new one.
    """
    written = await tx.execute(
        f"INSERT INTO actions (community, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        community,
        action.id,
        action.actor,
        action.action,
        action.target,
        to_micros(action.at),
        json.dumps(dict(action.detail), ensure_ascii=False, sort_keys=True),
        action.undoes,
    )
    undone = action.undoes and await undone_by(tx, community, action.undoes)
    if not written and not undone:
        raise ValueError(f"another act has the id {action.id}")
    if written and note:
        await tx.execute(
            "INSERT INTO action_notes (community, action, note) VALUES (?, ?, ?)",
            community,
            action.id,
            note,
        )
    return bool(written)


async def find(read: Reader, community: CommunityId, action: str) -> Action | None:
    """The act with this id, None when the community has none."""
    row = await read.fetch_one(
        f"SELECT {_COLUMNS} FROM actions WHERE community = ? AND id = ?",
        community,
        action,
    )
    return None if row is None else _action(row)


async def undone_by(read: Reader, community: CommunityId, action: str) -> Action | None:
    """The act that took this one back, None while it stands."""
    row = await read.fetch_one(
        f"SELECT {_COLUMNS} FROM actions WHERE community = ? AND undoes = ?",
        community,
        action,
    )
    return None if row is None else _action(row)


async def root_of(read: Reader, community: CommunityId, act: Action) -> tuple[Action, bool]:
    """What a chain of undos began with, and whether to undo ``act`` is to do that once more."""
    again = False
    while act.undoes is not None:
        before = await find(read, community, act.undoes)
        assert before is not None  # acts stay for ever
        act, again = before, not again
    return act, again


async def notes_of(read: Reader, community: CommunityId, acts: Sequence[str]) -> dict[str, str]:
    """What the actors wrote about those of these acts that have a note."""
    places = ", ".join("?" * len(acts))
    rows = await read.fetch_all(
        f"SELECT action, note FROM action_notes WHERE community = ? AND action IN ({places})",
        community,
        *acts,
    )
    return {str(action): str(note) for action, note in rows}


async def notes_about(
    read: Reader, community: CommunityId, accounts: Sequence[AccountId]
) -> list[tuple[str, str]]:
    """What was written about acts by these accounts, or to them, in the order of the acts."""
    places = ", ".join("?" * len(accounts))
    rows = await read.fetch_all(
        "SELECT a.id, n.note FROM actions a"
        " JOIN action_notes n ON n.community = a.community AND n.action = a.id"
        f" WHERE a.community = ? AND (a.actor IN ({places}) OR a.target IN ({places}))"
        " ORDER BY a.seq",
        community,
        *accounts,
        *accounts,
    )
    return [(str(act), str(note)) for act, note in rows]


async def forget_notes(
    tx: Transaction, community: CommunityId, accounts: Sequence[AccountId]
) -> None:
    """Nothing is left of what was written about acts by these accounts, or to them."""
    places = ", ".join("?" * len(accounts))
    for column in ("actor", "target"):
        await tx.execute(
            "DELETE FROM action_notes WHERE community = ? AND action IN"
            f" (SELECT id FROM actions WHERE community = ? AND {column} IN ({places}))",
            community,
            community,
            *accounts,
        )


async def page(
    read: Reader, community: CommunityId, after: int, limit: int
) -> list[tuple[int, Action]]:
    """The community's acts behind ``after`` in the order in which they were done."""
    rows = await read.fetch_all(
        f"SELECT seq, {_COLUMNS} FROM actions WHERE community = ? AND seq > ? ORDER BY seq LIMIT ?",
        community,
        after,
        limit,
    )
    return [(int(row[0] or 0), _action(row[1:])) for row in rows]


def _action(row: Row) -> Action:
    action, actor, name, target, at, detail, undoes = row
    return Action(
        str(action),
        AccountId(str(actor)),
        str(name),
        str(target),
        from_micros(int(at or 0)),
        json.loads(str(detail)),
        None if undoes is None else str(undoes),
    )
