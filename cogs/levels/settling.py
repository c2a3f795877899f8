"""Makes level and tier what the tallies say, and tells what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.community import people, privileges, tallies
from bot.core.context import Context
from bot.core.model import Account, AccountId, MemberId
from bot.core.text import Text
from cogs.levels import store
from cogs.levels.events import TIERS, LevelLost, LevelReached, TierChanged
from cogs.levels.rules import Standing, decide, level_of
from cogs.levels.settings import LevelSettings, TierSettings, curve_of, edition_of
from cogs.levels.store import Kept, Step
from cogs.levels.tallies import LEVEL, POINTS, READ, TIER, criteria_of

TIER_REASON = "tier"
"""Because of what a tier's privileges are had."""


async def settle(ctx: Context, member: MemberId, since: datetime | None = None) -> tuple[Text, ...]:
    """The member's level and tier follow from the tallies; what has changed, in sentences.

    ``since``: what became of the tier from then on was undone, and is decided anew without
    grace. Nothing is said of those who were counted by other rules before.
    """
    community = ctx.community.id
    numbers = await tallies.several(ctx.tx, community, member, READ)
    kept = await store.find_kept(ctx.tx, community, member)
    edition = edition_of(ctx.settings)
    before = numbers.get(LEVEL.name, 0)
    level = level_of(numbers.get(POINTS, 0), curve_of(ctx.settings(LevelSettings)))
    held = Standing(numbers.get(TIER.name, 0), kept.below_since if kept else None)
    base = held
    accounts: list[Account] = []
    if since is not None and kept is not None:
        accounts = await people.accounts_of(ctx.tx, community, member)
        base = await standing_of(ctx, accounts, since)
    rules = ctx.settings(TierSettings)
    standing = decide(base, criteria_of(numbers), rules.rules, ctx.now)
    counted = edition if kept is None else kept.edition
    # Who has come to nothing yet is kept too, and so counted anew when the rules change.
    if kept is not None and (level, standing, counted) == (before, held, edition):
        return ()
    accounts = accounts or await people.accounts_of(ctx.tx, community, member)
    if not accounts:
        return ()
    account = ctx.account_of(member, accounts)
    await store.keep(ctx.tx, community, member, Kept(standing.below_since, edition))
    if standing != held:
        for each in accounts:
            await store.add_step(ctx.tx, community, Step(each.id, ctx.now, standing))
    said = _tell(ctx, member, account, (before, level), (held.tier, standing.tier))
    if standing.tier != held.tier or counted != edition:
        unlocked = rules.unlocked_by(standing.tier)
        await privileges.settle(ctx, member, account.id, unlocked, TIER_REASON)
    return said if counted == edition else ()


async def standing_of(ctx: Context, accounts: Sequence[Account], before: datetime) -> Standing:
    """How the best of these accounts stood before that."""
    steps = await store.steps_of(ctx.tx, ctx.community.id, [each.id for each in accounts])
    return best([step for step in steps if step.at < before])


def best(steps: Sequence[Step]) -> Standing:
    """The standing of whoever holds these accounts: that of the one that stands best."""
    last: dict[AccountId, Standing] = {step.account: step.standing for step in steps}
    return max(
        last.values(),
        # Not below the line is better, then to be below it for a shorter time.
        key=lambda each: (each.tier, each.below_since is None, each.below_since),
        default=Standing(0),
    )


def _tell(
    ctx: Context,
    member: MemberId,
    account: Account,
    levels: tuple[int, int],
    tiers: tuple[int, int],
) -> tuple[Text, ...]:
    about = (ctx.community.id, member, account.id, ctx.now)
    name = "" if account.id == ctx.account.id else account.shown
    said = []
    before, level = levels
    if level != before:
        ctx.set_tally(LEVEL, member, level)
        rises = level > before
        ctx.tell((LevelReached if rises else LevelLost)(*about, level, before))
        said.append(Text("level.reached" if rises else "level.lost", name=name, level=level))
    was, tier = tiers
    if tier != was:
        ctx.set_tally(TIER, member, tier)
        ctx.tell(TierChanged(*about, TIERS[tier], TIERS[was]))
        key = "tier.reached" if tier > was else "tier.lost"
        said.append(Text(key, name=name, tier=tier_name(tier)))
    return tuple(said)


def tier_name(tier: int) -> Text:
    """The tier as members call it."""
    return Text(f"tier.{TIERS[tier]}")
