"""Who is pinged: nobody but whom a message may mention, by a mention that Discord knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.platforms.discord.markup import escape
from bot.presenter.cleaning import clean_name

_MOST: Final = 100


def pings(body: Mapping[str, Any]) -> dict[str, Any]:
    """Whom Discord may ping for the message."""
    return {"parse": [], "users": _users(body), "replied_user": False}


def with_mentions(text: str, body: Mapping[str, Any]) -> str:
    """The text in which whom it may mention is mentioned: in place of the name, else in front."""
    named = body.get("named", {})
    for user in _users(body):
        mention, name = f"<@{user}>", escape(clean_name(str(named.get(user, ""))))
        text = text.replace(name, mention, 1) if name and name in text else f"{mention} {text}"
    return text


def _users(body: Mapping[str, Any]) -> list[str]:
    mentions = body.get("mentions", ())
    users = [] if isinstance(mentions, str) else [str(each) for each in mentions]
    return [each for each in users if each.isascii() and each.isdigit()][:_MOST]
