"""The verbs that look into the database: export, migrate, verify."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from bot.app import (
    SQLITE,
    App,
    build,
    components,
    database_of,
    open_database,
    storage_refusals,
)
from bot.cli.speaking import Speaker, output_refusals, writing
from bot.config.config import Config
from bot.core.clock import SystemClock
from bot.core.errors import StartRefused
from bot.core.ids import Ids
from bot.engine.machine import Machine
from bot.engine.verifying import Verdict
from bot.engine.verifying import rebuild as rebuild_caches
from bot.engine.verifying import verify as find_problems
from bot.rehearsal.export import export_text
from bot.rehearsal.export_csv import export_csv


async def export_to(
    config: Config, speaker: Speaker, community: str, member: str, form: str, out: str
) -> None:
    """The export is where ``out`` says; for CSV that is a folder, and its name is said."""
    async with looked_into(config) as machine:
        now = machine.clock.now()
        if form == "csv":
            folder = Path("export" if out == "-" else out)
            with output_refusals(str(folder)):
                _make(folder)
                await export_csv(machine, folder, as_of=now, community=community, member=member)
            speaker.say("cli.exported", folder=str(folder))
            return
        pieces = export_text(machine, as_of=now, community=community, member=member)
        with writing(out) as file:
            async for piece in pieces:
                file.write(piece)


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)


async def migrate_database(config: Config, speaker: Speaker) -> None:
    """The database has today's schema, and the operator has heard of each step."""
    database = database_of(config.hearth.database)
    steps = await open_database(database)
    await database.close()
    for step in steps:
        speaker.say("cli.migrated", component=step.component, version=step.version)
    if not steps:
        speaker.say("cli.migrated.none")


async def verify_database(config: Config, speaker: Speaker, *, rebuild: bool) -> bool:
    """Whether all is right; every problem was said."""
    verdict = Verdict()
    if rebuild:
        async with opened(config) as app:
            await rebuild_caches(app.machine, verdict)
        speaker.say("cli.verify.rebuilt", members=verdict.rebuilt)
    async with looked_into(config) as machine:
        async for problem in find_problems(machine, verdict):
            speaker.complain(speaker.sentence(problem))
    if verdict.problems:
        speaker.say("cli.verify.problems", problems=verdict.problems, members=verdict.members)
    else:
        speaker.say("cli.verify.fine", members=verdict.members, unsealed=verdict.unsealed)
    return not verdict.problems


def _refuse_absent(url: str) -> None:
    """Nothing is proven or exported of a file that is not there: the path is likely wrong."""
    path = url.removeprefix(SQLITE)
    if path != url and not Path(path).exists():
        raise StartRefused("operator.absent", path=path)


@asynccontextmanager
async def looked_into(config: Config) -> AsyncIterator[Machine]:
    """The machine of a database that is only read, also while the bot runs on it."""
    _refuse_absent(config.hearth.database)
    app = _app(config)
    with storage_refusals():
        async with app.database.beside(components()) as database:
            machine = replace(app.machine, database=database)
            async with database.read() as read:
                await machine.world.look(read)
            yield machine


@asynccontextmanager
async def opened(config: Config) -> AsyncIterator[App]:
    """The app on the database of the config, which is there; nothing runs."""
    _refuse_absent(config.hearth.database)
    app = _app(config)
    await app.open()
    try:
        with storage_refusals():
            yield app
    finally:
        await app.stop()


def _app(config: Config) -> App:
    return build(
        config, clock=SystemClock(), ids=Ids(), database=config.hearth.database, adapters={}
    )
