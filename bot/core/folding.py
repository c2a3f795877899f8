"""Folding: what two writings of the same words have in common, with the way back.

Width, case and compatibility forms are folded (NFKC, case folding), invisible characters are
dropped, blanks become one space. Every folded character knows which character of the original
it came from, so that what is found in folded text can be cut out of the text as it was written.
The time is linear in the length, also for text made to be slow. Nothing here is for showing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

# One folded character to its replacement, which may be longer or empty: look-alikes and the
# variants of Chinese characters are such steps.
Step = Callable[[str], str]

REPLACEMENT = "\ufffd"

# Default-ignorable code points (Unicode, DerivedCoreProperties), first and last of each range.
IGNORABLE = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)

# A pattern of no dots: a letter that shows nothing.
_BLANK_BRAILLE = "\u2800"

# Accents stacked higher than this on one letter are noise (Unicode's own limit for streams).
_MARKS = 30

_HIDDEN, _BEGINS, _CONTINUES = range(3)


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; ``offsets[i]`` is the index in the original of what became ``text[i]``."""

    text: str
    offsets: tuple[int, ...]


def clean(text: str) -> str:
    """The text with NUL and lone surrogates replaced by U+FFFD, of the same length."""
    if "\0" not in text and _encodes(text):
        return text
    return "".join(REPLACEMENT if _unstorable(letter) else letter for letter in text)


def visible(text: str) -> str:
    """The text without invisible characters; width, case and blanks are as they were."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter for letter in text if not _invisible(letter))


def is_blank(text: str) -> bool:
    """Whether nobody sees anything of the text."""
    return not visible(text).replace(_BLANK_BRAILLE, "").strip()


def trim(text: str) -> str:
    """The text without blanks at its ends and without invisible characters at its beginning."""
    start = 0
    while start < len(text) and (text[start].isspace() or _invisible(text[start])):
        start += 1
    return text[start:].rstrip()


def fold(text: str, *steps: Step) -> str:
    """The folded text: equal for two writings of the same words. Folding it again changes nothing.

    The further ``steps`` run on each character after width and case are folded.
    """
    if text.isascii() and text.isprintable() and not steps:
        return " ".join(text.lower().split())
    return fold_with_offsets(text, *steps).text


def fold_with_offsets(text: str, *steps: Step) -> Folded:
    """The same text as ``fold`` gives, with the original index of each of its characters."""
    if text.isascii() and text.isprintable() and not steps and "  " not in f" {text} ":
        return Folded(text.lower(), tuple(range(len(text))))
    letters: list[str] = []
    offsets: list[int] = []
    blank = -1
    for start, piece in _pieces(clean(text)):
        for letter in _fold_piece(piece, steps):
            if letter == " ":
                if blank < 0:
                    blank = start
                continue
            if blank >= 0:
                if letters:
                    letters.append(" ")
                    offsets.append(blank)
                blank = -1
            letters.append(letter)
            offsets.append(start)
    return Folded("".join(letters), tuple(offsets))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Each letter with the marks that follow it, and where it stands; invisible ones are gone."""
    start, piece = 0, ""
    for index, letter in enumerate(text):
        role = _role(letter)
        if role == _HIDDEN:
            continue
        if piece:
            if role == _CONTINUES:
                if len(piece) <= _MARKS:
                    piece += letter
                continue
            yield start, piece
        start, piece = index, letter
    if piece:
        yield start, piece


def _fold_piece(piece: str, steps: tuple[Step, ...]) -> str:
    folded = _fold_letter(piece) if len(piece) == 1 else _normal(piece)
    for step in steps:
        folded = "".join(map(step, folded))
    return folded


@lru_cache(maxsize=8192)
def _fold_letter(letter: str) -> str:
    return _normal(letter)


def _normal(piece: str) -> str:
    # Once is not enough: a folded case may have a compatibility form of its own.
    folded = _normal_once(_normal_once(piece))
    return "".join(
        " " if letter.isspace() else letter for letter in folded if not _invisible(letter)
    )[: _MARKS + 1]


def _normal_once(piece: str) -> str:
    decomposed = unicodedata.normalize("NFKD", piece)
    return unicodedata.normalize("NFKC", decomposed.casefold())


@lru_cache(maxsize=8192)
def _role(letter: str) -> int:
    """Whether the letter is hidden, begins a piece, or may melt into the one before it."""
    if _invisible(letter):
        return _HIDDEN
    first = unicodedata.normalize("NFKD", letter)[0]
    mark = unicodedata.category(first)[0] == "M"
    rest_of_syllable = "\u1160" <= first <= "\u11ff"
    return _CONTINUES if mark or rest_of_syllable else _BEGINS


def _invisible(letter: str) -> bool:
    code = ord(letter)
    if code < 0xA0:
        return unicodedata.category(letter) == "Cc" and not letter.isspace()
    return any(first <= code <= last for first, last in IGNORABLE)


def _encodes(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unstorable(letter: str) -> bool:
    return letter == "\0" or "\ud800" <= letter <= "\udfff"
