"""One clock: nothing but ``bot/core/clock.py`` reads the time, and every instant knows its zone."""

from __future__ import annotations

import ast
import re
from typing import TypeGuard

from tests.architecture.names import Names
from tests.architecture.source import Source, import_names
from tests.architecture.statements import statements

THE_CLOCK = "bot/core/clock.py"

_READS = {
    *(f"datetime.datetime.{name}" for name in ("now", "utcnow", "today", "utcfromtimestamp")),
    *(f"datetime.date.{name}" for name in ("today", "fromtimestamp")),
    "asyncio.sleep",
    "threading.Timer",
    "os.times",
}
_SQL_CLOCK = re.compile(
    r"\bCURRENT_(TIMESTAMP|DATE|TIME)\b|\bLOCALTIME(STAMP)?\b|\b(unixepoch|julianday)\s*\("
    r"|\b(datetime|date|time|strftime)\s*\([^)]*'now'|\b(now|clock_timestamp)\s*\(\s*\)",
)
_LOOPS = re.compile(r"(^|_)loop$")


def wall_clocks(source: Source) -> list[str]:
    """Every way in which the module reads a clock or waits by one, but for the clock itself.

    ``asyncio.sleep(0)`` waits for nothing: it lets others run.
    """
    if source.path == THE_CLOCK:
        return []
    names = Names(source)
    yields = {id(node.func) for node in source.nodes if _is_a_yield(node)}
    found = [
        source.at(node, f"imports {name}: ask the Clock that you were given")
        for node, name in import_names(source)
        if name.partition(".")[0] == "time"
    ]
    for node in source.nodes:
        if isinstance(node, ast.Attribute | ast.Name | ast.Call) and id(node) not in yields:
            full = names.full(node)
            if _is_a_clock(full):
                found.append(source.at(node, f"reads {full}"))
        if isinstance(node, ast.Call) and _is_loop_time(node, names):
            found.append(source.at(node, "reads the loop's clock"))
    return [*found, *_clocks_in_statements(source)]


def sql_clocks(path: str, sql: str) -> list[str]:
    """Every way in which SQL reads the database's clock."""
    code = re.sub(r"--[^\n]*", "", sql)
    return [f"{path}: {match.group(0)} is a clock" for match in _SQL_CLOCK.finditer(code)]


def naive_instants(source: Source) -> list[str]:
    """Instants without a zone, also where lint does not see them."""
    names = Names(source)
    found = []
    for node in source.nodes:
        if not isinstance(node, ast.Call):
            continue
        keywords = {keyword.arg for keyword in node.keywords}
        match names.full(node.func), len(node.args):
            case "datetime.datetime", arguments if arguments < 8 and "tzinfo" not in keywords:
                found.append(source.at(node, "makes an instant without tzinfo"))
            case "datetime.datetime.fromtimestamp", 1 if "tz" not in keywords:
                found.append(source.at(node, "reads a timestamp without tz"))
            case "datetime.datetime.strptime", _:
                found.append(source.at(node, "parses an instant without a zone"))
    return found


def _is_a_yield(node: ast.AST) -> TypeGuard[ast.Call]:
    match node:
        case ast.Call(args=[ast.Constant(value=int(seconds))]):
            return seconds == 0
    return False


def _is_a_clock(full: str) -> bool:
    return full.partition(".")[0] == "time" or full in _READS


def _is_loop_time(call: ast.Call, names: Names) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Name(id=name), attr="time"):
            return _LOOPS.search(name) is not None
        case ast.Attribute(value=ast.Attribute(attr=name), attr="time"):
            return _LOOPS.search(name) is not None
        case ast.Attribute(value=ast.Call(func=maker), attr="time"):
            return names.full(maker).endswith("_loop")
    return False


def _clocks_in_statements(source: Source) -> list[str]:
    return [
        statement.at(f"{match.group(0)} is a clock")
        for statement in statements(source)
        for match in _SQL_CLOCK.finditer(statement.sql)
    ]
