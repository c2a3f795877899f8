"""The kinds of line: which keys each has, and how it is made of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from typing import Final, TypeVar, get_args

from bot.core.model import Rank, Sender
from bot.core.text import Text
from bot.rehearsal.complaints import Place, shown
from bot.rehearsal.lines import (
    ButtonLine,
    ClockLine,
    DeleteLine,
    DownLine,
    EditLine,
    Fault,
    FaultLine,
    JoinLine,
    LeaveLine,
    Line,
    MessageLine,
    ReactionLine,
    RoleLine,
    TickLine,
    UpLine,
)
from bot.rehearsal.references import check_needs
from bot.rehearsal.shapes import (
    COUNT,
    ID,
    IDS,
    INDEX,
    INSTANT,
    PLATFORM,
    SECONDS,
    SIGN,
    TEXT,
    YES_NO,
    Shape,
    one_of,
    one_word_of,
)

_SENDER: Final = one_of(Sender)
_FAULT: Final = one_of(Fault)
_ROLE: Final = one_word_of(*(rank.name.lower() for rank in Rank))
_NOTHING: Final = Text("transcript.nothing")
T = TypeVar("T")


def line_of(values: dict[str, object], place: Place) -> Line:
    """The line that the object is. Raises ``TranscriptError`` for what its kind does not allow."""
    kind = values.get("kind", MessageLine.kind)
    if not isinstance(kind, str) or kind not in _MAKERS:
        expected = Text("transcript.one_of", names=", ".join(_MAKERS))
        raise place.wrong("kind", expected, shown(kind), _MAKERS)
    for key in values:
        if key not in _KEYS[kind]:
            expected = Text("transcript.key_of", kind=kind, keys=", ".join(_KEYS[kind]))
            raise place.wrong(key, expected, shown(key), _KEYS[kind])
    return _MAKERS[kind](_Keys(values, place))


def _message(keys: _Keys) -> MessageLine:
    return MessageLine(
        number=keys.number,
        at=keys.at,
        platform=keys.platform,
        chat=keys.need("chat", ID),
        user=keys.need("user", ID),
        text=keys.text(),
        id=keys.may("id", ID, ""),
        name=keys.may("name", TEXT, ""),
        locale=keys.may("locale", TEXT, ""),
        reply_to=keys.may("reply_to", ID, ""),
        mentions=keys.may("mentions", IDS, ()),
        media=keys.may("media", TEXT, ""),
        sent_at=keys.need("sent_at", INSTANT) if "sent_at" in keys else None,
        sender=keys.may("sender", _SENDER, Sender.PERSON),
    )


def _edit(keys: _Keys) -> EditLine:
    return EditLine(
        number=keys.number,
        at=keys.at,
        platform=keys.platform,
        chat=keys.need("chat", ID),
        id=keys.need("id", ID),
        text=keys.text(),
        by=keys.may("by", ID, ""),
    )


def _delete(keys: _Keys) -> DeleteLine:
    return DeleteLine(
        number=keys.number,
        at=keys.at,
        platform=keys.platform,
        chat=keys.need("chat", ID),
        id=keys.need("id", ID),
        by=keys.may("by", ID, ""),
    )


def _reaction(keys: _Keys) -> ReactionLine:
    return ReactionLine(
        number=keys.number,
        at=keys.at,
        platform=keys.platform,
        chat=keys.need("chat", ID),
        user=keys.need("user", ID),
        id=keys.need("id", ID),
        emoji=keys.need("emoji", SIGN),
        removed=keys.may("removed", YES_NO, False),
    )


def _button(keys: _Keys) -> ButtonLine:
    return ButtonLine(
        number=keys.number,
        at=keys.at,
        platform=keys.platform,
        chat=keys.need("chat", ID),
        user=keys.need("user", ID),
        reply=keys.need("reply", INDEX),
        label=keys.need("label", TEXT),
    )


def _join(keys: _Keys) -> JoinLine:
    return JoinLine(
        number=keys.number,
        at=keys.at,
        platform=keys.platform,
        chat=keys.need("chat", ID),
        user=keys.need("user", ID),
        name=keys.may("name", TEXT, ""),
        invite=keys.may("invite", TEXT, ""),
        by=keys.may("by", ID, ""),
    )


def _leave(keys: _Keys) -> LeaveLine:
    return LeaveLine(
        number=keys.number,
        at=keys.at,
        platform=keys.platform,
        chat=keys.need("chat", ID),
        user=keys.need("user", ID),
        name=keys.may("name", TEXT, ""),
        invite=keys.may("invite", TEXT, ""),
        by=keys.may("by", ID, ""),
    )


def _role(keys: _Keys) -> RoleLine:
    return RoleLine(
        number=keys.number,
        at=keys.at,
        platform=keys.platform,
        chat=keys.need("chat", ID),
        user=keys.need("user", ID),
        role=keys.need("role", _ROLE),
    )


def _down(keys: _Keys) -> DownLine:
    return DownLine(number=keys.number, at=keys.at, platform=keys.may("platform", PLATFORM, ""))


def _up(keys: _Keys) -> UpLine:
    return UpLine(number=keys.number, at=keys.at, platform=keys.may("platform", PLATFORM, ""))


def _fault(keys: _Keys) -> FaultLine:
    return FaultLine(
        number=keys.number,
        at=keys.at,
        platform=keys.platform,
        what=keys.need("what", _FAULT),
        times=keys.may("times", COUNT, 1),
        retry_after=keys.need("retry_after", SECONDS) if "retry_after" in keys else None,
    )


def _clock(keys: _Keys) -> ClockLine:
    return ClockLine(number=keys.number, at=keys.at)


def _tick(keys: _Keys) -> TickLine:
    return TickLine(number=keys.number, at=keys.at)


class _Keys:
    """The values of one line, which has no key that its kind does not know."""

    def __init__(self, values: dict[str, object], place: Place) -> None:
        self._values = values
        self.place = place

    @property
    def number(self) -> int:
        return self.place.line

    @property
    def at(self) -> datetime:
        return self.need("at", INSTANT)

    @property
    def platform(self) -> str:
        return self.need("platform", PLATFORM)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def need(self, key: str, shape: Shape[T]) -> T:
        if key not in self._values:
            raise self.place.wrong(key, shape.expected, _NOTHING)
        value = shape.read(self._values[key])
        if value is None:
            raise self.place.wrong(key, shape.expected, shown(self._values[key]), shape.names)
        return value

    def may(self, key: str, shape: Shape[T], default: T) -> T:
        return self.need(key, shape) if key in self._values else default

    def text(self) -> str:
        text = self.need("text", TEXT)
        check_needs(text, self.place)
        return text


_MAKERS: Final[dict[str, Callable[[_Keys], Line]]] = {
    MessageLine.kind: _message,
    EditLine.kind: _edit,
    DeleteLine.kind: _delete,
    ReactionLine.kind: _reaction,
    ButtonLine.kind: _button,
    JoinLine.kind: _join,
    LeaveLine.kind: _leave,
    RoleLine.kind: _role,
    DownLine.kind: _down,
    UpLine.kind: _up,
    FaultLine.kind: _fault,
    ClockLine.kind: _clock,
    TickLine.kind: _tick,
}
_KEYS: Final = {
    made.kind: ("kind", *(field.name for field in fields(made) if field.name != "number"))
    for made in get_args(Line)
}
