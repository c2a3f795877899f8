"""``hearth export --format csv``: one file a list, safe to open in a spreadsheet.

A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay
numbers. Each row begins with its community, and what belongs to a member with the member.
"""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from bot.core.exporting import Json
from bot.engine import exported
from bot.engine.machine import Machine

_STREAK: Final = ("current", "longest", "last_day")
_OF_MEMBERS: Final[Mapping[str, tuple[str, ...]]] = {
    "accounts": ("platform", "id", "name"),
    "days": ("day", "kind", "at", "platform"),
    "badges": ("key", "on"),
    "enrolments": ("program", "state", "day", "done", "grace_used"),
    "inventory": ("item", "count"),
    "strikes": (),
}
_MEMBER: Final = ("id", "zone", "locale", *_STREAK, "balance", "lifetime", "level", "tier")
_OF_COMMUNITIES: Final[Mapping[str, tuple[str, ...]]] = {
    "ledger": (
        "id", "member", "amount", "balance_after", "reason", "actor", "at", "reverses", "source",
    ),
    "audit": ("id", "actor", "action", "target", "at"),
    "cases": (),
    "faq": (),
    "jobs": ("job", "period", "zone", "state", "at"),
}  # fmt: skip
# What a spreadsheet takes for the beginning of a formula, also in its full width.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


async def export_csv(
    machine: Machine, folder: Path, *, as_of: datetime, community: str = "", member: str = ""
) -> list[Path]:
    """The files of the export are in the folder, which exists; returns them in order.

    Raises ExportRefused, and then writes nothing.
    """
    async with machine.database.read() as read:
        chosen = await exported.choose(machine, read, as_of, community, member)
        with ExitStack() as files:
            tables = _tables(folder, files)
            for place in chosen.places:
                name = place.community.id
                async for row in exported.members(chosen, place):
                    _write_member(tables, name, row)
                await _write_all(tables["ledger"], name, exported.ledger_entries(chosen, place))
                await _write_all(tables["audit"], name, exported.acts(chosen, place))
            return [table.path for table in tables.values()]


def cell(value: Json) -> str | int:
    """The value as a cell: a number as it is, a text so that it never begins a formula."""
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


class _Table:
    def __init__(self, path: Path, columns: tuple[str, ...], files: ExitStack) -> None:
        self.path = path
        self._columns = columns
        file = files.enter_context(path.open("w", encoding="utf-8", newline=""))
        self._writer = csv.writer(file, lineterminator="\n")

    def head(self, *first: str) -> _Table:
        """The names of the columns stand in the first row."""
        self._writer.writerow((*first, *self._columns))
        return self

    def write(self, first: tuple[str, ...], row: Mapping[str, Any]) -> None:
        """One row more."""
        values = (row.get(column) for column in self._columns)
        self._writer.writerow([cell(value) for value in (*first, *values)])


def _tables(folder: Path, files: ExitStack) -> dict[str, _Table]:
    def table(name: str, columns: tuple[str, ...]) -> _Table:
        return _Table(folder / f"{name}.csv", columns, files)

    tables = {"members": table("members", _MEMBER).head("community")}
    for name, columns in _OF_MEMBERS.items():
        tables[name] = table(name, columns).head("community", "member")
    for name, columns in _OF_COMMUNITIES.items():
        tables[name] = table(name, columns).head("community")
    return tables


def _write_member(tables: Mapping[str, _Table], community: str, row: dict[str, Any]) -> None:
    tables["members"].write((community,), {**row, **row["streak"]})
    for name in _OF_MEMBERS:
        for each in _rows(row[name]):
            tables[name].write((community, row["id"]), each)


def _rows(found: Any) -> Iterator[Mapping[str, Any]]:
    yield from found


async def _write_all(
    table: _Table, community: str, rows: AsyncIterator[Mapping[str, Json]]
) -> None:
    async for row in rows:
        table.write((community,), row)
