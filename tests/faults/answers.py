"""Whom a message of the bot answers: one by a reply, or several by name, each on a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.servers.telegram_requests import Params
from tests.servers.telegram_world import World

FIRST: Final = 5_000
"""The person called ``n0``; ``n1`` is the next."""


def answered(world: World, values: Params) -> Iterator[tuple[int, int]]:
    """The chat and the message of each that this send answers."""
    chat = int(values["chat_id"])
    if "reply_parameters" in values:
        yield chat, values["reply_parameters"]["message_id"]
        return
    asked = {user: message for message, user in world.chats[chat].people.items()}
    for line in values["text"].splitlines():
        name = line.partition(":")[0]
        yield chat, asked[FIRST + int(name.removeprefix("n"))]
