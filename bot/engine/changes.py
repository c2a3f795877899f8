"""A message was edited or deleted: its communities are told, and nothing is answered."""

from __future__ import annotations

from bot.community import memberships, people
from bot.core.context import Context
from bot.core.events import MessageChanged, MessageDeleted, MessageEdited
from bot.core.model import CommunityId, Incoming, Kind
from bot.core.ports import Transaction
from bot.engine.machine import Machine
from bot.engine.own_turn import context_of_nobody


async def tell_change(machine: Machine, tx: Transaction, *, incoming: Incoming) -> list[Context]:
    """The contexts in which it was told: one for each community that the chat belongs to.

    A private chat belongs to every community of its person. Nobody acts in them, and nobody
    becomes a member by it; the event says who wrote the message and who changed it.
    """
    told = []
    for community in await _communities(machine, tx, incoming):
        place = machine.world.places[community]
        ctx = context_of_nobody(machine, tx, place, incoming.at, incoming.update_id)
        ctx.tell(_event(incoming, community))
        told.append(ctx)
    return told


async def _communities(machine: Machine, tx: Transaction, incoming: Incoming) -> list[CommunityId]:
    if not incoming.private:
        community = machine.world.community_at(incoming.platform, incoming.chat)
        return [] if community is None else [community]
    anywhere = next(iter(machine.world.places))
    known = await people.find(tx, anywhere, incoming.platform, incoming.user)
    if known is None:
        return []
    theirs = await memberships.communities_of(tx, known.account.person)
    return [each for each in theirs if each in machine.world.places]


def _event(incoming: Incoming, community: CommunityId) -> MessageChanged:
    which = (incoming.platform, incoming.chat, incoming.message_id, incoming.user, incoming.by)
    if incoming.kind is Kind.DELETE:
        return MessageDeleted(community, *which, incoming.at)
    return MessageEdited(community, *which, incoming.at, incoming.text, incoming.media)
