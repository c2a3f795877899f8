"""Whether every sentence is there in every language."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.presenter.language import Language, SentenceMissing
from bot.presenter.sentences import Sentences, sentence_id


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is wrong with the locale files; equal to ``Gaps()`` when nothing is.

    All ids are Fluent's (``checkin-done``), all lists sorted.
    """

    absent: Mapping[str, list[str]] = field(default_factory=dict)
    """By locale: what another locale has, or a handler says, and this one lacks."""
    differing: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)
    """By id, then locale: the values that the sentence names, where the locales disagree."""
    unused: list[str] = field(default_factory=list)
    """Sentences that nothing says."""
    twice: Mapping[str, list[str]] = field(default_factory=dict)
    """By locale: what more than one place defines."""
    broken: list[str] = field(default_factory=list)
    """Sentences that cannot be read, with what Fluent says about them."""


def missing(sentences: Sentences, used: Collection[str] | None = None) -> Gaps:
    """What the locale files lack; ``used`` are all keys that the code says, if known."""
    languages = {locale: sentences.language(locale) for locale in sentences.locales}
    wanted = {sentence_id(key) for key in used or ()}
    everything = wanted.union(*(language.ids() for language in languages.values()))
    broken: list[str] = []
    variables: dict[str, dict[str, list[str]]] = {}
    for locale, language in languages.items():
        broken += [f"({locale}): {line}" for line in language.stray]
        for name in language.ids():
            try:
                variables.setdefault(name, {})[locale] = sorted(language.variables(name))
            except SentenceMissing as problem:
                broken.append(str(problem))
    return Gaps(
        absent=_filled({name: sorted(everything - {*of.ids()}) for name, of in languages.items()}),
        differing={
            name: by_locale
            for name, by_locale in sorted(variables.items())
            if len({tuple(names) for names in by_locale.values()}) > 1
        },
        unused=[] if used is None else _unused(languages, everything, wanted),
        twice=_filled({name: sorted(of.twice) for name, of in languages.items()}),
        broken=sorted(broken),
    )


def _unused(
    languages: Mapping[str, Language], everything: Collection[str], wanted: Collection[str]
) -> list[str]:
    reached = set(wanted)
    for language in languages.values():
        for name in language.ids():
            try:
                reached |= language.references(name)
            except SentenceMissing:
                continue
    return sorted(set(everything) - reached)


def _filled(lists: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {name: ids for name, ids in lists.items() if ids}
