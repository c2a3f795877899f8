"""Takes updates in: stored before they are confirmed, handled once, in order in each chat.

An update is confirmed to its platform when ``take_in`` returns: then it is handled and recorded
in one commit, or lies in the inbox as pending. ``docs/architecture.md``, "One message".
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from itertools import islice, takewhile
from operator import attrgetter
from typing import Final

from bot.core.errors import HearthError
from bot.core.model import Incoming, Kind
from bot.core.ports import Transaction
from bot.engine import arrivals
from bot.engine.arrivals import key_of
from bot.engine.lanes import Item, Lane, is_ready
from bot.engine.machine import Machine
from bot.engine.outbox import Waiting
from bot.engine.overhearing import MOST, Overhearing, is_overheard
from bot.engine.own_turn import OwnTurn
from bot.engine.queries import answer_query
from bot.engine.router import Route
from bot.engine.turn import Turn

log = logging.getLogger(__name__)

# So many turns of one chat share a transaction at most.
BATCH: Final = 64
# After an unclean stop so many updates are taken one by one, each try written down before it
# is made: more were never under way at once in one group commit.
CAUTIOUS: Final = 256
# Seconds before what could not be kept is tried again; the last one holds.
TROUBLE_WAITS_S: Final = (0.5, 1.0, 2.0, 5.0, 10.0)
_MESSAGE: Final = Kind.MESSAGE


class Stopping(HearthError):
    """The bot is stopping; the update was not taken and is not to be confirmed."""


class Inbox:
    """The lanes of all chats. ``send`` is given what a committed turn wants sent."""

    def __init__(self, machine: Machine, send: Callable[[list[Waiting]], None]) -> None:
        self._machine = machine
        self._send = send
        self._overhearing = Overhearing(machine, self._committed_turn)
        self._lanes: dict[tuple[str, str], Lane] = {}
        self._cautious = 0
        self._careful: asyncio.Event | None = None
        self._stopping = False

    async def start(self, platform: str = "", *, unclean: bool) -> None:
        """What waited in the inbox is in its lanes, before anything new is taken in.

        ``platform``: what is of this one alone; "" for all.
        """
        if unclean:
            self._cautious = CAUTIOUS
        await self.look(platform)

    async def look(self, platform: str = "") -> None:
        """What waits in the inbox and is in no lane is in its lane, behind what is there."""
        known = {key_of(item.incoming) for lane in self._lanes.values() for item in lane.items}
        seq = 0
        while True:
            async with self._machine.database.read() as read:
                page = await arrivals.pending_after(read, seq, 500, platform)
            for place, tries, incoming in page:
                seq = place
                self._machine.arrival_order.follow(place)
                # One that comes into a lane meanwhile is there twice: it is handled once.
                if key_of(incoming) not in known:
                    route = self._machine.router.route(incoming)
                    turn = Turn(self._machine, incoming, route, stored=True, tries=tries)
                    self._enter(Item(incoming, self._turn, None, turn))
            if len(page) < 500:
                return

    async def take_in(self, incoming: Incoming) -> None:
        """The update is stored or handled: confirm it now. The same one again changes nothing.

        Raises Stopping when the bot takes nothing any more.
        """
        if self._stopping:
            raise Stopping
        kind = incoming.kind
        if kind is _MESSAGE and not incoming.private:
            self._machine.chatter.note(incoming)
        elif kind is Kind.REACTION:
            await self._after_topics(incoming)
        taken = asyncio.get_running_loop().create_future()
        route = self._machine.router.route(incoming)
        turn = None
        if route is not None or not is_overheard(self._machine, incoming):
            turn = self._turn(incoming, route)
        item = Item(incoming, self._turn, taken, turn)
        lane = self._enter(item)
        if self._cautious or lane.slow:
            item.in_passing = False
            self._store_soon(item)
        await taken

    def stop(self) -> None:
        """Nothing new is taken in; what was taken is worked off."""
        self._stopping = True

    def _turn(self, incoming: Incoming, route: Route) -> Turn:
        return Turn(self._machine, incoming, route, stored=False)

    def _enter(self, item: Item) -> Lane:
        key = item.incoming.lane
        lane = self._lanes.get(key)
        if lane is None:
            lane = self._lanes[key] = Lane()
            lane.items.append(item)
            self._machine.tasks.spawn(self._drain(key, lane))
        else:
            lane.items.append(item)
        return lane

    async def _after_topics(self, reaction: Incoming) -> None:
        """What came before in the topics of the group is over: a reaction names no topic."""
        topic = f"{reaction.chat}/"
        for (platform, chat), lane in list(self._lanes.items()):
            if platform == reaction.platform and chat.startswith(topic):
                last = lane.items[-1].taken
                if last is not None and not last.done():
                    await asyncio.wait([last])

    async def _drain(self, key: tuple[str, str], lane: Lane) -> None:
        items = lane.items
        try:
            while items:
                if items[0].storing is not None:
                    await items[0].storing.wait()
                batch = [items[0]]
                if self._cautious:
                    await self._one_cautiously(lane)
                elif items[0].in_passing:
                    batch = list(takewhile(attrgetter("in_passing"), islice(items, MOST)))
                    await self._overhear(batch)
                elif items[0].turn.is_query:
                    await self._query(lane)
                else:
                    batch = list(takewhile(is_ready, islice(items, BATCH)))
                    await self._run(batch)
                for _ in batch:
                    items.popleft()
        finally:
            del self._lanes[key]
            for item in items:  # the bot ends while the database keeps nothing
                item.fail(Stopping())

    async def _overhear(self, batch: list[Item]) -> None:
        """All of these are stored and were heard; together, or else each by itself."""
        if await self._overhearing.hear([item.incoming for item in batch]):
            for item in batch:
                item.confirm()
            return
        for item in batch:
            item.in_passing = False
            await self._run([item])

    async def _run(self, batch: list[Item]) -> None:
        """All of these turns are committed, or were set aside; storage trouble is waited out."""
        tries = 0
        while batch:
            try:
                outcomes = await self._machine.database.run([item.turn for item in batch])
            except self._machine.database.unavailable as error:
                await self._trouble(error, tries)
                tries += 1
                continue
            again = []
            for item, outcome in zip(batch, outcomes, strict=True):
                if outcome.error is None:
                    self._committed(item, outcome.value)
                elif isinstance(outcome.error, self._machine.database.unavailable):
                    again.append(item)
                else:
                    log.error("update not handled", exc_info=outcome.error)
                    item.fail(outcome.error)
            batch = again
            if batch:
                await self._trouble(None, tries)
                tries += 1

    def _committed(self, item: Item, said: list[Waiting]) -> None:
        item.confirm()
        self._committed_turn(item.turn, said)

    def _committed_turn(self, turn: Turn | OwnTurn, said: list[Waiting]) -> None:
        if said:
            self._send(said)
        if turn.has_kept_events:
            self._machine.retry_kept.set()
        if turn.planned:
            self._machine.jobs_planned.ring()
        if turn.forgets:
            self._machine.forgot.ring()

    async def _query(self, lane: Lane) -> None:
        item = lane.items[0]
        await self._run([item])
        if item.turn.admitted is None:
            return
        item.turn.stored = True
        lane.slow = True
        for behind in islice(lane.items, 1, None):
            behind.in_passing = False
            if behind.storing is None and not behind.turn.stored:
                self._store_soon(behind)
        await answer_query(self._machine, item.turn)
        await self._run([item])
        lane.slow = False

    async def _one_cautiously(self, lane: Lane) -> None:
        self._cautious -= 1
        # One at a time over all chats: else what runs beside poison is blamed for its deaths.
        while self._careful is not None:
            await self._machine.tasks.wait(self._careful)
        self._careful = over = asyncio.Event()
        try:
            await self._try_one(lane)
        finally:
            self._careful = None
            over.set()

    async def _try_one(self, lane: Lane) -> None:
        lane.items[0].in_passing = False
        turn = lane.items[0].turn
        if turn.tries >= arrivals.MOST_TRIES:
            turn.give_up("the process ended each time that it was tried")
        else:
            await self._write(_Try(turn.incoming))
        await self._query(lane)

    def _store_soon(self, item: Item) -> None:
        item.storing = asyncio.Event()
        work = _Store(item.turn.incoming, self._machine.arrival_order())
        self._machine.tasks.spawn(self._store(item, item.storing, work))

    async def _store(self, item: Item, storing: asyncio.Event, work: _Store) -> None:
        """The update is confirmed as pending; one that cannot be stored waits for its turn."""
        try:
            if await self._write(work):
                item.turn.stored = True
                item.confirm()
        finally:
            storing.set()

    async def _write(self, work: _Store | _Try) -> bool:
        tries = 0
        while True:
            try:
                (outcome,) = await self._machine.database.run([work])
            except self._machine.database.unavailable as error:
                await self._trouble(error, tries)
                tries += 1
                continue
            if outcome.error is not None:
                log.error("update not written down", exc_info=outcome.error)
            return outcome.error is None

    async def _trouble(self, error: Exception | None, tries: int) -> None:
        if tries == 0:
            log.error("the database keeps nothing now; nothing is confirmed: %s", error)
        await self._machine.tasks.pause(TROUBLE_WAITS_S[min(tries, len(TROUBLE_WAITS_S) - 1)])


class _Store:
    """The update lies in the inbox as pending."""

    def __init__(self, incoming: Incoming, seq: int) -> None:
        self._incoming = incoming
        self._seq = seq

    async def run(self, tx: Transaction) -> None:
        await arrivals.store(tx, self._incoming, self._seq)

    def recover(self, error: Exception) -> None:
        return None


class _Try:
    """One more try of the update is written down."""

    def __init__(self, incoming: Incoming) -> None:
        self._incoming = incoming

    async def run(self, tx: Transaction) -> None:
        await arrivals.count_try(tx, self._incoming)

    def recover(self, error: Exception) -> None:
        return None
