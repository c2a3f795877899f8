"""What cogs keep: tables with what they say of themselves, exports, caches that can be proven."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from storage.components import TableDeclaration
from tests.architecture.source import Source
from tests.architecture.statements import statements
from tests.every_cog.gathered import Gathered

_COG = "cogs."


def undeclared(all_of: Gathered, nobodys: Mapping[str, str]) -> list[str]:
    """Tables that do not say how long a row stays, or whose it is.

    ``nobodys`` are tables of which no row is a person's, with the reason.
    """
    problems = []
    for table in all_of.tables.values():
        if table.component == "storage":
            continue
        if table.retention is None:
            problems.append(f"{table.name} does not say how long its rows stay")
        ours = table.kind != "engine" and table.person is None
        if ours and table.name not in nobodys:
            problems.append(f"{table.name} does not say whose its rows are")
    stale = [name for name in nobodys if name not in all_of.tables or all_of.tables[name].person]
    return [*problems, *(f"{name} needs no excuse" for name in stale)]


def unexported(all_of: Gathered, elsewhere: Mapping[str, str]) -> list[str]:
    """Facts and choices of people that no export of their cog reads.

    ``elsewhere`` are tables that reach the export in another way, with the reason.
    """
    problems = []
    personal = {name for name, table in all_of.tables.items() if _is_personal(table)}
    reached = {table for cog in all_of.cogs for table in _exported(all_of.sources_of(cog.name))}
    problems = [
        f"{name} ({all_of.tables[name].component}) is in no export"
        for name in sorted(personal - reached - elsewhere.keys())
    ]
    return [*problems, *(f"{name} needs no excuse" for name in elsewhere if name not in personal)]


def unproven(all_of: Gathered) -> list[str]:
    """Cogs that keep caches or tallies and do not offer to rebuild and verify them."""
    problems = []
    for cog in all_of.cogs:
        caches = [
            table.name
            for table in all_of.tables.values()
            if table.component == f"{_COG}{cog.name}" and table.kind == "cache"
        ]
        caches += [f"tally {name}" for name in _tallies(all_of.sources_of(cog.name))]
        # What follows from tallies is made anew in "rebuild thresholds".
        rooms = {offer.room.partition(" ")[0] for offer in cog.offers}
        problems += [
            f"cogs/{cog.name} keeps {', '.join(caches)} and does not offer {room}"
            for room in ("rebuild", "verify")
            if caches and room not in rooms
        ]
    return problems


def _is_personal(table: TableDeclaration) -> bool:
    return table.kind in ("fact", "choice") and table.person is not None


def _exported(sources: list[Source]) -> set[str]:
    """The tables that the store's functions name which an export calls."""
    called = {name for source in sources for name in _called_by_exports(source.tree)}
    return {
        table
        for source in sources
        if re.match(r"cogs/\w+/store(/|\.py)", source.path)
        for node in source.tree.body
        if isinstance(node, ast.AsyncFunctionDef) and node.name in called
        for statement in statements(source)
        if node.lineno <= statement.line <= (node.end_lineno or node.lineno)
        for table in statement.tables
    }


def _called_by_exports(tree: ast.Module) -> set[str]:
    """The functions that are called by the functions marked ``@offers("export", …)``."""
    return {
        call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        for function in tree.body
        if isinstance(function, ast.AsyncFunctionDef | ast.FunctionDef)
        and any("offers('export'" in ast.unparse(mark) for mark in function.decorator_list)
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
    }


def _tallies(sources: list[Source]) -> list[str]:
    """The names of the tallies that these modules declare."""
    return [
        str(node.args[0].value)
        for source in sources
        for node in source.nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Tally"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ]
