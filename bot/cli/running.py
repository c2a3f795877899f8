"""``hearth run``: the bot, until it is asked to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bot.app import Adapters, App, build, live_adapters
from bot.cli.collecting import collect_seldom
from bot.cli.pictures import no_pictures
from bot.cli.presence import has_ended, name_of_this
from bot.cli.speaking import Speaker, log_to_stderr, open_config, refusals
from bot.config.config import Config
from bot.core.clock import SystemClock
from bot.core.errors import OperatorRefusal, StartRefused
from bot.core.ids import Ids
from bot.core.text import Text
from bot.engine.sharing import Sharing
from bot.engine.supervisor import Supervisor
from bot.platforms.capabilities import PACES
from bot.presenter.delivery import Adapter

log = logging.getLogger(__name__)

# Seconds from the signal to the end, in which what is under way may still be said.
PATIENCE_S: Final = 8.0


def run_bot(path: Path, locale: str) -> None:
    """The bot has run and was stopped in order."""
    config, speaker = open_config(path, locale, secrets=True)
    log_to_stderr(config.hearth.log)
    with refusals(speaker):
        asyncio.run(_run(config, speaker))


async def _run(config: Config, speaker: Speaker) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    await serve(config, speaker, stop)
    log.info("stopped in order")


async def serve(config: Config, speaker: Speaker, stop: asyncio.Event) -> None:
    """The bot has run on its platforms until ``stop`` was set.

    Raises StartRefused, and OperatorRefusal when another process has taken over.
    """

    def tell(text: Text) -> None:
        log.warning("%s", speaker.sentence(text))

    speaking: dict[str, Adapter] = {}
    app = build(
        config,
        clock=SystemClock(),
        ids=Ids(),
        database=config.hearth.database,
        adapters=speaking,
        paces=PACES,
        live=True,
    )
    adapters = live_adapters(config, app, tell)
    if not adapters:
        raise StartRefused("adapter.none")
    if (missing := no_pictures(config)) is not None:
        tell(missing)
    supervisor = Supervisor(app.machine, adapters, app.take_in, tell)
    sharing = _shared(app, supervisor, adapters, tell, stop.set)
    speaking.update(adapters if sharing is None else sharing.held(adapters))
    try:
        await app.start()
        collect_seldom()
        if sharing is None:
            supervisor.start()
            log.info("running on %s; SIGTERM or Ctrl+C stops it", ", ".join(adapters))
        await stop.wait()
    finally:
        await supervisor.stop_taking_in()
        try:
            await app.stop(PATIENCE_S)
        finally:
            await supervisor.close()
    if sharing is not None and sharing.reason is not None:
        raise OperatorRefusal(sharing.reason.key, **sharing.reason.values)


def _shared(
    app: App,
    supervisor: Supervisor,
    adapters: Adapters,
    tell: Callable[[Text], None],
    end: Callable[[], None],
) -> Sharing | None:
    """How the bot shares its database with other processes; None where it has it alone."""
    if app.open_line is None:
        return None
    sharing = Sharing(
        app.machine,
        app.open_line,
        app.gear,
        supervisor,
        adapters,
        me=name_of_this(app.machine.ids.new()),
        has_ended=has_ended,
        check=app.check,
        tell=tell,
        end=end,
    )
    app.share_by(sharing)
    return sharing
