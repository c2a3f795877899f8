"""Who sits in the terminal's chat, and which chats of the config they sit in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.config.config import CommunityConfig, Config
from bot.core.errors import OperatorRefusal
from bot.core.folding import fold

_MENTION: Final = re.compile(r"[@＠]([^\s@＠]+)")
_ENDINGS: Final = ",.:;!?，。：；！？、"


class ConsoleRefused(OperatorRefusal):
    """There is no chat to sit in."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the keyboard; the same name on the same platform is always the same person."""

    name: str
    platform: str

    @property
    def user(self) -> str:
        """Their id on the platform; a name that is a number is the id itself."""
        if self.name.isascii() and self.name.isdigit():
            return self.name
        named = f"{self.platform}:{fold(self.name)}".encode("utf-8", "replace")
        digest = hashlib.sha256(named).digest()
        return str(10**9 + int.from_bytes(digest[:4], "big"))


def community_of(config: Config) -> CommunityConfig:
    """The community to sit in: the first that has a chat. Raises ConsoleRefused."""
    for community in config.communities.values():
        if community.chats:
            return community
    raise ConsoleRefused("console.no_chats")


def groups_of(community: CommunityConfig) -> Mapping[str, str]:
    """The group chat of each platform that the community has one on."""
    groups: dict[str, str] = {}
    for ref in community.chats:
        # A guild alone stands for all its channels: any will do.
        guild = ref.platform == "discord" and "/" not in ref.chat
        groups.setdefault(ref.platform, f"{ref.chat}/1" if guild else ref.chat)
    return groups


def mentions_in(text: str, people: Iterable[Person], platform: str) -> tuple[str, ...]:
    """The ids for the @words of the text, in order; one that nobody has is an id of nobody."""
    users = {fold(one.name): one.user for one in people if one.platform == platform}
    return tuple(_user(word, users) for word in _MENTION.findall(text))


def _user(word: str, users: Mapping[str, str]) -> str:
    name = fold(word)
    if name in users:
        return users[name]
    plain = name.rstrip(_ENDINGS)
    return users.get(plain, plain or name)
