"""Making days up: what it would do now, what it costs, and doing it (docs/features/checkin.md §4).

What is shown is looked at again when it is confirmed, and once more when a moderator approves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.community import holdings, people
from bot.community.holdings import HoldingEntry, Item
from bot.core.context import Context
from bot.core.errors import Refusal, ToldHow
from bot.core.model import AccountId, MemberId
from bot.core.schedule import day_of
from bot.core.text import Text
from cogs.checkin import store
from cogs.checkin.asking import Wanted, example_of
from cogs.checkin.circumstances import Circumstances, Missing
from cogs.checkin.events import DaysMadeUp, StreakReached
from cogs.checkin.joining import joining_of
from cogs.checkin.protection import listed
from cogs.checkin.replacing import card_name, take_back
from cogs.checkin.rules import (
    DayKind,
    MakeupPlan,
    MakeupProblem,
    MakeupRefused,
    Standpoint,
    latest_missed,
    planning,
)
from cogs.checkin.settings import CheckinSettings
from cogs.checkin.settling import Subject, credit_name, drive, keep_made, keep_streak
from cogs.checkin.store import MadeDay, Request
from cogs.checkin.tallies import ACTIVE_DAYS

KIND: Final = "makeup"
# So many days are named in a refusal as what would have to be asked for.
_NAMED: Final = 10


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose days are made up, and by which of their accounts."""

    subject: Subject
    account: AccountId

    @property
    def member(self) -> MemberId:
        """The member whose days they are."""
        return self.subject.member


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a make-up would do, the cards that it uses of those held, and the month's make-ups."""

    plan: MakeupPlan
    cards: int
    held: int
    used: int


def refuse_what_is_off(settings: CheckinSettings) -> None:
    """Raises Refusal where the community has no make-ups."""
    if not settings.makeup_window_days or not settings.makeup_per_month:
        raise ToldHow("makeup.off")


async def wanted_days(ctx: Context, asker: Asker, wanted: Wanted) -> tuple[date, ...]:
    """The days that are meant. Raises Refusal when so many were not missed."""
    if wanted.days:
        return wanted.days
    subject = asker.subject
    days = await store.days_of(ctx.tx, ctx.community.id, subject.member)
    here = await _standpoint(ctx, asker, days[0].day if days else None)
    found = latest_missed(days, wanted.count, here, joining_of(ctx.settings, subject.rules))
    if isinstance(found, MakeupRefused):
        raise _refusal(found, here)
    return tuple(found)


async def prospect_of(ctx: Context, asker: Asker, days: tuple[date, ...]) -> Prospect:
    """What making these days up would do now.

    Raises Refusal when a day may not be filled or would not be part of the streak, when the
    month's make-ups are used, and when cards are wanting.
    """
    settings, community, member = ctx.settings(CheckinSettings), ctx.community.id, asker.member
    plan = await plan_of(ctx, asker, days)
    month = f"{asker.subject.until:%Y-%m}"
    used = await store.count_in_month(ctx.tx, community, member, month)
    if used >= settings.makeup_per_month:
        raise ToldHow("makeup.quota", limit=settings.makeup_per_month, month=month)
    held = await holdings.count_of(ctx.tx, community, member, Item.MAKEUP_CARD)
    cards = len(plan.days) if settings.makeup_needs_card else 0
    if cards > held:
        raise ToldHow("makeup.cards", have=max(held, 0), need=cards)
    return Prospect(plan, cards, held, used)


async def plan_of(
    ctx: Context, asker: Asker, days: tuple[date, ...], request: Request | None = None
) -> MakeupPlan:
    """What would become of the streak. Raises Refusal when one of the days may not be filled.

    ``request`` is the one that is decided: it was in time when it was asked for.
    """
    subject, community = asker.subject, ctx.community.id
    known = await store.days_of(ctx.tx, community, subject.member)
    here = await _standpoint(ctx, asker, known[0].day if known else None, request)
    missing = Missing(subject.member, subject.rules, min(days))
    around = await Circumstances.read(ctx, [missing])
    walk = planning(known, days, here, joining_of(ctx.settings, subject.rules))
    plan = await drive(walk, around.covers(subject.member, freezing=False))
    if isinstance(plan, MakeupRefused):
        raise _refusal(plan, here)
    return plan


async def spend_cards(ctx: Context, asker: Asker, request: Request) -> None:
    """The cards of the make-up are spent; those of one that waits may come back."""
    for day in request.days[: request.cards]:
        name = card_name(request.id, day.isoformat())
        entry = HoldingEntry(name, asker.account, Item.MAKEUP_CARD, -1, KIND, ctx.now)
        await holdings.spend(ctx.tx, ctx.community.id, asker.member, entry)


async def give_cards_back(ctx: Context, asker: Asker, request: Request) -> None:
    """The cards of a make-up that nothing comes of are the member's again."""
    for day in request.days:
        name = card_name(request.id, day.isoformat())
        await holdings.give_back(ctx.tx, ctx.community.id, asker.member, name, ctx.now)


async def fill(ctx: Context, asker: Asker, request: Request, plan: MakeupPlan) -> None:
    """The days are made up: the streak is kept and told, used freezes come back."""
    subject, community, member = asker.subject, ctx.community.id, asker.member
    for day in plan.frozen:
        credit = await store.find_credit(ctx.tx, community, member, day)
        assert credit is not None  # the plan has found it
        await take_back(ctx, member, credit, "made_up", ctx.now)
    made = [_made(asker, request, day, ctx) for day in plan.days]
    numbers = await store.make_days(ctx.tx, community, made)
    accounts = [each.id for each in await people.accounts_of(ctx.tx, community, member)]
    for day in plan.days:
        await store.claim_day(ctx.tx, community, member, accounts, day)
    missing = Missing(member, subject.rules, plan.days[0])
    around = await Circumstances.read(ctx, [missing])
    await keep_made(ctx, [(member, around.made(member, each)) for each in plan.settlement.made])
    await keep_streak(ctx, member, plan.settlement.streak)
    ctx.add_tally(ACTIVE_DAYS, member, len(plan.days))
    source = f"{request.platform}/{request.chat}/{request.source}"
    told = (community, member, asker.account, ctx.now)
    ctx.tell(
        DaysMadeUp(
            *told,
            " ".join(day.isoformat() for day in plan.days),
            " ".join(credit_name(each, numbers.get(each, 0)) for each in made),
            ctx.settings(CheckinSettings).makeup_earns_points,
            plan.after,
            source,
        )
    )
    # The run may have joined others that were counted before: what was paid is not paid again.
    ctx.tell(StreakReached(*told, plan.first, plan.last, 0, plan.after, subject.until, source))


def _made(asker: Asker, request: Request, day: date, ctx: Context) -> MadeDay:
    return MadeDay(
        asker.account,
        day,
        DayKind.MAKEUP,
        ctx.now,
        asker.subject.zone,
        request.platform,
        request.chat,
        request.source,
    )


async def _standpoint(
    ctx: Context, asker: Asker, first: date | None, request: Request | None = None
) -> Standpoint:
    """``first`` is the first day of the member that is covered, None without any."""
    subject, community = asker.subject, ctx.community.id
    joined = await people.joined_at(ctx.tx, community, subject.member)
    pending = await store.pending_days(ctx.tx, community, subject.member)
    window = ctx.settings(CheckinSettings).makeup_window_days
    if request is not None:
        pending -= set(request.days)
        window += (subject.until - day_of(request.at, subject.rules)).days
    day = day_of(joined or ctx.now, subject.rules)
    return Standpoint(
        subject.until,
        min(day, first or day),
        window,
        pending,
        subject.at,
        subject.zone,
    )


def _refusal(refused: MakeupRefused, here: Standpoint) -> Refusal:
    day, lacking, problem = refused.day, refused.lacking, refused.problem
    beyond = any((here.today - each).days > here.window for each in lacking)
    may_be_asked = 0 < len(lacking) <= _NAMED and not beyond
    if problem is MakeupProblem.NOT_CONNECTED and not may_be_asked:
        return ToldHow("makeup.refused.far", day=day.isoformat(), count=len(lacking))
    return ToldHow(
        f"makeup.refused.{problem}",
        day=day.isoformat(),
        today=here.today.isoformat(),
        joined=here.joined.isoformat(),
        window=here.window,
        kind=Text(f"day.kind.{refused.kind or 'none'}"),
        count=len(lacking),
        lacking=listed([Text("day.plain", day=each.isoformat()) for each in lacking])
        if lacking
        else "",
        ask=" ".join(each.isoformat() for each in sorted((*refused.asked, *lacking))),
        example=example_of(here.window),
    )
