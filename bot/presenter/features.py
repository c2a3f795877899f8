"""What not every platform can do, and what members get in its place.

Which platform can do what stands in ``bot/platforms/capabilities.py``:
docs/features/platforms.md
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.core.outgoing import Doing


class Feature(StrEnum):
    """Something that not every platform can do; each is a field of ``Capabilities``."""

    EDITS = "edits"
    DELETIONS = "deletions"
    BUTTONS = "buttons"
    PRIVATE_MESSAGES = "private_messages"
    REACTIONS = "reactions"
    PICTURES = "pictures"
    ROLES = "roles"
    MUTES = "mutes"
    KICKS = "kicks"
    BANS = "bans"


class Instead(StrEnum):
    """The nearest thing that members understand."""

    NEW_MESSAGE = "new_message"
    """The changed text comes as a new message; the old one stays."""
    COMMAND_TO_TYPE = "command_to_type"
    """A line names the command that does what the button would have done."""
    WORD_IN_CHAT = "word_in_chat"
    """The chat hears that an answer cannot be given in private, without its content."""
    SHORT_ANSWER = "short_answer"
    """A reaction becomes the short answer that it stood for."""
    TEXT_ALONE = "text_alone"
    """A picture is left out; its text twin says the same."""
    MODERATORS_ASKED = "moderators_asked"
    """The moderators are asked to do it by hand."""


NEEDS: Final[Mapping[Doing, Feature]] = MappingProxyType(
    {
        Doing.DELETE: Feature.DELETIONS,
        Doing.REACT: Feature.REACTIONS,
        Doing.MUTE: Feature.MUTES,
        Doing.UNMUTE: Feature.MUTES,
        Doing.KICK: Feature.KICKS,
        Doing.BAN: Feature.BANS,
        Doing.UNBAN: Feature.BANS,
        Doing.GIVE_ROLE: Feature.ROLES,
        Doing.TAKE_ROLE: Feature.ROLES,
    }
)
"""What a platform has to be able to do for each deed."""
