"""Brings a database to the schema of the program, step by step, or refuses to touch it.

Each step is a transaction of its own that also records it, so a kill leaves whole steps and
the next start goes on behind them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from storage.components import (
    VERSIONS_TABLE,
    Component,
    Migration,
    TableDeclaration,
    declared_tables,
)
from storage.dialects import dialect_text, in_byte_order, statements_of
from storage.errors import StorageRefused, StorageUnavailable
from storage.ports import Engine, Reader, Transaction, Work

__all__ = [
    "Applied",
    "Component",
    "Migration",
    "TableDeclaration",
    "declared_tables",
    "dialect_text",
    "migrate",
    "pending",
    "pending_in",
]

T = TypeVar("T")

_TABLE_EXISTS = {
    "sqlite": "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?",
    "postgres": (
        "SELECT 1 FROM information_schema.tables"
        " WHERE table_schema = current_schema() AND table_name = ?"
    ),
}
_CREATE_VERSIONS = f"""CREATE TABLE IF NOT EXISTS {VERSIONS_TABLE} (
    component TEXT NOT NULL,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    PRIMARY KEY (component, version)
)"""


@dataclass(frozen=True, slots=True)
class Applied:
    """A step that the database now has, or has had before."""

    component: str
    version: int
    name: str
    checksum: str


async def migrate(database: Engine, components: Sequence[Component]) -> list[Applied]:
    """The database has the schema of these components; returns the steps that were taken now.

    Components go in the order given. Raises StorageRefused: ``newer`` and
    ``damaged_migration`` before anything is touched, ``failed_migration`` with the steps
    before it kept, and the storage's own reasons (``full``, ``io`` …).
    """
    steps = [_step(each, database.dialect) for each in await pending(database, components)]
    if not steps:
        return []
    with database.unhurried():
        await _done(database, _Prepare())
        taken = [await _take(database, step) for step in steps]
    return [applied for applied in taken if applied is not None]


async def pending(database: Engine, components: Sequence[Component]) -> list[Migration]:
    """The steps that ``migrate`` would take; nothing is written.

    Raises StorageRefused ``newer`` or ``damaged_migration``.
    """
    return _missing(components, await _done(database, _History(database.dialect)))


async def pending_in(
    read: Reader, dialect: str, components: Sequence[Component]
) -> list[Migration]:
    """As ``pending``, of a database that is only read."""
    return _missing(components, await _history(read, dialect))


def _missing(components: Sequence[Component], history: Sequence[Applied]) -> list[Migration]:
    known = [migration for component in components for migration in component.migrations()]
    steps = {(step.component, step.version): step for step in known}
    newest_had = {applied.component: applied.version for applied in history}
    for applied in history:
        step = steps.pop((applied.component, applied.version), None)
        if step is None:
            versions = [step.version for step in known if step.component == applied.component]
            raise StorageRefused(
                "newer",
                component=applied.component,
                have=newest_had[applied.component],
                know=max(versions, default=0),
            )
        if step.checksum != applied.checksum:
            raise _refused("damaged_migration", step)
    for step in steps.values():
        if step.version < newest_had.get(step.component, 0):
            raise _refused("damaged_migration", step)
    return list(steps.values())


async def _history(read: Reader, dialect: str) -> list[Applied]:
    if await read.fetch_one(_TABLE_EXISTS[dialect], VERSIONS_TABLE) is None:
        return []
    rows = await read.fetch_all(
        f"SELECT component, version, name, checksum FROM {VERSIONS_TABLE}"
        " ORDER BY component, version"
    )
    return [
        Applied(str(component), int(version or 0), str(name), str(checksum))
        for component, version, name, checksum in rows
    ]


class _Firm:
    """A work that nothing takes the place of."""

    __slots__ = ()

    def recover(self, error: Exception) -> None:
        return None


@dataclass(frozen=True, slots=True)
class _History(_Firm):
    """Reads which steps the database has; writes nothing."""

    dialect: str

    async def run(self, tx: Transaction) -> list[Applied]:
        return await _history(tx, self.dialect)


@dataclass(frozen=True, slots=True)
class _Prepare(_Firm):
    """There is a table for the steps."""

    async def run(self, tx: Transaction) -> None:
        await tx.lock(VERSIONS_TABLE)
        await tx.execute(_CREATE_VERSIONS)


@dataclass(frozen=True, slots=True)
class _Step(_Firm):
    """Takes one step and records it; None when another process was first."""

    migration: Migration
    statements: tuple[str, ...]

    async def run(self, tx: Transaction) -> Applied | None:
        step = self.migration
        await tx.lock(VERSIONS_TABLE)
        recorded = await tx.execute(
            f"INSERT INTO {VERSIONS_TABLE} (component, version, name, checksum)"
            " VALUES (?, ?, ?, ?) ON CONFLICT (component, version) DO NOTHING",
            step.component,
            step.version,
            step.file,
            step.checksum,
        )
        if not recorded:
            return None
        for statement in self.statements:
            await tx.execute(statement)
        return Applied(step.component, step.version, step.file, step.checksum)


def _step(migration: Migration, dialect: str) -> _Step:
    try:
        statements = statements_of(dialect_text(migration.text, dialect), dialect)
    except ValueError as error:
        raise _refused("damaged_migration", migration) from error
    if dialect == "postgres":
        statements = [in_byte_order(statement) for statement in statements]
    return _Step(migration, tuple(statements))


async def _take(database: Engine, step: _Step) -> Applied | None:
    try:
        return await _done(database, step)
    except StorageRefused:
        raise
    except Exception as error:
        raise _refused("failed_migration", step.migration, error=str(error)) from error


async def _done(database: Engine, work: Work[T]) -> T:
    try:
        (outcome,) = await database.run([work])
        return outcome.value
    except StorageUnavailable as unavailable:
        raise StorageRefused(unavailable.reason) from unavailable


def _refused(reason: str, step: Migration, **values: str) -> StorageRefused:
    return StorageRefused(
        reason, component=step.component, version=step.version, file=step.file, **values
    )
