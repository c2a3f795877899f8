"""The bench of Discord: the real adapter and library before a gateway and a REST API of ours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.core.clock import to_micros
from bot.platforms.capabilities import DISCORD
from bot.rehearsal.lines import Fault
from tests.contracts.bench import Act, Seen, Standing
from tests.servers.discord import Trouble
from tests.servers.discord_rights import ADD_REACTIONS, ATTACH, EVERYONE
from tests.servers.discord_stage import Stage
from tests.servers.discord_world import CHANNEL, Json, Shown

_MEETS: Final = {
    Fault.FORBIDDEN: Trouble(403, code=50_013),
    Fault.SERVER_ERROR: Trouble(502),
    Fault.TIMEOUT: Trouble("hang"),
    Fault.ANSWER_LOST: Trouble("lost"),
}


class DiscordBench:
    """One server with one channel."""

    platform = "discord"
    repeats_what_was_lost = False
    lacks_to_mute = "the permission “Timeout Members”"

    def __init__(self, stage: Stage) -> None:
        self.text_limit = DISCORD.text_limit
        self._stage = stage
        self._numbers: dict[str, str] = {}

    @property
    def now(self) -> int:
        return to_micros(self._stage.clock.now())

    async def send(self, act: Act, *, private: bool = False) -> str:
        message = self._message(act, private=private)
        await self._tell(message)
        await self._stage.settle()
        return str(message["id"])

    async def burst(self, acts: Sequence[Act]) -> None:
        for message in [self._message(act) for act in acts]:
            await self._tell(message)
        await self._stage.settle()

    async def burst_and_restart(self, acts: Sequence[Act]) -> None:
        messages = [self._message(act) for act in acts]
        for message in messages[: len(acts) // 2]:
            await self._tell(message)
        await self._stage.restart()
        for message in messages:
            await self._tell(message)
        await self._stage.settle()

    async def press(self, user: str, label: str) -> None:
        shown, token = next(
            (each, button["custom_id"])
            for each in reversed(self._group())
            for button in each.buttons
            if button["label"] == label
        )
        await self._stage.presses(user, shown, token, f"P{user}")

    async def press_forged(self, user: str) -> None:
        await self._stage.presses(user, self._group()[-1], "never given")

    async def restart(self) -> None:
        await self._stage.restart()

    async def meet(self, fault: Fault, *, times: int = 1, retry_after: float | None = None) -> None:
        trouble = _MEETS.get(fault) or Trouble(429, retry_after=retry_after or 1.0)
        self._stage.server.troubles.extend([trouble] * times)

    async def wait(self, seconds: float) -> None:
        await self._stage.tick(seconds)

    def disarm(self) -> None:
        self._stage.world.bot_may = EVERYONE | ATTACH | ADD_REACTIONS

    def refuse_pictures(self) -> None:
        self._stage.server.pictures_refused = (403, 50_013)

    def refuse_files(self) -> None:
        self._stage.server.files_refused = (403, 50_013)

    def open_private(self, user: str) -> None:
        self._stage.world.closed.discard(self._stage.world.private_channel(user))

    def close_private(self, user: str) -> None:
        self._stage.world.closed.add(self._stage.world.private_channel(user))

    def leaves(self, user: str) -> None:
        self._stage.world.person(user).inside = False

    def delete(self, message: str) -> None:
        self._stage.world.delete(message)

    def seen(self, *, private: str = "") -> list[Seen]:
        world = self._stage.world
        found = world.messages(world.private_channel(private)) if private else self._group()
        return [
            Seen(
                each.text,
                tuple(b["label"] for b in each.buttons),
                each.picture,
                None if each.file is None else (each.file.name, each.file.data),
                each.id,
            )
            for each in found
        ]

    def stands(self, message: str) -> bool:
        world = self._stage.world
        return message in world.said or message in world.shown

    def reactions(self, message: str) -> list[str]:
        found: list[str] = self._stage.world.reactions.get(message, [])
        return found

    def standing(self, user: str) -> Standing:
        person = self._stage.world.person(user)
        until = person.muted_until
        muted = None if until is None else to_micros(datetime.fromisoformat(until))
        return Standing(person.inside, person.banned, muted, tuple(person.roles))

    def _group(self) -> list[Shown]:
        found: list[Shown] = self._stage.world.messages(CHANNEL)
        return found

    def _message(self, act: Act, *, private: bool = False) -> Json:
        world = self._stage.world
        number = self._numbers.setdefault(act.update, world.snowflake()) if act.update else ""
        mentions = [world.user("42", "Ann")] if "@42" in act.text else []
        text = act.text.replace("@42", "<@42>")
        message: Json = world.message(
            act.user, text, channel="" if private else CHANNEL, name=act.name, number=number,
            mentions=mentions,
        )  # fmt: skip
        return message

    async def _tell(self, message: Json) -> None:
        await self._stage.server.gateway.tell("MESSAGE_CREATE", message)
