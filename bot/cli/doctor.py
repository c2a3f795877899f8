"""``hearth doctor``: looks at everything that a running bot needs, and says what is wrong.

It changes nothing, neither on the disk nor in the database, so it may look while a bot runs.
"""

from __future__ import annotations

from typing import Final

from bot.app import build, live_adapters, look_at_database
from bot.cli.pictures import no_pictures
from bot.cli.speaking import Speaker
from bot.config.config import Config
from bot.core.clock import SystemClock
from bot.core.errors import AdapterFailed, StartRefused
from bot.core.ids import Ids
from bot.core.text import Text
from bot.platforms.skew import KnowsTheTime
from bot.presenter.delivery import LiveAdapter

# No clock that is right shows a year before the one in which this was written.
_THIS_YEAR: Final = 2026
_MEGA: Final = 1_000_000
# Megabytes: a busy day's log and what a migration writes anew.
LEAST_ROOM: Final = 200


async def examine(config: Config, speaker: Speaker) -> bool:
    """Whether all is as it should be; every problem was said."""
    clock = SystemClock()
    found: list[Text] = []
    if clock.now().year < _THIS_YEAR:
        found.append(Text("cli.doctor.clock", now=clock.now().isoformat(" ", "seconds")))
    found += await _database(config.hearth.database, speaker)
    if (missing := no_pictures(config)) is not None:
        speaker.pass_on(missing)
    # What adapters are given is made of a bot that never starts.
    app = build(config, clock=clock, ids=Ids(), database=config.hearth.database, adapters={})
    for adapter in live_adapters(config, app, found.append).values():
        found += await _platform(adapter, speaker)
    for problem in found:
        speaker.complain(speaker.sentence(problem))
    if found:
        speaker.say("cli.doctor.problems", problems=len(found))
    else:
        speaker.say("cli.doctor.fine", platforms=", ".join(config.platforms))
    return not found


async def _database(url: str, speaker: Speaker) -> list[Text]:
    """Says how it stands with the database; returns what is wrong."""
    try:
        outlook = await look_at_database(url)
    except StartRefused as refused:
        return [refused.text]
    if not outlook.size:
        speaker.say("cli.doctor.new")
    elif outlook.steps is None:
        speaker.say("cli.doctor.unread", size=_mega(outlook.size))
    elif outlook.steps:
        speaker.say("cli.doctor.pending", size=_mega(outlook.size), steps=outlook.steps)
    else:
        speaker.say("cli.doctor.current", size=_mega(outlook.size))
    if outlook.free is None:
        speaker.say("cli.doctor.elsewhere")
        return []
    speaker.say("cli.doctor.room", free=_mega(outlook.free))
    return room_is_short(outlook.free)


def room_is_short(free: int) -> list[Text]:
    """What is wrong with so many free bytes on the disk of the database."""
    if free >= LEAST_ROOM * _MEGA:
        return []
    return [Text("cli.doctor.disk", free=_mega(free), least=LEAST_ROOM)]


async def _platform(adapter: LiveAdapter, speaker: Speaker) -> list[Text]:
    """Says what time the platform has; returns what is wrong with it."""
    try:
        found = await adapter.diagnose()
    except AdapterFailed as failed:
        found = [failed.text]
    finally:
        await adapter.close()
    if isinstance(adapter, KnowsTheTime) and adapter.ahead_s is not None:
        speaker.say("cli.doctor.skew", platform=adapter.platform, seconds=adapter.ahead_s)
    return found


def _mega(size: int) -> str:
    """Megabytes, with one digit behind the point where there are few."""
    return f"{size / _MEGA:.1f}" if size < 100 * _MEGA else str(size // _MEGA)
