"""Who is pinged: nobody but whom a message may mention, by an entity over their name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import MessageEntity, User

from bot.presenter.cleaning import clean_name
from bot.presenter.graphemes import utf16_length


def with_mentions(text: str, body: Mapping[str, Any]) -> tuple[str, list[MessageEntity]]:
    """The text, and over each name in it that it may mention the mention of that user.

    A name that it does not hold stands in front of it. Telegram counts in UTF-16 units.
    """
    mentions, named = body.get("mentions", ()), body.get("named", {})
    users = [] if isinstance(mentions, str) else [str(each) for each in mentions]
    found = []
    for user in users:
        name = clean_name(str(named.get(user, "")))
        if not (name and user.isascii() and user.isdigit()):
            continue
        if name not in text:
            text = f"{name}\n{text}"
        found.append((name, user))
    entities = []
    for name, user in found:
        start = utf16_length(text[: text.index(name)])
        whom = User(int(user), name, is_bot=False)
        entities.append(
            MessageEntity(MessageEntity.TEXT_MENTION, start, utf16_length(name), user=whom)
        )
    return text, entities
