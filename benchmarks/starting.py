"""What a start costs: CPU of ``hearth run`` without adapters, over a bare interpreter."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.community import CONFIG

BARE: Final = "import asyncio, sqlite3"


def cpu_ms_over_bare(folder: Path, rounds: int) -> float:
    """Milliseconds of CPU from the start of the process until the bot is stopped again.

    Both read compiled modules, as an installed program does; the first start makes them.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    config = folder / "config.toml"
    config.write_text(f'[hearth]\ndatabase = "sqlite:///{folder}/start.db"\n{CONFIG}')
    started = [_started(config) for _ in range(rounds + 1)]
    bare = [_bare() for _ in range(rounds + 1)]
    return (median(started[1:]) - median(bare[1:])) * 1_000


def _started(config: Path) -> float:
    before = _children()
    command = [sys.executable, "-m", "bot", "run", "--config", str(config), "--locale", "en"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)  # noqa: S603
    assert process.stderr is not None  # piped
    for line in process.stderr:
        if " running;" in line:
            break
    os.kill(process.pid, signal.SIGTERM)
    process.stderr.read()
    process.wait()
    return _children() - before


def _bare() -> float:
    before = _children()
    subprocess.run([sys.executable, "-c", BARE], check=True)  # noqa: S603
    return _children() - before


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
