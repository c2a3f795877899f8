"""Readers of a command's arguments: from a word as somebody typed it to a value.

Each raises ``Refusal`` with a key of its own (``input.amount``) and the value ``found``, the word
cut to 40 characters; the caller adds an example that works. Digits are ASCII or full-width, since
other characters that Python takes for digits (``²``, ``٣``) are not what people mean by a number
(docs/features/points.md §1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.errors import Refusal
from bot.core.folding import fold, trim, visible

HIGHEST_AMOUNT = 1_000_000_000

_SHOWN = 40
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "「": "」", "『": "』", "＂": "＂"}
_NARROW = str.maketrans("０１２３４５６７８９＋－−：＠／", "0123456789+--:@/")
_LOCALES = {
    "zh": ("zh", "zh-cn", "zh-hans", "zh-hant", "zh-tw", "chinese", "中文", "汉语", "漢語", "华语"),
    "en": ("en", "en-us", "en-gb", "english", "英文", "英语", "英語"),
}


@dataclass(frozen=True, slots=True)
class WhoRef:
    """Whom a word names, by the platform's own id; ``platform`` is empty for the message's own."""

    platform: str
    user: str


def shown(word: str) -> str:
    """The word as an answer repeats it: at most 40 characters."""
    return word if len(word) <= _SHOWN else word[: _SHOWN - 1] + "…"


def split_words(rest: str) -> list[str]:
    """The words of the rest; what stands in quotes (``"…"`` ``'…'`` ``“…”`` ``「…」``) is one word.

    A quote opens at the beginning of a word and closes before a blank or the end; without such a
    close it is an ordinary character.
    """
    words: list[str] = []
    unclosed: set[str] = set()
    position = _skip_blanks(rest, 0)
    while position < len(rest):
        word, position = _word_at(rest, position, unclosed)
        words.append(word)
        position = _skip_blanks(rest, position)
    return words


def take_word(rest: str) -> tuple[str, str]:
    """The first word of the rest, as ``split_words`` reads it, and what follows as it is written.

    A note or a reason keeps its quotes and line breaks so. Both are empty without a word.
    """
    position = _skip_blanks(rest, 0)
    if position == len(rest):
        return "", ""
    word, position = _word_at(rest, position, set())
    return word, rest[position:].strip()


def read_amount(word: str, *, signed: bool = False) -> int:
    """A whole number from 1 to 1,000,000,000; with ``signed`` also below zero, never 0."""
    number = _integer(word, signed=signed)
    if number is None or number == 0 or abs(number) > HIGHEST_AMOUNT:
        expected: dict[str, int] = {} if signed else {"low": 1}
        if _is_too_high(word, signed=signed):
            expected = {"low": -HIGHEST_AMOUNT if signed else 1, "high": HIGHEST_AMOUNT}
        raise Refusal("input.amount", found=shown(word), **expected)
    return number


def read_count(word: str, low: int, high: int) -> int:
    """A whole number from ``low`` to ``high``; refused as ``input.count`` with both."""
    number = _integer(word, signed=low < 0)
    if number is None or not low <= number <= high:
        raise Refusal("input.count", found=shown(word), low=low, high=high)
    return number


def read_locale(word: str) -> str:
    """``zh`` or ``en``, by code or by the language's name in either language."""
    name = fold(word).replace("_", "-")
    for locale, names in _LOCALES.items():
        if name in names:
            return locale
    raise Refusal("input.locale", found=shown(word))


def read_who(word: str, mentions: Iterator[str]) -> WhoRef:
    """Whom ``@name`` or ``platform:id`` means; the account may be unknown.

    An @word takes the next of ``mentions``, the platform's ids in the order of the @words in the
    message: one iterator serves all arguments, after ``Call.mentions`` were taken from it.
    """
    text = _narrow(word)
    if text.startswith("@") and len(text) > 1:
        user = next(mentions, "")
        if user:
            return WhoRef("", user)
    platform, colon, user = text.partition(":")
    if colon and user and platform.isascii() and platform.isalpha():
        return WhoRef(platform.lower(), user)
    raise Refusal("input.who", found=shown(word))


def _integer(word: str, *, signed: bool) -> int | None:
    sign, digits = _sign_and_digits(word, signed=signed)
    if not (_are_digits(digits) and len(digits) <= 10):
        return None
    return sign * int(digits)


def _is_too_high(word: str, *, signed: bool) -> bool:
    """Whether it is a number, and beyond the highest amount."""
    _, digits = _sign_and_digits(word, signed=signed)
    # By length first: a number of thousands of digits is not worth reading.
    return _are_digits(digits) and (len(digits) > 10 or int(digits) > HIGHEST_AMOUNT)


def _sign_and_digits(word: str, *, signed: bool) -> tuple[int, str]:
    digits = _narrow(word)
    if signed and digits[:1] in ("+", "-"):
        return -1 if digits[0] == "-" else 1, digits[1:]
    return 1, digits


def _are_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _narrow(word: str) -> str:
    return trim(visible(word)).translate(_NARROW)


def _word_at(rest: str, start: int, unclosed: set[str]) -> tuple[str, int]:
    """The word that begins here and where it ends; ``unclosed`` collects quotes left open."""
    quote = rest[start]
    if quote in _QUOTES and quote not in unclosed:
        end = _closing_quote(rest, start)
        if end >= 0:
            return rest[start + 1 : end], end + 1
        unclosed.add(quote)
    end = start
    while end < len(rest) and not rest[end].isspace():
        end += 1
    return rest[start:end], end


def _closing_quote(rest: str, start: int) -> int:
    """Where the quote that opens here closes, -1 when it does not."""
    closing = _QUOTES[rest[start]]
    end = rest.find(closing, start + 1)
    while end >= 0:
        if end + 1 == len(rest) or rest[end + 1].isspace():
            return end
        end = rest.find(closing, end + 1)
    return -1


def _skip_blanks(rest: str, start: int) -> int:
    while start < len(rest) and rest[start].isspace():
        start += 1
    return start
