"""What is typed in the terminal's chat: the console's own commands, or a message to the chat."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.core.model import Rank
from bot.core.text import Text

ROLES: Final = tuple(rank.name.lower() for rank in Rank)
_SPAN: Final = re.compile(r"(\d{1,5})([wdhms])", re.ASCII)
_UNITS: Final = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_MOMENT: Final = re.compile(
    r"(?:(\d{4})-(\d{1,2})-(\d{1,2}))?(?:[ T]*(\d{1,2}):(\d{2}))?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Message:
    """Somebody writes this."""

    text: str
    reply_to: str = ""
    """The name of the person whose latest message is answered, "" for none."""


@dataclass(frozen=True, slots=True)
class As:
    """Who speaks from now on; empty is who or where it was."""

    name: str
    platform: str


@dataclass(frozen=True, slots=True)
class Time:
    """The clock moves on: by a span, or to a local day and time of day; all None asks for it."""

    span: timedelta | None = None
    day: date | None = None
    clock: time | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """The button with this number. ``plain`` is a number alone, which may be a message."""

    number: int
    plain: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Who speaks goes to the private chat with the bot, or back to the group."""

    private: bool


@dataclass(frozen=True, slots=True)
class Role:
    """The platform says that who speaks is this."""

    role: str


@dataclass(frozen=True, slots=True)
class Power:
    """The bot, or the adapter of one platform, goes off or on."""

    on: bool
    platform: str


@dataclass(frozen=True, slots=True)
class Save:
    """What happened is written to this file as a transcript."""

    path: str


@dataclass(frozen=True, slots=True)
class Help:
    """What can be typed."""


@dataclass(frozen=True, slots=True)
class Quit:
    """The chat ends."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A command that does not read; ``hint`` says how it is written."""

    hint: Text


Act = Message | As | Time | Press | Place | Role | Power | Save
Typed = Act | Help | Quit | Wrong | None


def read_typed(line: str) -> Typed:
    """What the line asks for; None for an empty one. Everything unknown is a message."""
    line = line.strip()
    if not line:
        return None
    if line in ("?", "？"):
        return Help()
    if line.isdecimal() and len(line) < 4:
        return Press(int(line), plain=line)
    if line[0] not in "/／":
        return Message(line)
    word, _, rest = line[1:].partition(" ")
    return _command(word.casefold(), rest.strip(), line)


def _command(word: str, rest: str, line: str) -> Typed:
    match word:
        case "as":
            return _who(rest)
        case "time":
            return _time(rest)
        case "press":
            return Press(int(rest)) if rest.isdecimal() and len(rest) < 4 else _wrong(word)
        case "private" | "group":
            return Message(line) if rest else Place(word == "private")
        case "role":
            return Role(rest.casefold()) if rest.casefold() in ROLES else _wrong(word)
        case "down" | "up":
            return Power(word == "up", rest.removeprefix("@").casefold())
        case "reply":
            name, _, text = rest.partition(" ")
            text = text.strip()
            return Message(text, name.lstrip("@＠")) if text else _wrong(word)
        case "save":
            return Save(rest) if rest else _wrong(word)
        case "quit" if not rest:
            return Quit()
    return Message(line)


def _wrong(word: str) -> Wrong:
    return Wrong(Text(f"console.how.{word}"))


def _who(rest: str) -> As | Wrong:
    words = rest.replace("＠", "@").split()
    platform = words.pop()[1:].casefold() if words and words[-1].startswith("@") else ""
    if not words and not platform:
        return _wrong("as")
    return As(" ".join(words).lstrip("@"), platform)


def _time(rest: str) -> Time | Wrong:
    if not rest:
        return Time()
    if rest[0] in "+＋":
        return _span(rest[1:].replace(" ", "").casefold())
    found = _MOMENT.fullmatch(rest)
    if found is None:
        return _wrong("time")
    year, month, day, hour, minute = found.groups()
    try:
        return Time(
            day=None if year is None else date(int(year), int(month), int(day)),
            clock=None if hour is None else time(int(hour), int(minute)),
        )
    except ValueError:
        return _wrong("time")


def _span(text: str) -> Time | Wrong:
    parts = _SPAN.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        return _wrong("time")
    span = sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in parts), timedelta())
    return Time(span=span)


def moment(asked: Time, now: datetime) -> datetime:
    """The instant that is asked for; ``now`` is the local time, in whose zone it is read.

    A time of day alone is the next one, a day alone is at the present time of day.
    """
    if asked.span is not None:
        return now + asked.span
    day, clock = asked.day or now.date(), asked.clock or now.time()
    found = datetime.combine(day, clock, now.tzinfo)
    if asked.day is None and found <= now:
        found = datetime.combine(day + timedelta(days=1), clock, now.tzinfo)
    return found
