"""Keeps what happens to members and may be told: who came, badges, levels and tiers.

What is taken back is told no more (``docs/features/recaps.md`` §6).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.community import people
from bot.core.cog import SettingsOf, listen, offers
from bot.core.context import Context
from bot.core.events import MemberEvent
from bot.core.model import Account, Community, MemberId
from bot.core.ports import Transaction
from bot.core.recaps import Moment
from cogs.badges.events import BadgeEarned, BadgeTakenBack
from cogs.levels.events import TIERS, LevelLost, LevelReached, TierChanged
from cogs.recaps.store import moments

NEWCOMER: Final = "newcomer"
BADGE: Final = "badge"
LEVEL: Final = "level"
TIER: Final = "tier"
_HIGHEST: Final = 9999


@offers("newcomer", "recaps")
async def note_newcomer(
    tx: Transaction,
    community: Community,
    settings: SettingsOf,
    account: Account,
    member: MemberId,
    now: datetime,
) -> None:
    """Somebody has become a member."""
    await moments.add(tx, community.id, NEWCOMER, Moment(account.id, "", now))


@listen(BadgeEarned)
async def note_badge(ctx: Context, event: BadgeEarned) -> None:
    """A badge is theirs."""
    await _add(ctx, BADGE, event, event.badge)


@listen(BadgeTakenBack)
async def forget_badge(ctx: Context, event: BadgeTakenBack) -> None:
    """It is not."""
    await _take_back(ctx, BADGE, event, (event.badge, event.badge))


@listen(LevelReached)
async def note_level(ctx: Context, event: LevelReached) -> None:
    """A level was reached; of several at once the highest."""
    await _add(ctx, LEVEL, event, _level(event.level))


@listen(LevelLost)
async def forget_level(ctx: Context, event: LevelLost) -> None:
    """Those above it were not."""
    await _take_back(ctx, LEVEL, event, (_level(event.level + 1), _level(_HIGHEST)))


@listen(TierChanged)
async def note_tier(ctx: Context, event: TierChanged) -> None:
    """A higher tier is theirs, or the one before is not any more."""
    if TIERS.index(event.tier) > TIERS.index(event.before):
        await _add(ctx, TIER, event, event.tier)
    else:
        await _take_back(ctx, TIER, event, (event.before, event.before))


async def _add(ctx: Context, what: str, event: MemberEvent, value: str) -> None:
    moment = Moment(event.account, value, event.at)
    await moments.add(ctx.tx, event.community, what, moment)


async def _take_back(ctx: Context, what: str, event: MemberEvent, values: tuple[str, str]) -> None:
    held = await people.accounts_of(ctx.tx, event.community, event.member)
    if held:
        accounts = [account.id for account in held]
        await moments.take_back(ctx.tx, event.community, what, accounts, values)


def _level(level: int) -> str:
    """With four digits, so that they sort as levels do."""
    return f"{level:04}"
