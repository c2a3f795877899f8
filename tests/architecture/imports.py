"""Who may import whom, where import-linter has no word for it, and what importing may not do."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable

from tests.architecture.source import ROOT, Source, import_names

_CORE_VALUES = {
    f"bot.core.{name}"
    for name in (
        "calendars",
        "errors",
        "folding",
        "model",
        "outgoing",
        "permissions",
        "schedule",
        "text",
        "variants",
    )
}
_PURE = {
    *("__future__", "bisect", "calendar", "collections", "dataclasses", "datetime", "decimal"),
    *("enum", "fractions", "functools", "heapq", "itertools", "math", "operator", "re"),
    *("statistics", "string", "typing", "unicodedata", "zlib", "zoneinfo"),
}

_WATCH = """
import sys, threading
acts = []
def hook(event, args):
    writes = event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+")
    reaches = event.split(".")[0] in ("socket", "subprocess")
    if writes or reaches or event in ("sqlite3.connect", "os.mkdir"):
        acts.append(f"{event} {args[0]!r}" if args else event)
sys.addaudithook(hook)
import importlib
before = set(sys.modules)
for name in sys.argv[1].split(","):
    importlib.import_module(name)
heavy = {name.split(".")[0] for name in set(sys.modules) - before} & set(sys.argv[2].split(","))
acts += [f"loads {name}" for name in sorted(heavy)]
threads = set(threading.enumerate()) - {threading.main_thread()}
acts += [f"starts {thread.name}" for thread in threads]
print("\\n".join(acts), end="")
"""


def cog_imports(source: Source) -> list[str]:
    """What a cog knows besides the core, the books, itself and the events of other cogs."""
    cog = re.match(r"cogs/(\w+)/", source.path)
    if cog is None:
        return []
    may = re.compile(
        rf"(bot\.core|bot\.community|cogs\.{cog[1]})(\..*)?|cogs\.\w+\.events(\..*)?|(bot|cogs)"
        + (r"|bot\.pictures(\..*)?" if source.path.endswith("/picture.py") else "")
    )
    return [
        source.at(node, f"a cog does not know {name}")
        for node, name in import_names(source)
        if name.split(".")[0] in ("bot", "cogs", "storage") and not may.fullmatch(name)
    ]


def rule_imports(source: Source) -> list[str]:
    """What ``rules.py`` of a cog knows besides the core's values and its own pure neighbours."""
    cog = re.fullmatch(r"cogs/(\w+)/rules(/\w+)?\.py", source.path)
    if cog is None:
        return []
    neighbours = {f"cogs.{cog[1]}.{name}" for name in ("rules", "events", "settings")}
    return [
        source.at(node, f"a rule does not know {name}")
        for node, name in import_names(source)
        if name.split(".")[0] not in _PURE and not _within(name, _CORE_VALUES | neighbours)
    ]


def relative_imports(source: Source) -> list[str]:
    """Imports that do not say from where."""
    return [
        source.at(node, "imports relatively")
        for node in source.nodes
        if isinstance(node, ast.ImportFrom) and node.level
    ]


def mocks(source: Source) -> list[str]:
    """Stand-ins for libraries: tests talk to real storage and to the simulated room."""
    return [
        source.at(node, f"imports {name}")
        for node, name in import_names(source)
        if name.startswith("unittest.mock") or name in ("unittest.mock", "mock", "pytest_mock")
    ]


def side_effects(names: Iterable[str], heavy: Iterable[str], folder: str = "") -> list[str]:
    """What importing these modules does besides: files, connections, threads, heavy libraries.

    Runs in an interpreter of its own, since this one has long imported everything.
    """
    done = subprocess.run(
        [sys.executable, "-B", "-W", "error", "-c", _WATCH, ",".join(names), ",".join(heavy)],
        cwd=folder or ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return [*done.stdout.splitlines(), *done.stderr.splitlines()]


def _within(name: str, allowed: set[str]) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in allowed)
