"""Somebody has come to a chat of a community, or has left it: its cogs are told."""

from __future__ import annotations

from bot.community import memberships, people, privileges
from bot.community.people import Known
from bot.core.context import Context
from bot.core.events import Joined, Left
from bot.core.model import CommunityId, Incoming, Kind, Sender
from bot.core.ports import Transaction
from bot.engine.machine import Machine
from bot.engine.own_turn import context_of_nobody
from bot.engine.world import World


async def tell_presence(machine: Machine, tx: Transaction, *, incoming: Incoming) -> list[Context]:
    """The contexts in which it was told: one for each community that the chat belongs to.

    Who comes has an account from then on; a member is only who has written. Of somebody who
    leaves and was never met nothing is told.
    """
    if incoming.kind is Kind.LEAVE:
        await privileges.forget_role(tx, incoming)
    if incoming.sender is not Sender.PERSON:
        return []
    told = []
    for community in _communities(machine.world, incoming):
        known = await _known(machine, tx, community, incoming)
        if known is None:
            continue
        place = machine.world.places[community]
        ctx = context_of_nobody(machine, tx, place, incoming.at, incoming.update_id)
        who = (community, known.member, known.account.id, incoming.at)
        where = memberships.place_of(incoming.chat)
        if incoming.kind is Kind.LEAVE:
            if known.member:
                await memberships.leave(tx, community, known.account.id, where, incoming.at)
            ctx.tell(Left(*who, incoming.platform, incoming.chat, incoming.by))
        else:
            if known.member:
                await memberships.be_there(tx, community, known.account.id, where)
            ctx.tell(Joined(*who, incoming.platform, incoming.chat, incoming.by, incoming.invite))
        told.append(ctx)
    return told


async def _known(
    machine: Machine, tx: Transaction, community: CommunityId, incoming: Incoming
) -> Known | None:
    if incoming.kind is Kind.JOIN:
        return await people.meet(tx, machine.ids, community, incoming, joins=False)
    await tx.lock(people.account_key(incoming.platform, incoming.user))
    known = await people.find(tx, community, incoming.platform, incoming.user)
    if known is not None:
        await tx.lock(people.person_key(known.account.person))
    return known


def _communities(world: World, incoming: Incoming) -> list[CommunityId]:
    """Those of the chat itself, or of any channel of a guild that is joined as a whole."""
    platform, place = incoming.platform, memberships.place_of(incoming.chat)
    named = world.community_at(platform, incoming.chat)
    return [
        community
        for community, each in world.places.items()
        if community == named
        or any(
            where == platform and memberships.place_of(world.chat_now(where, chat)) == place
            for where, chat in each.chats
        )
    ]
