"""``hearth`` as operators start it: a process of its own, in a folder of its own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.faults.programs import environment, hearth

LIMIT_S: Final = 120


@dataclass(slots=True)
class Started:
    """A process of ours; ``lines`` are what it has written on standard error."""

    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)

    async def says(self, words: str) -> str:
        """The next line that it writes with these words."""
        assert self.process.stderr is not None
        while True:
            line = (await asyncio.wait_for(self.process.stderr.readline(), LIMIT_S)).decode()
            assert line, self.lines
            self.lines.append(line)
            if words in line:
                return line

    async def ends(self) -> tuple[int, str]:
        """Its status, and what it wrote on standard output."""
        out, err = await asyncio.wait_for(self.process.communicate(), LIMIT_S)
        self.lines += err.decode().splitlines()
        assert self.process.returncode is not None
        return self.process.returncode, out.decode()

    async def is_gone(self) -> None:
        """It does not run, killed where it still did: for the end of a test."""
        if self.process.returncode is None:
            self.process.kill()
            await asyncio.wait_for(self.process.communicate(), LIMIT_S)


async def start(folder: Path, *arguments: str, **env: str) -> Started:
    """``hearth`` with these arguments is on its way; ``env`` is added to its environment."""
    process = await asyncio.create_subprocess_exec(
        *hearth(*arguments),
        cwd=folder,
        env=environment(**env),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    return Started(process)


async def started(folder: Path, verb: str, token: str) -> Started:
    """``hearth VERB`` on the config in the folder, in English."""
    return await start(folder, verb, "--locale", "en", HEARTH_TELEGRAM_TOKEN=token)
