"""Proves the database: seals, balances, and what every cog keeps against its facts.

``docs/operating.md``, "Verify".
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.community import holdings, ledger, memberships, people, seals
from bot.core.exporting import ExportMember
from bot.core.model import CommunityId, MemberId
from bot.core.ports import Reader, Transaction
from bot.core.text import Text
from bot.engine import members
from bot.engine.machine import Machine
from bot.engine.world import Place

_PAGE = 200


@dataclass(slots=True)
class Verdict:
    """What was looked at, and what is wrong with it."""

    members: int = 0
    unsealed: int = 0
    rebuilt: int = 0
    problems: int = 0


async def verify(machine: Machine, verdict: Verdict) -> AsyncIterator[Text]:
    """Every problem of every community, as a sentence; ``verdict`` counts meanwhile."""
    async with machine.database.read() as read:
        for community, place in machine.world.places.items():
            sealed = await seals.verify(read, community)
            if isinstance(sealed, seals.Broken):
                verdict.problems += 1
                yield Text(sealed.problem, entry=sealed.entry, number=sealed.number)
            else:
                verdict.unsealed += sealed
            async for member in _members(machine, read, community, place):
                verdict.members += bool(member.accounts)
                for problem in await _problems(machine, read, member):
                    verdict.problems += 1
                    yield problem


async def rebuild(machine: Machine, verdict: Verdict) -> None:
    """Every cache is what the facts give, a page of members in each transaction."""
    for place in machine.world.places.values():
        await _rebuild_community(machine, place, verdict)


async def freshen(machine: Machine) -> int:
    """What a change of the config has made stale is made anew; returns how many members it took."""
    verdict = Verdict()
    for place in machine.world.places.values():
        stale = False
        async with machine.database.read() as read:
            for offer in machine.router.offers("stale"):
                stale |= await offer.run(read, place.community, place.settings)
        if stale:
            await _rebuild_community(machine, place, verdict)
            (outcome,) = await machine.database.run([_Fresh(machine, place)])
            if outcome.error is not None:
                raise outcome.error
    return verdict.rebuilt


async def _rebuild_community(machine: Machine, place: Place, verdict: Verdict) -> None:
    after, count = "", _PAGE
    while count == _PAGE:
        work = _Rebuild(machine, place.community.id, place, after)
        (outcome,) = await machine.database.run([work])
        after, count = outcome.value
        verdict.rebuilt += count


async def _problems(machine: Machine, read: Reader, member: ExportMember) -> list[Text]:
    community = member.community.id
    problems = []
    have = await ledger.balance_of(read, community, member.member)
    want = await ledger.sum_of(read, community, member.member)
    if have != want:
        problems.append(Text("verify.balance", member=member.member, have=have, want=want))
    held = await holdings.counts_of(read, community, member.member)
    summed = await holdings.sums_of(read, community, member.member)
    problems += [
        Text(
            "verify.holdings",
            member=member.member,
            item=item,
            have=held.get(item, 0),
            want=summed.get(item, 0),
        )
        for item in sorted(held.keys() | summed.keys())
        if held.get(item, 0) != summed.get(item, 0)
    ]
    for offer in machine.router.offers("verify"):
        problems += await offer.run(read, member)
    return problems


async def _members(
    machine: Machine, read: Reader, community: CommunityId, place: Place
) -> AsyncIterator[ExportMember]:
    after = ""
    while page := await memberships.members_after(read, community, after, _PAGE):
        for member, _ in page:
            yield await _view(machine, read, place, member)
        after = page[-1][0]


async def _view(machine: Machine, read: Reader, place: Place, member: MemberId) -> ExportMember:
    return await members.view(machine.world, read, place, member, machine.clock.now())


class _Fresh:
    """The cogs note by what their caches were made."""

    def __init__(self, machine: Machine, place: Place) -> None:
        self._machine = machine
        self._place = place

    async def run(self, tx: Transaction) -> None:
        for offer in self._machine.router.offers("fresh"):
            await offer.run(tx, self._place.community, self._place.settings)

    def recover(self, error: Exception) -> None:
        return None


class _Rebuild:
    """The caches of a page of members are made anew."""

    def __init__(self, machine: Machine, community: CommunityId, place: Place, after: str) -> None:
        self._machine = machine
        self._community = community
        self._place = place
        self._after = after

    async def run(self, tx: Transaction) -> tuple[str, int]:
        page = await memberships.members_after(tx, self._community, self._after, _PAGE)
        await tx.lock(*(people.person_key(person) for _, person in page))
        for member, _ in page:
            view = await _view(self._machine, tx, self._place, member)
            await members.rebuild(self._machine.router, tx, view)
        return (page[-1][0] if page else "", len(page))

    def recover(self, error: Exception) -> None:
        return None
