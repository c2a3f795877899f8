"""Short answers that wait for one group: said in one message, or by a reaction.

``docs/features/platforms.md`` §5
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

from bot.core.cog import OfferSpec
from bot.core.outgoing import Purpose
from bot.core.text import Text
from bot.engine.outbox import Waiting
from bot.presenter.encoding import text_from_json
from bot.presenter.graphemes import utf16_length
from bot.presenter.render import Limits
from bot.presenter.sentences import Sentences

# So many answers are read at a glance, and so long is one that stands on a line.
_MOST_LINES: Final = 30
_LONGEST: Final = 400
_MOST_SENTENCES: Final = 3
# What has one of these is for one alone, or more than its sentences: they say what its card shows.
_MORE: Final = (
    "to", "private", "secret", "asked_in", "answer_to", "buttons", "document", "replaces",
    "mentions",
)  # fmt: skip


class Joining:
    """Puts answers together; ``sentences`` say them."""

    def __init__(self, sentences: Sentences) -> None:
        self._sentences = sentences

    def text_of(self, waiting: Iterable[Waiting], limits: Limits) -> tuple[int, str]:
        """How many of the first ones fit into one message, at most 30, and its text.

        None of them is 0 and "".
        """
        lines: list[str] = []
        length = -1
        for message in islice(waiting, _MOST_LINES):
            line = self._line(message, limits) if may_join(message) else ""
            length += 1 + utf16_length(line)
            if not line or length > limits.text_limit:
                break
            lines.append(line)
        return len(lines), "\n".join(lines)

    def _line(self, message: Waiting, limits: Limits) -> str:
        """The answer with the name of who asked, in their language; "" when it is no line."""
        texts = _texts(message)
        said = texts[0]
        for text in texts[1:]:
            said = Text("joined.two", first=said, then=text)
        name = str(message.body["asker"])
        if texts[0].values.get("name") != name:
            said = Text("joined.line", name=name, said=said)
        line = self._sentences.say(said, str(message.body["locale"]), limits.escape).strip()
        return "" if "\n" in line or utf16_length(line) > _LONGEST else line


def may_join(message: Waiting) -> bool:
    """Whether it is a plain answer to what somebody asked in a group: sentences and no more.

    Its card is left out where it is joined, since it would take a message of its own.
    """
    body = message.body
    return (
        body.get("kind") == Purpose.REPLY
        and bool(body.get("asker"))
        and not any(body.get(name) for name in _MORE)
        and 0 < len(body["texts"]) <= _MOST_SENTENCES
        and not (message.alone or message.parts_sent or message.cancel_key or message.not_after)
    )


def emoji_of(message: Waiting, briefs: Mapping[str, OfferSpec]) -> str:
    """The reaction that says as much as a plain answer; "" where that says something particular.

    ``briefs`` give the reactions of sentences that say what is usual: "" where that of another is
    enough, None for one that says something particular this time.
    """
    if not message.body.get("in_reply_to"):
        return ""
    found: list[str | None] = [
        briefs[text.key].run(text) if text.key in briefs else None for text in _texts(message)
    ]
    if None in found:
        return ""
    return next((emoji for emoji in found if emoji), "")


def _texts(message: Waiting) -> Sequence[Text]:
    return [text_from_json(text) for text in message.body["texts"]]
