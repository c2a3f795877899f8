"""Sentences: which the code says, whether they are there, and with the values that they name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from bot.core.cog import CommandSpec
from bot.core.options import options_of
from bot.presenter.completeness import missing
from bot.presenter.language import SentenceMissing
from bot.presenter.sentences import Sentences, sentence_id
from tests.architecture.source import Source, docstrings
from tests.every_cog.gathered import Gathered

_SPEAKS = frozenset({"Text", "Refusal", "NotNow", "StartRefused", "of", "say", "tell"})
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
# Families whose members are known from the commands and jobs, so that none of them goes stale.
_OF_COMMANDS = ("help.", "example.", "option.", "job.")


def commands_of(all_of: Gathered) -> list[CommandSpec]:
    """Every command of every cog."""
    return [command for cog in all_of.cogs for command in cog.commands]


def incomplete(all_of: Gathered, unsaid: Mapping[str, str]) -> list[str]:
    """What is missing, differs between the languages, or is said by nobody.

    ``unsaid`` are sentences that nothing says yet, with the reason why they are there.
    """
    wanted = {key for source in all_of.sources for _, key in _keys_said(source)}
    known = {name for each in all_of.sentences.locales for name in _ids(all_of.sentences, each)}
    families = [family for source in all_of.sources for family in _families(source)]
    used = wanted | _of_commands(all_of) | set(unsaid)
    used |= {
        key
        for source in all_of.sources
        for _, key in _key_like(source)
        if sentence_id(key) in known
    }
    used |= {name for name in known if any(family.fullmatch(name) for family in families)}
    gaps = missing(all_of.sentences, used)
    return [
        *(f"{name} ({locale}): absent" for locale, names in gaps.absent.items() for name in names),
        *(f"{name}: the languages name other values" for name in gaps.differing),
        *(f"{name}: nothing says it" for name in gaps.unused),
        *(f"{name} ({locale}): twice" for locale, names in gaps.twice.items() for name in names),
        *gaps.broken,
    ]


def strange_keys(all_of: Gathered) -> list[str]:
    """What looks like a sentence's key in a cog and is neither that nor a button's action."""
    actions = {button.action for cog in all_of.cogs for button in cog.buttons}
    known = set(_ids(all_of.sentences, all_of.sentences.locales[0]))
    return [
        source.at(node, f"{key!r} is no sentence and no button")
        for source in all_of.cog_sources()
        for node, key in _key_like(source)
        if sentence_id(key) not in known and key not in actions
    ]


def wanting_values(all_of: Gathered) -> list[str]:
    """Sentences that are said without a value that they name."""
    return [
        source.at(node, f"{locale}: {problem}")
        for source in all_of.sources
        for node, key in _keys_said(source)
        for locale in all_of.sentences.locales
        if (problem := _wanting(all_of.sentences, locale, key, node))
    ]


def _wanting(sentences: Sentences, locale: str, key: str, call: ast.Call) -> str:
    names = [keyword.arg for keyword in call.keywords]
    if None in names or sentence_id(key) not in _ids(sentences, locale):
        return ""
    try:
        sentences.language(locale).format(sentence_id(key), {str(name): 7 for name in names})
    except SentenceMissing as problem:
        return str(problem)
    return ""


def _of_commands(all_of: Gathered) -> set[str]:
    commands = commands_of(all_of)
    options = {option.name for each in commands for option in options_of(each.run)}
    known = {name for each in all_of.sentences.locales for name in _ids(all_of.sentences, each)}
    return {
        *(f"help.{each.key}" for each in commands),
        *(f"example.{each.key}" for each in commands),
        *(f"job.{each.name}" for cog in all_of.cogs for each in cog.jobs if not each.internal),
        *(f"option.{name}" for name in options if f"option-{name}" in known),
    }


def _ids(sentences: Sentences, locale: str) -> list[str]:
    return sentences.language(locale).ids()


def _keys_said(source: Source) -> Iterator[tuple[ast.Call, str]]:
    """The keys that stand in a call which makes a sentence."""
    for node in source.nodes:
        if isinstance(node, ast.Call) and _called(node) in _SPEAKS and node.args:
            for key in _literals(node.args[0]):
                if _KEY.fullmatch(key):
                    yield node, key


def _literals(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from _literals(body)
            yield from _literals(other)


def _key_like(source: Source) -> Iterator[tuple[ast.AST, str]]:
    silent = docstrings(source)
    for node in source.nodes:
        match node:
            case ast.Constant(value=str(text)) if id(node) not in silent and _KEY.fullmatch(text):
                yield node, text


def _families(source: Source) -> Iterator[re.Pattern[str]]:
    """What ids may come of a key with a value inside, as ``f"day.kind.{kind}"``."""
    for node in source.nodes:
        if not isinstance(node, ast.JoinedStr) or not isinstance(node.values[0], ast.Constant):
            continue
        head = str(node.values[0].value)
        if re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*\.", head) and head not in _OF_COMMANDS:
            parts = [
                re.escape(sentence_id(str(part.value))) if isinstance(part, ast.Constant) else ".+"
                for part in node.values
            ]
            yield re.compile("".join(parts))


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
