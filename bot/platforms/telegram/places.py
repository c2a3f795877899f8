"""How a chat of Telegram is named: ``-1001``, and ``-1001/77`` for one topic of a forum."""

from __future__ import annotations


def chat_name(chat: int, topic: int | None) -> str:
    """The name of the chat, or of its topic."""
    return str(chat) if topic is None else f"{chat}/{topic}"


def chat_and_topic(name: str) -> tuple[int, int | None]:
    """What ``chat_name`` has put together. Raises ValueError for what is no such name."""
    chat, slash, topic = name.partition("/")
    return int(chat), int(topic) if slash else None
