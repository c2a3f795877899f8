"""Which sections a config may have: those of Hearth itself, and those of every cog there is."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

from bot.config import announced, base
from bot.core import cards
from bot.core.setting_mistakes import Words
from bot.core.settings import Section, is_section, section_of


def known_sections(cogs: ModuleType | None = None) -> list[type]:
    """All sections, each path once: the base, pictures, the cogs' by name, then the announced.

    ``cogs`` is the package with the cogs' folders; a cog's own section takes the place of the
    announced one.
    """
    modules = [base, cards, *(settings_modules(cogs) if cogs is not None else ()), announced]
    return sections_of(modules)


def sections_of(modules: Iterable[ModuleType]) -> list[type]:
    """The classes with ``@section`` of these modules, in the order in which they are written.

    Of several with the same path the first one counts.
    """
    found: dict[str, type] = {}
    for module in modules:
        for each in vars(module).values():
            if is_section(each) and each.__module__ == module.__name__:
                found.setdefault(section_of(each).path, each)
    return list(found.values())


def said_of_section(section: Section) -> Words:
    """What the section is for, and whether that is still to come."""
    if not section.later:
        return section.says
    return Words(
        f"{section.says.zh}（后续版本生效）",
        f"{section.says.en} (takes effect with a later release)",
    )


def settings_modules(package: ModuleType) -> Sequence[ModuleType]:
    """The module ``settings`` of every folder of the package that has one, by name."""
    return [
        importlib.import_module(f"{package.__name__}.{name}.settings")
        for name in sorted(set(_folders_with_settings(package)))
    ]


def _folders_with_settings(package: ModuleType) -> Iterator[str]:
    for folder in package.__path__:
        for file in Path(folder).glob("*/settings.py"):
            yield file.parent.name
