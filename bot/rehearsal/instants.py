"""Instants as transcripts, replies and exports write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 9998
EARLIEST: Final = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
_END: Final = datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)
_ISO: Final = re.compile(r"[0-9W-]+[T ][0-9:.,]+(?:Z|[+-][0-9:]+)", re.ASCII)


class OutsideYears(ValueError):
    """An instant before the first year or behind the last one, where a local day may not exist."""


def read_instant(text: str) -> datetime:
    """The aware UTC instant that an ISO-8601 text with an offset (or ``Z``) names.

    Digits below a microsecond are dropped. Raises ``OutsideYears`` for an instant outside of
    1970 to 9998, ``ValueError`` for anything else.
    """
    if not _ISO.fullmatch(text):
        raise ValueError(f"not an instant with an offset: {text[:40]!r}")
    instant = datetime.fromisoformat(text)
    if not EARLIEST <= instant < _END:
        raise OutsideYears(f"an instant outside of its years: {text[:40]!r}")
    return instant.astimezone(UTC)
