"""Puts a recap together of what the cogs bring: its sentences, its numbers and its picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.cards import card
from bot.core.outgoing import Card
from bot.core.recaps import SECTIONS, Figure, Scope, Section
from bot.core.schedule import day_of
from bot.core.text import Text
from cogs.recaps.store import told
from cogs.recaps.telling import Teller

CARD: Final = "recap"
CHECKINS: Final = "checkins"
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Three lengths of streaks, each with three names and whether there are others.
_BEST: Final = 12


@dataclass(frozen=True, slots=True)
class Recap:
    """A recap as it is told; ``figures`` are kept, ``card`` shows the same."""

    texts: tuple[Text, ...]
    figures: Mapping[str, int]
    card: Card | None


async def compose(teller: Teller) -> Recap | None:
    """The recap of the span; None where there is nothing to tell.

    A span without check-ins is called quiet, with what else has happened; where nothing has, and
    the one before was as quiet, it has no recap.
    """
    sections = await _sections(teller)
    figures = {figure.key: figure for each in sections for figure in each.figures}
    kept = {key: figure.value for key, figure in figures.items()}
    texts = [_head(teller)]
    is_quiet = not kept.get(CHECKINS)
    if is_quiet:
        had_any = any(figure.before for figure in figures.values())
        if not (teller.running or had_any or any(kept.values())):
            return None
        running = ".running" if teller.running else ""
        texts.append(Text(f"recap.quiet.{teller.span.scope}{running}"))
        sections = [each for each in sections if any(f.value for f in each.figures)]
    texts += [text for each in sections for text in (*each.texts, *_by_day(teller, each))]
    texts += await _changed(teller, figures)
    if not sections:
        return Recap(tuple(texts), kept, None)
    texts.append(Text("recap.foot"))
    return Recap(tuple(texts), kept, None if is_quiet else _card(teller, sections))


def _head(teller: Teller) -> Text:
    """What it is of; that of a day, month or year names it, a week its days."""
    span = teller.span
    running = ".running" if teller.running else ""
    days = {"first": span.first.isoformat(), "last": span.last.isoformat()}
    values = {"community": teller.community.name, "name": span.name, **days}
    return Text(f"recap.head.{span.scope}{running}", **values)


async def _sections(teller: Teller) -> list[Section]:
    found = [await offer.run(teller) for offer in teller.house.offers(SECTIONS)]
    return sorted((each for each in found if each is not None), key=lambda each: each.place)


def _by_day(teller: Teller, section: Section) -> list[Text]:
    """The bars of the picture of a week in words, as far as the week has come."""
    if teller.span.scope is not Scope.WEEK or not section.days:
        return []
    come = (day_of(teller.now, teller.day_rules) - teller.span.first).days + 1
    # Further east it may be the next day already.
    days = [day for number, day in enumerate(section.days) if number < come or day]
    first, *others = [
        Text("recap.days.one", day=Text(f"recap.day.{name}"), count=count)
        for name, count in zip(_WEEKDAYS, days, strict=False)
    ]
    for each in others:
        first = Text("recap.days.two", first=first, second=each)
    return [Text("recap.days", days=first)]


async def _changed(teller: Teller, figures: Mapping[str, Figure]) -> list[Text]:
    """Which numbers of the span before are others now than when they were told."""
    before = await told.figures_of(teller.read, teller.community.id, teller.span.before.name)
    return [
        Text(
            f"recap.changed.{teller.span.scope}",
            what=Text(f"recap.name.{key}"),
            now=figure.before,
            told=before[key],
        )
        for key, figure in figures.items()
        if key in before and figure.before is not None and figure.before != before[key]
    ]


def _card(teller: Teller, sections: Sequence[Section]) -> Card | None:
    """The picture of a week. Sentences are named by their keys, with ``first`` and ``last``."""
    span = teller.span
    if span.scope is not Scope.WEEK:
        return None
    figures = [figure for each in sections for figure in each.figures]
    days = [number for each in sections for number in each.days]
    best = [each for section in sections for each in section.best][:_BEST]
    return card(
        teller.settings,
        CARD,
        title="recap.card.running" if teller.running else "recap.card.week",
        name=teller.community.name,
        first=span.first.isoformat(),
        last=span.last.isoformat(),
        figures=[[f"recap.name.{key}", value, old] for key, value, old in figures],
        days=days,
        labels=[f"recap.day.{day}" for day in _WEEKDAYS],
        best=[list(each) for each in best],
    )
