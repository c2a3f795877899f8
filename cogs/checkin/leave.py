"""Doors of leave: ``/leave FROM TO`` and ``/leave cancel``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bot.core.cog import command
from bot.core.context import Context
from bot.core.errors import Refusal, ToldHow
from bot.core.options import Note, Word
from bot.core.outgoing import Reply
from bot.core.parsing import Toward, shown, take_days
from bot.core.parsing.days import without_and
from bot.core.text import Text
from cogs.checkin import store
from cogs.checkin.protection import listed
from cogs.checkin.reaching import settle_own
from cogs.checkin.rules import Leave, LeaveProblem, cancelled_on, merged, plan_leave
from cogs.checkin.rules.leave import FURTHEST_AHEAD, LONGEST_LEAVE
from cogs.checkin.store import KeptLeave


@command("leave", "请假")
async def take_leave(ctx: Context, first: Word = "", last: Note = "") -> Reply:
    """The days from the first to the last are leave; without any, what is planned is shown."""
    if not first:
        return await _show(ctx)
    asked = _asked(ctx, f"{first} {last}")
    await settle_own(ctx)
    known = await _leaves(ctx)
    plan = plan_leave([each.span for each in known], asked.first, asked.last, ctx.today)
    if isinstance(plan, LeaveProblem):
        raise _refused(ctx, plan, asked)
    if plan.leave is None:
        return Reply.of("leave.known", span=_span(asked))
    end = plan.leave.first - timedelta(days=1)
    for each in known:
        if each.span in plan.ends:
            await store.end_leave(ctx.tx, ctx.community.id, each, end)
    new = KeptLeave(ctx.ids.new(), ctx.account.id, plan.leave, ctx.now)
    await store.add_leave(ctx.tx, ctx.community.id, new)
    return Reply.of("leave.done", spans=_spans(ctx, await _leaves(ctx)))


@command("leave cancel", "请假 取消")
async def cancel_leave(ctx: Context) -> Reply:
    """Leave that runs has ended with yesterday; none is planned any more."""
    await settle_own(ctx)
    ahead = [each for each in await _leaves(ctx) if each.span.last >= ctx.today]
    if not ahead:
        raise ToldHow("leave.none", example=Text("leave.example"))
    for each in ahead:
        await store.end_leave(ctx.tx, ctx.community.id, each, cancelled_on(ctx.today))
    return Reply.of("leave.cancelled", spans=_spans(ctx, ahead))


async def _show(ctx: Context) -> Reply:
    ahead = [each for each in await _leaves(ctx) if each.span.last >= ctx.today]
    if not ahead:
        raise ToldHow("leave.none", example=Text("leave.example"))
    return Reply.of("leave.planned", spans=_spans(ctx, ahead))


async def _leaves(ctx: Context) -> list[KeptLeave]:
    """The member's leaves as far back as one may reach that has not ended."""
    since = ctx.today - timedelta(days=LONGEST_LEAVE)
    return await store.leaves_of(ctx.tx, ctx.community.id, ctx.member, since)


def _asked(ctx: Context, text: str) -> Leave:
    """The range that the words say: ``明天到后天``, ``monday to friday``, or its two ends."""
    try:
        span, rest = take_days(text, ctx.today, Toward.AHEAD)
        if span is None:
            raise Refusal("input.day", found=shown(rest))
        last, tail = span.last, without_and(rest)
        if tail and span.first == last:
            end, left = take_days(tail, ctx.today, Toward.AHEAD, since=last)
            if end is None:
                raise Refusal("input.day", found=shown(tail))
            # Two days and what lies between them are a range, a list of days is none.
            if tail == rest or end.first <= last + timedelta(days=1):
                last, rest = end.last, left
        if rest:
            raise Refusal("input.too.much", found=shown(without_and(rest)))
    except Refusal as refusal:
        raise ToldHow(
            "input.wrong", problem=refusal.text, example=Text("leave.example")
        ) from refusal
    return Leave(span.first, last)


def _refused(ctx: Context, problem: LeaveProblem, asked: Leave) -> Refusal:
    return ToldHow(
        f"leave.refused.{problem}",
        first=_iso(asked.first),
        last=_iso(asked.last),
        today=_iso(ctx.today),
        longest=LONGEST_LEAVE,
        furthest=FURTHEST_AHEAD,
        example=Text("leave.example"),
    )


def _spans(ctx: Context, leaves: Iterable[KeptLeave]) -> Text:
    """The ranges that have not ended, whole ones."""
    whole = merged(each.span for each in leaves)
    ahead = [span for span in whole if span.last >= ctx.today]
    return listed([_span(each) for each in ahead])


def _span(leave: Leave) -> Text:
    if leave.first == leave.last:
        return Text("day.plain", day=_iso(leave.first))
    return Text("leave.span", first=_iso(leave.first), last=_iso(leave.last))


def _iso(day: date) -> str:
    return day.isoformat()
