"""Runs every measurement, prints a table and writes ``bench.json``."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks import (
    cards,
    first_light,
    full_stack,
    passive,
    per_command,
    postgres,
    ranks,
    raw,
    recaps,
    starting,
    streaks,
)
from benchmarks.community import check_ins
from bot.cli.collecting import collect_seldom

IN_FLIGHT: Final = (10, 100, 1_000)
COMMANDS: Final = 4_000
MESSAGES: Final = 20_000
ROUNDS: Final = 5
SMALL, LARGE, LARGEST = 1_000, 100_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table and of ``bench.json``."""

    name: str
    value: float
    unit: str


def main() -> None:
    """Measures, prints, writes."""
    collect_seldom()  # as `hearth run` does
    console = Console(stderr=True)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="hearth-bench-") as name:
        folder = Path(name)
        with console.status("a community of 4,000 members"):
            base = folder / "base.db"
            asyncio.run(full_stack.populate(base, COMMANDS))
        for in_flight in IN_FLIGHT:
            with console.status(f"check-ins, {in_flight} in flight"):
                figures += _against_raw(folder, base, in_flight)
        with console.status("one transaction for each command"):
            figures += _against_per_command(folder, base, 100)
        with console.status("all cogs against those of the first release"):
            figures.append(_all_cogs(folder, base, 100))
        with console.status("messages that ask for nothing"):
            figures += _passive(folder, base)
        with console.status("100,000 members against 1,000 (takes a while)"):
            figures.append(_by_size(folder))
        with console.status("an outage of 100,000 members"):
            figures += _amnesty(folder)
        with console.status("a board of 1,000,000 members against 1,000 (about a minute)"):
            figures += _ranks(folder)
        with console.status("the weekly recap of 100,000 members"):
            figures += _recaps(folder)
        with console.status("a streak of ten years"):
            ratio = asyncio.run(streaks.streak_ratio(folder))
            figures.append(Figure("streak.ten_years_vs_ten_days", round(ratio, 3), "ratio"))
        if postgres.is_installed():
            with console.status("PostgreSQL, 40 in flight"):
                figures += _on_postgres(folder, 40)
        if cards.is_installed():
            with console.status("cards"):
                figures += _cards()
        with console.status("starting"):
            value = starting.cpu_ms_over_bare(folder, ROUNDS)
            figures.append(Figure("start.core_cpu_ms_over_bare", round(value, 1), "ms"))
    _show(figures)
    written = [asdict(figure) for figure in figures]
    Path("bench.json").write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def _cards() -> list[Figure]:
    measured = cards.compare()
    return [
        Figure("card.cpu_ms", round(measured.cpu_ms, 2), "ms"),
        Figure("card.vs_matplotlib", round(measured.ratio, 3), "ratio"),
        Figure("card.kB", round(measured.kilobytes, 1), "kB"),
    ]


def _against_raw(folder: Path, base: Path, in_flight: int) -> list[Figure]:
    """Each round runs both on copies of the same database; the ratio is taken round by round."""
    updates = check_ins(range(COMMANDS), 1)
    ratios, cpu_ratios, speeds, cpus, commits = [], [], [], [], 0
    for _ in range(ROUNDS):
        with _copy(folder, base) as path:
            ours = asyncio.run(full_stack.measure(path, updates, in_flight))
            rows = raw.rows_of(base, path)
        with _copy(folder, base) as path:
            theirs = raw.write_rows(path, rows, COMMANDS, ours.commits)
        ratios.append(ours.per_second / theirs.per_second)
        cpu_ratios.append(theirs.cpu_us / ours.cpu_us)
        speeds.append(ours.per_second)
        cpus.append(ours.cpu_us)
        commits = ours.commits
    return [
        Figure(f"checkin.vs_raw@{in_flight}", round(median(ratios), 3), "ratio"),
        Figure(f"checkin.vs_raw_cpu@{in_flight}", round(median(cpu_ratios), 3), "ratio"),
        Figure(f"checkin.per_second@{in_flight}", round(median(speeds)), "1/s"),
        Figure(f"checkin.cpu_us@{in_flight}", round(median(cpus), 1), "us"),
        Figure(f"checkin.commands_per_commit@{in_flight}", round(COMMANDS / commits, 1), "1"),
    ]


def _against_per_command(folder: Path, base: Path, in_flight: int) -> list[Figure]:
    updates = check_ins(range(COMMANDS // 4), 1)
    with _copy(folder, base) as path:
        commands = asyncio.run(per_command.record(path, updates))
    ratios = []
    for _ in range(ROUNDS):
        with _copy(folder, base) as path:
            theirs = asyncio.run(per_command.run(path, commands, in_flight))
        with _copy(folder, base) as path:
            ours = asyncio.run(full_stack.measure(path, updates, in_flight))
        ratios.append(ours.per_second / theirs.per_second)
    statements = sum(len(command) for command in commands) / len(commands)
    return [
        Figure(f"checkin.vs_tx_per_command@{in_flight}", round(median(ratios), 2), "ratio"),
        Figure("checkin.statements", round(statements, 1), "1"),
    ]


def _all_cogs(folder: Path, base: Path, in_flight: int) -> Figure:
    """What a check-in costs with all cogs against those of the first release, round by round."""
    updates = check_ins(range(COMMANDS), 1)
    ratios = []
    for _ in range(ROUNDS):
        cpu = []
        for first in (True, False):
            with _copy(folder, base) as path:
                cpu.append(first_light.cpu_us(path, updates, in_flight, first=first))
        ratios.append(cpu[1] / cpu[0])
    return Figure("checkin.all_cogs_vs_first_light_cpu", round(median(ratios), 3), "ratio")


def _passive(folder: Path, base: Path) -> list[Figure]:
    measured = []
    for _ in range(ROUNDS):
        with _copy(folder, base) as path:
            measured.append(passive.overhear(path, MESSAGES, IN_FLIGHT[-1]))
    return [
        Figure("passive.cpu_us", round(median(each.cpu_us for each in measured), 1), "us"),
        Figure("passive.per_second", round(median(each.per_second for each in measured)), "1/s"),
    ]


def _on_postgres(folder: Path, in_flight: int) -> list[Figure]:
    compared = postgres.compare(folder, COMMANDS // 2, in_flight, ROUNDS)
    return [
        Figure(f"checkin.pg_vs_plain@{in_flight}", round(compared.ratio, 3), "ratio"),
        Figure(f"checkin.pg_per_second@{in_flight}", round(compared.per_second), "1/s"),
        Figure("checkin.pg_statements", round(compared.statements, 1), "1"),
    ]


def _by_size(folder: Path) -> Figure:
    """CPU of a check-in in a large community against a small one, members drawn over all of it.

    Both bots have been running: a first round of check-ins is not counted.
    """
    cpu: dict[int, list[float]] = {SMALL: [], LARGE: []}
    for members in cpu:
        asyncio.run(full_stack.populate(folder / f"{members}.db", members))
    for _ in range(ROUNDS):
        for members, measured in cpu.items():
            step = members // SMALL
            first = check_ins(range(members), 1)[::step]
            then = check_ins(range(members), 2)[step // 2 :: step]
            with _copy(folder, folder / f"{members}.db") as path:
                measured.append(asyncio.run(full_stack.measure(path, then, 100, first)).cpu_us)
    ratios = [large / small for small, large in zip(*cpu.values(), strict=True)]
    return Figure("checkin.cpu_100k_vs_1k", round(median(ratios), 3), "ratio")


def _amnesty(folder: Path) -> list[Figure]:
    """An outage excuses every member of the large community that was made before."""
    passes = []
    base = folder / f"{LARGE}.db"
    asyncio.run(streaks.go_deaf(base))
    for _ in range(ROUNDS):
        with _copy(folder, base) as path:
            passes.append(asyncio.run(streaks.amnesty(path)))
    assert all(each.excused == LARGE for each in passes), "nobody is left out"
    cpu_s = median(each.cpu_s for each in passes)
    hold_ms = median(each.longest_hold_ms for each in passes)
    return [
        Figure("amnesty.cpu_s_100k", round(cpu_s, 2), "s"),
        Figure("amnesty.longest_hold_ms", round(hold_ms, 1), "ms"),
    ]


def _ranks(folder: Path) -> list[Figure]:
    compared = ranks.compare(folder, SMALL, LARGEST, ROUNDS)
    return [
        Figure("rank.1m_vs_1k", round(compared.ratio, 3), "ratio"),
        Figure("rank.cpu_us", round(compared.cpu_us, 1), "us"),
    ]


def _recaps(folder: Path) -> list[Figure]:
    base = folder / "recaps.db"
    recaps.populate(base, LARGE)
    measured = []
    for _ in range(ROUNDS):
        with _copy(folder, base) as path:
            measured.append(recaps.measure(path))
    base.unlink()
    recap, night = median(e.recap_s for e in measured), median(e.night_s for e in measured)
    return [
        Figure("recap.cpu_s_100k", round(recap, 3), "s"),
        Figure("recap.day_count_cpu_s_100k", round(night, 3), "s"),
    ]


@contextmanager
def _copy(folder: Path, base: Path) -> Iterator[Path]:
    path = folder / "copy.db"
    shutil.copyfile(base, path)
    with path.open("rb+") as copied:
        os.fsync(copied)  # else whatever is measured waits for it
    try:
        yield path
    finally:
        for each in folder.glob("copy.db*"):
            each.unlink()


def _show(figures: list[Figure]) -> None:
    table = Table(title=f"rows of a check-in: {', '.join(raw.TABLES)}")
    for column in ("name", "value", "unit"):
        table.add_column(column, justify="right" if column == "value" else "left")
    for figure in figures:
        table.add_row(figure.name, f"{figure.value:g}", figure.unit)
    Console().print(table)


if __name__ == "__main__":
    main()
