"""The SQL that stands in a module's strings, and the tables that migrations declare."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

from tests.architecture.source import Source, docstrings

_SQL = re.compile(
    r"^\s*(SELECT\b.+\bFROM\b|INSERT\s+(OR\s+\w+\s+)?INTO\b|REPLACE\s+INTO\b|UPDATE\s+\S+\s+SET\b"
    r"|DELETE\s+FROM\b|WITH\s+(RECURSIVE\s+)?\w+\b.+\bAS\s*\(|(CREATE|ALTER|DROP)\s+"
    r"(TABLE|INDEX|UNIQUE|VIEW|TRIGGER)\b|TRUNCATE\s)",
    re.IGNORECASE | re.DOTALL,
)
_WRITES = re.compile(
    r"\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?"
    r"|UPDATE(?!\s+SET\b))\s+([\w?{}.\"]+)",
    re.IGNORECASE,
)
_READS = re.compile(r"\b(?:FROM|JOIN)\s+([\w?{}.\"]+)(?!\s*\()", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(\w+)\s*(?:\([^()]*\)\s*)?AS\s+(?:NOT\s+)?(?:MATERIALIZED\s+)?\(", re.IGNORECASE
)
_DECLARED = re.compile(r"^--: table (\w+) (\w+)((?: \w+=.*)?)$", re.MULTILINE)
_CREATED = re.compile(r"^CREATE TABLE (?:IF NOT EXISTS )?(\w+)", re.MULTILINE)

KINDS = {"fact", "cache", "choice", "engine"}


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as far as the source tells it; ``?`` stands for what it does not tell."""

    path: str
    line: int
    sql: str

    @property
    def writes(self) -> list[str]:
        """The tables that it writes."""
        return [name.strip('"') for name in _WRITES.findall(self.sql)]

    @property
    def tables(self) -> list[str]:
        """The tables that it writes or reads, once for each time that it names them."""
        own = set(_NAMED.findall(self.sql))
        read = [name.strip('"') for name in _READS.findall(re.sub(r"DELETE\s+FROM", "", self.sql))]
        return [*self.writes, *(name for name in read if name not in own)]

    def at(self, problem: str) -> str:
        """The problem with the place where the statement stands."""
        return f"{self.path}:{self.line}: {problem}: {' '.join(self.sql.split())[:90]}"


@dataclass(frozen=True, slots=True)
class Table:
    """A table as its migration declares it. ``area`` is the folder that owns it."""

    name: str
    kind: str
    area: str
    columns: tuple[str, ...]
    options: tuple[tuple[str, str], ...]

    @property
    def of_a_community(self) -> bool:
        """Whether its rows belong to one community each."""
        return self.columns[:1] == ("community",)


def statements(source: Source, shared: Mapping[str, str] | None = None) -> list[Statement]:
    """Every statement in the module's strings; constants that are parts of another count there.

    ``shared`` are the constants of other modules by their full names.
    """
    constants = constants_of(source.tree, shared or {})
    silent = docstrings(source)
    inner: set[int] = set()
    found = []
    for node in source.nodes:
        if not isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp) or id(node) in inner:
            continue
        text = _text_of(node, constants)
        inner.update(id(child) for child in ast.walk(node))
        if id(node) not in silent and _SQL.match(text):
            found.append((node, Statement(source.path, node.lineno, text)))
    parts = _parts_of_others(source)
    return [statement for node, statement in found if id(node) not in parts]


def tables(area: str, path: str, sql: str) -> tuple[list[Table], list[str]]:
    """What a migration declares, and what is wrong with how it does."""
    found, problems = [], []
    declared = {name: (kind, rest) for name, kind, rest in _DECLARED.findall(sql)}
    created = _CREATED.findall(sql)
    problems += [
        f"{path}: table {name} has no declaration" for name in created if name not in declared
    ]
    problems += [
        f"{path}: {name} is declared but not made" for name in declared if name not in created
    ]
    for name, (kind, rest) in declared.items():
        if name not in created:
            continue
        options = tuple(re.findall(r"(\w+)=(.*?)(?= \w+=|$)", rest))
        table = Table(name, kind, area, _columns(sql, name), options)
        found.append(table)
        if kind not in KINDS:
            problems.append(f"{path}: {name} is of the unknown kind {kind}")
        if "retention" not in dict(options):
            problems.append(f"{path}: {name} does not say how long its rows stay")
        if (person := dict(options).get("person")) and person not in table.columns:
            problems.append(f"{path}: {name} has no column {person}")
    return found, problems


def constants_of(tree: ast.Module, shared: Mapping[str, str]) -> dict[str, str]:
    """The strings that the module's names stand for, its own and those that it imports."""
    known: dict[str, str] = {}
    for node in tree.body:
        match node:
            case ast.ImportFrom(module=module, names=names):
                taken = {each.asname or each.name: f"{module}.{each.name}" for each in names}
                known |= {name: shared[full] for name, full in taken.items() if full in shared}
                continue
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                pass
            case _:
                continue
        if text := _text_of(value, known):
            known[name] = text
    return known


def _columns(sql: str, name: str) -> tuple[str, ...]:
    body = re.split(rf"^CREATE TABLE (?:IF NOT EXISTS )?{name} \(", sql, flags=re.MULTILINE)[1]
    lines = takewhile(lambda line: not line.startswith(")"), body.strip("\n").split("\n"))
    words = (line.split()[0] for line in lines if line.strip())
    return tuple(word for word in words if word.islower() and word.isidentifier())


def _text_of(node: ast.AST, constants: dict[str, str]) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id=name):
            return constants.get(name, "")
        case ast.JoinedStr(values=values):
            return "".join(_text_of(value, constants) for value in values)
        case ast.FormattedValue(value=value):
            return _text_of(value, constants) or "?"
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _text_of(left, constants) + (_text_of(right, constants) or "?")
    return ""


def _parts_of_others(source: Source) -> set[int]:
    """The constants of the module that stand in another string: they are judged there."""
    used = {
        part.id
        for node in source.nodes
        if isinstance(node, ast.BinOp | ast.JoinedStr)
        for part in ast.walk(node)
        if isinstance(part, ast.Name)
    }
    return {
        id(node.value)
        for node in source.tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and target.id in used
    }
