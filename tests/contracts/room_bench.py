"""The bench of the simulated room."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.core.clock import to_micros
from bot.core.model import Incoming
from bot.core.outgoing import Doing
from bot.engine.inbox import Stopping
from bot.platforms.capabilities import capabilities_of
from bot.rehearsal.lines import Fault, MessageLine
from bot.rehearsal.room_chat import BOT
from bot.rehearsal.room_incoming import incoming_of
from bot.rehearsal.room_platform import SimulatedPlatform
from bot.rehearsal.story import Story
from tests.contracts.bench import Act, Seen, Standing


class RoomBench:
    """One platform of a story."""

    repeats_what_was_lost = True
    lacks_to_mute = "the right to do so"

    def __init__(self, story: Story, platform: str) -> None:
        self.platform = platform
        self.text_limit = capabilities_of(platform).text_limit
        self._story = story

    @property
    def now(self) -> int:
        return to_micros(self._story.now)

    async def send(self, act: Act, *, private: bool = False) -> str:
        line = self._line(act, private=private)
        await self._story.happens(line)
        return line.answered_as

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
        await self._story.presses(f"{self.platform}:{user}", label, reply=back)

    async def press_forged(self, user: str) -> None:
        await self._story.presses(f"{self.platform}:{user}", "no such button")

    async def restart(self) -> None:
        await self._story.down()
        await self._story.up()

    async def meet(self, fault: Fault, *, times: int = 1, retry_after: float | None = None) -> None:
        await self._story.fault(self.platform, fault, times=times, retry_after=retry_after)

    async def wait(self, seconds: float) -> None:
        await self._story.tick(seconds=seconds)

    def disarm(self) -> None:
        self._room_side.group(self._group).lacking.update({*Doing} - {Doing.REACT})

    def refuse_pictures(self) -> None:
        self._room_side.takes_pictures = False

    def refuse_files(self) -> None:
        self._room_side.takes_files = False

    def open_private(self, user: str) -> None:
        self._room_side.closed.discard(user)

    def close_private(self, user: str) -> None:
        self._room_side.closed.add(user)

    def leaves(self, user: str) -> None:
        self._room_side.group(self._group).outside.add(user)

    def delete(self, message: str) -> None:
        self._room_side.chat(self._group).delete(message)

    def seen(self, *, private: str = "") -> list[Seen]:
        return self._messages(private)

    def stands(self, message: str) -> bool:
        found = self._room_side.message(self._group, message)
        return found is not None and not found.deleted

    def reactions(self, message: str) -> list[str]:
        found = self._room_side.message(self._group, message)
        assert found is not None
        return [emoji for emoji, user in found.reactions if user == BOT]

    def standing(self, user: str) -> Standing:
        group = self._room_side.group(self._group)
        return Standing(
            user not in group.outside,
            user in group.banned,
            group.muted.get(user),
            group.roles.get(user, ()),
        )

    @property
    def _room_side(self) -> SimulatedPlatform:
        return self._story.room.platform(self.platform)

    @property
    def _group(self) -> str:
        return self._story.group(self.platform)

    def _messages(self, private: str) -> list[Seen]:
        chat = self._room_side.chat(private or self._group)
        return [
            Seen(
                message.text,
                tuple(button.label for button in message.shown.buttons),
                message.shown.picture,
                message.shown.file,
                message.id,
            )
            for message in chat.messages.values()
            if message.shown is not None and not message.deleted
        ]

    def _line(self, act: Act, *, private: bool = False) -> MessageLine:
        line = self._story.message(
            f"{self.platform}:{act.user}", act.text, id=act.update, name=act.name
        )
        return replace(line, chat=act.user) if private else line

    def _happens(self, line: MessageLine) -> Incoming:
        update = incoming_of(line, self._room_side)
        self._room_side.happened(update)
        return update

    async def _take_in(self, update: Incoming) -> bool:
        """Whether the platform may forget the update."""
        try:
            await self._story.room.take_in(update)
        except Stopping:
            return False
        return True
