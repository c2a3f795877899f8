"""What cogs declare to each other and to members: commands, buttons, offers, events, settings."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from dataclasses import fields
from datetime import date, datetime
from typing import get_type_hints

from hypothesis import strategies as st

from bot.core.events import Event
from bot.core.folding import fold
from bot.core.options import options_of
from bot.core.settings import Section, Setting
from bot.presenter.sentences import sentence_id
from tests.architecture.imports import cog_imports
from tests.architecture.source import ROOT
from tests.every_cog.gathered import Gathered
from tests.every_cog.spoken import commands_of

_HAN = re.compile(r"[\u4e00-\u9fff]")
_PAGE = re.compile(r"\bdocs/features/[a-z0-9-]+\.md\b")
_VALUES = {
    str: st.text(st.characters(exclude_categories=["Cs"])),
    int: st.integers(),
    bool: st.booleans(),
    date: st.dates(),
    # An hour that a zone has twice, or not at all, equals nothing but itself.
    datetime: st.datetimes(timezones=st.timezones()).filter(
        lambda at: at.replace(fold=0).utcoffset() == at.replace(fold=1).utcoffset()
    ),
}


def doubles(all_of: Gathered) -> list[str]:
    """Names, buttons, listeners and offers that two declare."""
    commands = commands_of(all_of)
    listed = {
        "command": [each.name for each in commands],
        "name": [fold(name) for each in commands for name in {*map(fold, each.names)}],
        "bare word": [fold(word) for each in commands for word in {*map(fold, each.bare)}],
        "button": [each.action for cog in all_of.cogs for each in cog.buttons],
        "listener": [each.name for cog in all_of.cogs for each in cog.listeners],
        "offer": [f"{each.room} {each.key}" for cog in all_of.cogs for each in cog.offers],
    }
    return [
        f"two declare the {kind} {name}"
        for kind, names in listed.items()
        for name, count in Counter(names).items()
        if count > 1
    ]


def speechless(all_of: Gathered) -> list[str]:
    """Commands without a name, a help line, an example or a word for what they need."""
    problems = []
    for command in commands_of(all_of):
        keys = [f"help.{command.key}", f"example.{command.key}"]
        keys += [f"option.{each.name}" for each in options_of(command.run)]
        problems += [
            f"/{command.name}: no sentence {key}" for key in keys if not _said(all_of, key)
        ]
        if not (command.name.isascii() and command.name.islower()):
            problems.append(f"/{command.name}: the first name is an English one")
        if len(command.names) < 2 or not _HAN.search(command.names[1]):
            problems.append(f"/{command.name}: the second name is a Chinese one")
    return problems


def nameless_jobs(all_of: Gathered) -> list[str]:
    """Jobs that are shown and have no name in words, in one of the languages or in both."""
    return [
        f"job {job.name}: no sentence job.{job.name} ({locale})"
        for cog in all_of.cogs
        for job in cog.jobs
        for locale in all_of.sentences.locales
        if not job.internal
        and sentence_id(f"job.{job.name}") not in all_of.sentences.language(locale).ids()
    ]


def purposeless(all_of: Gathered) -> list[str]:
    """Cogs whose package does not name its page, or one that is not there in both languages."""
    problems = []
    for name, folder in all_of.folders.items():
        package = folder / "__init__.py"
        text = package.read_text("utf-8") if package.exists() else ""
        pages = _PAGE.findall(text)
        if not pages:
            problems.append(f"cogs/{name}: the docstring names no page of docs/features")
        for page in pages:
            for path in (page, page.replace(".md", ".zh.md")):
                if not any((root / path).exists() for root in (ROOT, folder.parents[1])):
                    problems.append(f"cogs/{name}: there is no {path}")
    return problems


def deaf_buttons(all_of: Gathered) -> list[str]:
    """Handlers of buttons that want anything but text: that is what a button carries."""
    return [
        f"button {button.action}: {name} is no str"
        for cog in all_of.cogs
        for button in cog.buttons
        for name in list(inspect.signature(button.run).parameters)[1:]
        if get_type_hints(button.run)[name] is not str
    ]


def unheard_of(all_of: Gathered) -> list[str]:
    """Listeners to an event that neither a book nor an ``events.py`` declares."""
    places = re.compile(r"bot\.core\.events|bot\.community(\.\w+)*|cogs\.\w+\.events(\.\w+)*")
    return [
        f"{listener.name} hears {listener.event.__name__}, which is declared in"
        f" {listener.event.__module__}"
        for cog in all_of.cogs
        for listener in cog.listeners
        if not places.fullmatch(listener.event.__module__)
    ]


def loose_events(all_of: Gathered) -> list[str]:
    """Events that can be changed, or that hold what cannot be kept for a retry."""
    problems = []
    for event in all_of.events:
        made = vars(event).get("__dataclass_params__")
        if made is None or not made.frozen:
            problems.append(f"{event.__name__} is no frozen dataclass")
            continue
        hints = get_type_hints(event)
        problems += [
            f"{event.__name__}.{field.name} is no str, int, bool, date or datetime"
            for field in fields(event)
            if _plain(hints[field.name]) not in _VALUES
        ]
    return problems


def examples_of(event: type[Event]) -> st.SearchStrategy[Event]:
    """Events of this kind with any values that their fields may have."""
    hints = get_type_hints(event)
    values = {field.name: _VALUES[_plain(hints[field.name])] for field in fields(event)}
    return st.builds(event, **values)


def strangers(all_of: Gathered) -> list[str]:
    """Imports of a cog that are not the core, a book, itself or another cog's events."""
    return [problem for source in all_of.cog_sources() for problem in cog_imports(source)]


def unexplained(all_of: Gathered) -> list[str]:
    """Settings that an operator of either language is not told about."""
    problems = []
    for section in all_of.sections:
        said: list[tuple[str, Section | Setting]] = [(f"[{section.path}]", section)]
        said += [(f"{section.path}.{each.key}", each) for each in section.settings]
        for name, each in said:
            if not _HAN.search(each.says.zh):
                problems.append(f"{name}: not explained in Chinese")
            if not each.says.en.strip() or _HAN.search(each.says.en):
                problems.append(f"{name}: not explained in English")
    return problems


def _plain(hint: object) -> type:
    """The type below a NewType."""
    plain = getattr(hint, "__supertype__", hint)
    return plain if isinstance(plain, type) else object


def _said(all_of: Gathered, key: str) -> bool:
    """Whether every language has the sentence."""
    locales = all_of.sentences.locales
    return all(sentence_id(key) in all_of.sentences.language(each).ids() for each in locales)
