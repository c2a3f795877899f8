"""What a cog's verb of the command line is given.

    @offers("operator", "points diff")
    async def diff(desk: Desk, since: date) -> AsyncIterator[Text]: ...

``hearth points diff`` runs it for each community, and says what it yields as it comes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol, TypeVar

from bot.core.cog import SettingsOf
from bot.core.context import Context, House
from bot.core.model import Community
from bot.core.ports import Reader

T = TypeVar("T")

OPERATOR = "operator"
"""The room of these verbs, and who has done what they do."""


class Desk(Protocol):
    """A community as an operator works on it, beside the bot or while it is off."""

    @property
    def community(self) -> Community: ...
    @property
    def settings(self) -> SettingsOf: ...
    @property
    def house(self) -> House: ...
    @property
    def now(self) -> datetime: ...

    def read(self) -> AbstractAsyncContextManager[Reader]:
        """A reader that sees one moment."""
        ...

    async def turn(self, act: Callable[[Context], Awaitable[T]]) -> T:
        """What ``act`` returned: it has written in a turn of its own, and what it told was heard.

        So long work is done in slices, between which the bot goes on. A verb that only looks
        is given a desk at which nothing can be written. Raises what the turn has failed with.
        """
        ...
