"""Text of a platform as it may be stored."""

from __future__ import annotations

import re
from typing import Final

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with U+FFFD for each NUL and lone surrogate, which no database keeps."""
    return _UNSTORABLE.sub("\ufffd", text)
