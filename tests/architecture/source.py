"""Source texts as the rules of this folder read them: a path, a text, its syntax tree."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ("bot", "cogs", "storage")
ALL = (*PROGRAM, "tests", "benchmarks")


@dataclass(frozen=True, slots=True)
class Source:
    """One module. ``path`` is relative to the checkout, with forward slashes."""

    path: str
    text: str
    tree: ast.Module = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tree", ast.parse(self.text, self.path))

    def at(self, node: ast.AST, problem: str) -> str:
        """The problem with the place where it stands."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}: {problem}"


def modules(*folders: str) -> list[Source]:
    """Every module below these folders of the checkout, by path."""
    found = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return [
        Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in found
    ]


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


def docstrings(tree: ast.Module) -> set[int]:
    """The ids of the nodes that are docstrings, or strings that stand alone."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant | ast.JoinedStr)
    }


def import_names(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """Every import with the full name of what it takes, as ``datetime.datetime``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            for alias in node.names:
                yield node, f"{node.module}.{alias.name}"
