"""SQL lives with its table's owner, one module writes a table, a query names its community."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from tests.architecture.statements import Statement, Table

_PLACES = (
    re.compile(r"bot/community/.+"),
    re.compile(r"bot/engine/.+"),
    re.compile(r"cogs/\w+/store(/\w+)?\.py"),
    re.compile(r"storage/.+"),
)
_CATALOGUE = re.compile(r"(sqlite_\w+|pg_\w+|pragma_\w+|json_each|information_schema\..+|excluded)")


def area_of(path: str) -> str:
    """The folder that owns what stands at the path: a cog, or a package."""
    parts = path.split("/")
    return "/".join(parts[:1] if parts[0] == "storage" else parts[:2])


def out_of_place(found: Sequence[Statement]) -> list[str]:
    """Statements in modules that hold none."""
    return [
        statement.at("SQL outside a store, a book, the engine or storage")
        for statement in found
        if not any(place.fullmatch(statement.path) for place in _PLACES)
    ]


def strangers(
    found: Sequence[Statement], declared: Mapping[str, Table], joined_by_all: Mapping[str, str]
) -> list[str]:
    """Statements on a table of another owner, or on one that no migration declares.

    ``joined_by_all`` are tables that everyone may read, with the reason; none may write them.
    """
    problems = []
    for statement in found:
        for name in dict.fromkeys(statement.tables):
            shared = name in joined_by_all and name not in statement.writes
            if shared or _CATALOGUE.fullmatch(name):
                continue
            table = declared.get(name)
            if table is None:
                problems.append(statement.at(f"no migration declares {name}"))
            elif table.area != area_of(statement.path):
                problems.append(statement.at(f"{name} belongs to {table.area}"))
    return problems


def second_writers(found: Sequence[Statement]) -> list[str]:
    """Tables that more than one module writes."""
    writers: dict[str, set[str]] = defaultdict(set)
    for statement in found:
        for name in statement.writes:
            writers[name].add(statement.path)
    return [
        f"{name} is written by {', '.join(sorted(paths))}"
        for name, paths in sorted(writers.items())
        if len(paths) > 1
    ]


def homeless(declared: Mapping[str, Table], without_community: Mapping[str, str]) -> list[str]:
    """Tables that do not begin with the community and are not excused; excuses that are stale."""
    problems = [
        f"{table.name} ({table.kind}) does not begin with the community"
        for table in declared.values()
        if not table.of_a_community and table.name not in without_community
    ]
    stale = [
        f"{name} needs no excuse"
        for name in without_community
        if name not in declared or declared[name].of_a_community
    ]
    return [*problems, *stale]


def boundless(
    found: Sequence[Statement],
    declared: Mapping[str, Table],
    excused: Mapping[tuple[str, str], str],
) -> list[str]:
    """Statements on a community's table that do not name the community; excuses that are stale."""
    problems, used = [], set()
    for statement in found:
        if _names_its_communities(statement, declared):
            continue
        text = " ".join(statement.sql.split())
        keys = [key for key in excused if key[0] == statement.path and text.startswith(key[1])]
        used.update(keys)
        if not keys:
            problems.append(statement.at("does not name its community"))
    stale = [
        f"{path}: {start!r} needs no excuse" for path, start in excused if (path, start) not in used
    ]
    return [*problems, *stale]


def _names_its_communities(statement: Statement, declared: Mapping[str, Table]) -> bool:
    """Whether it stands in an INSERT's columns and once for each other table of a community."""
    sql = statement.sql
    owned = [
        name for name in statement.tables if name in declared and declared[name].of_a_community
    ]
    inserted = re.findall(r"INTO\s+(\w+)\s*(\([^()]*\))?", sql, re.IGNORECASE)
    for name, columns in inserted:
        if name in owned:
            owned.remove(name)
            if not re.search(r"\bcommunity\b", columns):
                return False
    # What follows the columns and values: conditions, not the list of what is read.
    conditions = re.split(r"\b(?:FROM|SET)\b", sql, maxsplit=1, flags=re.IGNORECASE)[1:]
    bounds = re.sub(r"\b(ORDER|GROUP)\s+BY\b[^()]*|\bRETURNING\b.*", "", " ".join(conditions))
    return len(re.findall(r"\bcommunity\b", bounds)) >= len(owned)
