"""A day that a rule had made gives way: what it had cost is given back.

See ``docs/features/checkin.md`` §4 and §5.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.community import holdings, people
from bot.core.context import Context
from bot.core.model import MemberId
from bot.core.text import Text
from cogs.checkin import store
from cogs.checkin.events import MadeDayReplaced
from cogs.checkin.rules import DayKind
from cogs.checkin.settling import credit_name
from cogs.checkin.store import Attempt, Credit, DayChange, MadeDay, RequestState

STAYS: Final = (DayKind.REAL, DayKind.IMPORT)
"""No check-in has the place of a day that is covered by one of these."""


async def replace_made_day(ctx: Context, attempt: Attempt) -> Credit | None:
    """The check-in has the place of a day that a rule had made; returns what that was.

    None when the day was checked in or imported before: nothing has changed.
    """
    community, member = ctx.community.id, ctx.member
    before = await store.find_credit(ctx.tx, community, member, attempt.day)
    if before is None or before.day.kind in STAYS:
        return None
    accounts = await people.accounts_of(ctx.tx, community, member)
    await keep_check_in(ctx, attempt)
    await take_back(ctx, member, before, "replaced")
    await store.claim_day(ctx.tx, community, member, [each.id for each in accounts], attempt.day)
    return before


async def keep_check_in(ctx: Context, attempt: Attempt) -> None:
    """The credited check-in is a fact of its account; one that was taken back counts by this."""
    community = ctx.community.id
    if not await store.keep_attempt(ctx.tx, community, attempt, credited=True):
        day, kind = attempt.day, DayKind.REAL
        again = DayChange(attempt.account, day, kind, ctx.now, True, "again", attempt)
        await store.change_day(ctx.tx, community, again)


async def keep_attempt(ctx: Context, attempt: Attempt) -> None:
    """The check-in is a fact of its account, whoever has the credit of the day."""
    community, account, day = ctx.community.id, attempt.account, attempt.day
    if await store.keep_attempt(ctx.tx, community, attempt, credited=False):
        return
    own = await store.claim_of(ctx.tx, community, [account], day)
    if own is None or own[1] != DayKind.REAL:  # the one before it was taken back
        again = DayChange(account, day, DayKind.REAL, ctx.now, True, "attempt", attempt)
        await store.change_day(ctx.tx, community, again)


async def take_back(
    ctx: Context, member: MemberId, credit: Credit, reason: str, at: datetime | None = None
) -> str:
    """The made day claims nothing any more, and the member has back what it had cost.

    A card is theirs from ``at`` on, else as if it had never been used. Returns the day's name
    in events.
    """
    name = await let_go(ctx, member, credit, reason)
    if credit.day.kind is DayKind.FREEZE:
        await holdings.give_back(ctx.tx, ctx.community.id, member, name, at)
    if credit.day.kind is DayKind.MAKEUP:
        await _return_card(ctx, member, credit)
    return name


async def let_go(ctx: Context, member: MemberId, credit: Credit, reason: str) -> str:
    """The made day claims nothing any more; what it had cost is not given back by this.

    Returns the day's name in events.
    """
    community, day = ctx.community.id, credit.day
    change = DayChange(credit.account, day.day, day.kind, ctx.now, False, reason)
    number = await store.change_day(ctx.tx, community, change)
    made = MadeDay(credit.account, day.day, day.kind, ctx.now, day.zone)
    name = credit_name(made, number - 1)
    told = (community, member, credit.account, ctx.now)
    ctx.tell(MadeDayReplaced(*told, day.day, str(day.kind), name))
    return name


def given_back(credit: Credit) -> tuple[Text, ...]:
    """What the member is told of a day that gave way to a check-in."""
    kind = credit.day.kind
    if kind not in (DayKind.FREEZE, DayKind.MAKEUP):
        return ()
    return (Text(f"checkin.replaced.{kind}", day=credit.day.day.isoformat()),)


async def _return_card(ctx: Context, member: MemberId, credit: Credit) -> None:
    """The card of the made-up day comes back; a make-up of which no day is left is none."""
    community, day = ctx.community.id, credit.day.day
    request = await store.request_of(ctx.tx, community, credit.account, day)
    if request is None:
        return
    await holdings.give_back(ctx.tx, community, member, card_name(request.id, day.isoformat()))
    left = await store.days_made_by(ctx.tx, community, request.id)
    if not left:
        await store.move_request(
            ctx.tx, community, request.id, RequestState.DONE, RequestState.RETURNED, ctx.now
        )


def card_name(request: str, day: str) -> str:
    """The entry of the card that a make-up uses for one of its days."""
    return f"card:{request}:{day}"
