"""Messages that ask for nothing, from ``Incoming`` to the commit in which they were heard.

Some of the members talk, as on an evening.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Final

from benchmarks.community import CHATS
from benchmarks.full_stack import Measured, measure
from bot.core.clock import SystemClock
from bot.core.model import Incoming

_UPDATES: Final = 500_000_000
WRITERS: Final = 250
# Not so old that the bot would forget them meanwhile.
START: Final = SystemClock().now()
_WORDS: Final = (
    "今天的单词背完了，明天继续",
    "刚跑完五公里，腿有点酸",
    "has anybody tried the second exercise yet?",
    "哈哈哈哈，我也是",
    "See you all tomorrow morning, then we go through the homework together.",
)


def messages(count: int, first: int = 0) -> list[Incoming]:
    """So many messages of the members over eight groups, from the one with this number on."""
    return [_message(number) for number in range(first, first + count)]


def overhear(path: Path, count: int, in_flight: int) -> Measured:
    """The bot has heard so many messages of members whom it knows; a first round is not counted."""
    first = messages(2 * WRITERS)
    return asyncio.run(measure(path, messages(count, len(first)), in_flight, first))


def _message(number: int) -> Incoming:
    at = START + timedelta(milliseconds=number)
    # Neighbours in time are not neighbours in the database.
    writer = number * 619 % WRITERS
    return Incoming(
        "telegram",
        str(_UPDATES + number),
        CHATS[writer % len(CHATS)],
        str(writer),
        at,
        at,
        text=_WORDS[number % len(_WORDS)],
        name=f"member {writer}",
        message_id=str(_UPDATES + number),
    )
