"""What levels do by themselves at the end of each day: tiers whose grace is over are lost.

Members who were counted by other rules than those of the config are counted anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.community import people
from bot.core.cog import job
from bot.core.context import JobContext
from bot.core.jobs import EndOfDay, Looking, Page
from bot.core.model import MemberId
from cogs.levels import store
from cogs.levels.settings import TierSettings, edition_of
from cogs.levels.settling import settle

PAGE: Final = 100
_BELOW: Final = "below"
_RULES: Final = "rules"


async def find_due(looking: Looking) -> Page:
    """First those whose grace is over, then those of other rules."""
    what, _, after = looking.cursor.partition(":")
    community = looking.community.id
    if what != _RULES:
        until = looking.now - looking.settings(TierSettings).rules.grace
        members = await store.below_since(looking.read, community, until, after, PAGE)
        full = len(members) == PAGE
        return Page(members, f"{_BELOW}:{members[-1]}" if full else f"{_RULES}:")
    edition, _, member = after.partition(" ")
    rows = await store.of_other_rules(
        looking.read, community, edition_of(looking.settings), (edition, member), PAGE
    )
    cursor = f"{_RULES}:{' '.join(rows[-1])}" if len(rows) == PAGE else None
    return Page([member for _, member in rows], cursor)


@job("tiers", EndOfDay(), find=find_due, internal=True)
async def count_anew(ctx: JobContext, keys: Sequence[str]) -> None:
    """Level and tier of these members are what their numbers and the rules of today say."""
    members = [MemberId(key) for key in keys]
    known = await people.persons_behind(ctx.tx, ctx.community.id, members)
    if not known:
        return
    await ctx.tx.lock(*(people.person_key(person) for person, _ in known.values()))
    for member in known:
        await settle(ctx, member)
