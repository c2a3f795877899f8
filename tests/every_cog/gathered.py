"""All that the cogs declare, as the promises of ``tests/test_every_cog.py`` look at it."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import bot.config.sections
import cogs
from bot import app
from bot.core.cog import Cog
from bot.core.events import Event
from bot.core.settings import Section, section_of
from bot.presenter.sentences import Sentences
from storage.components import TableDeclaration
from tests.architecture.source import Source, modules


@dataclass(frozen=True, slots=True)
class Gathered:
    """The cogs with their folders, and what stands around them.

    ``sources`` are the modules of ``bot`` and of every cog, those of a cog by the path that they
    have below ``cogs``, wherever the folder lies.
    """

    cogs: tuple[Cog, ...]
    folders: Mapping[str, Path]
    sources: tuple[Source, ...]
    sentences: Sentences
    tables: Mapping[str, TableDeclaration]
    sections: tuple[Section, ...]
    events: tuple[type[Event], ...]

    def sources_of(self, cog: str) -> list[Source]:
        """The modules of this cog."""
        return [source for source in self.sources if source.path.startswith(f"cogs/{cog}/")]

    def cog_sources(self) -> list[Source]:
        """The modules of all cogs."""
        return [source for source in self.sources if source.path.startswith("cogs/")]


def gather() -> Gathered:
    """What is there now."""
    folders = app.cog_folders()
    found = tuple(app.load_cogs())
    return Gathered(
        found,
        folders,
        (*_bot(), *(source for name in folders for source in _of(name, folders[name]))),
        app.sentences(strict=True),
        app.tables(),
        tuple(section_of(each) for each in bot.config.sections.known_sections(cogs)),
        _events(found, folders),
    )


@cache
def _bot() -> tuple[Source, ...]:
    return tuple(modules("bot"))


def _of(cog: str, folder: Path) -> list[Source]:
    return [
        Source(f"cogs/{cog}/{path.relative_to(folder).as_posix()}", path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.py"))
    ]


def _events(found: tuple[Cog, ...], folders: Mapping[str, Path]) -> tuple[type[Event], ...]:
    """Every event that a cog declares or hears, without those that are only built upon."""
    events: dict[type[Event], None] = {}
    for name, folder in folders.items():
        if (folder / "events.py").exists():
            for value in vars(importlib.import_module(f"cogs.{name}.events")).values():
                if isinstance(value, type) and issubclass(value, Event):
                    events[value] = None
    events |= {each.event: None for cog in found for each in cog.listeners}
    return tuple(event for event in events if event.__module__ != "bot.core.events")
