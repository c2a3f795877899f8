"""Cogs that break what every cog promises: each promise is shown to find its break."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import cogs

BROKEN = {
    "__init__.py": '"""A cog that does not say what it is for."""\n',
    "events.py": """
from dataclasses import dataclass
from bot.core.events import Event, MemberEvent

@dataclass
class Loose:
    day: list[str]

@dataclass(frozen=True, slots=True)
class Heavy(MemberEvent):
    days: list[str]

class Bare(Event):
    pass
""",
    "cog.py": """
from bot.core.cog import button, command, listen
from bot.core.context import Context, Tally
from bot.core.errors import NotNow, Refusal
from bot.core.events import MemberEvent
from bot.core.options import Note, Word
from bot.core.outgoing import Button, Reply
from bot.core.text import Text
from cogs.checkin.store import find_streak

WAVES = Tally("waves")

class Waved(MemberEvent):
    pass

@command("wave", "WAVE", bare=("签到",))
async def wave(ctx: Context, whom: Word) -> Reply:
    if not whom:
        raise Refusal("wave.gone")
    key = "wave.meant"
    texts = (Text("wave.done"), Text(key), Text("wave.twice", name=ctx.account.name))
    return Reply(texts, (Button("again", Text("wave.again"), "wave.again", ("3",)),))

@command("points", "积分")
async def points_again(ctx: Context) -> Reply:
    return Reply.of(f"wave.kind.{ctx.account.name}")

@button("wave.again")
async def again(ctx: Context, times: int) -> Reply:
    return Reply.of("wave.done", name="x")

@button("history.page")
async def page(ctx: Context) -> Reply:
    return Reply.of("wave.done", name="x")

@listen(Waved)
async def hear(ctx: Context, event: Waved) -> None:
    if event.at:
        raise NotNow("wave.later", hours=3)
    raise Refusal("wave.flat")
""",
    "jobs.py": """
from bot.core.cog import job
from bot.core.jobs import EndOfDay

@job("wave_all", EndOfDay())
async def wave_all(ctx, keys):
    pass

@job("wave_back", EndOfDay(), internal=True)
async def wave_back(ctx, keys):
    pass
""",
    "export.py": """
from bot.core.cog import offers
from cogs.zz_broken import store

@offers("export", "days")
async def export_waves(read, member):
    return await store.waves_of(read)
""",
    "store.py": """
async def waves_of(read):
    return await read.fetch_all("SELECT day FROM waves WHERE community = ?")
""",
    "settings.py": """
from dataclasses import dataclass
from bot.core.setting_types import Whole
from bot.core.settings import section, setting

@section("zz_broken", zh="Waves", en="挥手")
@dataclass(frozen=True, slots=True, kw_only=True)
class WaveSettings:
    most: int = setting(Whole(0, 9), 3, zh="Most", en="")
""",
    "locales/en/waves.ftl": """
help-wave = wave
example-wave = /wave
wave-done = { $name } waves.
wave-twice = { $name } waves again.
wave-again = Again
wave-kind-big = big
wave-idle = nobody says this
wave-later = In { $hours } hours.
wave-flat = flat
job-wave_all = waves
wave-broken = { $name
""",
    "locales/zh/waves.ftl": """
example-wave = /挥手 小雨
wave-done = { $name } 挥手。
wave-twice = { $who } 又挥手。
wave-again = 再来
wave-again = 又来
wave-kind-big = 大
wave-later = { $hours } 小时后。
wave-flat = 例如这样。
""",
    "migrations/0001_waves.sql": """
--: table waves fact person=account
CREATE TABLE waves (community TEXT NOT NULL, account TEXT NOT NULL, day TEXT NOT NULL);
--: table winks choice person=account retention=until erased
CREATE TABLE winks (community TEXT NOT NULL, account TEXT NOT NULL);
--: table nods cache retention=rebuilt
CREATE TABLE nods (community TEXT NOT NULL, member TEXT NOT NULL);
""",
}


@contextmanager
def planted(folder: Path, files: dict[str, str], name: str) -> Iterator[None]:
    """The cog of these files is there beside the others; its name sorts it behind them."""
    for path, text in files.items():
        file = folder / "cogs" / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cogs, "__path__", [*cogs.__path__, str(folder / "cogs")])
        try:
            yield
        finally:
            for module in [each for each in sys.modules if each.startswith(f"cogs.{name}")]:
                del sys.modules[module]
            vars(cogs).pop(name, None)
