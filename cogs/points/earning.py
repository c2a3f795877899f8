"""Earns points for what other cogs tell; shares the fate of what earned them."""

from __future__ import annotations

from datetime import date

from bot.community import ledger
from bot.community.ledger import Entry
from bot.core.cog import listen
from bot.core.context import Context, Tally
from bot.core.events import Stage
from bot.core.model import MemberId
from bot.core.text import Text
from cogs.checkin.events import CheckedIn, StreakReached
from cogs.points import store
from cogs.points.rules import boosted, milestones_due
from cogs.points.settings import PointsSettings

LIFETIME = Tally("lifetime")
EARNED = Tally("earned", "day")

# The version of the rules that an entry was earned by; changes with ``hearth points apply``.
RULES = "1"


@listen(CheckedIn, Stage.EARNING)
async def pay_check_in(ctx: Context, event: CheckedIn) -> tuple[Text, ...]:
    """A credited day earns its points, once for an account and day."""
    settings = ctx.settings(PointsSettings)
    points = boosted(settings.basic, event.at, settings.boost)
    if not points:
        return ()
    key = f"checkin:{event.account}:{event.day.isoformat()}"
    entry = _entry(event, key, points, "checkin")
    balance = await ledger.pay(ctx.tx, event.community, event.member, entry)
    if balance is None:
        return ()
    earn(ctx, event.member, points, event.day)
    return (Text("points.earned", amount=points, balance=balance),)


@listen(StreakReached, Stage.EARNING)
async def pay_milestones(ctx: Context, event: StreakReached) -> tuple[Text, ...]:
    """Each milestone that the run has reached is paid, once for the run."""
    settings = ctx.settings(PointsSettings)
    said = []
    for days, base in milestones_due(settings.milestones, event.before, event.length):
        points = boosted(base, event.at, settings.boost)
        run = (event.first, event.last)
        if await store.milestone_paid(ctx.tx, event.community, event.member, days, *run):
            continue
        key = f"milestone:{event.account}:{days}:{event.first.isoformat()}"
        entry = _entry(event, key, points, "milestone")
        balance = await ledger.pay(ctx.tx, event.community, event.member, entry)
        if balance is None:
            continue
        await store.mark_milestone(
            ctx.tx, event.community, event.account, days, event.first, entry.id
        )
        earn(ctx, event.member, points, event.day)
        said.append(Text("points.milestone", days=days, amount=points, balance=balance))
    return tuple(said)


def earn(ctx: Context, member: MemberId, points: int, day: date) -> None:
    """The tallies of what was earned grow; negative when it is taken back."""
    ctx.add_tally(LIFETIME, member, points)
    ctx.add_tally(EARNED, member, points, day)


def _entry(event: CheckedIn | StreakReached, key: str, points: int, reason: str) -> Entry:
    return Entry(
        key,
        event.account,
        points,
        reason,
        event.at,
        rules=RULES,
        source=event.source,
        day=event.day.isoformat(),
    )
