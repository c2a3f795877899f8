"""What people wrote, made harmless inside a sentence of ours."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from bot.core.folding import IGNORABLE
from bot.presenter.graphemes import ELLIPSIS, clusters, without_surrogates

NAME_LIMIT: Final = 200
BODY_LIMIT: Final = 4_000
# A cluster may hold endless combining marks; the longest emoji in use has ten code points.
_POINTS_PER_CLUSTER: Final = 16

# What nobody sees or what turns the direction of writing; but not what shapes a letter or an
# emoji that is seen: joiners, variation selectors, the tags of a flag.
_SHAPING: Final = (
    "\u180b-\u180d\u180f\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef"
)
_UNSEEN = "".join(f"{chr(first)}-{chr(last)}" for first, last in IGNORABLE)
_NOT_CHARACTERS = "\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff"
_DROPPED: Final = re.compile(f"(?![{_SHAPING}])[{_UNSEEN}{_NOT_CHARACTERS}]")
# Marks that are piled on a letter; as high as this they reach into the lines around.
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u06d6-\u06ed"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_PILED: Final = re.compile(f"([{_MARKS}]{{8}})[{_MARKS}]+")
# What Python takes for printable all the same.
_SUSPECT: Final = re.compile(f"[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]|[{_MARKS}]{{9}}")
_BREAKS: Final = re.compile("[\n\r\t\v\f\x85\u2028\u2029]+")
_LINE_ENDS: Final = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_CONTROLS: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"


def clean_name(text: str) -> str:
    """The text on one line, of at most 200 grapheme clusters, unable to touch what is around it.

    Line breaks and tabs become a space; other control characters, characters that nobody sees
    and those that turn the direction of writing are dropped, and of marks on one letter all
    behind the eighth. A text with right-to-left letters stands in an isolate, so that the number
    after it stays where the sentence put it.
    """
    if not _is_harmless(text, NAME_LIMIT):
        text = _shortened(_harmless(_BREAKS.sub(" ", without_surrogates(text))), NAME_LIMIT)
    if not text.isascii() and _RIGHT_TO_LEFT.search(text):
        return f"{_ISOLATE}{text}{_END_OF_ISOLATE}"
    return text


def clean_body(text: str) -> str:
    """The text with its lines, of at most 4,000 grapheme clusters, otherwise as ``clean_name``."""
    if _is_harmless(text, BODY_LIMIT):
        return text
    text = _LINE_ENDS.sub("\n", without_surrogates(text)).replace("\t", " ")
    return _shortened(_harmless(text), BODY_LIMIT)


def _is_harmless(text: str, limit: int) -> bool:
    if len(text) > limit or not text.isprintable():
        return False
    return text.isascii() or not _SUSPECT.search(text)


def _harmless(text: str) -> str:
    return _PILED.sub(r"\1", _CONTROLS.sub("", _DROPPED.sub("", text)))


def _shortened(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    # One cluster more than fits tells whether anything was left out.
    seen = list(islice(clusters(text), limit + 1))
    kept = "".join(seen[:limit])
    if len(seen) <= limit and len(kept) <= limit * _POINTS_PER_CLUSTER:
        return text
    return kept[: limit * _POINTS_PER_CLUSTER].rstrip() + ELLIPSIS
