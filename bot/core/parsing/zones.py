"""The zone that somebody means: an IANA name, a city, a distance from UTC."""

from __future__ import annotations

from datetime import timedelta

from bot.core.errors import Refusal
from bot.core.parsing.arguments import shown
from bot.core.parsing.nearest import nearest
from bot.core.zones import BROKEN_HOURS, folded, zones_by_name


def read_zone(word: str) -> str:
    """The IANA name of the zone that the word names, in any case and either language.

    Taken are IANA names, their cities, a few names of places, and ``UTC+8`` or ``+08:00``.
    Refused as ``input.zone`` with ``nearest``, empty when nothing is near.
    """
    name, known = folded(word), zones_by_name()
    zone = known.get(name) or _from_utc(name)
    if zone is None:
        close = nearest(name, known)
        raise Refusal("input.zone", found=shown(word), nearest=known[close] if close else "")
    return zone


def _from_utc(name: str) -> str | None:
    """The zone of ``utc+8``, ``gmt-03:00`` or ``+8``; None when there is none so far from UTC."""
    text = name.removeprefix("utc").removeprefix("gmt").replace("−", "-").replace("_", "")
    sign, hours, minutes = text[:1], *text[1:].partition(":")[::2]
    digits = hours + minutes
    if sign not in ("+", "-") or not (digits.isascii() and digits.isdigit()):
        return None
    if not 1 <= len(hours) <= 2 or len(minutes) not in (0, 2):
        return None
    east = timedelta(hours=int(hours), minutes=int(minutes or 0)) * (1 if sign == "+" else -1)
    if east in BROKEN_HOURS:
        return BROKEN_HOURS[east]
    whole, left = divmod(east, timedelta(hours=1))
    if left or not -12 <= whole <= 14:
        return None
    return "UTC" if whole == 0 else f"Etc/GMT{-whole:+d}"
