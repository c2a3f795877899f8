"""What a member asks to be made up, read from the words behind ``/makeup``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.core.errors import Refusal, ToldHow
from bot.core.parsing import Span, Toward, read_count, shown, take_days, take_word
from bot.core.parsing.days import begins_with_a_date, take_number_of_days, without_and
from bot.core.text import Text

REASON_LIMIT: Final = 200
_MOST_SPANS: Final = 40
_IN_EXAMPLES: Final = 3
_COMMAS: Final = " ,，、;；"
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The days that are named, or how many of the latest missed; ``reason`` may be empty."""

    days: tuple[date, ...] = ()
    count: int = 0
    reason: str = ""


def read_wanted(text: str, today: date, most: int) -> Wanted:
    """What the words say: nothing is yesterday, a number the latest missed days, else dates.

    Words behind the dates are the reason. ``most`` is the highest number that makes sense.
    Raises Refusal with an example.
    """
    try:
        return _wanted(text.strip(), today, most)
    except Refusal as refusal:
        example = example_of(most)
        raise ToldHow("input.wrong", problem=refusal.text, example=example) from refusal


def example_of(most: int) -> Text:
    """A make-up that can be asked for where ``most`` is the highest number."""
    return Text("makeup.example", count=min(most, _IN_EXAMPLES))


def _wanted(text: str, today: date, most: int) -> Wanted:
    if not text:
        return Wanted((today - _ONE_DAY,))
    span, rest = take_days(text, today, Toward.PAST)
    number, behind = take_number_of_days(text)
    if span is None and number:
        count = read_count(number, 1, most)
        if begins_with_a_date(behind) or take_days(behind, today, Toward.PAST)[0]:
            raise Refusal("input.too.much", found=shown(behind))
        return Wanted(count=count, reason=_reason(behind))
    days: set[date] = set()
    spans = 0
    while span is not None:
        if (spans := spans + 1) > _MOST_SPANS:
            raise Refusal("input.too.much", found=shown(rest))
        days.update(_days_of(span, most))
        behind = without_and(rest)
        span, left = take_days(behind, today, Toward.PAST)
        if span is not None:
            rest = left
        elif begins_with_a_date(behind):
            raise Refusal("input.day", found=shown(take_word(behind)[0]))
    if not days:
        raise Refusal("input.day", found=shown(take_word(rest)[0] or rest))
    return Wanted(tuple(sorted(days)), reason=_reason(rest))


def _days_of(span: Span, most: int) -> Iterator[date]:
    """Each day of the span; of one that is longer than the window, its ends."""
    length = (span.last - span.first).days
    if length < 0:
        raise Refusal("input.span", first=span.first.isoformat(), last=span.last.isoformat())
    steps = range(length + 1) if length <= most else (0, length)
    return (span.first + step * _ONE_DAY for step in steps)


def _reason(text: str) -> str:
    if len(text) > REASON_LIMIT:
        raise Refusal("input.too.long", limit=REASON_LIMIT)
    return text.lstrip(_COMMAS).strip()
