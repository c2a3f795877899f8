"""What people wrote, made plain text where Discord would read Markdown."""

from __future__ import annotations

import re
from typing import Final

# Discord shows the character behind a backslash as it is.
_SPECIAL: Final = re.compile(r"[\\`*_~|<>\[\]()#@]")
# These mean something only where a line begins: a list, a small line.
_LINE_START: Final = re.compile(r"^(\s*)([-+])", re.MULTILINE)
_ESCAPED: Final = re.compile(r"\\([\\`*_~|<>\[\]()#@+-])")


def escape(text: str) -> str:
    """The text as Discord's Markdown that shows exactly this text."""
    return _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", text))


def plain(markdown: str) -> str:
    """The text of which ``escape`` made this."""
    return _ESCAPED.sub(r"\1", markdown)
