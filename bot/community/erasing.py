"""Forgets somebody, in one community or everywhere (``docs/features/people.md``).

Rows that map ids to people go, and every free text; what stays for ever holds ids only. So the
sums of a community stay, and nobody can say whose they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.community import (
    actions,
    kept,
    ledger,
    link_codes,
    linking,
    memberships,
    people,
    privileges,
    reviews,
)
from bot.community.actions import Action
from bot.core.context import House
from bot.core.exporting import Forgotten
from bot.core.ids import Ids
from bot.core.model import AccountId, CommunityId
from bot.core.ports import Transaction

FORGET: Final = "forget"
"""The room whose offers ``(tx, forgotten)`` erase what the declarations do not say; the act."""


async def forget(  # noqa: PLR0913  whom, where, by whom and when
    tx: Transaction,
    house: House,
    ids: Ids,
    *,
    account: AccountId,
    community: CommunityId | None,
    by: str,
    now: datetime,
) -> Forgotten:
    """The person who holds the account is forgotten in the community, or everywhere for None.

    Who is a member of no other community is forgotten everywhere. ``by`` is who wanted it, an
    account or ``system``, for the audit.
    """
    forgotten = await _whom(tx, house, account, community, now)
    for each in forgotten.communities:
        await _forget_in(tx, house, forgotten, each)
    if forgotten.everywhere:
        await link_codes.forget(tx, forgotten.account_ids)
        await linking.forget(tx, forgotten.account_ids, forgotten.persons)
        for one in forgotten.accounts:
            await privileges.forget_user(tx, one.platform, one.user)
        await kept.erase_everywhere(tx, house.tables, forgotten.ids)
    for offer in house.offers(FORGET):
        await offer.run(tx, forgotten)
    await house.forget_traces(tx, forgotten)
    for each in forgotten.communities:
        act = Action(ids.code(), AccountId(by), FORGET, account, now, {}, None)
        await actions.record(tx, each, act)
    return forgotten


async def _whom(
    tx: Transaction,
    house: House,
    account: AccountId,
    community: CommunityId | None,
    now: datetime,
) -> Forgotten:
    accounts = await linking.locked(tx, account)
    account_ids = [each.id for each in accounts]
    persons = {accounts[0].person, *await linking.persons_of(tx, account_ids)}
    await tx.lock(*(people.person_key(person) for person in persons))
    found = await memberships.of_accounts(tx, account_ids)
    theirs = {each.community for each in found}
    everywhere = community is None or not theirs - {community}
    where: Sequence[CommunityId] = sorted({*theirs, *house.communities})
    if community is not None and not everywhere:
        where = [community]
    members = tuple(each.member for each in found if each.community in where)
    return Forgotten(accounts, tuple(sorted(persons)), members, tuple(where), everywhere, now)


async def _forget_in(
    tx: Transaction, house: House, forgotten: Forgotten, community: CommunityId
) -> None:
    accounts = forgotten.account_ids
    await actions.forget_notes(tx, community, accounts)
    await reviews.forget(tx, community, accounts)
    await kept.erase_in(tx, house.tables, forgotten.ids, community)
    if not forgotten.everywhere:
        await ledger.let_go(tx, community, accounts, forgotten.at)
