"""What Discord tells becomes updates that the bot takes in, in the order of each chat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final, Protocol, TypeVar

import discord
from discord.http import HTTPClient

from bot.core.errors import HearthError
from bot.core.model import Incoming, Kind, Sender
from bot.platforms.discord.complete import complete
from bot.platforms.discord.history import History
from bot.platforms.discord.interactions import defer, offer
from bot.platforms.discord.memory import Memory
from bot.platforms.discord.translate import (
    MALFORMED,
    Scene,
    role_of,
    role_update,
    translate,
)
from bot.presenter.delivery import Surroundings, TakeIn

T = TypeVar("T")

log = logging.getLogger(__name__)

_AUTOCOMPLETE: Final = 4


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
        self._history = History(around, memory)
        self._private = frozenset(each.name for each in around.commands if each.private)
        self._held: list[Incoming] = []
        self._reading = 0

    def start(self, session: Session, start: Start) -> None:
        """What is heard is taken in; ``start`` begins work that ends with the client."""
        self._session = session
        self._start = start

    async def recall(self) -> None:
        """It is known what was heard before: once, logged in and not connected yet."""
        await self._history.recall(self._bot)

    def hear(self, event: str, data: Mapping[str, Any]) -> None:
        """One event of the gateway, before the library has read it."""
        try:
            if event == "READY":
                self._began(data)
                return
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
            bot=self._bot,
            at=self._around.clock.now(),
            chat_of=self._chat_of,
            place=partial(session.place, guild),
            author_of=lambda number: self._memory.authors.get(number, ""),
            private=self._private,
        )

    @property
    def _bot(self) -> str:
        user = self._session.user
        return str(user.id) if user else ""

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
        try:
            await defer(self._around.clock, self._session.http, update, token, taken)
        finally:
            deferred.set()

    async def _complete(self, data: Mapping[str, Any]) -> None:
        names = [command.name for command in self._around.commands]
        choices = complete(data["data"], names)
        await offer(self._around.clock, self._session.http, data, choices)

    def _began(self, data: Mapping[str, Any]) -> None:
        """A session is new: what was said before it is read back, and comes first."""
        number, count = data.get("shard") or (0, 1)
        self._reading += 1
        self._spawn(self._read_back((int(number), int(count))))

    async def _read_back(self, shard: tuple[int, int]) -> None:
        """What was written while nobody heard is taken in, then what was heard meanwhile."""
        async for chat, data in self._history.missed(self._session.http, shard):
            self._take_old(chat, data)
        self._reading -= 1
        if not self._reading:
            held, self._held = self._held, []
            for update in held:
                self._pass(update)

    def _take_old(self, chat: str, data: Mapping[str, Any]) -> None:
        def here(_guild: str, _channel: str) -> str:
            return chat

        told = {**data, "guild_id": chat.partition("/")[0]}
        scene = replace(self._scene(told), chat_of=here)
        try:
            updates = translate("MESSAGE_CREATE", told, scene)
        except MALFORMED as error:
            log.warning("not as Discord documents it, left out: an old message (%r)", error)
            return
        for update in updates:
            self._memory.note_message(update.chat, update.message_id, update.user)
            self._spawn(self._take(update))
