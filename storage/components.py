"""The migrations of one part of the program, as its folder holds them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from storage.errors import StorageRefused

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

STORAGE = "storage"
VERSIONS_TABLE = "schema_versions"
SESSIONS_TABLE = "storage_sessions"
"""Only on a server: see ``storage.postgres_sessions``."""

_FILE = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")
_CREATED = re.compile(
    r"^CREATE TABLE (?:IF NOT EXISTS )?(\w+) \(\n(.*?)^\)", re.MULTILINE | re.DOTALL
)
_ADDED = re.compile(r"^ALTER TABLE (\w+) ADD COLUMN (\w+)", re.MULTILINE)
_DECLARATION = re.compile(
    r"--: table (\w+) (fact|cache|choice|engine)(?: person=(\w+))?(?: retention=(\S.*?))?\s*"
)


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of a component's schema; ``text`` is for both engines."""

    component: str
    version: int
    file: str
    text: str

    @property
    def checksum(self) -> str:
        """The same for a file whose line ends were rewritten."""
        import hashlib

        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class TableDeclaration:
    """What a migration says of a table.

    ``kind`` is fact, cache, choice or engine; ``person`` the column that says whose a row is,
    ``retention`` how long it is kept, in words. ``columns`` are those of its making and those
    that came later, in that order.
    """

    name: str
    kind: str
    component: str
    person: str | None = None
    retention: str | None = None
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the program with tables of its own; ``folder`` holds ``0001_words.sql`` and on."""

    name: str
    folder: Traversable | Path

    def migrations(self) -> list[Migration]:
        """In order from 1 without gaps; none where there is no folder.

        Raises StorageRefused ``damaged_migration``.
        """
        if not self.folder.is_dir():
            return []
        found = sorted(
            (entry for entry in self.folder.iterdir() if entry.name.endswith(".sql")),
            key=lambda entry: entry.name,
        )
        migrations = []
        for version, entry in enumerate(found, start=1):
            match = _FILE.fullmatch(entry.name)
            if match is None or int(match[1]) != version:
                raise _damaged(self.name, version, entry.name)
            text = entry.read_text(encoding="utf-8").replace("\r\n", "\n")
            migrations.append(Migration(self.name, version, entry.name, text))
        return migrations


def declared_tables(components: Sequence[Component]) -> dict[str, TableDeclaration]:
    """Every table that the migrations declare, and storage's own; the latest word counts.

    Raises StorageRefused ``damaged_migration`` for a line that begins with ``--:`` and says
    something else, and for a table that two components declare.
    """
    tables = {
        name: TableDeclaration(name, "engine", STORAGE) for name in (VERSIONS_TABLE, SESSIONS_TABLE)
    }
    columns: dict[str, tuple[str, ...]] = {}
    for component in components:
        for migration in component.migrations():
            for declaration in _declarations(migration):
                before = tables.setdefault(declaration.name, declaration)
                if before.component != component.name:
                    raise _damaged(component.name, migration.version, migration.file)
                tables[declaration.name] = declaration
            for name, found in _columns(migration.text):
                columns[name] = (*columns.get(name, ()), *found)
    return {name: replace(each, columns=columns.get(name, ())) for name, each in tables.items()}


def _columns(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The columns that a migration gives to tables, a line for each as all of them are written."""
    made = [
        (name, tuple(word for line in body.splitlines() if (word := _column(line))))
        for name, body in _CREATED.findall(text)
    ]
    return made + [(name, (column,)) for name, column in _ADDED.findall(text)]


def _column(line: str) -> str:
    word = line.strip().partition(" ")[0]
    return word if word.isidentifier() and word.islower() else ""


def _declarations(migration: Migration) -> list[TableDeclaration]:
    declarations = []
    for line in migration.text.splitlines():
        if not line.startswith("--:"):
            continue
        match = _DECLARATION.fullmatch(line)
        if match is None:
            raise _damaged(migration.component, migration.version, migration.file)
        name, kind, person, retention = match.groups()
        declarations.append(TableDeclaration(name, kind, migration.component, person, retention))
    return declarations


def _damaged(component: str, version: int, file: str) -> StorageRefused:
    return StorageRefused("damaged_migration", component=component, version=version, file=file)
