"""Reads a rule: numbers' names and whole numbers, compared, joined by and, or, not, parentheses."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from cogs.badges.rules.rule import COMPARES, Compare, Condition, Joined, Not, Rule

LONGEST: Final = 500
_MOST_COMPARES: Final = 20
_DEEPEST: Final = 20
_HIGHEST: Final = 1_000_000_000
_WORD: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)|([0-9]{1,10})(?![A-Za-z0-9_.])|[<>=!]=|[<>()]")
_JOINS: Final = frozenset({"and", "or", "not"})
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SIGNS: Final[dict[int, str | int]] = {
    **_WIDE,
    ord("　"): " ",
    ord("≥"): ">=",
    ord("≧"): ">=",
    ord("≤"): "<=",
    ord("≦"): "<=",
    ord("≠"): "!=",
}
_TURNED: Final = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "==": "==", "!=": "!="}
# What people write who come from another language.
_HABITS: Final = (
    (re.compile(r"&&?"), " and "),
    (re.compile(r"\|\|?"), " or "),
    (re.compile(r"=>"), ">="),
    (re.compile(r"=<"), "<="),
    (re.compile(r"(?<![<>=!])=(?!=)"), "=="),
    (re.compile(r"!(?!=)"), " not "),
    (re.compile(r"(?<=[0-9])[,_](?=[0-9])"), ""),
    (re.compile(r"[;；，,]"), " and "),
    (re.compile(r"(?<=[a-z])\.(?=[a-z])"), "_"),
    (re.compile(r"\s+"), " "),
)


@lru_cache(maxsize=1024)
def parse(text: str) -> Rule:
    """The rule that the text says. Raises ValueError for anything else."""
    if len(text) > LONGEST:
        raise ValueError("a rule is one line")
    reading = _Reading(_words(text))
    condition = reading.either()
    reading.end()
    if len(list(condition.compares())) > _MOST_COMPARES:
        raise ValueError(f"more than {_MOST_COMPARES} comparisons")
    return Rule(text, condition)


def mended(text: str) -> str:
    """What the text probably means, "" when that is no rule either."""
    for habit, instead in _HABITS:
        text = habit.sub(instead, text[: 2 * LONGEST])
    text = text.strip()
    try:
        parse(text)
    except ValueError:
        return ""
    return text


def _words(text: str) -> list[str]:
    plain = text.translate(_SIGNS)
    words: list[str] = []
    position = 0
    while position < len(plain):
        if plain[position] == " ":
            position += 1
            continue
        found = _WORD.match(plain, position)
        if found is None:
            raise ValueError(f"not a word of rules: {plain[position]!r}")
        words.append(found[0].lower())
        position = found.end()
    return words


class _Reading:
    """The words of a rule, from the one that is next; "" stands behind the last."""

    def __init__(self, words: list[str]) -> None:
        self._words = [*words, ""]
        self._next = 0

    def either(self, depth: int = 0) -> Condition:
        """Parts with ``or`` between them."""
        parts = [self._all(depth)]
        while self._took("or"):
            parts.append(self._all(depth))
        return parts[0] if len(parts) == 1 else Joined(tuple(parts), either=True)

    def end(self) -> None:
        """Nothing is left. Raises ValueError."""
        if self._words[self._next]:
            raise ValueError(f"too much: {self._words[self._next]}")

    def _all(self, depth: int) -> Condition:
        parts = [self._part(depth)]
        while self._took("and"):
            parts.append(self._part(depth))
        return parts[0] if len(parts) == 1 else Joined(tuple(parts))

    def _part(self, depth: int) -> Condition:
        if depth > _DEEPEST:
            raise ValueError("too deep")
        if self._took("not"):
            return Not(self._part(depth + 1))
        if self._took("("):
            inner = self.either(depth + 1)
            if not self._took(")"):
                raise ValueError("a parenthesis is not closed")
            return inner
        return self._compare()

    def _compare(self) -> Condition:
        """``streak >= 7``, ``7 <= streak``, ``3 <= streak < 7``, or ``streak`` alone."""
        left, parts = self._operand(), []
        while self._words[self._next] in COMPARES:
            sign, right = self._take(), self._operand()
            parts.append(_compared(left, sign, right))
            left = right
        if not parts and isinstance(left, str):
            return Compare(left, ">=", 1)
        if not parts:
            raise ValueError("a number alone says nothing")
        return parts[0] if len(parts) == 1 else Joined(tuple(parts))

    def _operand(self) -> str | int:
        word = self._take()
        if word[:1].isdigit():
            return int(word)
        if not word or word in _JOINS or not (word[0].isalpha() or word[0] == "_"):
            raise ValueError(f"neither a name nor a number: {word}")
        return word

    def _took(self, word: str) -> bool:
        took = self._words[self._next] == word
        self._next += took
        return took

    def _take(self) -> str:
        word = self._words[self._next]
        if word:
            self._next += 1
        return word


def _compared(left: str | int, sign: str, right: str | int) -> Compare:
    match left, right:
        case str(fact), int(number):
            pass
        case int(number), str(fact):
            sign = _TURNED[sign]
        case _:
            raise ValueError("not a name and a number")
    if number > _HIGHEST:
        raise ValueError(f"more than {_HIGHEST}")
    return Compare(fact, sign, number)
