"""What every part of the machinery is given."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.community import people, privileges
from bot.core.clock import Clock, to_micros
from bot.core.cog import CommandSpec, OfferSpec
from bot.core.ids import Ids
from bot.core.model import AccountId, CommunityId, Incoming, Rank
from bot.core.ports import Database, Reader
from bot.core.schedule import DayRule
from bot.engine.chatter import Chatter
from bot.engine.cooldowns import Cooldowns
from bot.engine.router import Router
from bot.engine.tasks import Tasks
from bot.engine.world import World


class ArrivalOrder:
    """Places in line for what waits in the inbox: later ones are higher, also after a restart."""

    def __init__(self, clock: Clock, last: int = 0) -> None:
        self._clock = clock
        self._last = last

    def __call__(self) -> int:
        """The next place."""
        self._last = max(self._last + 1, to_micros(self._clock.now()))
        return self._last

    def follow(self, seq: int) -> None:
        """Places given from now on are behind ``seq``."""
        self._last = max(self._last, seq)


class House:
    """What a handler may know of the whole bot (``bot.core.context.House``)."""

    def __init__(self, router: Router, world: World) -> None:
        self._router = router
        self._world = world

    @property
    def commands(self) -> Sequence[CommandSpec]:
        return self._router.commands

    def offers_by_key(self, room: str) -> Mapping[str, OfferSpec]:
        return self._router.offers_by_key(room)

    async def rank_of(self, read: Reader, community: CommunityId, incoming: Incoming) -> Rank:
        return await privileges.rank_of(read, self._world.places[community].staff, incoming)

    async def day_rules_of(
        self, read: Reader, community: CommunityId, account: AccountId
    ) -> Sequence[DayRule]:
        known = await people.find_account(read, community, account)
        if known is None:
            return self._world.default_rules(community)
        return await self._world.day_rules(read, community, known)


@dataclass(frozen=True, slots=True)
class Machine:
    """One running bot: its database, clock, ids, cogs and communities.

    ``retry_kept`` is set when a turn has kept an event for a listener that failed.
    """

    database: Database
    clock: Clock
    ids: Ids
    router: Router
    world: World
    tasks: Tasks
    arrival_order: ArrivalOrder
    house: House
    cooldowns: Cooldowns = field(default_factory=Cooldowns)
    chatter: Chatter = field(default_factory=Chatter)
    retry_kept: asyncio.Event = field(default_factory=asyncio.Event)
