"""Refusals: each says how it is right, by a call that works or by the time from which it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bot.presenter.language import Language
from bot.presenter.sentences import sentence_id
from tests.architecture.source import Source
from tests.every_cog.gathered import Gathered

_RAISED = {"Refusal": False, "NotNow": True}
# What the engine refuses before a command is bound, or beside any command, gets no example.
_ALONE = re.compile(r"bot/core/permissions\.py|bot/engine/(?!binding\.py).*")
# What is wrong with a picture says itself how a picture is right.
_OTHERS = re.compile(r"bot/platforms/.*")
# The sentence that puts an example behind another one.
_WRAPPER = "input.wrong"
_CALL = re.compile(r"/([a-z\u4e00-\u9fff]+)")
_ENDS = re.compile(r"[.!?。！？]$")
_EXAMPLE = re.compile("for example|例如", re.IGNORECASE)
_WHEN = {"since", "seconds"}


class Refused(NamedTuple):
    """A sentence that refuses: ``later`` says that it will be right, ``alone`` has no example."""

    key: str
    later: bool
    alone: bool


def unhelpful(all_of: Gathered, speaking: Mapping[str, str]) -> list[str]:
    """Refusals that leave somebody without a next step.

    ``speaking`` are those that stand alone and name no call, with the reason.
    """
    problems, excused = [], set()
    names = {name for cog in all_of.cogs for each in cog.commands for name in each.names}
    for refused in sorted(set(_refusals(all_of))):
        for locale in all_of.sentences.locales:
            language = all_of.sentences.language(locale)
            if sentence_id(refused.key) not in language.ids():
                continue
            for problem in _problems(refused, language, names):
                if problem == _NO_CALL and refused.key in speaking:
                    excused.add(refused.key)
                else:
                    problems.append(f"{refused.key} ({locale}): {problem}")
    return [*problems, *(f"{key} needs no excuse" for key in speaking.keys() - excused)]


def nameless_buttons(all_of: Gathered, alone: Mapping[str, str]) -> list[str]:
    """Buttons that are not named after a command of their cog, whose example they would say.

    ``alone`` are those that belong to none, with the reason.
    """
    problems = []
    for cog in all_of.cogs:
        names = {command.name for command in cog.commands}
        problems += [
            f"button {button.action} is named after no command of cogs/{cog.name}"
            for button in cog.buttons
            if button.action.partition(".")[0] not in names and button.action not in alone
        ]
    actions = {button.action for cog in all_of.cogs for button in cog.buttons}
    return [*problems, *(f"there is no button {action}" for action in alone.keys() - actions)]


_NO_CALL = "names no call that works"


def _problems(refused: Refused, language: Language, names: set[str]) -> Iterator[str]:
    name = sentence_id(refused.key)
    texts = [language.format(name, _values(language, name, each)) for each in ("x", "")]
    if not all(_ENDS.search(text) for text in texts):
        yield "does not end as a sentence, so that nothing can follow it"
    if refused.later:
        if not _WHEN & language.variables(name):
            yield "does not say from when on"
    elif refused.alone:
        if not all(names.intersection(_CALL.findall(text)) for text in texts):
            yield _NO_CALL
    elif any(_EXAMPLE.search(text) for text in texts):
        yield "has an example, and gets its command's"


def _values(language: Language, name: str, value: str) -> dict[str, str]:
    return dict.fromkeys(language.variables(name), value)


def _refusals(all_of: Gathered) -> Iterator[Refused]:
    for source in all_of.sources:
        if _OTHERS.fullmatch(source.path):
            continue
        alone = bool(_ALONE.fullmatch(source.path))
        if source.path == "bot/core/permissions.py":
            yield from (Refused(key, False, True) for key in _returned(source))
        for node in source.nodes:
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(key)), *_]):
                    if name in _RAISED and key != _WRAPPER:
                        yield Refused(key, _RAISED[name], alone)


def _returned(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if isinstance(node, ast.Return) and node.value is not None:
            for part in ast.walk(node.value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value
