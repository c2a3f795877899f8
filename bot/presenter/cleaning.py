"""What people wrote, made harmless inside a sentence of ours."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from bot.presenter.graphemes import ELLIPSIS, clusters, without_surrogates

NAME_LIMIT: Final = 200
BODY_LIMIT: Final = 4_000
# A cluster may hold endless combining marks; the longest emoji in use has ten code points.
_POINTS_PER_CLUSTER: Final = 16

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = "\u00ad\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"
_NOT_CHARACTERS = "\ufdd0-\ufdef\ufffe\uffff"
_DROPPED: Final = re.compile(f"[{_BIDI}{_INVISIBLE}{_NOT_CHARACTERS}]")
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
    and those that turn the direction of writing are dropped. A text with right-to-left letters
    stands in an isolate, so that the number after it stays where the sentence put it.
    """
    if not (text.isprintable() and len(text) <= NAME_LIMIT):
        text = _BREAKS.sub(" ", without_surrogates(text))
        text = _shortened(_CONTROLS.sub("", _DROPPED.sub("", text)), NAME_LIMIT)
    if not text.isascii() and _RIGHT_TO_LEFT.search(text):
        return f"{_ISOLATE}{text}{_END_OF_ISOLATE}"
    return text


def clean_body(text: str) -> str:
    """The text with its lines, of at most 4,000 grapheme clusters, without control characters."""
    if text.isprintable() and len(text) <= BODY_LIMIT:
        return text
    text = _LINE_ENDS.sub("\n", without_surrogates(text)).replace("\t", " ")
    return _shortened(_CONTROLS.sub("", _DROPPED.sub("", text)), BODY_LIMIT)


def _shortened(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    # One cluster more than fits tells whether anything was left out.
    seen = list(islice(clusters(text), limit + 1))
    kept = "".join(seen[:limit])
    if len(seen) <= limit and len(kept) <= limit * _POINTS_PER_CLUSTER:
        return text
    return kept[: limit * _POINTS_PER_CLUSTER].rstrip() + ELLIPSIS
