"""Doors of check-in: ``/checkin``, ``/streak``, ``/explain``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.community import people
from bot.core.cog import command, query
from bot.core.context import Asking, Context, QueryContext
from bot.core.errors import NotNow
from bot.core.model import Rank
from bot.core.options import Note, Target, Who
from bot.core.outgoing import Reply
from bot.core.ports import Reader
from bot.core.schedule import DayRule, day_bounds, day_existed, day_of, rule_at
from bot.core.text import Text
from cogs.checkin import store
from cogs.checkin.events import CheckedIn, StreakReached
from cogs.checkin.rules import (
    Day,
    DayKind,
    Joining,
    SheetRule,
    alive,
    changed_lately,
    clock_of,
    day_sheet,
    extend,
    rest_on,
    runs,
    streak_of,
    zone_hop_ends,
)
from cogs.checkin.settings import CheckinSettings
from cogs.checkin.tallies import ACTIVE_DAYS, of_streak

SHEET_DAYS = 30


@command("checkin", "签到", "打卡", bare=("签到", "簽到", "打卡", "check in"))
async def check_in(ctx: Context, note: Note = "") -> Reply:
    """The member's local day of the moment they wrote is credited, once."""
    attempt = _attempt(ctx)
    await _refuse_hopping(ctx, attempt)
    credited = await store.credit(ctx.tx, ctx.community.id, ctx.member, attempt)
    await store.keep_attempt(ctx.tx, ctx.community.id, attempt, credited=credited)
    if not credited:
        return await _already(ctx, attempt.day)
    streak = await _grow(ctx, attempt)
    key = "checkin.done" if attempt.day == ctx.today else "checkin.done.late"
    texts = [Text(key, day=attempt.day.isoformat(), streak=streak)]
    if attempt.flagged:
        texts.append(Text("checkin.clock.doubted"))
    return Reply(tuple(texts))


@command("streak", "连签")
async def show_streak(ctx: Context, who: Who | None = None) -> Reply:
    """Current and longest streak, today's state, and what protects the streak."""
    subject = who or Target(ctx.account, ctx.member)
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
    if resting := ctx.settings(CheckinSettings).rest_days:
        texts.append(Text("streak.rest", days=_listed(resting)))
    return Reply(tuple(texts))


@query("explain", "解释", rank=Rank.MODERATOR, member=False)
async def explain(ctx: QueryContext, who: Who) -> Reply:
    """The day sheet: for each of the last 30 days its kind, its message, and its rule."""
    rules = await _rules_of(ctx, ctx.read, who)
    today, joining = day_of(ctx.now, rules), _joining(ctx, rules)
    days = await store.days_of(ctx.read, ctx.community.id, who.member)
    first = today - timedelta(days=SHEET_DAYS - 1)
    sources = await store.sources_of(ctx.read, ctx.community.id, who.member, first)
    streak = streak_of(days, today, joining)
    current = alive(streak, today, joining, ctx.now, rule_at(rules, ctx.now).zone)
    texts = [Text("explain.head", name=who.name, current=current, longest=streak.longest)]
    begins = min((day.day for day in days), default=today)
    for line in day_sheet(days, max(first, begins), today, today, joining):
        rule = line.rule
        if current and streak.last_covered and line.day > streak.last_covered:
            # The run lives on, so no date since its last day has ended it.
            rule = SheetRule.JOINED_TRAVEL if rule is SheetRule.BROKE else rule
        source = sources.get(line.day)
        where = f"{source.platform} {source.chat} #{source.source}" if source else ""
        texts.append(
            Text(
                "explain.line",
                day=line.day.isoformat(),
                kind=Text(f"day.kind.{line.kind}" if line.kind else "day.kind.none"),
                rule=Text(f"day.rule.{rule}"),
                where=where,
                time=_clock_time(source.day) if source else "",
            )
        )
    return Reply(tuple(texts))


def _attempt(ctx: Context) -> store.Attempt:
    incoming = ctx.incoming
    instant, flagged = clock_of(incoming.sent_at, incoming.at)
    return store.Attempt(
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


async def _refuse_hopping(ctx: Context, attempt: store.Attempt) -> None:
    """A credit that only moving between zones would give is refused (§2)."""
    if not ctx.actor.zone:
        return
    changes = [at for at, _ in await people.zone_choices(ctx.tx, ctx.account.person)]
    if not changed_lately(changes, attempt.at):
        return
    last = max(at for at in changes if at <= attempt.at)
    rule = rule_at(ctx.day_rules, last)
    start, _ = day_bounds(ctx.day_of(last), rule.zone, rule.day_start)
    credits = await store.credits_since(ctx.tx, ctx.community.id, ctx.member, start)
    known = await store.find_credit(ctx.tx, ctx.community.id, ctx.member, attempt.day)
    ends = zone_hop_ends(start, credits)
    if known is None and attempt.at < ends:
        local = ends.astimezone(ZoneInfo(attempt.zone))
        raise NotNow("checkin.zone.hopping", since=local.strftime("%Y-%m-%d %H:%M"))


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


async def _grow(ctx: Context, attempt: store.Attempt) -> int:
    """The streak with the credited day is kept and told; the length of the day's run."""
    community, member, joining = ctx.community.id, ctx.member, _joining(ctx)
    old = await store.find_streak(ctx.tx, community, member)
    day = Day(attempt.day, DayKind.REAL, attempt.at, attempt.zone)
    new = extend(old, day, joining)
    if new is not None:
        joined = new.current_length > 1
        first, last, length = new.current_first, day.day, new.current_length
        before = length - 1 if joined else 0
    else:
        days = await store.days_of(ctx.tx, community, member)
        new = streak_of(days, ctx.today, joining)
        run = next(run for run in runs(days, joining.joins) if run.first <= day.day <= run.last)
        first, last, length, before = run.first, run.last, run.length, 0
    await store.keep_streak(ctx.tx, community, member, new)
    for tally, value in of_streak(new).items():
        ctx.set_tally(tally, member, value)
    ctx.add_tally(ACTIVE_DAYS, member, 1)
    source = f"{attempt.platform}/{attempt.chat}/{attempt.source}"
    told = (community, member, ctx.account.id, attempt.at)
    ctx.tell(CheckedIn(*told, attempt.day, length, source))
    ctx.tell(StreakReached(*told, first or day.day, last, before, length, attempt.day, source))
    return length


async def _rules_of(ctx: Asking, read: Reader, who: Target | None) -> Sequence[DayRule]:
    if who is None:
        return ctx.day_rules
    return await ctx.house.day_rules_of(read, ctx.community.id, who.account.id)


def _joining(ctx: Asking, rules: Sequence[DayRule] | None = None) -> Joining:
    theirs = ctx.day_rules if rules is None else rules
    rest = rest_on(ctx.settings(CheckinSettings).rest_days)
    return Joining(rest, lambda day: day_existed(day, theirs))


def _clock_time(day: Day) -> str:
    """The wall-clock time at which the day's message was written, where it was written."""
    if day.at is None:
        return ""
    return day.at.astimezone(ZoneInfo(day.zone)).strftime("%H:%M")


def _listed(weekdays: tuple[str, ...]) -> Text:
    first, *others = weekdays
    text = Text(f"weekday.{first}")
    for each in others:
        text = Text("list.two", first=text, second=Text(f"weekday.{each}"))
    return text
