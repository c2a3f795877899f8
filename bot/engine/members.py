"""Members as cogs are told of them, and what is kept for them made anew."""

from __future__ import annotations

from datetime import datetime

from bot.community import holdings, ledger, people, privileges
from bot.core.exporting import ExportMember
from bot.core.model import Account, CommunityId, MemberId, Rank
from bot.core.ports import Reader, Transaction
from bot.engine.router import Router
from bot.engine.world import Place, World


async def view(
    world: World, read: Reader, place: Place, member: MemberId, as_of: datetime
) -> ExportMember:
    """The member with the accounts that they hold and the rules by which their days are read."""
    community = place.community.id
    accounts = tuple(await people.accounts_of(read, community, member))
    rules = world.default_rules(community)
    if accounts:
        known = await people.find_account(read, community, accounts[0].id)
        assert known is not None  # found by the same transaction
        rules = await world.day_rules(read, community, known)
    return ExportMember(place.community, member, accounts, rules, place.settings, as_of)


async def rebuild(router: Router, tx: Transaction, member: ExportMember) -> None:
    """The books and every cog keep for the member what the facts give."""
    await ledger.rebuild(tx, member.community.id, member.member)
    await holdings.rebuild(tx, member.community.id, member.member)
    for offer in router.offers("rebuild"):
        await offer.run(tx, member)


async def rights_of(world: World, read: Reader, account: Account) -> CommunityId | None:
    """The first community in which the config or a platform makes the account more than a member.

    A role in a chat that no community names is one of the first community.
    """
    for community, place in world.places.items():
        if place.staff.rank(account.platform, account.user) > Rank.MEMBER:
            return community
    chats = await privileges.chats_with_rights(read, account.platform, account.user)
    for chat in chats:
        return world.community_at(account.platform, chat) or next(iter(world.places))
    return None
