"""The tree of errors.

    HearthError
    ├── Refusal              said to a person: a sentence's key with its values
    │   ├── NotNow               what was asked is fine, but not yet
    │   └── ToldHow              its sentence says what to send instead
    ├── TriedOut             an act was tried out for a preview; nothing of it is kept
    ├── OperatorRefusal      said to the operator: what a command asked for cannot be done
    │   └── StartRefused         the bot cannot start so
    ├── DeliveryFailed       a platform did not take or do something: permanent or not
    └── AdapterFailed        a platform cannot be reached or does not let the bot in

Anything else is a bug: it keeps its traceback, and only the turn and the outbox may catch it.
"""

from __future__ import annotations

from bot.core.outgoing import Reply
from bot.core.text import Text, TextValue


class HearthError(Exception):
    """The root of everything that Hearth raises on purpose."""


class Refusal(HearthError):
    """The turn wrote nothing and the person hears why, in their language.

    ``refusal.text`` is what is said; the turn, which catches it, puts the command's example
    behind it. Raised by books and handlers.
    """

    def __init__(self, key: str, /, **values: TextValue) -> None:
        super().__init__(key, values)
        self.text = Text(key, **values)


class TriedOut(HearthError):
    """The command did all that it would do, to see what comes of it: undo it, and say ``reply``.

    A preview made in this way cannot differ from what is done later.
    """

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


class NotNow(Refusal):
    """What was asked is fine, but not yet: an example would be refused as well.

    The sentence says from when on it is: it names the value ``since`` or ``seconds``.
    """


class ToldHow(Refusal):
    """Its sentence itself says what to send instead, better than the command's example could."""


class OperatorRefusal(HearthError):
    """What a command asked for cannot be done; ``text`` says why and what to do."""

    def __init__(self, key: str, /, **values: TextValue) -> None:
        super().__init__(key, values)
        self.text = Text(key, **values)


class StartRefused(OperatorRefusal):
    """The bot cannot start."""


class DeliveryFailed(HearthError):
    """A platform did not take a message, or did not do what it was asked to.

    ``permanent``: trying again cannot help. ``retry_after``: seconds to wait at least.
    ``closed``: this chat takes no messages any more. ``moved_to``: the chat goes on under this
    name. ``lacks``: what the bot would need to be allowed, in words that stand inside a
    sentence, as in "I lack …". ``unfit``: what came with the message is not taken, whose text
    may be.
    """

    def __init__(  # noqa: PLR0913  all that a platform may mean
        self,
        reason: str,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        closed: bool = False,
        moved_to: str = "",
        lacks: Text | None = None,
        unfit: bool = False,
    ) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.retry_after = retry_after
        self.closed = closed
        self.moved_to = moved_to
        self.lacks = lacks
        self.unfit = unfit


class AdapterFailed(HearthError):
    """A platform cannot be reached; ``text`` says why and what to do.

    ``permanent``: it stays so until the operator changes something, as a refused token.
    """

    def __init__(self, text: Text, permanent: bool = False) -> None:
        super().__init__(text)
        self.text = text
        self.permanent = permanent
