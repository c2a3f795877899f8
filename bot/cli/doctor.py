"""``hearth doctor``: looks at everything that a running bot needs, and says what is wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from bot.app import App, build, live_adapters
from bot.cli.speaking import Speaker
from bot.config.config import Config
from bot.core.clock import SystemClock
from bot.core.errors import AdapterFailed, StartRefused
from bot.core.ids import Ids
from bot.core.text import Text

# No clock that is right shows a year before the one in which this was written.
_THIS_YEAR: Final = 2026


async def examine(config: Config, speaker: Speaker) -> bool:
    """Whether all is as it should be; every problem was said."""
    app = build(
        config, clock=SystemClock(), ids=Ids(), database=config.hearth.database, adapters={}
    )
    found = 0
    try:
        async for problem in _problems(config, app):
            found += 1
            speaker.complain(speaker.sentence(problem))
    finally:
        await app.stop()
    if found:
        speaker.say("cli.doctor.problems", problems=found)
    else:
        speaker.say("cli.doctor.fine", platforms=", ".join(config.platforms))
    return not found


async def _problems(config: Config, app: App) -> AsyncIterator[Text]:
    now = app.machine.clock.now()
    if now.year < _THIS_YEAR:
        yield Text("cli.doctor.clock", now=now.isoformat(" ", "seconds"))
    try:
        await app.open()
    except StartRefused as refused:
        yield refused.text
    missing: list[Text] = []
    adapters = live_adapters(config, app, missing.append)
    for text in missing:
        yield text
    for adapter in adapters.values():
        try:
            problems = await adapter.diagnose()
        except AdapterFailed as failed:
            problems = [failed.text]
        finally:
            await adapter.close()
        for text in problems:
            yield text
