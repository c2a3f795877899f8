"""Whom a message names: Telegram tells the id of some and only the @name of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import MessageEntity
from telegram.constants import MessageEntityType


@dataclass(frozen=True, slots=True)
class Me:
    """The bot's own account: its id and its @name."""

    id: int
    name: str


def read_mentions(
    text: str, entities: Sequence[MessageEntity], me: Me
) -> tuple[str, tuple[str, ...]]:
    """The text with every named person as an @word, and their ids in the same order.

    An id that Telegram does not tell is "": the core looks the @name up. A person without an
    @name is named by a stretch of text; it becomes one @word, so that a command can take it.
    """
    # Offsets are counted in UTF-16 code units.
    units = text.encode("utf-16-le", "surrogatepass")
    pieces: list[bytes] = []
    ids: list[str] = []
    done = 0
    for entity in sorted(entities, key=lambda each: each.offset):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        if start < done or end > len(units):
            continue
        word = units[start:end].decode("utf-16-le", "replace")
        if entity.type == MessageEntityType.MENTION:
            ids.append(str(me.id) if word[1:].casefold() == me.name.casefold() else "")
        elif entity.type == MessageEntityType.TEXT_MENTION and entity.user is not None:
            ids.append(str(entity.user.id))
            named = "_".join(word.removeprefix("@").split()) or str(entity.user.id)
            pieces += [units[done:start], f"@{named}".encode("utf-16-le", "surrogatepass")]
            done = end
    pieces.append(units[done:])
    return b"".join(pieces).decode("utf-16-le", "surrogatepass"), tuple(ids)
