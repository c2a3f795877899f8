"""The sentences of one language: Fluent's files, read once, each sentence parsed when needed.

Importing this module loads the Fluent library; ``sentences`` does so at the first sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, TypeAlias

from fluent.runtime import FluentBundle
from fluent.runtime.resolver import CurrentEnvironment, ResolverEnvironment
from fluent.runtime.types import FluentInt
from fluent.syntax import FluentParser, ast

Entry: TypeAlias = ast.Message | ast.Term

# Every entry begins in the first column; nothing inside one can look like this.
_ENTRY: Final = re.compile(r"^(-?[a-zA-Z][a-zA-Z0-9_-]*) *=", re.MULTILINE)
# The library refuses parts over 2,500 characters, also those put together in a variant.
_LONGEST_VALUE: Final = 300
NONE: Final = "none"
# Stand-ins for long values: code points that no cleaned value holds.
_STAND_INS: Final = range(0xFDD0, 0xFDF0)


class SentenceMissing(LookupError):
    """A sentence, or a value that it names, is not there: a bug in a locale file or a handler."""


class Number(FluentInt):
    """A whole number as a sentence shows it; plural rules see its value."""

    def format(self, locale: object) -> str:
        return show_number(int(self))


def show_number(number: int) -> str:
    """Plain digits up to 9999, from 10,000 in groups of three, alike in both languages."""
    return str(number) if -10_000 < number < 10_000 else f"{number:,}"


class Language:
    """The sentences of one locale, from the texts of its files.

    ``twice`` are the ids that more than one place defines; the first definition counts.
    ``stray`` are lines before a file's first sentence that are no comment.
    """

    def __init__(self, locale: str, sources: tuple[str, ...]) -> None:
        self.locale = locale
        self.twice: list[str] = []
        self.stray: list[str] = []
        self._sources: dict[str, str] = {}
        for source in sources:
            self._index(source)
        self._bundle = FluentBundle([locale], use_isolating=False)
        self._parser = FluentParser(with_spans=False)
        self._patterns: dict[str, Any] = {}
        self._optional: dict[str, frozenset[str]] = {}
        self._variables: dict[str, frozenset[str]] = {}
        self._references: dict[str, frozenset[str]] = {}

    def ids(self) -> list[str]:
        """The ids of all sentences, without terms, sorted."""
        return sorted(name for name in self._sources if not name.startswith("-"))

    def format(self, name: str, values: Mapping[str, str | int]) -> str:
        """The sentence with its values. Raises SentenceMissing.

        A value for which the sentence has a ``[none]`` variant may be absent or empty.
        """
        pattern = self._patterns.get(name) or self._load(name)
        held: list[str] = []
        arguments: dict[str, str | Number] = {
            each: _argument(value, held) for each, value in values.items()
        }
        for absent in self._optional[name]:
            if arguments.get(absent, "") == "":
                arguments[absent] = NONE
        errors: list[Exception] = []
        environment = ResolverEnvironment(
            context=self._bundle, errors=errors, current=CurrentEnvironment(args=arguments)
        )
        try:
            line = pattern(environment)
        except ValueError as problem:
            raise SentenceMissing(f"{name} ({self.locale}): {problem}") from problem
        if errors:
            raise SentenceMissing(f"{name} ({self.locale}): {errors[0]}")
        for stand_in, value in zip(_STAND_INS, held, strict=False):
            line = line.replace(chr(stand_in), value)
        return str(line)

    def variables(self, name: str) -> frozenset[str]:
        """The names of the values that the sentence needs. Raises SentenceMissing."""
        if name not in self._variables:
            self._variables[name] = frozenset(
                node.id.name
                for entry in self._with_references(name).values()
                if isinstance(entry, ast.Message)
                for node in _nodes(entry)
                if isinstance(node, ast.VariableReference)
            )
        return self._variables[name]

    def references(self, name: str) -> frozenset[str]:
        """The ids of the sentences and terms (``-name``) that this one holds."""
        if name not in self._references:
            self._references[name] = frozenset(_references(self._parse(name)))
        return self._references[name]

    def _index(self, source: str) -> None:
        starts = list(_ENTRY.finditer(source))
        head = source[: starts[0].start()] if starts else source
        self.stray += [line for line in head.splitlines() if line and line[0] != "#"]
        ends = [start.start() for start in starts[1:]] + [len(source)]
        for start, end in zip(starts, ends, strict=True):
            if start[1] in self._sources:
                self.twice.append(start[1])
            else:
                self._sources[start[1]] = source[start.start() : end]

    def _load(self, name: str) -> Any:
        """The compiled sentence, with all that it refers to in the bundle."""
        entries = self._with_references(name).values()
        self._bundle.add_resource(ast.Resource([*entries]))
        self._optional[name] = frozenset().union(*map(_optional, entries))
        self._patterns[name] = self._bundle.get_message(name).value
        return self._patterns[name]

    def _with_references(self, name: str, above: tuple[str, ...] = ()) -> dict[str, Entry]:
        """The sentence and all that it holds, however deep. Raises SentenceMissing."""
        if name in above:
            # The library does not see every circle and would recurse without end.
            raise SentenceMissing(f"{name} ({self.locale}): the sentence holds itself")
        entry = self._parse(name)
        found = {name: entry}
        for held in _references(entry):
            found |= self._with_references(held, (*above, name))
        return found

    def _parse(self, name: str) -> Entry:
        """The sentence's syntax; one kind of entry, with text. Raises SentenceMissing."""
        if name not in self._sources:
            raise SentenceMissing(f"{name} ({self.locale}): there is no such sentence")
        entries = self._parser.parse(self._sources[name]).body
        for entry in entries:
            if isinstance(entry, ast.Junk):
                said = "; ".join(note.message or note.code for note in entry.annotations)
                raise SentenceMissing(f"{name} ({self.locale}): {said}")
        first = entries[0]
        if not isinstance(first, ast.Message | ast.Term) or first.value is None:
            raise SentenceMissing(f"{name} ({self.locale}): the sentence is empty")
        return first


@lru_cache(maxsize=16)
def language_of(locale: str, sources: tuple[str, ...]) -> Language:
    """The language of these texts: one for all that have read the same, parsed once."""
    return Language(locale, sources)


def _argument(value: str | int, held: list[str]) -> str | Number:
    if isinstance(value, int):
        return Number(value)
    if len(value) <= _LONGEST_VALUE or len(held) == len(_STAND_INS):
        return value
    held.append(value)
    return chr(_STAND_INS[len(held) - 1])


def _optional(entry: Entry) -> frozenset[str]:
    return frozenset(
        node.selector.id.name
        for node in _nodes(entry)
        if isinstance(node, ast.SelectExpression)
        and isinstance(node.selector, ast.VariableReference)
        and any(
            isinstance(each.key, ast.Identifier) and each.key.name == NONE for each in node.variants
        )
    )


def _references(entry: Entry) -> Iterator[str]:
    for node in _nodes(entry):
        if isinstance(node, ast.MessageReference):
            yield node.id.name
        elif isinstance(node, ast.TermReference):
            yield f"-{node.id.name}"


def _nodes(node: object) -> Iterator[ast.BaseNode]:
    if isinstance(node, ast.BaseNode):
        yield node
        for child in vars(node).values():
            yield from _nodes(child)
    elif isinstance(node, list):
        for child in node:
            yield from _nodes(child)
