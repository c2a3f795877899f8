"""Runs the verbs that cogs bring to the command line: ``@offers("operator", …)``."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, Final, TypeVar

from bot.cli.database import looked_into, opened
from bot.cli.speaking import Speaker
from bot.config.config import Config
from bot.core.cog import SettingsOf
from bot.core.context import Context
from bot.core.errors import OperatorRefusal
from bot.core.model import Community, CommunityId
from bot.core.operating import OPERATOR
from bot.core.ports import Reader, Transaction
from bot.core.text import Text
from bot.engine.machine import House, Machine
from bot.engine.own_turn import OwnTurn, context_of_nobody
from bot.engine.world import Place

T = TypeVar("T")
_CAUSE: Final = "operator"


class CommunityDesk:
    """One community of the database (``bot.core.operating.Desk``)."""

    def __init__(self, machine: Machine, place: Place, verb: str) -> None:
        self._machine = machine
        self._place = place
        self._verb = verb

    @property
    def community(self) -> Community:
        return self._place.community

    @property
    def settings(self) -> SettingsOf:
        return self._place.settings

    @property
    def house(self) -> House:
        return self._machine.house

    @property
    def now(self) -> datetime:
        return self._machine.clock.now()

    def read(self) -> AbstractAsyncContextManager[Reader]:
        return self._machine.database.read()

    async def turn(self, act: Callable[[Context], Awaitable[T]]) -> T:
        machine, cause = self._machine, f"{_CAUSE}:{self._verb}:{self._machine.ids.new()}"
        returned: list[T] = []

        async def run(tx: Transaction) -> list[Context]:
            ctx = context_of_nobody(machine, tx, self._place, machine.clock.now(), cause)
            returned[:] = [await act(ctx)]
            return [ctx]

        (outcome,) = await machine.database.run([OwnTurn(machine, cause, run)])
        if outcome.error is not None:
            raise outcome.error
        return returned[0]


async def do_verb(
    config: Config,
    speaker: Speaker,
    verb: str,
    community: str,
    *,
    writes: bool,
    **values: Any,
) -> None:
    """The verb was run in the community, or in each for "", and the operator has heard it.

    One that only looks does so beside a running bot. Raises OperatorRefusal.
    """
    if writes:
        async with opened(config) as app:
            await _run(app.machine, speaker, verb, community, values)
    else:
        async with looked_into(config) as machine:
            await _run(machine, speaker, verb, community, values)


async def _run(
    machine: Machine, speaker: Speaker, verb: str, community: str, values: dict[str, Any]
) -> None:
    places = machine.world.places
    if community and community not in places:
        names = ", ".join(sorted(places))
        raise OperatorRefusal("export.no_community", found=community, names=names)
    offer = machine.router.offers_by_key(OPERATOR)[verb]
    for name, place in places.items():
        if community not in ("", name):
            continue
        if len(places) > 1:
            speaker.say("cli.community", name=CommunityId(name))
        lines: AsyncIterator[Text] = offer.run(CommunityDesk(machine, place, verb), **values)
        async for line in lines:
            speaker.pass_on(line)
