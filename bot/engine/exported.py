"""What an export holds, list by list, each read page by page (``docs/features/transcript.md``).

Everything is read from one snapshot. Members come by their first account (platform, then id),
entries and acts in the order in which they were written: an order that
does not depend on how ids were drawn.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from bot.community import actions, ledger, people
from bot.community.people import Known
from bot.core.clock import instant_text
from bot.core.context import House
from bot.core.errors import OperatorRefusal
from bot.core.exporting import ExportMember, Json
from bot.core.model import Community, CommunityId, MemberId
from bot.core.ports import Reader
from bot.engine import occurrences
from bot.engine.router import Router
from bot.engine.world import Place, World

PAGE: Final = 500
_HOLDERS_KEPT: Final = 10_000
_FIRST_LEVEL: Final = "newcomer"
# What a member has before any cog says otherwise, in the order of the format.
_BY_COGS: Final[Mapping[str, Json]] = {
    "streak": {"current": 0, "longest": 0, "last_day": None},
    "days": [],
    "lifetime": 0,
    "level": 0,
    "tier": _FIRST_LEVEL,
    "badges": [],
    "enrolments": [],
    "inventory": [],
    "strikes": [],
}


class ExportRefused(OperatorRefusal):
    """There is nothing of this name to export."""


class Sources(Protocol):
    """Where an export comes from: the communities, the cogs, and what they know of the tables."""

    @property
    def world(self) -> World: ...
    @property
    def router(self) -> Router: ...
    @property
    def house(self) -> House: ...


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is exported: the snapshot, the instant, and whose; no member is all of them."""

    machine: Sources
    read: Reader
    as_of: datetime
    places: tuple[Place, ...]
    members: Mapping[CommunityId, Known] | None


async def choose(
    machine: Sources, read: Reader, as_of: datetime, community: str, member: str
) -> Chosen:
    """The communities by id, or the one that is named; one member (an id of ours, or
    ``platform:user``) or all.

    Raises ExportRefused when there is no such community or member.
    """
    places = tuple(machine.world.places[each] for each in sorted(machine.world.places))
    if community:
        places = tuple(place for place in places if place.community.id == community)
        if not places:
            names = ", ".join(sorted(machine.world.places))
            raise ExportRefused("export.no_community", found=community, names=names)
    if not member:
        return Chosen(machine, read, as_of, places, None)
    found: dict[CommunityId, Known] = {}
    for place in places:
        known = await _find(read, place.community.id, member)
        if known is not None and known.member:
            found[place.community.id] = known
    if not found:
        raise ExportRefused("export.no_member", found=member)
    places = tuple(place for place in places if place.community.id in found)
    return Chosen(machine, read, as_of, places, found)


async def members(chosen: Chosen, place: Place) -> AsyncIterator[dict[str, Json]]:
    """The members of the community, each whole."""
    async for known in _known(chosen, place.community.id):
        yield await _member(chosen, place, known)


async def ledger_entries(chosen: Chosen, place: Place) -> AsyncIterator[dict[str, Json]]:
    """The entries, each with its member's balance behind it.

    Those of whoever was forgotten have no member, and one balance together.
    """
    community = place.community.id
    holders = _Holders(chosen.read, community)
    only = _only(chosen, community)
    balances: dict[MemberId | None, int] = {}
    after = 0
    while page := await ledger.page(chosen.read, community, after, PAGE):
        after = page[-1][0]
        for _, member, entry in page:
            if only is not None and member != only.member:
                continue
            balances[member] = balance = balances.get(member, 0) + entry.amount
            yield {
                "id": entry.id,
                "member": member,
                "amount": entry.amount,
                "balance_after": balance,
                "reason": entry.reason,
                "actor": await holders.of(entry.actor, entry.at),
                "at": instant_text(entry.at),
                "reverses": entry.reverses,
                "source": entry.source,
            }


async def acts(chosen: Chosen, place: Place) -> AsyncIterator[dict[str, Json]]:
    """The acts of staff; of one member, those that they did or that concern them."""
    community = place.community.id
    holders = _Holders(chosen.read, community)
    only = _only(chosen, community)
    after = 0
    while page := await actions.page(chosen.read, community, after, PAGE):
        after = page[-1][0]
        for _, act in page:
            actor = await holders.of(act.actor, act.at)
            target = await holders.of(act.target, act.at)
            if only is not None and only.member not in (actor, target):
                continue
            yield {
                "id": act.id,
                "actor": actor,
                "action": act.action,
                "target": target,
                "at": instant_text(act.at),
            }


async def jobs(chosen: Chosen, place: Place) -> AsyncIterator[dict[str, Json]]:
    """Each time that a job was or is due, by job, zone and period; of one member none.

    What only the bot itself needs is left out. ``time`` is there for times that members chose.
    """
    community, declared = place.community.id, chosen.machine.router.jobs
    after = ("", "", "")
    while _only(chosen, community) is None and (
        page := await occurrences.page(chosen.read, community, after, PAGE)
    ):
        for planned, at in page:
            after = (planned.job, planned.spot, planned.period)
            spec = declared.get(planned.job)
            if spec is not None and not spec.internal:
                yield {
                    "job": planned.job,
                    "period": planned.period,
                    "zone": planned.zone,
                    **({"time": planned.at} if planned.at else {}),
                    "state": planned.state,
                    "at": instant_text(planned.due if planned.state == "due" else at),
                }


async def nothing() -> AsyncIterator[dict[str, Json]]:
    """A list that no cog fills yet."""
    none: tuple[dict[str, Json], ...] = ()
    for row in none:
        yield row


def head(community: Community) -> dict[str, Json]:
    """What stands before the lists of a community."""
    return {"id": community.id, "name": community.name, "zone": community.zone}


class _Holders:
    """Which member holds an account now; who is no member is named by platform and id there.

    Who was forgotten is named by the account's id, which says nothing.
    """

    def __init__(self, read: Reader, community: CommunityId) -> None:
        self._read = read
        self._community = community
        self._known: dict[str, tuple[str, datetime | None]] = {ledger.SYSTEM: (ledger.SYSTEM, None)}

    async def of(self, account: str, at: datetime) -> str:
        """Who did, or was meant by, something at that instant."""
        found = self._known.get(account)
        if found is None:
            found = await self._read_holder(account)
            if len(self._known) < _HOLDERS_KEPT:
                self._known[account] = found
        holder, forgotten_at = found
        return account if forgotten_at is not None and at <= forgotten_at else holder

    async def _read_holder(self, account: str) -> tuple[str, datetime | None]:
        forgotten_at = await ledger.let_go_at(self._read, self._community, account)
        known = await people.find_account(self._read, self._community, account)
        if known is None:
            return account, None
        plain = f"{known.account.platform}:{known.account.user}"
        return known.member or plain, forgotten_at


async def _find(read: Reader, community: CommunityId, member: str) -> Known | None:
    platform, colon, user = member.partition(":")
    if colon:
        return await people.find(read, community, platform, user)
    accounts = await people.accounts_of(read, community, MemberId(member))
    return await people.find_account(read, community, accounts[0].id) if accounts else None


async def _known(chosen: Chosen, community: CommunityId) -> AsyncIterator[Known]:
    only = _only(chosen, community)
    if only is not None:
        yield only
        return
    after = ("", "")
    while page := await people.members_page(chosen.read, community, after, PAGE):
        for known in page:
            after = (known.account.platform, known.account.user)
            yield known


def _only(chosen: Chosen, community: CommunityId) -> Known | None:
    return None if chosen.members is None else chosen.members[community]


async def _member(chosen: Chosen, place: Place, known: Known) -> dict[str, Json]:
    read, community, world = chosen.read, place.community, chosen.machine.world
    accounts = tuple(await people.accounts_of(read, community.id, known.member))
    scene = ExportMember(
        community,
        known.member,
        accounts,
        await world.day_rules(read, community.id, known),
        place.settings,
        chosen.as_of,
    )
    offers = chosen.machine.router.offers_by_key("export")
    written: dict[str, Json] = {
        "id": known.member,
        "accounts": [
            {"platform": each.platform, "id": each.user, "name": each.name} for each in accounts
        ],
        "zone": known.zone or community.zone,
        "locale": known.locale or community.locale,
    }
    for key, default in _BY_COGS.items():
        if key == "lifetime":
            written["balance"] = await ledger.balance_of(read, community.id, known.member)
        offer = offers.get(key)
        written[key] = default if offer is None else await offer.run(read, scene)
    for key in sorted(offers.keys() - _BY_COGS.keys()):
        written[key] = await offers[key].run(read, scene)
    return written
