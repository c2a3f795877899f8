"""What Discord tells becomes updates that the bot takes in, in the order of each chat.

An interaction is stored, then deferred, then handled: Discord waits three seconds for a word
(``docs/features/platforms.md`` §5).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from functools import partial
from typing import Any, Final, Protocol, TypeVar

import discord
from discord.http import HTTPClient

from bot.core.errors import HearthError
from bot.core.model import Incoming, Kind, Sender
from bot.core.text import Text
from bot.platforms.discord.complete import complete
from bot.platforms.discord.memory import Memory
from bot.platforms.discord.translate import (
    MALFORMED,
    Scene,
    role_of,
    role_update,
    translate,
)
from bot.platforms.discord.wire import UNREACHABLE, ask, within
from bot.presenter.delivery import Surroundings, TakeIn

T = TypeVar("T")

log = logging.getLogger(__name__)

# Seconds after which an interaction is deferred though it is not stored yet.
DEFER_S: Final = 1.5
# Discord takes the first word on an interaction for three seconds.
_WORD_S: Final = 3.0
_PAGE: Final = 100
_AUTOCOMPLETE: Final = 4
_THINKING, _NOTHING_NEW, _CHOICES = 5, 6, 8


class Session(Protocol):
    """What the receiver asks of the client."""

    @property
    def http(self) -> HTTPClient: ...
    @property
    def user(self) -> discord.ClientUser | None: ...
    def place(self, guild: str) -> str: ...
    def chat_of(self, guild: str, channel: str) -> str: ...
    def permissions(self, data: Mapping[str, Any]) -> int | None: ...


class Start(Protocol):
    """Begins work in the background, as ``asyncio.TaskGroup.create_task``."""

    def __call__(self, work: Coroutine[Any, Any, T], /) -> asyncio.Task[T]: ...


class Receiver:
    """Takes in what one client hears."""

    def __init__(self, around: Surroundings, memory: Memory, take_in: TakeIn) -> None:
        self._around = around
        self._memory = memory
        self._take_in = take_in
        self._held: list[Incoming] = []
        self._reading = 0

    def start(self, session: Session, start: Start) -> None:
        """What is heard is taken in; ``start`` begins work that ends with the client."""
        self._session = session
        self._start = start

    def hear(self, event: str, data: Mapping[str, Any]) -> None:
        """One event of the gateway, before the library has read it."""
        if event == "READY" and self._memory.seen:
            self._reading += 1
            self._spawn(self._read_back())
            return
        try:
            if event == "INTERACTION_CREATE" and data["type"] == _AUTOCOMPLETE:
                self._spawn(self._complete(data))
                return
            updates = translate(event, data, self._scene(data))
            role = self._role(event, data)
        except MALFORMED as error:
            log.warning("not as Discord documents it, left out: %s (%r)", event, error)
            return
        for update in updates:
            if role is not None:
                self._tell_role(update, role)
            if event == "INTERACTION_CREATE":
                self._interaction(update, data)
            else:
                self._pass(update)

    def _scene(self, data: Mapping[str, Any]) -> Scene:
        session, guild = self._session, str(data.get("guild_id") or "")
        return Scene(
            bot=str(session.user.id) if session.user else "",
            at=self._around.clock.now(),
            chat_of=self._chat_of,
            place=partial(session.place, guild),
            author_of=lambda number: self._memory.authors.get(number, ""),
        )

    def _chat_of(self, guild: str, channel: str) -> str:
        if channel:
            return self._session.chat_of(guild, channel)
        # What concerns a whole server is told where its community talks.
        named = (chat for chat in self._around.chats if chat.startswith(f"{guild}/"))
        return next(named, f"{guild}/0")

    def _role(self, event: str, data: Mapping[str, Any]) -> str | None:
        if not data.get("guild_id"):
            return None
        if event == "INTERACTION_CREATE":
            return role_of(int(data["member"]["permissions"]))
        if event != "MESSAGE_CREATE" or data["author"].get("bot"):
            return None
        permissions = self._session.permissions(data)
        return None if permissions is None else role_of(permissions)

    def _tell_role(self, update: Incoming, role: str) -> None:
        if update.sender is Sender.PERSON and self._memory.is_new_role(
            update.chat, update.user, role
        ):
            self._spawn(self._take(role_update(update, role)))

    def _pass(self, update: Incoming) -> None:
        if self._reading:
            self._held.append(update)
            return
        if update.kind is Kind.MESSAGE and not update.private:
            self._memory.note_message(update.chat, update.message_id, update.user)
        self._spawn(self._take(update))

    def _spawn(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T] | None:
        """The work runs in the background; None when the client is ending and takes no more."""
        try:
            return self._start(work)
        except RuntimeError:
            work.close()
            return None

    async def _take(self, update: Incoming) -> bool:
        """Whether the update is stored or handled."""
        try:
            await self._take_in(update)
        except HearthError as error:
            log.info("not taken in: %s (%r)", update.update_id, error)
            return False
        return True

    def _interaction(self, update: Incoming, data: Mapping[str, Any]) -> None:
        taken = self._spawn(self._take(update))
        if taken is not None:
            deferred = self._memory.will_defer(update.update_id)
            self._spawn(self._defer(update, str(data["token"]), taken, deferred))

    async def _defer(
        self, update: Incoming, token: str, taken: asyncio.Task[bool], deferred: asyncio.Event
    ) -> None:
        timer = self._start(self._around.clock.sleep(DEFER_S))
        try:
            await asyncio.wait((taken, timer), return_when=asyncio.FIRST_COMPLETED)
            if not taken.done() or taken.result():
                word = _NOTHING_NEW if update.kind is Kind.BUTTON else _THINKING
                await self._say_word(update.update_id, token, {"type": word})
        finally:
            timer.cancel()
            deferred.set()

    async def _complete(self, data: Mapping[str, Any]) -> None:
        names = [command.name for command in self._around.commands]
        choices = complete(data["data"], names)
        body = {"type": _CHOICES, "data": {"choices": choices}}
        await self._say_word(str(data["id"]), str(data["token"]), body)

    async def _say_word(self, number: str, token: str, body: dict[str, Any]) -> None:
        path = "/interactions/{webhook_id}/{webhook_token}/callback"
        parts = {"webhook_id": number, "webhook_token": token, "body": body}
        clock, http = self._around.clock, self._session.http
        try:
            await within(clock, _WORD_S, ask(clock, http, "POST", path, **parts))
        except UNREACHABLE as error:
            # Then the answer goes to the chat.
            log.info("interaction %s not acknowledged: %s", number, type(error).__name__)

    async def _read_back(self) -> None:
        """What was written while nobody heard is taken in, then what was heard meanwhile."""
        for chat, last in sorted(self._memory.seen.items()):
            if self._is_ours(chat):
                await self._read_chat(chat, last)
        self._reading -= 1
        if not self._reading:
            held, self._held = self._held, []
            for update in held:
                self._pass(update)

    async def _read_chat(self, chat: str, last: int) -> None:
        guild, channel = chat.partition("/")[0], int(chat.rpartition("/")[2])
        while True:
            try:
                page = await within(
                    self._around.clock,
                    30.0,
                    self._session.http.logs_from(channel, _PAGE, after=last),
                )
            except (discord.Forbidden, discord.NotFound):
                self._around.tell(Text("discord.history", chat=chat))
                return
            for data in sorted(page, key=lambda each: int(each["id"])):
                last = int(data["id"])
                self._take_old({**data, "guild_id": guild})
            if len(page) < _PAGE:
                return

    def _take_old(self, data: Mapping[str, Any]) -> None:
        try:
            updates = translate("MESSAGE_CREATE", data, self._scene(data))
        except MALFORMED as error:
            log.warning("not as Discord documents it, left out: an old message (%r)", error)
            return
        for update in updates:
            self._memory.note_message(update.chat, update.message_id, update.user)
            self._spawn(self._take(update))

    def _is_ours(self, chat: str) -> bool:
        return any(chat == each or chat.startswith(f"{each}/") for each in self._around.chats)
