"""One line of text, laid out within a width: which pieces stand where.

``docs/features/cards.md`` §4
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from bot.pictures.fonts import LATIN, REGULAR, Fonts, Piece, plain
from bot.pictures.scripts import ELLIPSIS, clusters_of, in_sight, levels_of

STAND_IN: Final = "·"
"""What is drawn in place of characters that no face has."""
# What both Latin and Chinese have: in Chinese it is as wide as a character.
_EITHER: Final = frozenset("“”‘’…—·")
_WIDE: Final = range(0x2E80, 0xA000)
# Longer words are drawn in parts, so that they can be cut.
_MOST_LETTERS: Final = 12


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one face and one direction that are drawn together."""

    family: str
    clusters: tuple[str, ...]
    level: int

    @property
    def text(self) -> str:
        """The characters in the order of reading."""
        return "".join(self.clusters)


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces from left to right, each with the pixel at which its pen begins; ``width`` of all.

    ``is_cut`` says that the text goes on, which an ellipsis shows.
    """

    pieces: tuple[tuple[int, Piece], ...]
    width: int
    size: int
    is_cut: bool = False


def line_of(
    fonts: Fonts, text: str, size: int, width: int, *, weight: int = REGULAR, cut: bool = False
) -> Line:
    """The text at ``size`` pixels, cut at the end of a character where it is wider than ``width``.

    ``cut``: it goes on in any case.
    """
    drawn: list[tuple[Run, Piece]] = []
    room, total = float(width), 0.0
    for run in runs_of(fonts, text):
        piece = fonts.piece(run.family, run.text, size, weight, run.level)
        drawn.append((run, piece))
        total += piece.advance
        if total > room:
            cut = True
            break
    if cut:
        drawn = _shortened(fonts, drawn, size, weight, room)
    return _set(drawn, size, is_cut=cut)


def lines_of(
    fonts: Fonts, text: str, size: int, width: int, most: int, *, weight: int = REGULAR
) -> list[Line]:
    """The text on as many lines as it needs, at most ``most``; the last one is cut.

    A line ends at a space, else behind a character.
    """
    lines: list[Line] = []
    rest = clusters_of(text)
    while rest and len(lines) < most - 1:
        fits = _fitting(fonts, rest, size, width, weight)
        if fits == len(rest):
            break
        lines.append(line_of(fonts, "".join(rest[:fits]), size, width, weight=weight))
        rest = rest[fits:]
        while rest and rest[0] == " ":
            rest = rest[1:]
    if rest:
        lines.append(line_of(fonts, "".join(rest), size, width, weight=weight))
    return lines


def _fitting(fonts: Fonts, clusters: Sequence[str], size: int, width: int, weight: int) -> int:
    """How many of the clusters stand on one line."""
    low, high = 0, len(clusters)
    while low < high:
        middle = (low + high + 1) // 2
        line = line_of(fonts, "".join(clusters[:middle]), size, width, weight=weight)
        low, high = (low, middle - 1) if line.is_cut else (middle, high)
    if low == len(clusters):
        return low
    spaces = [place for place in range(1, low + 1) if clusters[place] == " "]
    return spaces[-1] if spaces else max(low, 1)


def runs_of(fonts: Fonts, text: str) -> Iterator[Run]:
    """The pieces of a text in the order of reading."""
    clusters = clusters_of(text)
    seen: list[str] = []
    families: list[str] = []
    for place, cluster in enumerate(clusters):
        shown, family = _drawable(fonts, cluster, _beside_wide(clusters, place))
        if shown == STAND_IN and cluster != STAND_IN and seen and seen[-1] == STAND_IN:
            continue
        if shown:
            seen.append(shown)
            families.append(family)
    levels = levels_of(seen)
    marked = zip(families, levels, seen, strict=True)
    for (family, level), group in groupby(marked, key=lambda each: each[:2]):
        found = [each[2] for each in group]
        if not fonts.is_plain(family):
            yield Run(family, tuple(found), level)
        elif family != LATIN or level % 2:
            yield from (Run(family, (each,), level) for each in found)
        else:
            yield from (Run(family, each, level) for each in _words(found))


def _beside_wide(clusters: Sequence[str], place: int) -> bool:
    if clusters[place] not in _EITHER:
        return False
    around = clusters[max(place - 1, 0) : place + 2]
    return any(ord(each[0]) in _WIDE for each in around)


def _drawable(fonts: Fonts, cluster: str, chinese: bool) -> tuple[str, str]:
    """What is drawn of the cluster, and the face: as much as a face has, else what stands in."""
    family = fonts.family_of(cluster, chinese=chinese)
    if family:
        return cluster, family
    family = fonts.family_of(cluster[0])
    if family:
        return cluster[0], family
    if not plain(cluster):
        return "", ""
    return STAND_IN, fonts.family_of(STAND_IN)


def _words(clusters: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Words as a whole, spaces and digits each by itself: digits are all as wide as one another."""
    word: list[str] = []
    for each in clusters:
        if each == " " or each.isdigit():
            if word:
                yield tuple(word)
                word = []
            yield (each,)
            continue
        word.append(each)
        if len(word) == _MOST_LETTERS:
            yield tuple(word)
            word = []
    if word:
        yield tuple(word)


def _shortened(
    fonts: Fonts, drawn: list[tuple[Run, Piece]], size: int, weight: int, room: float
) -> list[tuple[Run, Piece]]:
    """As many of them as fit before an ellipsis, the last one in part."""
    base = 1 if drawn and drawn[0][0].level % 2 else 0
    family = fonts.family_of(ELLIPSIS)
    dots = fonts.piece(family, ELLIPSIS, size, weight)
    room -= dots.advance
    kept = list(drawn)
    total = sum(piece.advance for _, piece in kept)
    while kept and total > room:
        run, piece = kept.pop()
        total -= piece.advance
        part = _beginning(fonts, run, size, weight, room - total)
        if part is not None:
            kept.append(part)
            break
    while kept and kept[-1][0].text == " ":
        kept.pop()
    if room < 0 and not kept:
        return []
    return [*kept, (Run(family, (ELLIPSIS,), base), dots)]


def _beginning(
    fonts: Fonts, run: Run, size: int, weight: int, room: float
) -> tuple[Run, Piece] | None:
    """The longest beginning of the run that fits; None for none."""
    low, high, best = 1, len(run.clusters) - 1, None
    while low <= high:
        middle = (low + high) // 2
        part = Run(run.family, run.clusters[:middle], run.level)
        piece = fonts.piece(part.family, part.text, size, weight, part.level)
        if piece.advance <= room:
            best, low = (part, piece), middle + 1
        else:
            high = middle - 1
    return best


def _set(drawn: Sequence[tuple[Run, Piece]], size: int, *, is_cut: bool) -> Line:
    pen, placed = 0.0, []
    for _, piece in in_sight(drawn, [run.level for run, _ in drawn]):
        placed.append((round(pen), piece))
        pen += piece.advance
    return Line(tuple(placed), round(pen + 0.499), size, is_cut)
