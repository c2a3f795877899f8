"""The world's side of one chat platform in the simulated room.

It knows chats, messages, people, outages and faults, and nothing of how the bot works:
people act by ``happened``, the bot by ``deliver``, ``edit`` and ``perform``.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.core.errors import DeliveryFailed
from bot.core.model import Incoming, Kind
from bot.core.outgoing import Act, Doing
from bot.rehearsal.lines import Fault
from bot.rehearsal.replies import ReplyRow
from bot.rehearsal.room_chat import Chat, ChatMessage, Shown, ShownButton, id_of
from bot.rehearsal.room_group import Group

RETRY_AFTER_S: Final = 5.0
UPDATES_KEPT: Final = timedelta(hours=24)


class Keeps(StrEnum):
    """What reaches a bot after it was deaf."""

    UPDATES = "updates"
    """Every update of the last 24 hours."""
    HISTORY = "history"
    """Messages, as they now stand in the history; no edits, deletions or reactions."""
    NOTHING = "nothing"


KEEPS: Final[Mapping[str, Keeps]] = MappingProxyType(
    {"telegram": Keeps.UPDATES, "discord": Keeps.HISTORY}
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message that a platform took. ``edit`` is an older message that now shows this."""

    platform: str
    id: str
    at: datetime
    shown: Shown
    edit: bool = False

    def row(self) -> ReplyRow:
        """The line of ``--replies`` for it (`docs/features/transcript.md`)."""
        shown = self.shown
        return ReplyRow(
            at=self.at,
            platform=self.platform,
            chat=shown.chat,
            to=shown.to,
            in_reply_to=shown.in_reply_to,
            key=shown.key,
            values=shown.values,
            text=shown.text,
            buttons=tuple((button.key, button.label) for button in shown.buttons),
            mentions=shown.mentions,
            card=shown.card,
            kind=shown.kind,
        )


@dataclass(frozen=True, slots=True)
class Performed:
    """What the bot did on a platform, when it had said ``after`` messages in the room."""

    platform: str
    at: datetime
    act: Act
    after: int


@dataclass(slots=True)
class _Trouble:
    what: Fault
    left: int
    retry_after: float | None


class SimulatedPlatform:
    """One platform. ``accepted`` and ``performed`` hold what it took from the bot, in order.

    Several platforms may share these lists.
    """

    def __init__(
        self,
        name: str,
        now: Callable[[], datetime],
        accepted: list[Accepted] | None = None,
        performed: list[Performed] | None = None,
    ) -> None:
        self.name = name
        self.accepted: list[Accepted] = [] if accepted is None else accepted
        self.performed: list[Performed] = [] if performed is None else performed
        self.deaf = False
        """The bot's adapter is off: it hears nothing and can send nothing."""
        self.takes_pictures = True
        self.takes_files = True
        self.closed: set[str] = set()
        """The private chats in which the person takes nothing of the bot's."""
        self._now = now
        self._keeps = KEEPS.get(name, Keeps.NOTHING)
        self._chats: dict[str, Chat] = {}
        self._groups: dict[str, Group] = {}
        self._missed: list[Incoming] = []
        self._troubles: deque[_Trouble] = deque()
        self._sent = 0

    def chat(self, chat: str) -> Chat:
        """The chat of this id; it is empty before something happens in it."""
        return self._chats.setdefault(chat, Chat())

    def group(self, chat: str) -> Group:
        """The group that this chat is, or is a part of."""
        return self._groups.setdefault(chat.partition("/")[0], Group())

    # What people and the platform do.

    def happened(self, incoming: Incoming) -> bool:
        """The room is as it is after this; whether the bot hears of it now.

        What the bot has made impossible does not happen. What a deaf bot misses may come at
        ``up``. The same message id again is a redelivery: it is heard again and changes nothing
        in the room.
        """
        group = self.group(incoming.chat)
        if not group.lets(incoming):
            return False
        group.happened(incoming)
        self.chat(incoming.chat).happened(incoming)
        if self.deaf:
            self._missed.append(incoming)
        return not self.deaf

    def down(self) -> None:
        """The bot's adapter is off."""
        self.deaf = True

    def up(self) -> list[Incoming]:
        """The adapter is on again; what reaches it now of what it missed, in order.

        Each arrives now and keeps the instant at which it was written. A role is no message
        but what the platform says when asked: the last one of each person comes in any case.
        """
        self.deaf = False
        missed, self._missed = self._missed, []
        now = self._now()
        roles = {(one.chat, one.user): one for one in missed if one.kind is Kind.ROLE}
        told: list[Incoming] = []
        seen: set[tuple[str, str]] = set()
        for one in missed:
            if one.kind is Kind.ROLE:
                kept = one if roles[one.chat, one.user] is one else None
            else:
                kept = self._kept(one, now, seen)
            if kept is not None:
                told.append(replace(kept, at=now))
        return told

    def add_fault(self, what: Fault, times: int = 1, retry_after: float | None = None) -> None:
        """The next ``times`` sends after those that have a fault already meet this one.

        ``retry_after`` is in seconds; 5 for a rate limit that names none.
        """
        if what is Fault.RATE_LIMITED and retry_after is None:
            retry_after = RETRY_AFTER_S
        self._troubles.append(_Trouble(what, times, retry_after))

    # What the bot does.

    def deliver(self, shown: Shown) -> str:
        """The message is in the chat; the id that it has there.

        Raises ``DeliveryFailed`` where the adapter is off or a fault is next; after the fault
        ``answer_lost`` the message is in the chat all the same.
        """
        lost = self._meet_trouble()
        if shown.chat in self.closed:
            raise DeliveryFailed("closed", permanent=True, closed=True)
        message_id = self.accept(shown)
        if lost is not None:
            raise lost
        return message_id

    def edit(self, message_id: str, shown: Shown) -> None:
        """The bot's message shows this now, at its old place.

        Raises ``DeliveryFailed`` as ``deliver``, for good where the bot has no such message.
        """
        lost = self._meet_trouble()
        if not self.chat(shown.chat).changed(message_id, shown):
            raise DeliveryFailed("there is no such message of the bot", permanent=True)
        self.accepted.append(Accepted(self.name, message_id, self._now(), shown, edit=True))
        if lost is not None:
            raise lost

    def perform(self, act: Act) -> None:
        """It is done; a second time changes nothing. Raises ``DeliveryFailed`` as ``deliver``."""
        lost = self._meet_trouble()
        group, chat = self.group(act.chat), self.chat(act.chat)
        group.allow(act)
        group.do(act)
        there = True
        if act.doing is Doing.DELETE:
            there = chat.delete(act.message)
        elif act.doing is Doing.REACT:
            there = chat.react(act.message, act.emoji)
        if there:
            self.performed.append(Performed(self.name, self._now(), act, len(self.accepted)))
        if lost is not None:
            raise lost

    def accept(self, shown: Shown) -> str:
        """The message is in the chat, whatever faults wait; the id that it has there.

        Ids are ``b1``, ``b2`` and so on over all chats of the platform.
        """
        chat = self.chat(shown.chat)
        self._sent += 1
        while (message_id := f"b{self._sent}") in chat.messages:
            self._sent += 1
        now = self._now()
        chat.said(message_id, now, shown)
        self.accepted.append(Accepted(self.name, message_id, now, shown))
        return message_id

    # What can be seen in the room.

    def message(self, chat: str, message_id: str) -> ChatMessage | None:
        """The message as it stands now, also a deleted one; None where there never was one."""
        return self.chat(chat).messages.get(message_id)

    def reply(self, chat: str, back: int) -> ChatMessage | None:
        """The bot's message with ``back`` newer ones of the bot in that chat; 0 is the newest.

        Counted by first sending: an edit moves nothing, and a deleted message still counts.
        """
        return self.chat(chat).newest_of_bot(back)

    def button(self, chat: str, back: int, label: str) -> ShownButton | None:
        """The button of this label or key on the bot's ``back``-th message in that chat.

        None where there is no such message, it was deleted, or has no such button now.
        """
        message = self.reply(chat, back)
        if message is None or message.shown is None or message.deleted:
            return None
        matching = (each for each in message.shown.buttons if label in (each.key, each.label))
        return next(matching, None)

    def role(self, chat: str, user: str) -> str:
        """What the platform says that this person is in that chat; ``member`` unless said."""
        return self.chat(chat).roles.get(user, "member")

    def _meet_trouble(self) -> DeliveryFailed | None:
        """What to raise once the message is taken; raises what keeps it from being taken."""
        if self.deaf:
            raise DeliveryFailed("the adapter is off")
        if not self._troubles:
            return None
        trouble = self._troubles[0]
        trouble.left -= 1
        if trouble.left <= 0:
            self._troubles.popleft()
        failed = _failure(trouble)
        if trouble.what is Fault.ANSWER_LOST:
            return failed
        raise failed

    def _kept(
        self, incoming: Incoming, now: datetime, seen: set[tuple[str, str]]
    ) -> Incoming | None:
        if self._keeps is Keeps.UPDATES:
            return incoming if now - incoming.at <= UPDATES_KEPT else None
        if self._keeps is Keeps.NOTHING or incoming.kind is not Kind.MESSAGE:
            return None
        place = (incoming.chat, id_of(incoming))
        message = self.message(*place)
        if place in seen or message is None or message.deleted:
            return None
        seen.add(place)
        return replace(incoming, text=message.text)


def _failure(trouble: _Trouble) -> DeliveryFailed:
    match trouble.what:
        case Fault.FORBIDDEN:
            return DeliveryFailed("forbidden", permanent=True, closed=True)
        case Fault.RATE_LIMITED:
            return DeliveryFailed("rate limited", retry_after=trouble.retry_after)
        case Fault.SERVER_ERROR:
            return DeliveryFailed("server error", retry_after=trouble.retry_after)
        case Fault.TIMEOUT | Fault.ANSWER_LOST:
            # The bot cannot tell these two apart, so neither may the error.
            return DeliveryFailed("timeout", retry_after=trouble.retry_after)
