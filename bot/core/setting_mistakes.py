"""What can be wrong with a value that an operator wrote, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from bot.core.errors import HearthError
from bot.core.folding import fold

Path = tuple[str | int, ...]
"""The keys, and the places in lists counted from 0, that lead to a value."""


class Words(NamedTuple):
    """The same in both languages, without anything to fill in."""

    zh: str
    en: str

    def of(self, locale: str) -> str:
        """The words in this language; any other language than ``zh`` gets English."""
        return self.zh if locale == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that its setting does not take; ``known`` are words that it might have meant."""

    path: Path
    found: object
    expected: Words
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """A key that its table does not have; ``known`` are those that it has."""

    path: Path
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A key that must be there and is not."""

    path: Path
    expected: Words


Mistake = Wrong | Unknown | Missing


def same_keys(keys: Sequence[str], expected: Words) -> list[Mistake]:
    """Where a table of a list has the key of one before it."""
    return [
        Wrong((number, "key"), key, expected)
        for number, key in enumerate(keys)
        if key in keys[:number]
    ]


def same_words(called: Sequence[Sequence[tuple[Path, str]]], expected: Words) -> list[Mistake]:
    """Where a table of a list can first be called as one before it, by its key or a name.

    ``called`` is for each table where such a word stands in it, and the word.
    """
    mistakes: list[Mistake] = []
    taken: set[str] = set()
    for number, words in enumerate(called):
        again = [(path, word) for path, word in words if fold(word) in taken]
        mistakes += [Wrong((number, *path), word, expected) for path, word in again[:1]]
        taken.update(fold(word) for _, word in words if word)
    return mistakes


def empty_window(starts: datetime | None, until: datetime | None) -> list[Mistake]:
    """The mistake of a window that ends before it begins, or as it does; an open one never does."""
    if starts is None or until is None or until > starts:
        return []
    after = starts.isoformat()
    expected = Words(f"比 from 晚的时间（{after}）", f"an instant after from ({after})")
    return [Wrong(("until",), until.isoformat(), expected)]


class Misread(HearthError):
    """A value could not be taken; ``mistakes`` says all that is wrong with it."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__(mistakes)
        self.mistakes: Final = tuple(mistakes)


def below(step: str | int, mistakes: Sequence[Mistake]) -> list[Mistake]:
    """The same mistakes, seen from one table or list further up."""
    moved: list[Mistake] = []
    for each in mistakes:
        path = (step, *each.path)
        match each:
            case Wrong():
                moved.append(Wrong(path, each.found, each.expected, each.known))
            case Unknown():
                moved.append(Unknown(path, each.known))
            case Missing():
                moved.append(Missing(path, each.expected))
    return moved
