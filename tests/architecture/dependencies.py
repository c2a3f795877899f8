"""What the program imports is what pyproject.toml declares, and what the lock files hold."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence

from tests.architecture.source import PROGRAM, Source, import_names

_HELD = re.compile(r"[\w.-]+==\S+[^\n]*\\\n\s+--hash=sha256:[0-9a-f]{64}")


def undeclared(
    sources: Iterable[Source],
    declared: Iterable[str],
    distributions: Mapping[str, Sequence[str]],
    loads_by_name: Mapping[str, str],
) -> list[str]:
    """Imports of libraries that are not declared, and declared libraries that nothing imports.

    ``distributions`` says which projects bring an import name; ``loads_by_name`` excuses
    libraries that are found without an import, with the reason.
    """
    wanted = {plain_name(each) for each in declared}
    used: dict[str, str] = {}
    for source in sources:
        for node, name in import_names(source):
            top = name.partition(".")[0]
            if top not in sys.stdlib_module_names and top not in (*PROGRAM, "tests", "benchmarks"):
                used.setdefault(top, source.at(node, f"imports {top}, which is not declared"))
    brought = {top: {plain_name(each) for each in distributions.get(top, [top])} for top in used}
    missing = [used[top] for top, projects in brought.items() if not projects & wanted]
    needed = {plain_name(each) for each in loads_by_name}.union(*brought.values())
    idle = [f"{project} is declared but not imported" for project in sorted(wanted - needed)]
    return [*missing, *idle]


def unlocked(declared: Iterable[str], lock: str) -> list[str]:
    """Declared requirements that the lock file does not hold, or holds below the floor."""
    versions = {
        plain_name(name): version
        for name, version in re.findall(r"^([\w.-]+)==([\w.!+]+)", lock, re.MULTILINE)
    }
    problems = []
    for requirement in declared:
        name, _, floor = requirement.partition(">=")
        version = versions.get(plain_name(name))
        if version is None:
            problems.append(f"{name} is not locked: make lock")
        elif _release(version) < _release(floor):
            problems.append(f"{name} is locked at {version}, below {floor}: make lock")
    return problems


def loose_lines(path: str, lock: str) -> list[str]:
    """Requirements without an exact version or a hash, and lines that name an address."""
    entries = re.split(r"\n(?=\w)", "\n" + lock)[1:]
    found = [
        f"{path}: no hash for {entry.split()[0]}" for entry in entries if not _HELD.match(entry)
    ]
    addresses = [
        f"{path}:{number}: an address"
        for number, line in enumerate(lock.splitlines(), start=1)
        if re.search(r"://|--(extra-)?index|--find-links|\bwww\.", line)
    ]
    return [*found, *addresses]


def plain_name(requirement: str) -> str:
    """The project's name as registries compare it: ``fluent.runtime>=0.4`` is fluent-runtime."""
    name = re.split(r"[\s<>=!~;\[]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def _release(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))
