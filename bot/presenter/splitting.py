"""Long texts in parts that a platform takes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from unicodedata import category

from bot.presenter.graphemes import clusters, cut, utf16_length, without_surrogates

# Han, kana, bopomofo and full-width forms: a line of these may end after any of them.
_WIDE = ((0x2E80, 0x312F), (0x31A0, 0xA4CF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF))
# By their Unicode category: what does not begin a line (closing marks, marks that lengthen or
# repeat), and what does not end one (opening marks).
_BEGINS_NO_LINE = frozenset(("Pe", "Pf", "Po", "Pd", "Lm"))
_ENDS_NO_LINE = frozenset(("Ps", "Pi"))


def split(text: str, limit_utf16: int) -> list[str]:
    """The text in parts of at most ``limit_utf16`` UTF-16 code units.

    A part ends at the end of a line; where a line is too long, between words or Chinese
    characters; where a word is too long, between grapheme clusters. Joined, the parts are
    the text, up to white space at their borders. A blank text has no parts. Linear time.
    Raises ValueError for a limit below 2.
    docs/features/platforms.md §3
    """
    if limit_utf16 < 2:
        raise ValueError("a part holds at least one character, which may be two units")
    text = without_surrogates(text)
    if not text.strip():
        return []
    if utf16_length(text) <= limit_utf16:
        return [text]
    return list(_Cutter(text, limit_utf16).parts())


def cut_label(text: str, limit: int) -> str:
    """The text on one line within ``limit`` UTF-16 code units, with an ellipsis if cut."""
    return cut(" ".join(without_surrogates(text).split()), limit)


class _Cutter:
    """One long text, its cluster borders and how many UTF-16 units come before each."""

    def __init__(self, text: str, limit: int) -> None:
        self.text = text
        self.limit = limit
        pieces = _pieces(text, limit)
        self.borders = [0, *accumulate(map(len, pieces))]
        self.units = [0, *accumulate(map(utf16_length, pieces))]
        self.last = len(pieces)

    def parts(self) -> list[str]:
        found: list[str] = []
        first = 0
        while first < self.last:
            fits = bisect_right(self.units, self.units[first] + self.limit) - 1
            end = fits if fits == self.last else self._best_border(first, fits)
            part = self._between(first, end).rstrip()
            if part:
                found.append(part)
            first = self._next_part(end)
        return found

    def _best_border(self, first: int, fits: int) -> int:
        """The last border of a line in the window, else of a word, else the window's end."""
        begin = self._after_blanks(first)
        if begin >= fits:
            return fits
        line = self.text.rfind("\n", self.borders[begin], self.borders[fits + 1])
        if line >= 0:
            return min(bisect_left(self.borders, line + 1), fits)
        return next((end for end in range(fits, begin, -1) if self._ends_word(end)), fits)

    def _ends_word(self, border: int) -> bool:
        before, after = self._between(border - 1, border), self._between(border, border + 1)
        if before.isspace() or after.isspace():
            return True
        if category(before[-1]) in _ENDS_NO_LINE or category(after[0]) in _BEGINS_NO_LINE:
            return False
        return _is_wide(before[0]) or _is_wide(after[0])

    def _next_part(self, border: int) -> int:
        """Where the next part begins: blanks are passed, the indentation of a line is kept."""
        begin = self._after_blanks(border)
        if begin == self.last:
            return begin
        line = self.text.rfind("\n", self.borders[border - 1], self.borders[begin])
        return begin if line < 0 else bisect_left(self.borders, line + 1)

    def _after_blanks(self, border: int) -> int:
        while border < self.last and self._between(border, border + 1).isspace():
            border += 1
        return border

    def _between(self, begin: int, end: int) -> str:
        return self.text[self.borders[begin] : self.borders[end]]


def _pieces(text: str, limit: int) -> list[str]:
    """The clusters of the text; one that is longer than a part on its own in code points."""
    pieces: list[str] = []
    for cluster in clusters(text):
        if utf16_length(cluster) <= limit:
            pieces.append(cluster)
        else:
            pieces.extend(cluster)
    return pieces


def _is_wide(character: str) -> bool:
    point = ord(character)
    return point >= 0x2E80 and any(low <= point <= high for low, high in _WIDE)
