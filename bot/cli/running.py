"""``hearth run``: the bot, until it is asked to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from pathlib import Path

from bot.app import build
from bot.cli.speaking import log_to_stderr, open_config, refusals
from bot.config.config import Config
from bot.core.clock import SystemClock
from bot.core.ids import Ids

log = logging.getLogger(__name__)


def run_bot(path: Path, locale: str) -> None:
    """The bot has run and was stopped in order."""
    config, speaker = open_config(path, locale, secrets=True)
    log_to_stderr(config.hearth.log)
    with refusals(speaker):
        asyncio.run(_run(config))


async def _run(config: Config) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    app = build(
        config, clock=SystemClock(), ids=Ids(), database=config.hearth.database, adapters={}
    )
    await app.start()
    for name in config.platforms:
        if name != "console":
            log.warning("this release cannot connect to %s yet; it is left out", name)
    log.info("running; SIGTERM or Ctrl+C stops it")
    await stop.wait()
    await app.stop()
    log.info("stopped in order")
