"""Which command a message calls, in either language (docs/features/commands.md).

A slash word is a prefix (``/``, ``／`` or the community's own) directly followed by a name. The
names of both languages are equal, and so are their writings: width, case, invisible characters,
hyphens and traditional characters (``/補簽``) do not matter. Where a name ends:

- at a blank, a line break or punctuation: ``/checkin: a note``, ``/签到，今天跑步``;
- where Chinese characters meet others, since few people type a blank there: ``/补签3``,
  ``/排行week``, ``/奖励@alice 5``, ``/checkin今天跑步``;
- never between two Chinese characters: ``/签到排行`` asks for something else than to check in.
  ``/签到今天`` is unknown with 签到 as the nearest name, and nothing happens that was not meant.

A word without a slash calls a command only when it is the whole message (``签到！``), with nothing
after it but punctuation and emoji, of which none asks or denies.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bot.core.folding import fold, fold_with_offsets, trim
from bot.core.parsing.arguments import shown
from bot.core.parsing.nearest import nearest
from bot.core.variants import simplified

# A command stands at the beginning of a message, and a bare word is short.
_HEAD = 256
_BARE = 64
_LETTERS = 8192

_SEPARATORS = ",:;.!?~，：；。！？、～…"
_DOUBT = frozenset("?؟⸮❓❔❌❎✖✗✘🚫⛔👎🤔")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How people write one command: slash names, and bare words that are a whole message.

    A form is a command of two words (``points why``) with names of two words; each name of
    ``points`` goes with each second word of the form, so that ``/积分 why`` is understood.
    """

    command: str
    names: tuple[str, ...]
    bare: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A command was called by ``word`` (folded), with ``rest`` as it was written after that.

    ``mentions`` is how many @words, all of the bot, stand before the command: as many entries
    of the message's own mentions belong to them.
    """

    command: str
    rest: str
    word: str
    mentions: int = 0


@dataclass(frozen=True, slots=True)
class Unknown:
    """A slash word (folded, as shown) that is no command; ``nearest`` is probably meant."""

    word: str
    nearest: str | None


class _Found(NamedTuple):
    command: str
    word: str
    end: int


class Vocabulary:
    """All names of all commands. Raises ValueError when two commands share a name."""

    def __init__(
        self,
        spellings: Iterable[Spelling],
        prefixes: tuple[str, ...] = ("/",),
        bot_names: tuple[str, ...] = (),
    ) -> None:
        known = tuple(spellings)
        self._names: dict[str, str] = {}
        self._bare: dict[str, str] = {}
        for spelling in known:
            for name in spelling.names:
                _claim(self._names, _key(fold(name)), spelling.command)
            for word in spelling.bare:
                _claim(self._bare, _in_one_script(_plain(fold(word))), spelling.command)
        for form, command in _mixed_forms(known):
            _claim(self._names, form, command)
        self._firsts = {name.partition(" ")[0] for name in self._names}
        self._shown = {fold(name): name for each in known for name in each.names}
        self._prefixes = sorted({fold(prefix) for prefix in prefixes} - {""}, key=len, reverse=True)
        self._openers = {prefix[0] for prefix in self._prefixes} | {"@"}
        self._bare_firsts = {word[0] for word in self._bare}
        # Most of what is written in a group is known by its first letter to call nothing.
        self._may_begin = lru_cache(_LETTERS)(self._begins_a_call)
        self._bots = frozenset(map(_bot, bot_names)) - {""}

    def read(self, text: str, bot_name: str = "") -> Call | Unknown | None:
        """The command that the text calls; None for ordinary text and another bot's command.

        ``bot_name`` is what this bot is called on the message's platform.
        """
        if not self._may_begin(text[:1]):
            return None
        text = trim(text)
        first = fold(text[:1])[:1]
        may_be_bare = len(text) <= _BARE and simplified(first) in self._bare_firsts
        if first not in self._openers and not may_be_bare:
            return None
        head = fold_with_offsets(text[:_HEAD])
        bots = self._bots | ({_bot(bot_name)} - {""})
        begin, mentions = _after_mentions(head.text, bots)
        for prefix in self._prefixes:
            if head.text.startswith(prefix, begin):
                found = self._read_slash(head.text, begin + len(prefix), bots)
                if not isinstance(found, _Found):
                    return found
                after = head.offsets[found.end] if found.end < len(head.text) else _HEAD
                return Call(found.command, _rest(text[after:]), found.word, mentions)
        if len(text) > _BARE:
            return None
        word = _plain(_without_ending(head.text[begin:]))
        command = self._bare.get(_in_one_script(word))
        return None if command is None else Call(command, "", word, mentions)

    def _begins_a_call(self, letter: str) -> bool:
        """Whether a text with this first letter may call a command."""
        first = fold(trim(letter))[:1]
        return not first or first in self._openers or simplified(first) in self._bare_firsts

    def _read_slash(self, text: str, start: int, bots: frozenset[str]) -> _Found | Unknown | None:
        end = _end_of_word(text, start)
        word = text[start:end]
        if not word or _is_path(text, end):
            return None
        after = end
        if text.startswith("@", end):
            after = _end_of_mention(text, end, bots)
            if after == end and not _may_be_a_member(text, end):
                return None
        if after == end and _key(word) not in self._firsts:
            after = start + self._cut(word)
            word = text[start:after]
        found = self._find(text, word, after)
        if found is not None or not word[:1].isalpha():
            return found
        return Unknown(shown(word), self._nearest(word))

    def _find(self, text: str, word: str, after: int) -> _Found | None:
        """The command of this word, or of this word and the next one."""
        begin = after + 1 if text.startswith(" ", after) else after
        end = _end_of_token(text, begin)
        second = text[begin:end].rstrip(_SEPARATORS)
        form = f"{_key(word)} {_key(second)}"
        if second and form in self._names:
            return _Found(self._names[form], f"{word} {second}", end)
        command = self._names.get(_key(word))
        return None if command is None else _Found(command, word, after)

    def _cut(self, word: str) -> int:
        """How much of the word is a name that ends where the script changes; else all of it."""
        for end in range(len(word) - 1, 0, -1):
            changes = _is_chinese(word[end - 1]) != _is_chinese(word[end])
            if changes and _key(word[:end]) in self._firsts:
                return end
        return len(word)

    def _nearest(self, word: str) -> str | None:
        word = _in_one_script(word)
        single = [name for name in self._shown if " " not in name]
        forms = [name for name in self._shown if name.startswith(f"{word} ")]
        name = forms[0] if forms else nearest(word, single)
        return None if name is None else self._shown[name]


def _claim(names: dict[str, str], name: str, command: str) -> None:
    if names.setdefault(name, command) != command:
        raise ValueError(f"{name!r} names both {names[name]!r} and {command!r}")


def _mixed_forms(spellings: tuple[Spelling, ...]) -> list[tuple[str, str]]:
    """Each name of a command with each second word of its forms."""
    firsts: dict[str, set[str]] = {}
    for spelling in spellings:
        words = firsts.setdefault(spelling.command.partition(" ")[0], set())
        words.update(_key(fold(name)).partition(" ")[0] for name in spelling.names)
    mixed = []
    for spelling in spellings:
        base, _, form = spelling.command.partition(" ")
        if form:
            seconds = {_key(fold(name)).partition(" ")[2] for name in spelling.names} - {""}
            mixed += [
                (f"{first} {second}", spelling.command)
                for first in sorted(firsts[base])
                for second in sorted(seconds)
            ]
    return mixed


def _key(word: str) -> str:
    return _in_one_script(word.replace("-", "").replace("_", ""))


def _plain(word: str) -> str:
    return " ".join("".join(" " if _is(letter, "Pd") else letter for letter in word).split())


def _in_one_script(word: str) -> str:
    return word if word.isascii() else "".join(map(simplified, word))


def _bot(name: str) -> str:
    return fold(name).removeprefix("@")


def _after_mentions(text: str, bots: frozenset[str]) -> tuple[int, int]:
    """Where the text goes on after leading mentions of the bot, and how many they are."""
    position = count = 0
    while text.startswith("@", position):
        end = _end_of_mention(text, position, bots)
        if end == position:
            break
        position, count = end, count + 1
        while position < len(text) and text[position] in " ,:":
            position += 1
    return position, count


def _end_of_mention(text: str, start: int, bots: frozenset[str]) -> int:
    """Where the mention of this bot that begins here ends; ``start`` when it is not one."""
    for name in sorted(bots, key=len, reverse=True):
        end = start + 1 + len(name)
        if text.startswith(name, start + 1) and not _in_word(text[end : end + 1]):
            return end
    return start


def _may_be_a_member(text: str, at: int) -> bool:
    """Whether ``/奖励@alice`` is meant: after a Chinese name an @word that is not called a bot."""
    return _is_chinese(text[at - 1]) and not text[at : _end_of_word(text, at + 1)].endswith("bot")


def _is_path(text: str, end: int) -> bool:
    """Whether ``usr/bin`` or ``start.sh`` goes on where the word ends."""
    after = text[end + 1 : end + 2]
    return text.startswith("/", end) or (
        text.startswith(".", end) and _in_word(after) and not _is_chinese(after)
    )


def _end_of_word(text: str, start: int) -> int:
    end = start
    while end < len(text) and _in_word(text[end]):
        end += 1
    return end


def _end_of_token(text: str, start: int) -> int:
    end = text.find(" ", start)
    return len(text) if end < 0 else end


def _rest(text: str) -> str:
    return trim(text if text[:1].isspace() else text.lstrip(_SEPARATORS))


def _without_ending(text: str) -> str:
    """The text without the punctuation and emoji at its end; empty when they ask or deny."""
    end = len(text)
    while end > 0 and not _is(text[end - 1], "L", "N"):
        end -= 1
    return "" if _DOUBT.intersection(text[end:]) else text[:end]


def _in_word(letter: str) -> bool:
    return letter in ("_", "-") or _is(letter, "L", "M", "N")


def _is(letter: str, *categories: str) -> bool:
    return bool(letter) and unicodedata.category(letter).startswith(categories)


def _is_chinese(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff" or "\U00020000" <= letter <= "\U0003ffff"
