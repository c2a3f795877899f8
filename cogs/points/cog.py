"""Doors of points: ``/points``, ``/history``, ``/award``, and what undoes an award."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.community import actions, ledger, people, tallies
from bot.community.actions import Action
from bot.community.ledger import Entry
from bot.core.cog import button, command, offers, query
from bot.core.context import Asking, Context, QueryContext
from bot.core.errors import Refusal
from bot.core.model import AccountId, Rank
from bot.core.options import Note, Page, SignedAmount, Target, Who
from bot.core.outgoing import Button, Reply
from bot.core.ports import Reader
from bot.core.schedule import day_of, rule_at
from bot.core.text import Text
from cogs.points.caps import cap_of
from cogs.points.earning import EARNED, LIFETIME
from cogs.points.rules import takes_back
from cogs.points.settings import PointsSettings
from cogs.points.tallies import CAPPED

HISTORY_LINES = 10
REASON_LIMIT = 500


@command("points", "积分")
async def show_points(ctx: Context, who: Who | None = None) -> Reply:
    """The balance, what was earned today, and how much of what is capped."""
    subject = who or Target(ctx.account, ctx.member)
    community = ctx.community.id
    rules = await ctx.house.day_rules_of(ctx.tx, community, subject.account.id)
    today = day_of(ctx.now, rules).isoformat()
    head = Text(
        "points.yours" if who is None else "points.theirs",
        name=subject.name,
        balance=await ledger.balance_of(ctx.tx, community, subject.member),
        today=await tallies.value_of(ctx.tx, community, subject.member, EARNED.name, today),
        lifetime=await tallies.value_of(ctx.tx, community, subject.member, LIFETIME.name),
    )
    talk = await tallies.value_of(ctx.tx, community, subject.member, CAPPED.name, today)
    cap = await cap_of(ctx.tx, community, subject.member, ctx.settings(PointsSettings))
    capped = (Text("points.talk", talk=talk, cap=cap),) if talk and cap else ()
    return Reply((head, *capped))


@query("history", "明细", cooldown_s=10)
async def show_history(ctx: QueryContext, lines: Page = HISTORY_LINES) -> Reply:
    """The member's latest entries with their reasons; buttons turn the pages."""
    return await _page(ctx, ctx.read, lines, 0)


@button("history.page")
async def turn_page(ctx: Context, lines: str, skip: str) -> Reply:
    """Another page in place of the one that is shown."""
    page = await _page(ctx, ctx.tx, int(lines), int(skip))
    return Reply(page.texts, page.buttons, replaces=True)


@command("award", "奖励", rank=Rank.MODERATOR, member=False)
async def award(ctx: Context, who: Who, amount: SignedAmount, reason: Note) -> Reply:
    """The member has so many points more, or less; the act has an id and can be undone.

    It may leave a debt (``docs/features/points.md`` §1).
    """
    if len(reason) > REASON_LIMIT:
        raise Refusal("input.too.long", limit=REASON_LIMIT)
    act = Action(
        ctx.ids.code(),
        ctx.account.id,
        "award",
        who.account.id,
        ctx.now,
        {"amount": amount},
        None,
    )
    await actions.record(ctx.tx, ctx.community.id, act, reason)
    entry = _entry(ctx, act, who.account.id, amount, "award", None)
    balance = await ledger.pay(ctx.tx, ctx.community.id, who.member, entry) or 0
    ctx.add_tally(LIFETIME, who.member, amount)
    key = "award.given" if amount > 0 else "award.taken"
    if amount < 0 and balance < 0:
        key = "award.debt"
    return Reply.of(
        key, name=who.name, amount=abs(amount), balance=balance, reason=reason, id=act.id
    )


@offers("undo", "award")
async def undo_award(
    ctx: Context, target: Target, undone: Action, undoing: Action
) -> tuple[Text, ...]:
    """What the undone act moved is moved back by an entry that names it."""
    await ctx.tx.lock(people.person_key(target.account.person))
    entry = await ledger.find(ctx.tx, ctx.community.id, _entry_id(undone))
    if entry is None:
        return (Text("undo.points.none"),)
    balance = await ledger.balance_of(ctx.tx, ctx.community.id, target.member)
    amount = takes_back(entry.amount, balance, ctx.settings(PointsSettings).undo_spent)
    if not amount:
        return (Text("undo.points.spent", name=target.name),)
    back = _entry(ctx, undoing, entry.account, amount, entry.reason, entry.id)
    balance = await ledger.pay(ctx.tx, ctx.community.id, target.member, back) or 0
    ctx.add_tally(LIFETIME, target.member, amount)
    key = "undo.points.debt" if balance < 0 and amount < 0 else "undo.points.done"
    if amount != -entry.amount:
        key = "undo.points.partly"
    return (Text(key, name=target.name, amount=abs(amount), balance=balance),)


async def _page(ctx: Asking, read: Reader, lines: int, skip: int) -> Reply:
    community = ctx.community.id
    total = await ledger.count_of(read, community, ctx.member)
    entries = await ledger.latest(read, community, ctx.member, lines, skip)
    if not entries:
        return Reply.of("history.empty")
    notes = await actions.notes_of(read, community, [_action_of(each) for each in entries])
    last = skip + len(entries)
    texts = [Text("history.head", first=skip + 1, last=last, total=total)]
    for entry in entries:
        texts.append(
            Text(
                "history.line",
                at=_local(ctx, entry.at),
                amount=f"{entry.amount:+d}",
                reason=Text("history.reversed", reason=_reason(entry))
                if entry.reverses
                else _reason(entry),
                note=notes.get(_action_of(entry), ""),
            )
        )
    buttons = []
    if skip:
        args = (str(lines), str(max(skip - lines, 0)))
        buttons.append(Button("newer", Text("history.newer"), "history.page", args))
    if last < total:
        args = (str(lines), str(last))
        buttons.append(Button("older", Text("history.older"), "history.page", args))
    return Reply(tuple(texts), tuple(buttons))


def _entry(
    ctx: Context, act: Action, account: AccountId, amount: int, reason: str, reverses: str | None
) -> Entry:
    return Entry(
        _entry_id(act),
        account,
        amount,
        reason,
        act.at,
        actor=act.actor,
        source=ctx.incoming.source,
        reverses=reverses,
    )


def _entry_id(act: Action) -> str:
    return f"action:{act.id}"


def _action_of(entry: Entry) -> str:
    return entry.id.removeprefix("action:")


def _reason(entry: Entry) -> Text:
    return Text(f"reason.{entry.reason}")


def _local(ctx: Asking, instant: datetime) -> str:
    zone = rule_at(ctx.day_rules, instant).zone
    return instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
