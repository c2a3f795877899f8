"""What the tests of the config share: the sections that Hearth has."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import cogs
from bot.config import Config, ConfigProblems, known_sections, loads


@pytest.fixture(scope="session")
def sections() -> list[type]:
    return known_sections(cogs)


@pytest.fixture(scope="session")
def config(sections: list[type]) -> Callable[[str], Config]:
    """Loads a text that has no problem."""
    return lambda text: loads(text, "hearth.toml", sections=sections)


@pytest.fixture(scope="session")
def said(sections: list[type]) -> Callable[[str, str], list[str]]:
    """What is said of a text, in one language; nothing when it loads."""

    def say(text: str, locale: str) -> list[str]:
        try:
            loads(text, "hearth.toml", sections=sections)
        except ConfigProblems as problems:
            return problems.sentences(locale)
        return []

    return say
