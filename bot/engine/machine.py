"""What every part of the machinery is given."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.community import people, privileges
from bot.community.kept import Tables
from bot.core.clock import Clock, to_micros
from bot.core.cog import CommandSpec, OfferSpec
from bot.core.context import Tally
from bot.core.exporting import ExportMember, Forgotten, Json
from bot.core.ids import Ids
from bot.core.jobs import JobView
from bot.core.model import Account, AccountId, CommunityId, Incoming, MemberId, PersonId, Rank
from bot.core.ports import Database, Reader, Transaction
from bot.core.schedule import DayRule
from bot.core.text import Text
from bot.engine import foreseen, members, outbox, personal, traces
from bot.engine.chatter import Chatter
from bot.engine.cooldowns import Cooldowns
from bot.engine.router import Router
from bot.engine.tasks import Bell, Tasks
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

    def __init__(
        self,
        router: Router,
        world: World,
        tables: Callable[[], Tables],
        in_each: Callable[[Text], Sequence[str]],
    ) -> None:
        self._router = router
        self._world = world
        self._read_tables = tables
        self._in_each = in_each
        self._tables: Tables | None = None

    @property
    def commands(self) -> Sequence[CommandSpec]:
        return self._router.commands

    @property
    def tallies(self) -> Mapping[str, Tally]:
        return self._router.tallies

    @property
    def communities(self) -> Sequence[CommunityId]:
        return tuple(self._world.places)

    @property
    def tables(self) -> Tables:
        if self._tables is None:
            # They are read from the migrations, which no start needs.
            self._tables = self._read_tables()
        return self._tables

    @property
    def router(self) -> Router:
        """All that the cogs declare."""
        return self._router

    @property
    def world(self) -> World:
        """The communities."""
        return self._world

    @property
    def house(self) -> House:
        """Itself, as a source of exports."""
        return self

    def in_each_language(self, text: Text) -> Sequence[str]:
        return self._in_each(text)

    async def export_of(
        self, read: Reader, account: AccountId, as_of: datetime
    ) -> Mapping[str, Json]:
        return await personal.person_export(self, read, account, as_of)

    async def forget_traces(self, tx: Transaction, forgotten: Forgotten) -> None:
        await traces.forget(tx, forgotten)

    async def jobs_of(
        self, read: Reader, community: CommunityId, now: datetime
    ) -> Sequence[JobView]:
        return await foreseen.jobs_of(self, read, community, now)

    def offers(self, room: str) -> Sequence[OfferSpec]:
        return self._router.offers(room)

    def offers_by_key(self, room: str) -> Mapping[str, OfferSpec]:
        return self._router.offers_by_key(room)

    async def rank_of(self, read: Reader, community: CommunityId, incoming: Incoming) -> Rank:
        return await privileges.rank_of(read, self._world.places[community].staff, incoming)

    def chats_of(self, community: CommunityId) -> Sequence[tuple[str, str]]:
        return self._world.places[community].chats

    async def messages_said(
        self, read: Reader, dedupe_keys: Sequence[str]
    ) -> Sequence[tuple[str, str, str]]:
        return await outbox.said(read, dedupe_keys)

    async def view_of(
        self, read: Reader, community: CommunityId, member: MemberId, as_of: datetime
    ) -> ExportMember | None:
        place = self._world.places.get(community)
        if place is None:
            return None
        return await members.view(self._world, read, place, member, as_of)

    async def rebuild(self, tx: Transaction, member: ExportMember) -> None:
        await members.rebuild(self._router, tx, member)

    async def rights_of(self, read: Reader, account: Account) -> CommunityId | None:
        return await members.rights_of(self._world, read, account)

    async def day_rules_of(
        self, read: Reader, community: CommunityId, account: AccountId
    ) -> Sequence[DayRule]:
        known = await people.find_account(read, community, account)
        if known is None:
            return self._world.default_rules(community)
        return await self._world.day_rules(read, community, known)

    async def rules_of_person(
        self, read: Reader, community: CommunityId, person: PersonId
    ) -> Sequence[DayRule]:
        return await self._world.rules_of_person(read, community, person)


@dataclass(frozen=True, slots=True)
class Machine:
    """One running bot: its database, clock, ids, cogs and communities.

    ``retry_kept`` is set when a turn has kept an event for a listener that failed,
    ``jobs_planned`` is rung when one has planned a job, ``forgot`` when one has forgotten somebody.
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
    jobs_planned: Bell = field(default_factory=Bell)
    forgot: Bell = field(default_factory=Bell)
