"""Doors of check-in: ``/checkin`` and ``/streak``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.community import zones
from bot.core.cog import command
from bot.core.context import Asking, Context
from bot.core.errors import NotNow
from bot.core.options import Note, Target, Who
from bot.core.outgoing import Reply
from bot.core.ports import Reader
from bot.core.schedule import DayRule, day_bounds, day_of, rule_at
from bot.core.text import Text
from cogs.checkin import store
from cogs.checkin.counting import note_change
from cogs.checkin.events import CheckedIn, StreakReached
from cogs.checkin.joining import joining_of
from cogs.checkin.protection import protections
from cogs.checkin.reaching import settle_own
from cogs.checkin.replacing import (
    STAYS,
    given_back,
    keep_attempt,
    keep_check_in,
    replace_made_day,
)
from cogs.checkin.rules import (
    Day,
    DayKind,
    Joining,
    Streak,
    alive,
    changed_lately,
    clock_of,
    extend,
    runs,
    zone_hop_ends,
)
from cogs.checkin.settling import keep_streak, myself, resettle
from cogs.checkin.showing import check_in_card
from cogs.checkin.store import Attempt, Credit
from cogs.checkin.tallies import ACTIVE_DAYS


@command("checkin", "签到", "打卡", bare=("签到", "簽到", "打卡", "check in"))
async def check_in(ctx: Context, note: Note = "") -> Reply:
    """The member's local day of the moment they wrote is credited, once."""
    attempt = _attempt(ctx)
    await _refuse_hopping(ctx, attempt)
    # Only what lies before the message: of the days behind it others may still arrive.
    streak = await settle_own(ctx, attempt.at)
    replaced = None
    if await store.credit(ctx.tx, ctx.community.id, ctx.member, attempt):
        await keep_check_in(ctx, attempt)
    else:
        replaced = await replace_made_day(ctx, attempt)
        if replaced is None:
            await keep_attempt(ctx, attempt)
            return await _already(ctx, attempt.day)
    length = await _grow(ctx, attempt, streak, replaced)
    is_late = attempt.day != ctx.today
    if is_late or ctx.actor.zone:
        await note_change(ctx, attempt.day)
    key = "checkin.done.late" if is_late else "checkin.done"
    texts = [Text(key, day=attempt.day.isoformat(), streak=length)]
    if attempt.flagged:
        texts.append(Text("checkin.clock.doubted"))
    if replaced is not None:
        texts += given_back(replaced)
    return Reply(tuple(texts), card=await check_in_card(ctx, attempt.day, length))


@command("streak", "连签")
async def show_streak(ctx: Context, who: Who | None = None) -> Reply:
    """Current and longest streak, today's state, and what protects the streak."""
    subject = who or Target(ctx.account, ctx.member)
    if who is None:
        await settle_own(ctx)
    streak = await store.find_streak(ctx.tx, ctx.community.id, subject.member)
    rules = await _rules_of(ctx, ctx.tx, who)
    today = day_of(ctx.now, rules)
    zone = rule_at(rules, ctx.now).zone
    current = alive(streak, today, _joining(ctx, rules), ctx.now, zone)
    head = "streak.yours" if who is None else "streak.theirs"
    done = await store.find_credit(ctx.tx, ctx.community.id, subject.member, today)
    texts = [
        Text(head, name=subject.name, current=current, longest=streak.longest),
        Text("streak.today.done" if done else "streak.today.open"),
    ]
    if current:
        texts += await protections(ctx, subject.member, today)
    return Reply(tuple(texts))


def _attempt(ctx: Context) -> Attempt:
    incoming = ctx.incoming
    instant, flagged = clock_of(incoming.sent_at, incoming.at)
    return Attempt(
        ctx.account.id,
        ctx.day_of(instant),
        instant,
        incoming.at,
        flagged,
        rule_at(ctx.day_rules, instant).zone,
        incoming.platform,
        incoming.chat,
        incoming.message_id,
    )


async def _refuse_hopping(ctx: Context, attempt: Attempt) -> None:
    """A credit that only moving between zones would give is refused (§2)."""
    if not ctx.actor.zone:
        return
    changes = [at for at, _ in await zones.choices_of(ctx.tx, ctx.account.person)]
    if not changed_lately(changes, attempt.at):
        return
    last = max(at for at in changes if at <= attempt.at)
    known = await store.find_credit(ctx.tx, ctx.community.id, ctx.member, attempt.day)
    if known is not None and known.day.kind in STAYS:
        return  # no credit is at stake
    rule = rule_at(ctx.day_rules, last)
    start, _ = day_bounds(ctx.day_of(last), rule.zone, rule.day_start)
    written = await store.credits_since(ctx.tx, ctx.community.id, ctx.member, start)
    # A message that comes late is judged as if all had come in order.
    for at in (attempt.at, *(each for each in written if each > attempt.at)):
        if at < zone_hop_ends(start, sum(each <= at for each in written)):
            next_one = zone_hop_ends(start, len(written)).astimezone(ZoneInfo(attempt.zone))
            raise NotNow("checkin.zone.hopping", since=next_one.strftime("%Y-%m-%d %H:%M"))


async def _already(ctx: Context, day: date) -> Reply:
    """Says when and where the day was credited; no number changes."""
    first = await store.find_credit(ctx.tx, ctx.community.id, ctx.member, day)
    streak = await store.find_streak(ctx.tx, ctx.community.id, ctx.member)
    zone = rule_at(ctx.day_rules, ctx.now).zone
    current = alive(streak, ctx.today, _joining(ctx), ctx.now, zone)
    assert first is not None  # its claim was refused a line above
    where = "checkin.where.there"
    if first.platform == ctx.incoming.platform:
        where = "checkin.where.here" if first.chat == ctx.incoming.chat else "checkin.where.other"
    return Reply.of(
        "checkin.already",
        day=day.isoformat(),
        time=_clock_time(first.day),
        where=Text(where, platform=first.platform.capitalize()),
        streak=current,
    )


async def _grow(ctx: Context, attempt: Attempt, old: Streak, replaced: Credit | None) -> int:
    """The streak with the credited day is kept and told; the length of the day's run."""
    community, member, joining = ctx.community.id, ctx.member, _joining(ctx)
    day = Day(attempt.day, DayKind.REAL, attempt.at, attempt.zone)
    new = extend(old, day, joining)
    if new is not None:
        joined = new.current_length > 1
        first, last, length = new.current_first, day.day, new.current_length
        before = length - 1 if joined else 0
        await keep_streak(ctx, member, new)
    else:
        anew = await resettle(ctx, myself(ctx), day.day, tail=False)
        found = runs(anew.days, joining.joins)
        run = next(run for run in found if run.first <= day.day <= run.last)
        first, last, length, before = run.first, run.last, run.length, 0
    if replaced is None or not replaced.day.kind.counts:
        ctx.add_tally(ACTIVE_DAYS, member, 1)
    source = ctx.incoming.source
    told = (community, member, ctx.account.id, attempt.at)
    ctx.tell(CheckedIn(*told, attempt.day, length, source))
    ctx.tell(StreakReached(*told, first or day.day, last, before, length, attempt.day, source))
    return length


async def _rules_of(ctx: Asking, read: Reader, who: Target | None) -> Sequence[DayRule]:
    if who is None:
        return ctx.day_rules
    return await ctx.house.day_rules_of(read, ctx.community.id, who.account.id)


def _joining(ctx: Asking, rules: Sequence[DayRule] | None = None) -> Joining:
    return joining_of(ctx.settings, ctx.day_rules if rules is None else rules)


def _clock_time(day: Day) -> str:
    """The wall-clock time at which the day's message was written, where it was written."""
    if day.at is None:
        return ""
    return day.at.astimezone(ZoneInfo(day.zone)).strftime("%H:%M")
