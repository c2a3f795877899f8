"""Source texts as the rules of this folder read them: a path, a text, its syntax tree."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ("bot", "cogs", "storage")
ALL = (*PROGRAM, "tests", "benchmarks")


@dataclass(frozen=True)
class Source:
    """One module. ``path`` is relative to the checkout, with forward slashes."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax."""
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All of its syntax, what stands around something before what stands in it."""
        return tuple(ast.walk(self.tree))

    def at(self, node: ast.AST, problem: str) -> str:
        """The problem with the place where it stands."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}: {problem}"


def modules(*folders: str) -> list[Source]:
    """Every module below these folders of the checkout, by path."""
    found = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return [_module(path) for path in found]


@cache
def _module(path: Path) -> Source:
    """Read and parsed once: no test changes a module of the checkout."""
    return Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))


def kept_files() -> list[Path]:
    """What git keeps or would keep; in a checkout without git, everything that is not made."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = listed.stdout.decode("utf-8").split("\0")
        return sorted(path for name in names if name and (path := ROOT / name).is_file())
    made = {".git", ".venv", "__pycache__", "build", "dist"}
    return sorted(
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and not any(
            part in made or part.endswith("_cache") for part in path.relative_to(ROOT).parts
        )
    )


def docstrings(source: Source) -> set[int]:
    """The ids of the nodes that are docstrings, or strings that stand alone."""
    return {
        id(node.value)
        for node in source.nodes
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant | ast.JoinedStr)
    }


def import_names(source: Source) -> Iterator[tuple[ast.stmt, str]]:
    """Every import with the full name of what it takes, as ``datetime.datetime``."""
    for node in source.nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            for alias in node.names:
                yield node, f"{node.module}.{alias.name}"
