"""Sentences live in locales: code holds keys, names of commands and the operator's declarations."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import Source, docstrings

# Both languages side by side, for the operator, where a setting is declared.
_DECLARES = {"Words", "setting", "required", "section"}
# The names and the example of a command are data of the parser, the help and the slash form.
_MARKS = {"command", "query"}
_SPEAKS = {"Text", "Refusal", "StartRefused", "of"}

# Two characters make a word; punctuation and single letters are data of the parser.
_CHINESE = re.compile(r"[\u3400-\u9fff]{2}|[\u3400-\u9fff][\u3000-\u303f\uff01-\uff5e]")
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_SENTENCE = re.compile(r"\w+ \w+ \w+")


def sentences(source: Source) -> list[str]:
    """Words for people that stand in code."""
    return [*_chinese(source), *_spoken(source)]


def _chinese(source: Source) -> Iterator[str]:
    silent = docstrings(source)
    for node in source.nodes:
        if isinstance(node, ast.Call) and _name(node.func) in _DECLARES | _MARKS:
            silent.update(id(child) for child in ast.walk(node))
    for node in source.nodes:
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
            and _CHINESE.search(node.value)
        ):
            yield source.at(node, f"a sentence in code: {node.value[:30]!r}")


def _spoken(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if not isinstance(node, ast.Call) or _name(node.func) not in _SPEAKS:
            continue
        match node.args:
            case [ast.Constant(value=str(key)), *_] if key and not _KEY.fullmatch(key):
                yield source.at(node, f"not a sentence's key: {key[:30]!r}")
        for keyword in node.keywords:
            match keyword.value:
                case ast.Constant(value=str(value)) if _SENTENCE.search(value):
                    yield source.at(node, f"a sentence as a value: {value[:30]!r}")


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
