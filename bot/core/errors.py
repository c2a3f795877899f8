"""The tree of errors.

    HearthError
    ├── Refusal              said to a person: a sentence's key with its values
    ├── StartRefused         said to the operator: the bot cannot start so (database, config)
    └── DeliveryFailed       a platform did not take a message: permanent or not

Anything else is a bug: it keeps its traceback, and only the turn and the outbox may catch it.
"""

from __future__ import annotations

from bot.core.text import Text, TextValue


class HearthError(Exception):
    """The root of everything that Hearth raises on purpose."""


class Refusal(HearthError):
    """The turn wrote nothing and the person hears why, in their language.

    ``refusal.text`` is what is said. Raised by books and handlers; the turn catches it.
    """

    def __init__(self, key: str, /, **values: TextValue) -> None:
        super().__init__(key, values)
        self.text = Text(key, **values)


class StartRefused(HearthError):
    """The bot cannot start; ``text`` says why and what to do, in the operator's language."""

    def __init__(self, key: str, /, **values: TextValue) -> None:
        super().__init__(key, values)
        self.text = Text(key, **values)


class DeliveryFailed(HearthError):
    """A platform did not take a message.

    ``permanent``: trying again cannot help. ``retry_after``: seconds to wait at least.
    ``closed``: this chat takes no messages any more.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        closed: bool = False,
    ) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.retry_after = retry_after
        self.closed = closed
