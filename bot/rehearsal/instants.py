"""Instants as transcripts, replies and exports write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(9999, 1, 1, tzinfo=UTC)
_ISO: Final = re.compile(r"[0-9W-]+[T ][0-9:.,]+(?:Z|[+-][0-9:]+)", re.ASCII)


def read_instant(text: str) -> datetime:
    """The aware UTC instant that an ISO-8601 text with an offset (or ``Z``) names.

    Digits below a microsecond are dropped. Raises ``ValueError`` for anything else, also for
    an instant outside the years 1970 to 9998, where a local day may not exist.
    """
    if not _ISO.fullmatch(text):
        raise ValueError(f"not an instant with an offset: {text[:40]!r}")
    instant = datetime.fromisoformat(text)
    if not EARLIEST <= instant < LATEST:
        raise ValueError(f"an instant outside 1970 to 9998: {text[:40]!r}")
    return instant.astimezone(UTC)
