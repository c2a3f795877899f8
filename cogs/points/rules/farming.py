"""What talk earns nothing: pure functions of plain values (``docs/features/points.md`` §5).

Texts are compared by the pairs of neighbouring letters in them, after width, case, invisible
characters and the two Chinese scripts are folded. So it needs no words and no blanks.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from zlib import crc32

from bot.core.folding import fold
from bot.core.variants import simplified

# Of a text so many letters are looked at: nobody writes two long texts that part only later.
LOOKED_AT: Final = 400
# So many pairs of a text are kept: of a short text all, of a long one those that hash lowest.
KEPT_PAIRS: Final = 32
# So much of two texts must be the same, of all pairs that either has.
ALIKE: Final = 0.6
# A text is compared with those that earned so long before.
REMEMBERED: Final = timedelta(hours=24)
REMEMBERED_TEXTS: Final = 10
# Who writes more than so many messages in this time is not talking with anybody.
BURST_MESSAGES: Final = 5
BURST: Final = timedelta(seconds=10)
# An answer of fewer letters says nothing.
ANSWER_LETTERS: Final = 2
# What one member may bring another: reactions and answers in a day, and in each direction in a
# week before it counts as an exchange of favours.
FROM_ONE_A_DAY: Final = 10
FAVOURS: Final = 10
FAVOURS_TIME: Final = timedelta(days=7)
# What all texts of nothing but emoji are taken for: each says the same as the others.
ONLY_EMOJI: Final = "☺"
# Letters that say what fewer pairs cannot: a text of four is one of ``嗯嗯嗯嗯`` or of a sentence.
_SUBSTANCE: Final = 4


class Refused(StrEnum):
    """Why something earned nothing; each is a sentence ``points.refused.NAME``."""

    WORDLESS = "wordless"
    SHORT = "short"
    COOLDOWN = "cooldown"
    BURST = "burst"
    AGAIN = "again"
    OWN = "own"
    CAP = "cap"
    KIND = "kind"
    PACE = "pace"
    PERSON = "person"
    FAVOURS = "favours"


@dataclass(frozen=True, slots=True)
class Print:
    """What is kept of a text that earned: when, and hashes of its pairs of letters."""

    at: datetime
    pairs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Talker:
    """What is known of how somebody has talked: what earned, and when they wrote last."""

    prints: tuple[Print, ...] = ()
    written: tuple[datetime, ...] = ()
    paid_at: datetime | None = None

    def wrote(self, at: datetime) -> Talker:
        """They have written at this instant."""
        return replace(self, written=(*self.written, at)[-BURST_MESSAGES:])

    def earned(self, at: datetime, pairs: tuple[int, ...], *, message: bool) -> Talker:
        """A text with these pairs has earned; ``message`` says whether as a message."""
        fresh = [each for each in self.prints if at - each.at < REMEMBERED]
        prints = (*fresh, Print(at, pairs))[-REMEMBERED_TEXTS:]
        return replace(self, prints=prints, paid_at=at if message else self.paid_at)


def letters_of(text: str) -> str:
    """The folded letters and digits of the text, without anything between them.

    Of a text that has none, but emoji, ``ONLY_EMOJI``.
    """
    folded = fold(text[:LOOKED_AT], simplified)
    letters = "".join(letter for letter in folded if unicodedata.category(letter)[0] in "LN")
    if letters or not any(unicodedata.category(sign) == "So" for sign in folded):
        return letters
    return ONLY_EMOJI


def pairs_of(letters: str) -> tuple[int, ...]:
    """Hashes of the pairs of neighbours, sorted; of a single letter its own."""
    if len(letters) < 2:
        return (crc32(letters.encode()),) if letters else ()
    pairs = {letters[place : place + 2] for place in range(len(letters) - 1)}
    return tuple(sorted(crc32(pair.encode()) for pair in pairs)[:KEPT_PAIRS])


def alike(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two texts say the same, by their pairs."""
    together = sorted({*one, *other})[:KEPT_PAIRS]
    common = {*one} & {*other}
    return bool(together) and sum(each in common for each in together) >= ALIKE * len(together)


def judge_message(
    letters: str, at: datetime, talker: Talker, *, cooldown: timedelta, least: int
) -> Refused | None:
    """Why a message with these letters earns nothing; None when it may earn."""
    if not letters:
        return Refused.WORDLESS
    if _is_short(letters, least):
        return Refused.SHORT
    if talker.paid_at is not None and abs(at - talker.paid_at) < cooldown:
        return Refused.COOLDOWN
    return _judge_flow(letters, at, talker)


def judge_answer(letters: str, at: datetime, talker: Talker) -> Refused | None:
    """Why an answer with these letters earns nothing; None when it may earn."""
    if not letters:
        return Refused.WORDLESS
    if _is_short(letters, ANSWER_LETTERS):
        return Refused.SHORT
    return _judge_flow(letters, at, talker)


def judge_favour(given_today: int, given: int, returned: int) -> Refused | None:
    """Why a reaction or answer of one member to another earns nothing; None when it may earn.

    ``given`` and ``returned`` are what each brought the other in the last week.
    """
    if given_today >= FROM_ONE_A_DAY:
        return Refused.PERSON
    if given >= FAVOURS and returned >= FAVOURS:
        return Refused.FAVOURS
    return None


def within_cap(points: int, earned: int, cap: int) -> int:
    """What of the points is left under the cap of a day, of which so much was earned; 0: no cap."""
    return points if not cap else max(min(points, cap - earned), 0)


def _is_short(letters: str, least: int) -> bool:
    if letters == ONLY_EMOJI:
        return False
    # As many different pairs as letters, or the same few over and over.
    substance = len({letters[place : place + 2] for place in range(len(letters) - 1)}) + 1
    return len(letters) < least or substance < min(least, _SUBSTANCE)


def _judge_flow(letters: str, at: datetime, talker: Talker) -> Refused | None:
    lately = [each for each in talker.written if abs(at - each) < BURST]
    if len(lately) >= BURST_MESSAGES:
        return Refused.BURST
    pairs = pairs_of(letters)
    if any(abs(at - each.at) < REMEMBERED and alike(pairs, each.pairs) for each in talker.prints):
        return Refused.AGAIN
    return None
