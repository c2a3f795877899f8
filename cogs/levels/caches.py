"""What levels keep of members: made anew from tallies and steps, and compared with them."""

from __future__ import annotations

from bot.community import tallies
from bot.core.cog import offers
from bot.core.exporting import ExportMember
from bot.core.ports import Reader, Transaction
from bot.core.text import Text
from cogs.levels import store
from cogs.levels.rules import Standing, level_of
from cogs.levels.settings import LevelSettings, curve_of, edition_of
from cogs.levels.settling import best
from cogs.levels.store import Kept
from cogs.levels.tallies import FOLLOWED, LEVEL, POINTS, TIER

_NAMES = (LEVEL.name, TIER.name)


@offers("rebuild thresholds", "levels")
async def rebuild(tx: Transaction, member: ExportMember) -> None:
    """The level is that of the points, the tier the best that the member's accounts have.

    What the rules of today say besides is decided at the end of the day.
    """
    community = member.community.id
    await tallies.clear(tx, community, member.member, _NAMES)
    await store.forget(tx, community, member.member)
    standing = await _standing(tx, member)
    numbers = await _numbers(tx, member, standing)
    followed = await tallies.several(tx, community, member.member, FOLLOWED)
    if any(followed.values()) or standing.tier:
        await store.keep(tx, community, member.member, Kept(standing.below_since, ""))
    if any(numbers.values()):
        await tallies.write(tx, community, numbers, {})


@offers("verify", "levels")
async def verify(read: Reader, member: ExportMember) -> list[Text]:
    """What is kept of the member and differs; the level only if counted by the rules of today."""
    community = member.community.id
    standing = await _standing(read, member)
    kept = await store.find_kept(read, community, member.member)
    problems = []
    if (kept.below_since if kept else None) != standing.below_since:
        problems.append(Text("verify.standing", member=member.member))
    wanted = await _numbers(read, member, standing)
    names: tuple[str, ...] = _NAMES
    if kept is None or kept.edition != edition_of(member.settings):
        names = (TIER.name,)
        del wanted[member.member, LEVEL.name, ""]
    return problems + await tallies.differing(read, community, member.member, names, wanted)


async def _standing(read: Reader, member: ExportMember) -> Standing:
    accounts = [account.id for account in member.accounts]
    if not accounts:
        return Standing(0)
    return best(await store.steps_of(read, member.community.id, accounts))


async def _numbers(
    read: Reader, member: ExportMember, standing: Standing
) -> dict[tallies.Key, int]:
    points = await tallies.value_of(read, member.community.id, member.member, POINTS)
    level = level_of(points, curve_of(member.settings(LevelSettings)))
    return {
        (member.member, LEVEL.name, ""): level,
        (member.member, TIER.name, ""): standing.tier,
    }
