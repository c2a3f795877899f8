"""Events: what happened, told to other cogs. Past tense, frozen, serialisable."""

from __future__ import annotations

import json
from collections.abc import Container
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import IntEnum
from typing import Any, TypeVar

from bot.core.model import AccountId, CommunityId, MemberId


class Stage(IntEnum):
    """The order in which what a turn caused is done; the handler itself comes first."""

    EARNING = 1
    TALLIES = 2
    THRESHOLDS = 3
    OTHERS = 4


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened in a community. Fields are str, int, bool, date or aware datetime."""

    community: CommunityId


@dataclass(frozen=True, slots=True)
class MemberEvent(Event):
    """Something happened to a member, by one of the member's accounts, at an instant."""

    member: MemberId
    account: AccountId
    at: datetime


@dataclass(frozen=True, slots=True)
class TalliesMoved(Event):
    """Tallies of these members were written in this turn, the same of each; told by the turn.

    ``names`` are those of the tallies, in order; ``fell``: something was taken off one of them.
    Whoever hears it at THRESHOLDS or later reads the new values.
    """

    members: tuple[MemberId, ...]
    names: tuple[str, ...]
    at: datetime
    fell: bool = False

    def names_any(self, names: Container[str]) -> bool:
        """Whether one of these is among them."""
        return any(name in names for name in self.names)


@dataclass(frozen=True, slots=True)
class PlatformWasDown(Event):
    """Nothing was heard of a platform of the community from ``began`` until ``at``."""

    platform: str
    began: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageChanged(Event):
    """Something became of a message in a chat of the community.

    ``author`` and ``by`` are the platform's own ids of who wrote it and who acted, "" where the
    platform does not say; ``at`` is when it was done.
    """

    platform: str
    chat: str
    message: str
    author: str
    by: str
    at: datetime

    @property
    def by_another(self) -> bool:
        """Whether somebody else than its author did it, which only staff of a chat can."""
        return bool(self.by) and self.by != self.author


@dataclass(frozen=True, slots=True)
class MessageEdited(MessageChanged):
    """The message reads ``text`` now, and shows ``media``, "" for none."""

    text: str
    media: str


@dataclass(frozen=True, slots=True)
class MessageDeleted(MessageChanged):
    """The message is gone."""


@dataclass(frozen=True, slots=True)
class Reacted(MemberEvent):
    """Somebody has reacted to a message in a chat of the community, or took that back.

    ``member`` is empty for who has never written. ``author`` is the account that wrote the
    message, "" where nobody knows; ``standing`` is how many reactions of the account stand on
    the message now, and ``reaction`` the id that they share, before and after.
    """

    platform: str
    chat: str
    message: str
    emoji: str
    removed: bool
    author: AccountId
    standing: int
    reaction: str


@dataclass(frozen=True, slots=True)
class Joined(MemberEvent):
    """Somebody has come to a chat of the community; ``member`` is empty until they write.

    ``by`` is the platform's id of who let them in, ``invite`` the invitation, "" for neither.
    """

    platform: str
    chat: str
    by: str
    invite: str


@dataclass(frozen=True, slots=True)
class Left(MemberEvent):
    """Somebody has left a chat of the community; ``by`` is who removed them, "" for nobody."""

    platform: str
    chat: str
    by: str


E_co = TypeVar("E_co", bound=Event, covariant=True)


def event_to_json(event: Event) -> str:
    """The event's fields as JSON; instants and days as ISO text."""
    return json.dumps(
        {
            field.name: value.isoformat()
            if isinstance(value := getattr(event, field.name), date)
            else value
            for field in fields(event)
        },
        ensure_ascii=False,
    )


def event_from_json(kind: type[E_co], text: str) -> E_co:
    """The event that ``event_to_json`` wrote. Raises ValueError when the fields are others."""
    loaded = json.loads(text)
    values: dict[str, Any] = {}
    for field in fields(kind):
        value = loaded[field.name]
        if field.type in ("datetime", datetime):
            value = datetime.fromisoformat(value)
        elif field.type in ("date", date):
            value = date.fromisoformat(value)
        values[field.name] = tuple(value) if isinstance(value, list) else value
    return kind(**values)
