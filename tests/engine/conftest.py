"""A bot with every kind of trouble; who needs another one has a fixture of the same name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.engine.trouble import trouble
from tests.kit import Bot, a_bot


@pytest.fixture
def opened() -> asyncio.Event:
    """What ``/wait`` waits for."""
    return asyncio.Event()


@pytest.fixture
async def bot(tmp_path: Path, opened: asyncio.Event) -> AsyncIterator[Bot]:
    """A bot with trouble."""
    cogs = [trouble(opened)]
    async with a_bot(tmp_path, cogs=cogs, turn_seconds=0.3, durable=True) as running:
        yield running
        opened.set()
