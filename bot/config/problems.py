"""What is wrong with a config: all of it at once, each with file, line, key and a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final

from bot.config.toml import dotted, quoted, shown
from bot.core.errors import HearthError
from bot.core.setting_mistakes import Missing, Mistake, Path, Unknown, Words, Wrong

_FEW: Final = 6

NOTHING: Final = Words("", "")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that the operator has to change.

    ``key`` is the dotted path, empty where the whole file or a line of it is meant. ``found``
    and ``did_you_mean`` are as they would stand in the file; ``expected`` says what belongs
    there. Empty where there is nothing to say.
    """

    file: str
    line: int
    key: str
    says: Words
    found: str = ""
    expected: Words = NOTHING
    did_you_mean: str = ""

    def sentence(self, locale: str) -> str:
        """``FILE:LINE: KEY: …`` in this language; any other than ``zh`` gets English."""
        file = self.file.encode("utf-8", "replace").decode("utf-8")
        key = f"{self.key}: " if self.key else ""
        return f"{file}:{self.line}: {key}{self.says.of(locale)}"


class ConfigProblems(HearthError):
    """The config cannot be used; ``problems`` are in the order of their lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: Final = tuple(sorted(problems, key=lambda each: each.line))
        super().__init__("\n".join(each.sentence("en") for each in self.problems))

    def sentences(self, locale: str) -> list[str]:
        """Every problem in this language."""
        return [each.sentence(locale) for each in self.problems]


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem before its line is known; ``path`` leads to the value or its table."""

    path: Path
    says: Words
    found: str = ""
    expected: Words = NOTHING
    did_you_mean: str = ""

    def moved(self, path: Path) -> Finding:
        """The same problem, of what stands elsewhere."""
        return replace(self, path=path)

    def at(self, file: str, line: int, path: Path) -> Problem:
        """The problem, once somebody looked up its line; ``path`` is what it is called by."""
        return Problem(
            file,
            line,
            dotted(path),
            self.says,
            self.found,
            self.expected,
            self.did_you_mean,
        )


def finding(mistake: Mistake) -> Finding:
    """What to say about a value that its setting did not take."""
    match mistake:
        case Wrong():
            return wrong_value(mistake.path, mistake.found, mistake.expected, mistake.known)
        case Unknown():
            return unknown_key(mistake.path, mistake.known)
        case Missing():
            return missing_key(mistake)


def wrong_value(path: Path, found: object, expected: Words, known: tuple[str, ...] = ()) -> Finding:
    """Something else was found than expected; ``known`` are words that may have been meant."""
    meant = closest(found, known)
    what = described(found)
    says = Words(
        f"写的是{what.zh}，应为：{expected.zh}。",
        f"found {what.en}, expected {expected.en}.",
    )
    return Finding(path, _with_guess(says, meant), shown(found) or what.en, expected, meant)


def unknown_key(path: Path, known: tuple[str, ...], elsewhere: str = "") -> Finding:
    """A key that is not declared; ``elsewhere`` is the place of one with exactly this name."""
    name = path[-1] if path else ""
    meant = elsewhere or closest(name, known, bare=True)
    says = Words("没有这个设置。", "there is no such setting.")
    return Finding(path, _with_choice(says, meant, known), str(name), NOTHING, meant)


def unknown_section(path: Path, known: tuple[str, ...]) -> Finding:
    """A table that is not declared."""
    name = path[-1] if path else ""
    meant = closest(name, known, bare=True)
    says = Words("没有这一节。", "there is no such section.")
    return Finding(path, _with_choice(says, meant, known), str(name), NOTHING, meant)


def missing_key(mistake: Missing) -> Finding:
    """A key without a default that was not written."""
    says = Words(
        f"缺少这个设置，应为：{mistake.expected.zh}。",
        f"this setting is missing, expected {mistake.expected.en}.",
    )
    return Finding(mistake.path, says, "", mistake.expected)


def described(value: object) -> Words:
    """What was found, to stand in a sentence; in Chinese with the space that Latin asks for."""
    match value:
        case dict():
            return Words("一张表", "a table")
        case list():
            return Words(f" {len(value)} 项的列表", _counted(len(value)))
    text = shown(value) or type(value).__name__
    if isinstance(value, (bool, int, float, str)):
        return Words(f" {text}", text)
    return Words(f"没有引号的 {text}", f"{text} without quotes")


def closest(found: object, known: tuple[str, ...], *, bare: bool = False) -> str:
    """The known word that is most like what was found, as it would be written; "" if none is."""
    if not isinstance(found, str) or not found or len(found) > 80:
        return ""
    if len(known) == 1 and not bare:
        return quoted(known[0])
    folded = {each.casefold(): each for each in known}
    near = get_close_matches(found.strip().casefold(), folded, n=1, cutoff=0.6)
    if not near:
        return ""
    return folded[near[0]] if bare else quoted(folded[near[0]])


def _with_guess(says: Words, meant: str) -> Words:
    if not meant:
        return says
    return Words(f"{says.zh}是不是想写 {meant}？", f"{says.en} Did you mean {meant}?")


def _with_choice(says: Words, meant: str, known: tuple[str, ...]) -> Words:
    """A guess; without one, all that there is, if that is not much."""
    if meant or not 0 < len(known) <= _FEW:
        return _with_guess(says, meant)
    return Words(f"{says.zh}可以写：{'、'.join(known)}。", f"{says.en} Known: {', '.join(known)}.")


def _counted(count: int) -> str:
    return f"a list of {count} item" if count == 1 else f"a list of {count} items"
