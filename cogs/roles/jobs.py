"""What roles do by themselves each day: ask again, and follow a config that has changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.community import memberships, people
from bot.core.cog import job
from bot.core.context import JobContext
from bot.core.jobs import EndOfDay, Looking, Page
from bot.core.model import MemberId
from cogs.roles import store
from cogs.roles.settings import edition_of
from cogs.roles.settling import settle

PAGE: Final = 100
_REFUSED: Final = "refused"
_RULES: Final = "rules"
# Stands behind the last member: by then everybody's wishes follow the rules of today.
_DONE: Final = "="


async def find_due(looking: Looking) -> Page:
    """The accounts that were refused a role, then all members where the config has others."""
    what, _, after = looking.cursor.partition(":")
    community = looking.community.id
    if what != _RULES:
        accounts = await store.refused_long_ago(looking.read, community, looking.now, after, PAGE)
        found = [await people.find_account(looking.read, community, each) for each in accounts]
        members = [known.member for known in found if known is not None and known.member]
        full = len(accounts) == PAGE
        return Page(members, f"{_REFUSED}:{accounts[-1]}" if full else f"{_RULES}:")
    if await store.made_by(looking.read, community) == edition_of(looking.settings):
        return Page((), None)
    rows = await memberships.members_after(looking.read, community, after, PAGE)
    keys: list[str] = [member for member, _ in rows]
    if len(rows) < PAGE:
        return Page([*keys, _DONE], None)
    return Page(keys, f"{_RULES}:{keys[-1]}")


@job("roles", EndOfDay(), find=find_due, internal=True)
async def ask_again(ctx: JobContext, keys: Sequence[str]) -> None:
    """These members are asked the roles for that they lack, and lose those that they have not."""
    members = [MemberId(key) for key in keys if key != _DONE]
    known = await people.persons_behind(ctx.tx, ctx.community.id, members) if members else {}
    await ctx.tx.lock(*(people.person_key(person) for person, _ in known.values()))
    for member in known:
        await settle(ctx, member)
    if _DONE in keys:
        await store.make_by(ctx.tx, ctx.community.id, edition_of(ctx.settings))
