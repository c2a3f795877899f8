"""Which of the known words somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable

# Longer words are not compared: nobody mistypes a name that far, and the time would grow.
_LONGEST = 40


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The known name that ``word`` most probably stands for, None when none is near.

    In this order: the longest name with which the word begins, the name at the smallest distance
    (a letter too many, too few, wrong, or two changed over; one for each three letters), the
    shortest name that begins with the word. Both sides are folded already; of equals the first.
    """
    if not 0 < len(word) <= _LONGEST:
        return None
    known = list(names)
    begun = [name for name in known if _telling(name) and word.startswith(name)]
    if begun:
        return max(begun, key=len)
    close = [(distance, name) for name in known if (distance := _distance(word, name)) is not None]
    if close:
        return min(close, key=lambda pair: (pair[0], pair[1][:1] != word[:1]))[1]
    longer = [name for name in known if _telling(word) and name.startswith(word)]
    return min(longer, key=len) if longer else None


def _telling(word: str) -> bool:
    """Whether the word says enough as a beginning; one Chinese character does."""
    return len(word) >= 3 or (word > "\u3000" and bool(word))


def _distance(word: str, name: str) -> int | None:
    """How many slips lie between the two; None when more than their length allows."""
    longer = max(len(word), len(name))
    allowed = 0 if longer < 2 else max(1, longer // 3)
    if abs(len(word) - len(name)) > allowed:
        return None
    above: list[int] = []
    row = list(range(len(name) + 1))
    for i, letter in enumerate(word, 1):
        above, last, row = row, above, [i]
        for j, other in enumerate(name, 1):
            best = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == name[j - 2] and word[i - 2] == other:
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return row[-1] if row[-1] <= allowed else None
