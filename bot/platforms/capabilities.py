"""What each chat platform can do, and what members get where it cannot.

One table, read by whoever presents or sends: docs/features/platforms.md
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.platforms.discord import markup
from bot.presenter.delivery import Pace
from bot.presenter.features import Feature, Instead

INSTEAD: Final[Mapping[Feature, Instead]] = MappingProxyType(
    {
        Feature.EDITS: Instead.NEW_MESSAGE,
        Feature.DELETIONS: Instead.MODERATORS_ASKED,
        Feature.BUTTONS: Instead.COMMAND_TO_TYPE,
        Feature.PRIVATE_MESSAGES: Instead.WORD_IN_CHAT,
        Feature.REACTIONS: Instead.SHORT_ANSWER,
        Feature.PICTURES: Instead.TEXT_ALONE,
        Feature.ROLES: Instead.MODERATORS_ASKED,
        Feature.MUTES: Instead.MODERATORS_ASKED,
        Feature.KICKS: Instead.MODERATORS_ASKED,
        Feature.BANS: Instead.MODERATORS_ASKED,
    }
)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What one platform takes.

    ``text_limit``, ``caption_limit`` (the text of a picture or a file) and ``label_limit`` (of a
    button) are UTF-16 code units; ``button_limit`` is buttons for one message, ``file_limit``
    the bytes of a file that comes with one. ``escape`` makes what
    people wrote plain text where the platform reads markup; None where it reads none.
    """

    text_limit: int
    caption_limit: int
    button_limit: int
    label_limit: int
    file_limit: int = 50_000_000
    edits: bool = True
    deletions: bool = True
    buttons: bool = True
    private_messages: bool = True
    reactions: bool = True
    pictures: bool = True
    roles: bool = True
    mutes: bool = True
    kicks: bool = True
    bans: bool = True
    escape: Callable[[str], str] | None = None

    def instead(self, feature: Feature) -> Instead | None:
        """What to do in place of the feature; None where the platform has it."""
        has: bool = getattr(self, feature.value)
        return None if has else INSTEAD[feature]


TELEGRAM: Final = Capabilities(
    text_limit=4_096,
    caption_limit=1_024,
    button_limit=100,
    # Telegram names no limit; a phone shows about this much of a label.
    label_limit=64,
)
DISCORD: Final = Capabilities(
    text_limit=2_000,
    caption_limit=2_000,
    button_limit=25,
    label_limit=80,
    # What every server takes; one that pays takes more.
    file_limit=10_000_000,
    escape=markup.escape,
)
CONSOLE: Final = Capabilities(
    text_limit=65_536, caption_limit=65_536, button_limit=25, label_limit=80, pictures=False
)
# A transcript may name platforms that no adapter serves yet.
ANY_OTHER: Final = Capabilities(
    text_limit=4_096, caption_limit=4_096, button_limit=25, label_limit=80
)

PLATFORMS: Final[Mapping[str, Capabilities]] = MappingProxyType(
    {"telegram": TELEGRAM, "discord": DISCORD, "console": CONSOLE}
)


# What the platforms say of their limits:
# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
# https://discord.com/developers/docs/topics/rate-limits#global-rate-limit
PACES: Final[Mapping[str, Pace]] = MappingProxyType(
    {
        "telegram": Pace(all_a_second=30, group_a_minute=20, chat_a_second=1),
        # It takes 50 requests: some are for what is no message, as connecting and reading.
        "discord": Pace(all_a_second=45, opening=1),
    }
)


def capabilities_of(platform: str) -> Capabilities:
    """What the platform can do; for a name that is not in the table, what most can."""
    return PLATFORMS.get(platform, ANY_OTHER)
