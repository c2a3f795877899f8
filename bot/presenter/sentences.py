"""Sentences in the language of whoever reads them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from bot.core.model import LOCALES
from bot.core.text import Text, TextValue
from bot.presenter.cleaning import clean_body, clean_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from bot.presenter.language import Language

# A value of this name is what somebody wrote at length (an announcement, an answer): it keeps
# its lines. All others stand inside a line of ours.
BODY: Final = "body"

Escape = Callable[[str], str]

_log = logging.getLogger(__name__)


class Sentences:
    """Puts a ``Text`` into a language, from ``<folder>/locales/<locale>/*.ftl`` of each folder.

    Files are read when their language is first needed, and a sentence is parsed when it is
    first said. A sentence or value that is missing is said in the next language, then as its
    bare key, and logged once; with ``strict`` it raises SentenceMissing instead.
    """

    def __init__(
        self,
        folders: Sequence[Path | Traversable],
        locales: Sequence[str] = LOCALES,
        *,
        strict: bool = False,
    ) -> None:
        self.locales = tuple(locales)
        self.strict = strict
        self._folders = tuple(folders)
        self._languages: dict[str, Language] = {}
        self._orders: dict[str, tuple[str, ...]] = {}
        self._logged: set[tuple[str, str]] = set()

    def say(self, text: Text, locale: str, escape: Escape | None = None) -> str:
        """The sentence in this language (``zh-Hans`` is ``zh``; an unknown one is the first).

        Numbers are plain digits up to 9999, from 10,000 in groups of three. What people wrote
        is one line of at most 200 characters, which cannot turn the direction of the rest;
        only a value called ``body`` keeps its lines, up to 4,000 characters. ``escape`` turns
        it into text of a platform that reads markup.
        """
        for name in self._orders.get(locale) or self._order(locale):
            try:
                return self._say_in(name, text, escape)
            except LookupError as problem:
                if self.strict:
                    raise
                self._log_once(text.key, name, problem)
        return text.key

    def in_each(self, text: Text) -> tuple[str, ...]:
        """The sentence in each language."""
        return tuple(self.say(text, locale) for locale in self.locales)

    def language(self, locale: str) -> Language:
        """All sentences of exactly this locale."""
        if locale not in self._languages:
            # The Fluent library costs more than a thousand sentences: not before the first one.
            from bot.presenter.language import language_of

            self._languages[locale] = language_of(locale, self._read(locale))
        return self._languages[locale]

    def _say_in(self, locale: str, text: Text, escape: Escape | None) -> str:
        language = self._languages.get(locale) or self.language(locale)
        values = {
            name: self._value(name, value, locale, escape) for name, value in text.values.items()
        }
        return language.format(sentence_id(text.key), values)

    def _value(self, name: str, value: TextValue, locale: str, escape: Escape | None) -> str | int:
        if isinstance(value, int):
            return value
        if isinstance(value, Text):
            return self.say(value, locale, escape)
        text = clean_body(value) if name == BODY else clean_name(value)
        return text if escape is None else escape(text)

    def _order(self, locale: str) -> tuple[str, ...]:
        """The languages to try; answered once for each spelling, and spellings are few."""
        asked = locale.replace("_", "-").split("-")[0].lower()
        order = tuple(sorted(self.locales, key=lambda name: name != asked))
        if len(self._orders) < 100:
            self._orders[locale] = order
        return order

    def _read(self, locale: str) -> tuple[str, ...]:
        sources: list[str] = []
        for folder in self._folders:
            place = folder / "locales" / locale
            if not place.is_dir():
                continue
            for file in sorted(place.iterdir(), key=lambda file: file.name):
                if file.name.endswith(".ftl"):
                    sources.append(file.read_text(encoding="utf-8"))
        return tuple(sources)

    def _log_once(self, key: str, locale: str, problem: LookupError) -> None:
        if (key, locale) not in self._logged:
            self._logged.add((key, locale))
            _log.error("sentence missing: %s", problem)


def sentence_id(key: str) -> str:
    """The Fluent id of a sentence's key: ``checkin.done`` is ``checkin-done``."""
    return key.replace(".", "-")
