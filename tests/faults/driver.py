"""A small real bot that tests kill: it fetches updates as a polling platform gives them.

``python -m tests.faults.driver FOLDER`` plays the updates of ``FOLDER/updates.jsonl`` to their
end. The number of the last update of a batch is written to ``FOLDER/offset``, and forced to the
disk, once the bot has confirmed the batch; what was not confirmed is fetched again by the next
process. Each message that a platform accepts is one line of ``FOLDER/accepted.jsonl``, forced
to the disk before the bot hears of it. Then the database is verified.

The bot's clock shows the instant of the latest fetched update; waits pass fifty times faster,
but a work may take as long as ever: a slow machine is no fault. With ``--granted`` each batch is
fetched for one line of standard input, so that who kills the bot knows that it has not ended.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from bot import app as wiring
from bot.app import App, build, read_config, sentences
from bot.cli.speaking import log_to_stderr
from bot.core.clock import SystemClock
from bot.core.cog import collect
from bot.core.errors import StartRefused
from bot.core.ids import Ids
from bot.core.model import Incoming
from bot.core.ports import Transaction
from bot.engine.encoder import incoming_from_json
from bot.engine.inbox import Stopping
from bot.engine.sender import Delivery
from bot.engine.tasks import Tasks
from bot.engine.verifying import Verdict, verify
from bot.platforms.capabilities import Capabilities, capabilities_of
from bot.presenter.delivery import Deed
from bot.presenter.encoding import act_to_json
from tests.faults import poison

log = logging.getLogger(__name__)
T = TypeVar("T")

BATCH: Final = 5
HASTE: Final = 50
REFUSED: Final = 2
UNSOUND: Final = 3


class PlatformClock:
    """Shows the instant of the latest fetched update."""

    def __init__(self, start: datetime) -> None:
        self._system = SystemClock()
        self.instant = start

    def now(self) -> datetime:
        return self.instant

    def monotonic(self) -> float:
        return self._system.monotonic() * HASTE

    async def sleep(self, seconds: float) -> None:
        log.info("waits %s s", seconds)
        await self._system.sleep(seconds / HASTE)


class RecordingAdapter:
    """A platform that accepts every message and keeps it in a file."""

    def __init__(self, platform: str, file: Path) -> None:
        self.up = asyncio.Event()
        self.up.set()
        self._limits = capabilities_of(platform)
        self._descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)

    @property
    def limits(self) -> Capabilities:
        return self._limits

    async def deliver(self, delivery: Delivery) -> str:
        body = delivery.body
        line = {
            "platform": delivery.platform,
            "chat": delivery.chat,
            "in_reply_to": body.get("in_reply_to", ""),
            "texts": body["texts"],
            "text": delivery.part.text,
        }
        keep(self._descriptor, json.dumps(line, ensure_ascii=False) + "\n")
        return f"b{os.fstat(self._descriptor).st_size}"

    async def perform(self, deed: Deed) -> None:
        line = {"platform": deed.act.platform, "chat": deed.act.chat, **act_to_json(deed.act)}
        keep(self._descriptor, json.dumps(line, ensure_ascii=False) + "\n")


def be_patient() -> None:
    """What ends a work that takes too long counts real seconds."""
    within = Tasks.within

    async def patiently(self: Tasks, seconds: float, work: Coroutine[Any, Any, T]) -> T:
        return await within(self, seconds * HASTE, work)

    Tasks.within = patiently  # type: ignore[method-assign]


def add_poison() -> None:
    """The bot has, beside its own cogs, one whose handlers end the process."""
    load, cog = wiring.load_cogs, collect("poison", [poison])
    wiring.load_cogs = lambda: [*load(), cog]


def keep(descriptor: int, text: str) -> None:
    """The text is in the file, and on the disk."""
    os.write(descriptor, text.encode())
    os.fsync(descriptor)


def updates(folder: Path) -> list[Incoming]:
    """Every update that the platforms have, in order; its number is its place, from 1."""
    text = (folder / "updates.jsonl").read_text(encoding="utf-8")
    return [incoming_from_json(line) for line in text.splitlines()]


def confirmed(folder: Path) -> int:
    """The number of the last update that the platforms need not give again."""
    file = folder / "offset"
    lines = file.read_text(encoding="ascii").split() if file.exists() else []
    return int(lines[-1]) if lines else 0


def batches(folder: Path) -> Iterator[tuple[int, Sequence[Incoming]]]:
    """What the platforms still have, each batch with the number of its last update."""
    all_updates = updates(folder)
    for first in range(confirmed(folder), len(all_updates), BATCH):
        batch = all_updates[first : first + BATCH]
        yield first + len(batch), batch


async def poll(app: App, clock: PlatformClock, options: argparse.Namespace) -> None:
    """Every update was taken in and confirmed, batch by batch. Raises Stopping."""
    folder = options.folder
    offset = os.open(folder / "offset", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    for last, batch in batches(folder):
        if options.granted:
            await asyncio.to_thread(sys.stdin.readline)
        clock.instant = batch[-1].at
        await asyncio.gather(*(app.take_in(update) for update in batch))
        keep(offset, f"{last}\n")


async def worked_off(app: App) -> None:
    """All that was taken in is handled, and all that was said is marked as sent."""
    open_rows = (
        "SELECT (SELECT count(*) FROM inbox WHERE state = 'pending')"
        " + (SELECT count(*) FROM outbox WHERE state = 'waiting')"
    )
    row = None
    while row != (0,):
        await app.machine.clock.sleep(1)
        await app.idle()
        with suppress(app.database.unavailable):
            async with app.database.read() as read:
                row = await read.fetch_one(open_rows)


async def problems(app: App) -> list[str]:
    """What is wrong with the database, in sentences; also what has no seal yet."""
    verdict, words = Verdict(), sentences()
    found = [words.say(text, "en") async for text in verify(app.machine, verdict)]
    return [*found, f"unsealed: {verdict.unsealed}"] if verdict.unsealed else found


@dataclass(frozen=True, slots=True)
class _MostPages:
    """The database may grow to so many pages and no further; 0 is no limit."""

    pages: int

    async def run(self, tx: Transaction) -> None:
        await tx.fetch_all(f"PRAGMA max_page_count = {self.pages or 4_294_967_294}")

    def recover(self, error: Exception) -> None:
        return None


async def limit_pages(app: App, folder: Path, pages: int) -> None:
    """The database has no room now; it has again when a signal USR1 comes."""
    await app.database.run([_MostPages(pages)])
    loop = asyncio.get_running_loop()

    def give_room() -> None:
        app.machine.tasks.spawn(_give_room(app))

    loop.add_signal_handler(signal.SIGUSR1, give_room)


async def _give_room(app: App) -> None:
    await app.database.run([_MostPages(0)])


async def drive(options: argparse.Namespace) -> int:
    """The exit status of the driver."""
    folder, most_pages = options.folder, options.most_pages
    database = options.database or folder / "hearth.db"
    config = read_config((folder / "config.toml").read_text(encoding="utf-8"))
    clock = PlatformClock(updates(folder)[0].at)
    accepted = folder / "accepted.jsonl"
    app = build(
        config,
        clock=clock,
        ids=Ids(),
        database=f"sqlite:///{database}",
        adapters={name: RecordingAdapter(name, accepted) for name in ("telegram", "discord")},
    )
    try:
        await app.start()
    except StartRefused as refused:
        sys.stderr.write(sentences().say(refused.text, "en") + "\n")
        await app.stop()
        return REFUSED
    if most_pages:
        await limit_pages(app, folder, most_pages)
    polling = asyncio.ensure_future(poll(app, clock, options))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, polling.cancel)
    try:
        await polling
        await worked_off(app)
        found = await problems(app)
    except (asyncio.CancelledError, Stopping):
        found = []
    finally:
        await app.stop()
    for problem in found:
        sys.stdout.write(problem + "\n")
    return UNSOUND if found else 0


def main() -> int:
    """Reads the arguments; the driver's exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--database", type=Path)
    parser.add_argument("--poison", action="store_true")
    parser.add_argument("--most-pages", type=int, default=0)
    parser.add_argument("--granted", action="store_true")
    options = parser.parse_args()
    if options.poison:
        add_poison()
    be_patient()
    log_to_stderr("info")
    return asyncio.run(drive(options))


if __name__ == "__main__":
    sys.exit(main())
