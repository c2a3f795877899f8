"""From a message's text to a command, and from what follows it to typed values."""

from __future__ import annotations

from bot.core.parsing.arguments import (
    WhoRef,
    read_amount,
    read_count,
    read_locale,
    read_who,
    shown,
    split_words,
    take_word,
)
from bot.core.parsing.dates import Toward
from bot.core.parsing.days import Span, read_day, read_month, take_days
from bot.core.parsing.vocabulary import Call, Spelling, Unknown, Vocabulary
from bot.core.parsing.zones import read_zone
from bot.core.zones import coarse_zones

__all__ = [
    "Call",
    "Span",
    "Spelling",
    "Toward",
    "Unknown",
    "Vocabulary",
    "WhoRef",
    "coarse_zones",
    "read_amount",
    "read_count",
    "read_day",
    "read_locale",
    "read_month",
    "read_who",
    "read_zone",
    "shown",
    "split_words",
    "take_days",
    "take_word",
]
