"""What is overheard in groups: messages that ask for nothing, and reactions, many in one turn.

They are most of what reaches the bot, so they share what can be shared: one turn for all chats,
one statement for many rows. ``docs/architecture.md``, "Overhearing".
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final

from bot.community import crowds, messages, people
from bot.community.crowds import Seen
from bot.community.memberships import place_of
from bot.community.people import Known
from bot.core.batches import SomeKnown
from bot.core.cog import Heard
from bot.core.context import Context
from bot.core.events import Reacted
from bot.core.model import CommunityId, Incoming, Kind, Sender
from bot.core.ports import Transaction
from bot.engine import arrivals
from bot.engine.machine import Machine
from bot.engine.outbox import Waiting
from bot.engine.own_turn import OwnTurn, context_of_nobody
from bot.engine.scene import welcome
from bot.engine.world import Place

log = logging.getLogger(__name__)

# So many share a turn at most: a fifth less CPU each than with 512, and they hold the writer for
# some 20 ms. Who talks talks again, so the more there are, the fewer writers and pages each has.
MOST: Final = 1024
# Named once: to look up a member of an enum takes longer than to compare it.
_PERSON: Final = Sender.PERSON
_MESSAGE: Final = Kind.MESSAGE
_REACTION: Final = Kind.REACTION


def is_overheard(machine: Machine, incoming: Incoming) -> bool:
    """Whether this is overheard, given that it asks for nothing."""
    return (
        incoming.sender is _PERSON
        and not incoming.private
        and (incoming.kind is _MESSAGE or incoming.kind is _REACTION)
        and machine.world.community_at(incoming.platform, incoming.chat) is not None
    )


class Overhearing:
    """One turn after the other, each with all that came while the one before was committed."""

    def __init__(
        self, machine: Machine, committed: Callable[[OwnTurn, list[Waiting]], None]
    ) -> None:
        self._machine = machine
        self._committed = committed
        self._waiting: list[tuple[Sequence[Incoming], asyncio.Future[bool]]] = []
        self._is_working = False

    async def hear(self, incomings: Sequence[Incoming]) -> bool:
        """These are stored and were heard, in this order; False when nothing of it was kept.

        Then each is to be tried by itself.
        """
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((incomings, future))
        if not self._is_working:
            self._is_working = True
            self._machine.tasks.spawn(self._work())
        return bool(await future)

    async def _work(self) -> None:
        try:
            while self._waiting:
                # Whoever has just been told that theirs is stored has the next one by then.
                await self._machine.clock.sleep(0)
                await self._hear_next()
        finally:
            self._is_working = False
            for _, future in self._waiting:  # the bot ends while the database keeps nothing
                future.cancel()
            self._waiting.clear()

    async def _hear_next(self) -> None:
        count, size = 0, 0
        for incomings, _ in self._waiting:
            if count and size + len(incomings) > MOST:
                break
            count, size = count + 1, size + len(incomings)
        group, self._waiting = self._waiting[:count], self._waiting[count:]
        turn = heard_turn(self._machine, [each for incomings, _ in group for each in incomings])
        is_kept = False
        try:
            (outcome,) = await self._machine.database.run([turn])
            is_kept = outcome.error is None
            if is_kept:
                self._committed(turn, outcome.value)
            elif not isinstance(outcome.error, SomeKnown):
                log.error("%s messages are taken one by one", size, exc_info=outcome.error)
        except self._machine.database.unavailable as error:
            log.error("what was overheard could not be kept: %s", error)
        finally:
            for _, future in group:
                if not future.done():
                    future.set_result(is_kept)


def heard_turn(machine: Machine, incomings: Sequence[Incoming]) -> OwnTurn:
    """A turn that stores these as done and lets them be heard; none when one was done before."""

    async def act(tx: Transaction) -> Sequence[Context]:
        await arrivals.claim_all(tx, incomings)
        return await overhear(machine, tx, incomings)

    return OwnTurn(machine, f"{len(incomings)} overheard", act)


async def overhear_one(machine: Machine, tx: Transaction, *, incoming: Incoming) -> list[Context]:
    """As ``overhear`` for one that is claimed."""
    return await overhear(machine, tx, [incoming])


async def overhear(
    machine: Machine, tx: Transaction, incomings: Sequence[Incoming]
) -> list[Context]:
    """The contexts in which these were heard: one for each community, in the order of the config.

    Who writes is a member; who only reacts has an account. First all messages are known to the
    book, since a reaction may be to one that came with it.
    """
    by_chat: defaultdict[tuple[str, str], list[Incoming]] = defaultdict(list)
    for each in incomings:
        by_chat[each.platform, each.chat].append(each)
    by_community: dict[CommunityId, list[Incoming]] = {}
    for chat, theirs in by_chat.items():
        if (community := machine.world.community_at(*chat)) is not None:
            by_community.setdefault(community, []).extend(theirs)
    return [
        await _heard(machine, tx, place, by_community[community])
        for community, place in machine.world.places.items()
        if community in by_community
    ]


async def _heard(
    machine: Machine, tx: Transaction, place: Place, incomings: Sequence[Incoming]
) -> Context:
    community = place.community.id
    last = incomings[-1]
    ctx = context_of_nobody(machine, tx, place, last.at, last.update_id)
    seen = await crowds.find(tx, community, incomings)
    heard, written, reactions = [], [], []
    for each in incomings:
        user = (each.platform, each.user)
        writer = seen.get(user)
        is_reaction = each.kind is _REACTION
        if writer is None or not (is_reaction or writer.is_as(each)):
            writer = seen[user] = await _meet(machine, tx, place, writer, each)
        known = writer.known
        if is_reaction:
            reactions.append((each, known))
        else:
            heard.append(Heard(each, known.account, known.member))
            written.append((each, known.account.id))
    if heard and await messages.note(tx, community, written, counts=True):
        for spec in machine.router.overhearers:
            await spec.run(ctx, heard)
    for each, known in reactions:
        await _tell_reaction(ctx, each, known)
    return ctx


async def _meet(
    machine: Machine, tx: Transaction, place: Place, before: Seen | None, incoming: Incoming
) -> Seen:
    """The writer of a message is a member and there; who reacts has an account."""
    joins = incoming.kind is _MESSAGE
    known = await people.meet(tx, machine.ids, place.community.id, incoming, joins=joins)
    if known.new:
        await welcome(machine.router.offers("newcomer"), tx, place, known, incoming.at)
    there = frozenset[str]() if before is None else before.there
    return Seen(known, there | {place_of(incoming.chat)} if joins else there)


async def _tell_reaction(ctx: Context, incoming: Incoming, known: Known) -> None:
    community, account = ctx.community.id, known.account.id
    standing = await messages.react(ctx.tx, ctx.ids, community, account, incoming)
    if standing is not None:
        ctx.tell(
            Reacted(
                community,
                known.member,
                account,
                incoming.sent_at,
                incoming.platform,
                incoming.chat,
                incoming.message_id,
                incoming.emoji,
                incoming.removed,
                standing.author,
                standing.count,
                standing.id,
            )
        )
