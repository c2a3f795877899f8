"""What a bot does by itself when days have ended, as a process that tests kill.

``python -m tests.faults.night FOLDER INSTANT`` starts the bot on the config and the database of
the folder, its clock at the instant, and ends it in order once nothing is due any more. Then the
database is verified.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.app import App, build, read_config
from bot.cli.speaking import log_to_stderr
from bot.core.clock import to_micros
from bot.core.ids import Ids
from tests.faults.driver import UNSOUND, PlatformClock, RecordingAdapter, problems

_DUE: Final = "SELECT count(*) FROM occurrences WHERE state IN ('due', 'running') AND due_at <= ?"


async def done(app: App, clock: PlatformClock) -> None:
    """No job is due any more. Minutes pass meanwhile: what was killed is tried again after one."""
    row = None
    while row != (0,):
        clock.instant += timedelta(minutes=1)
        await clock.sleep(1)
        await app.idle()
        with suppress(app.database.unavailable):
            async with app.database.read() as read:
                row = await read.fetch_one(_DUE, to_micros(clock.instant))


async def pass_night(folder: Path, now: datetime) -> int:
    """The exit status."""
    clock = PlatformClock(now)
    app = build(
        read_config((folder / "config.toml").read_text(encoding="utf-8")),
        clock=clock,
        ids=Ids(),
        database=f"sqlite:///{folder / 'hearth.db'}",
        adapters={
            name: RecordingAdapter(name, folder / "accepted.jsonl")
            for name in ("telegram", "discord")
        },
    )
    await app.start()
    try:
        await done(app, clock)
        found = await problems(app)
    finally:
        await app.stop()
    sys.stdout.writelines(f"{problem}\n" for problem in found)
    return UNSOUND if found else 0


def main() -> int:
    """Reads the arguments; the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("now", type=datetime.fromisoformat)
    options = parser.parse_args()
    log_to_stderr("info")
    return asyncio.run(pass_night(options.folder, options.now))


if __name__ == "__main__":
    sys.exit(main())
