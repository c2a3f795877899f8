"""A check-in with every cog against one with those of the first release alone.

The first release had ``checkin``, ``help``, ``points``, ``profile`` and ``staff``: whoever checked
in got a day, a streak and points. All that has come since (levels, tiers, roles, ranks, badges,
the shop) hears of a check-in too, and this is what it costs. Both bots are those of today, on the
same database with its tables for all cogs, so that nothing but who listens differs; one check-in
of everybody is done before, so that each has numbers to move, and the second is measured.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from unittest.mock import patch

from benchmarks.full_stack import measure
from bot.app import load_cogs
from bot.core.model import Incoming

FIRST: Final = frozenset({"checkin", "help", "points", "profile", "staff"})


def cpu_us(path: Path, updates: Sequence[Incoming], in_flight: int, *, first: bool) -> float:
    """CPU of one of these check-ins; ``first``: with the cogs of the first release alone."""
    names = FIRST if first else {cog.name for cog in load_cogs()}
    with _only(names):
        return asyncio.run(measure(path, updates, in_flight)).cpu_us


@contextmanager
def _only(names: Iterable[str]) -> Iterator[None]:
    """Bots that are built meanwhile have these cogs and no others."""
    chosen = [cog for cog in load_cogs() if cog.name in names]
    assert len(chosen) == len(set(names)), "a cog of the first release is gone"
    with patch("bot.app.load_cogs", lambda: chosen):
        yield
