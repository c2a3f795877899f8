"""Earns points for what other cogs tell; shares the fate of what earned them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from bot.community import ledger
from bot.community.ledger import Entry
from bot.core.cog import listen
from bot.core.context import Context, Tally
from bot.core.events import MemberEvent, Stage
from bot.core.model import MemberId
from bot.core.text import Text
from cogs.checkin.events import CheckedIn, DaysMadeUp, MadeDayReplaced, StreakReached
from cogs.points import store
from cogs.points.rules import milestones_due
from cogs.points.settings import PointsSettings

LIFETIME = Tally("lifetime")
EARNED = Tally("earned", "day")


class _Paid(NamedTuple):
    """What an entry has moved, and the balance with it."""

    amount: int
    balance: int


@listen(CheckedIn, Stage.EARNING)
async def pay_check_in(ctx: Context, event: CheckedIn) -> tuple[Text, ...]:
    """A credited day earns its points, once for an account and day."""
    settings = ctx.settings(PointsSettings)
    points = settings.worth("checkin", settings.basic, event.at)
    if not points:
        return ()
    key = f"checkin:{event.account}:{event.day.isoformat()}"
    paid = await _pay(ctx, event, _entry(event, key, points, "checkin", settings.edition))
    if paid is None:
        return ()
    usual = settings.usual("checkin", settings.basic)
    said = "points.earned" if paid.amount == usual else "points.earned.unusual"
    return (Text(said, amount=paid.amount, balance=paid.balance),)


@listen(StreakReached, Stage.EARNING)
async def pay_milestones(ctx: Context, event: StreakReached) -> tuple[Text, ...]:
    """Each milestone that the run has reached is paid, once for the run."""
    settings = ctx.settings(PointsSettings)
    said = []
    for days, base in milestones_due(settings.milestones, event.before, event.length):
        points = settings.worth("milestone", base, event.at)
        if not points or await _is_paid(ctx, event, days):
            continue
        key = f"milestone:{event.account}:{days}:{event.first.isoformat()}"
        entry = _entry(event, key, points, "milestone", settings.edition)
        paid = await _pay(ctx, event, entry)
        if paid is None:
            continue
        await store.mark_milestone(
            ctx.tx, event.community, event.account, days, event.first, entry.id
        )
        said.append(Text("points.milestone", days=days, amount=paid.amount, balance=paid.balance))
    return tuple(said)


@listen(DaysMadeUp, Stage.EARNING)
async def pay_made_up(ctx: Context, event: DaysMadeUp) -> tuple[Text, ...]:
    """Where make-ups earn points, each made-up day earns those of a check-in."""
    settings = ctx.settings(PointsSettings)
    points = settings.worth("checkin", settings.basic, event.at)
    if not event.earns or not points:
        return ()
    earned, balance = 0, 0
    for day, credit in zip(event.days.split(), event.credits.split(), strict=True):
        entry = Entry(
            credit,
            event.account,
            points,
            "makeup",
            event.at,
            rules=settings.edition,
            source=event.source,
            day=day,
        )
        paid = await _pay(ctx, event, entry)
        if paid is not None:
            earned, balance = earned + paid.amount, paid.balance
    return (Text("points.earned", amount=earned, balance=balance),) if earned else ()


@listen(MadeDayReplaced, Stage.EARNING)
async def take_back_made_up(ctx: Context, event: MadeDayReplaced) -> None:
    """What a made-up day had earned is taken back: another day has its place."""
    moved = await ledger.take_back(ctx.tx, event.community, event.member, event.credit, event.at)
    if moved is not None:
        earn(ctx, event.member, moved, event.day)


async def _pay(ctx: Context, event: MemberEvent, entry: Entry) -> _Paid | None:
    """The entry stands, also one that was paid before and taken back; None where it stood."""
    balance = await ledger.pay(ctx.tx, event.community, event.member, entry)
    if balance is None:
        again = (event.community, event.member, entry.id, event.at)
        moved = await ledger.pay_again(ctx.tx, *again)
        known = await ledger.find(ctx.tx, event.community, entry.id)
        if moved is None or known is None:
            return None
        paid, day = _Paid(*moved), known.day
    else:
        paid, day = _Paid(entry.amount, balance), entry.day
    earn(ctx, event.member, paid.amount, date.fromisoformat(day))
    ctx.shown["points"] = int(ctx.shown.get("points", 0)) + paid.amount
    ctx.shown["balance"] = paid.balance
    return paid


async def _is_paid(ctx: Context, event: StreakReached, days: int) -> bool:
    run = (event.first, event.last)
    paid = await store.paid_for(ctx.tx, event.community, event.member, days, *run)
    for entry in paid:
        if await ledger.stands(ctx.tx, event.community, entry):
            return True
    return False


def earn(ctx: Context, member: MemberId, points: int, day: date) -> None:
    """The tallies of what was earned grow; negative when it is taken back."""
    ctx.add_tally(LIFETIME, member, points)
    ctx.add_tally(EARNED, member, points, day)


def _entry(
    event: CheckedIn | StreakReached, key: str, points: int, reason: str, rules: str
) -> Entry:
    return Entry(
        key,
        event.account,
        points,
        reason,
        event.at,
        rules=rules,
        source=event.source,
        day=event.day.isoformat(),
    )
