"""A text before it is drawn: cleaned, cut into what readers see as one, with its directions.

``docs/features/cards.md`` §4
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from regex import Pattern

T = TypeVar("T")

ELLIPSIS: Final = "…"
# Nobody reads more of a name in a picture.
MOST_CLUSTERS: Final = 200
_MOST_POINTS: Final = 16 * MOST_CLUSTERS
_MOST_MARKS: Final = 2
_BREAKS: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
# Joiners, selectors and the tags of flags shape what is beside them; all others are unseen.
_SHAPING: Final = frozenset(
    [0x200C, 0x200D, 0xFE0E, 0xFE0F, *range(0xE0020, 0xE0080)],
)
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_LETTERS: Final = frozenset({"R", "AL"})
_RIGHT: Final = frozenset({"R", "AL", "AN"})
_NUMBERS: Final = frozenset({"EN", "AN"})


def clusters_of(text: str) -> list[str]:
    """What a reader sees as one character each, at most 200 and an ellipsis; cleaned.

    White space is one space, what nobody sees is gone, and of marks piled on a letter two stay.
    """
    text = text[: 4 * _MOST_POINTS]
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = _BREAKS.sub(" ", text).strip()[:_MOST_POINTS]
    if text.isascii():
        found = list(text[: MOST_CLUSTERS + 1])
    else:
        seen = (match.group() for match in _cluster().finditer(_visible(text)))
        found = [_eased(each) for each in islice(seen, MOST_CLUSTERS + 1)]
    if len(found) > MOST_CLUSTERS:
        return [*found[:MOST_CLUSTERS], ELLIPSIS]
    return found


def levels_of(clusters: Sequence[str]) -> list[int]:
    """The level of direction of each: even ones run to the right, odd ones to the left.

    The first letter decides for the whole. It is the part of Unicode's rules that a line without
    marks of direction needs.
    """
    kinds = [unicodedata.bidirectional(each[0]) for each in clusters]
    base = next((int(kind != "L") for kind in kinds if kind == "L" or kind in _LETTERS), 0)
    if not base and not any(kind in _RIGHT for kind in kinds):
        return [0] * len(kinds)
    sided: list[tuple[int, bool] | None] = []
    leftwards = bool(base)
    for kind in kinds:
        if kind == "L" or kind in _LETTERS:
            leftwards = kind != "L"
            sided.append((1 if leftwards else 2 * base, leftwards))
        elif kind in _NUMBERS:
            counts = leftwards or kind == "AN"
            sided.append((2 if counts else 2 * base, counts))
        else:
            sided.append(None)
    return _with_neutral(sided, base)


def in_sight(items: Sequence[T], levels: Sequence[int]) -> list[T]:
    """The items of a line from left to right, which come in the order of reading."""
    order = list(range(len(items)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            if levels[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end
    return [items[place] for place in order]


def is_emoji(cluster: str) -> bool:
    """Whether it wants to be seen as an emoji: by itself, by a selector, or as one of several."""
    return not cluster.isascii() and _emoji().match(cluster) is not None


def _with_neutral(sided: Sequence[tuple[int, bool] | None], base: int) -> list[int]:
    """What has no direction has that of its neighbours where they agree, else that of the line."""
    levels: list[int] = []
    before = bool(base)
    for place, each in enumerate(sided):
        if each is not None:
            before = each[1]
            levels.append(each[0])
            continue
        after = next((known[1] for known in sided[place + 1 :] if known), bool(base))
        leftwards = before if before == after else bool(base)
        levels.append(1 if leftwards else 2 * base)
    return levels


def _visible(text: str) -> str:
    return "".join(
        each
        for each in text
        if ord(each) in _SHAPING
        or (unicodedata.category(each) not in _UNSEEN and each not in _BLANK)
    )


def _eased(cluster: str) -> str:
    """The cluster without the marks that would reach into the lines around."""
    if len(cluster) <= _MOST_MARKS + 1:
        return cluster
    kept, marks = [], 0
    for each in cluster:
        if _piled().match(each):
            marks += 1
            if marks > _MOST_MARKS:
                continue
        kept.append(each)
    return "".join(kept)


@cache
def _cluster() -> Pattern[str]:
    import regex

    # \X alone looks back over every flag before the current one: quadratic on a row of flags.
    flag = r"[\U0001F1E6-\U0001F1FF]{2}[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]*"
    return regex.compile(rf"{flag}|\X")


@cache
def _emoji() -> Pattern[str]:
    import regex

    return regex.compile(
        r"\p{Emoji_Presentation}|\p{Emoji}(?:\N{VARIATION SELECTOR-16}|\u200d|\p{Emoji_Modifier})"
    )


@cache
def _piled() -> Pattern[str]:
    import regex

    return regex.compile(r"[\p{Script=Inherited}&&\p{Mn}]", regex.V1)
