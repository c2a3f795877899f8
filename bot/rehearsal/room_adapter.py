"""The bot's side of a simulated platform: an adapter like any other, without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from bot.core.errors import DeliveryFailed
from bot.core.outgoing import Purpose
from bot.engine.sender import Adapter, Delivery
from bot.platforms.capabilities import Capabilities, capabilities_of
from bot.presenter.delivery import Deed
from bot.presenter.encoding import text_from_json
from bot.rehearsal.replies import key_and_values
from bot.rehearsal.room_chat import Shown, ShownButton
from bot.rehearsal.room_platform import SimulatedPlatform


class RoomAdapter:
    """Gives to one simulated platform what the sender delivers."""

    def __init__(self, platform: SimulatedPlatform) -> None:
        self.platform = platform
        # The room shows what members see: no markup, and so nothing escaped from it.
        self._limits = replace(capabilities_of(platform.name), escape=None)
        self._up = asyncio.Event()
        if not platform.deaf:
            self._up.set()

    @property
    def limits(self) -> Capabilities:
        """What the platform can do."""
        return self._limits

    @property
    def up(self) -> asyncio.Event:
        """Set while the adapter is on."""
        return self._up

    async def deliver(self, delivery: Delivery) -> str:
        """The message is in its chat, new or in place of the one that it replaces.

        Raises DeliveryFailed where the room says so.
        """
        shown = shown_of(delivery)
        if delivery.image is not None and self.platform.takes_pictures:
            shown = replace(shown, picture=delivery.image.data)
        if delivery.file is not None and not self.platform.takes_files:
            raise DeliveryFailed("no files", permanent=True, unfit=True)
        before = self.platform.message(delivery.chat, delivery.replaces)
        if before is not None and before.shown is not None and not before.deleted:
            self.platform.edit(before.id, shown)
            return before.id
        return self.platform.deliver(shown)

    async def perform(self, deed: Deed) -> None:
        """It is done in the room. Raises DeliveryFailed where the room says so."""
        self.platform.perform(deed.act)


class RoomAdapters(Mapping[str, Adapter]):
    """The adapters of a room: a platform is there as soon as somebody names it."""

    def __init__(self, make: Callable[[str], SimulatedPlatform]) -> None:
        self._make = make
        self._made: dict[str, RoomAdapter] = {}

    def __getitem__(self, name: str) -> RoomAdapter:
        if name not in self._made:
            self._made[name] = RoomAdapter(self._make(name))
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._made))

    def __len__(self) -> int:
        return len(self._made)


def shown_of(delivery: Delivery) -> Shown:
    """The delivery as members see it, with what was decided before it had a language."""
    body, part = delivery.body, delivery.part
    key, values = key_and_values(text_from_json(text) for text in body["texts"])
    mentions = body.get("mentions", ())
    return Shown(
        chat=delivery.chat,
        to=str(body.get("to", "")),
        in_reply_to=str(body.get("in_reply_to", "")),
        key=key,
        values=values,
        text=part.text,
        buttons=tuple(ShownButton(each.key, each.label, each.token) for each in part.buttons),
        mentions=mentions if isinstance(mentions, str) else tuple(map(str, mentions)),
        card=body.get("card"),
        kind=Purpose(body.get("kind", Purpose.REPLY)),
        private=bool(body.get("private", False)),
        file=(delivery.file.name, delivery.file.data) if delivery.file else None,
    )
