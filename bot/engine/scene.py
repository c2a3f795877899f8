"""Who writes, and in which community: what a turn finds out before anything is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.community import memberships, people, places
from bot.community.people import Known
from bot.core.errors import HearthError
from bot.core.ids import Ids
from bot.core.model import Actor, Community, CommunityId, Incoming, Kind, Rank
from bot.core.ports import Reader, Transaction
from bot.core.schedule import DayRule
from bot.engine.world import Place, World

# Only these make someone a member: who merely reacts or joins is not one yet.
_WRITES = (Kind.MESSAGE, Kind.BUTTON)


class WhichCommunity(HearthError):
    """A private chat of someone who belongs to several communities and has not said which."""

    def __init__(self, known: Known, communities: Sequence[Community]) -> None:
        super().__init__()
        self.known = known
        self.communities = communities


@dataclass(frozen=True, slots=True)
class Scene:
    """Who writes where, in which language to answer, and how their days are read."""

    place: Place
    known: Known
    locale: str
    day_rules: Sequence[DayRule]

    def actor(self, rank: Rank) -> Actor:
        """The writer, with the rank that was found."""
        known = self.known
        return Actor(known.account, known.member, rank, known.locale, known.zone)


async def find_scene(
    tx: Transaction, world: World, ids: Ids, incoming: Incoming, community: CommunityId | None
) -> Scene:
    """The scene of an update; its writer has an account, and in a group a membership.

    ``community`` is that of a group chat or of a pressed button, None in a private chat: then
    it is the one that the person belongs to. Raises WhichCommunity when there are several.
    """
    if community is None:
        community = await _private_community(tx, world, incoming)
        known = await people.meet(tx, ids, community, incoming, joins=False)
    else:
        joins = incoming.kind in _WRITES and not incoming.private
        known = await people.meet(tx, ids, community, incoming, joins=joins)
    rules = await world.day_rules(tx, community, known)
    locale = world.locale_of(community, known, private=incoming.private)
    return Scene(world.places[community], known, locale, rules)


async def plain_locale(read: Reader, world: World, incoming: Incoming) -> str:
    """The language for whoever it is, also outside of any community: their own choice first."""
    known = await people.find(read, next(iter(world.places)), incoming.platform, incoming.user)
    if known is not None and known.locale:
        return known.locale
    return world.plain_locale(incoming)


async def _private_community(tx: Transaction, world: World, incoming: Incoming) -> CommunityId:
    """The community of a private chat: one of which the person is a member, or staff."""
    # Who belongs to none is shown the first community's language, and refused as no member.
    stranger = next(iter(world.places))
    known = await people.find(tx, stranger, incoming.platform, incoming.user)
    theirs = [] if known is None else await memberships.communities_of(tx, known.account.person)
    belongs = [
        name
        for name, place in world.places.items()
        if name in theirs or place.staff.rank(incoming.platform, incoming.user) > Rank.MEMBER
    ]
    if known is None or len(belongs) < 2:
        return belongs[0] if belongs else stranger
    chosen = await places.private_choice(tx, known.account.person)
    if chosen not in belongs:
        raise WhichCommunity(known, [world.places[each].community for each in belongs])
    return chosen
