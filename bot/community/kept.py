"""All that is kept of a person: a walk over the tables as their migrations declare them.

A table says whose a row is (``person=``) and how long it stays (``retention=``). So what is
exported and what is erased needs no list of tables, and a table that comes later is in both.
A fact that stays for ever holds ids only. See ``docs/features/people.md``, "Export and erasure".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.core.model import CommunityId
from bot.core.ports import DeclaredTable, Reader, Transaction, Value

Tables = Mapping[str, DeclaredTable]
Row = dict[str, Value]

FOR_EVER: Final = "for ever"
_EXPORTED: Final = ("fact", "choice")
# Others refer to these.
_LAST: Final = ("accounts", "persons")


def personal(tables: Tables) -> list[DeclaredTable]:
    """The tables that say whose their rows are, in the order in which they can be emptied."""
    found = [table for table in tables.values() if table.person and table.kind != "engine"]
    return sorted(found, key=lambda table: (_place(table), table.name))


def erasable(tables: Tables) -> list[DeclaredTable]:
    """Those of them whose rows go with their person."""
    return [table for table in personal(tables) if table.retention != FOR_EVER]


async def rows_of(
    read: Reader, tables: Tables, ids: Sequence[str], communities: Sequence[CommunityId]
) -> dict[str, list[Row]]:
    """Every fact and choice of whom these ids of ours are, by table; an empty one is left out.

    Of the tables that begin with a community only the rows in these communities.
    """
    found: dict[str, list[Row]] = {}
    for table in sorted(personal(tables), key=lambda each: each.name):
        if table.kind in _EXPORTED and (rows := await _rows(read, table, ids, communities)):
            found[table.name] = rows
    return found


async def erase_in(
    tx: Transaction, tables: Tables, ids: Sequence[str], community: CommunityId
) -> None:
    """Nothing of whom these ids are is left in the community but what stays for ever."""
    for table in erasable(tables):
        if _is_of_a_community(table):
            where = f"community = ? AND {table.person} IN ({_places(ids)})"
            await tx.execute(f"DELETE FROM {table.name} WHERE {where}", community, *ids)


async def erase_everywhere(tx: Transaction, tables: Tables, ids: Sequence[str]) -> None:
    """The same for the tables that belong to no community: nobody can say who the ids were."""
    for table in erasable(tables):
        if not _is_of_a_community(table):
            where = f"{table.person} IN ({_places(ids)})"
            await tx.execute(f"DELETE FROM {table.name} WHERE {where}", *ids)


async def _rows(
    read: Reader, table: DeclaredTable, ids: Sequence[str], communities: Sequence[CommunityId]
) -> list[Row]:
    columns = ", ".join(table.columns)
    where = f"{table.person} IN ({_places(ids)})"
    values: tuple[Value, ...] = tuple(ids)
    if _is_of_a_community(table):
        where = f"community IN ({_places(communities)}) AND {where}"
        values = (*communities, *ids)
    rows = await read.fetch_all(
        f"SELECT {columns} FROM {table.name} WHERE {where} ORDER BY {columns}", *values
    )
    return [dict(zip(table.columns, row, strict=True)) for row in rows]


def _is_of_a_community(table: DeclaredTable) -> bool:
    return table.columns[:1] == ("community",)


def _place(table: DeclaredTable) -> int:
    return _LAST.index(table.name) + 1 if table.name in _LAST else 0


def _places(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)
