"""The bench of the simulated room."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.core.model import Incoming
from bot.engine.inbox import Stopping
from bot.platforms.capabilities import capabilities_of
from bot.rehearsal.lines import Fault, MessageLine
from bot.rehearsal.room_incoming import incoming_of
from bot.rehearsal.story import Story
from tests.contracts.bench import Act, Seen


class RoomBench:
    """One platform of a story."""

    repeats_what_was_lost = True

    def __init__(self, story: Story, platform: str) -> None:
        self.text_limit = capabilities_of(platform).text_limit
        self._story = story
        self._platform = platform

    async def send(self, act: Act, *, private: bool = False) -> None:
        await self._story.happens(self._line(act, private=private))

    async def burst(self, acts: Sequence[Act]) -> None:
        await self._story.room.play_together([self._line(act) for act in acts])

    async def burst_and_restart(self, acts: Sequence[Act]) -> None:
        room = self._story.room
        lines = [self._line(act) for act in acts]
        updates = [self._happens(line) for line in lines]
        taken = [self._take_in(update) for update in updates]
        await asyncio.gather(*taken[: len(acts) // 2], room.close(), *taken[len(acts) // 2 :])
        await self._story.down()
        await self._story.up()
        for update in updates:
            await room.take_in(update)
        await room.settle()

    async def press(self, user: str, label: str) -> None:
        own = self._messages("")
        back = next(n for n, each in enumerate(reversed(own)) if label in each.buttons)
        await self._story.presses(f"{self._platform}:{user}", label, reply=back)

    async def press_forged(self, user: str) -> None:
        await self._story.presses(f"{self._platform}:{user}", "no such button")

    async def restart(self) -> None:
        await self._story.down()
        await self._story.up()

    async def meet(self, fault: Fault, *, times: int = 1, retry_after: float | None = None) -> None:
        await self._story.fault(self._platform, fault, times=times, retry_after=retry_after)

    async def wait(self, seconds: float) -> None:
        await self._story.tick(seconds=seconds)

    def seen(self, *, private: str = "") -> list[Seen]:
        return self._messages(private)

    def _messages(self, private: str) -> list[Seen]:
        chat = self._story.room.platform(self._platform).chat(
            private or self._story.group(self._platform)
        )
        return [
            Seen(message.text, tuple(button.label for button in message.shown.buttons))
            for message in chat.messages.values()
            if message.shown is not None
        ]

    def _line(self, act: Act, *, private: bool = False) -> MessageLine:
        line = self._story.message(
            f"{self._platform}:{act.user}", act.text, id=act.update, name=act.name
        )
        return replace(line, chat=act.user) if private else line

    def _happens(self, line: MessageLine) -> Incoming:
        platform = self._story.room.platform(self._platform)
        update = incoming_of(line, platform)
        platform.happened(update)
        return update

    async def _take_in(self, update: Incoming) -> bool:
        """Whether the platform may forget the update."""
        try:
            await self._story.room.take_in(update)
        except Stopping:
            return False
        return True
