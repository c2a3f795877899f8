"""Whether pictures can be drawn, in a sentence for the operator."""

from __future__ import annotations

from bot.config.config import Config
from bot.core.cards import CardSettings
from bot.core.text import Text
from bot.parts import missing_for_pictures


def no_pictures(config: Config) -> Text | None:
    """Why there are none although a community wants them, and what to do; None where all is well.

    ``docs/features/cards.md`` §1
    """
    if not any(config.settings(each, CardSettings).enabled for each in config.communities):
        return None
    missing = missing_for_pictures()
    return Text("cli.cards.missing", package=missing) if missing else None
