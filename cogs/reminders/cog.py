"""Doors of reminders: ``/remind`` says when, ``/notify`` says what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.community import faces, memberships, notice_choices, people
from bot.community.notice_choices import OFF, ON, REMIND_AT
from bot.community.notices import Kind
from bot.core.cog import command
from bot.core.context import Context
from bot.core.errors import Refusal
from bot.core.options import Note, Word
from bot.core.outgoing import Reply
from bot.core.parsing import shown
from bot.core.schedule import rule_at
from bot.core.text import Text
from cogs.reminders.settings import ReminderSettings
from cogs.reminders.words import (
    is_default,
    kind_meant,
    nearest_kind,
    switch_meant,
    time_meant,
)

_KINDS: Final = tuple(Kind)


@command("remind", "提醒", private=True)
async def remind(ctx: Context, time: Note = "") -> Reply:
    """The member is reminded of their streak at this time from now on, or no more."""
    if not time:
        return await _here(ctx, (*await _state(ctx), *await _reach(ctx)))
    if switch_meant(time) is False:
        await _choose(ctx, {Kind.STREAK: OFF})
        return await _here(ctx, (Text("remind.off"),))
    if is_default(time) or switch_meant(time) is True:
        await _choose(ctx, {Kind.STREAK: ON, **({REMIND_AT: ""} if is_default(time) else {})})
        return await _here(ctx, (*await _state(ctx), *await _reach(ctx)))
    at = time_meant(time)
    if at is None:
        raise Refusal("remind.time", found=shown(time))
    await _choose(ctx, {Kind.STREAK: ON, REMIND_AT: at})
    ctx.wake_jobs()
    return await _here(ctx, (*await _state(ctx), *await _reach(ctx)))


@command("notify", "通知", private=True)
async def notify(ctx: Context, kind: Word = "", switch: Word = "") -> Reply:
    """The member is told of things of this kind from now on, or no more."""
    chosen = await _chosen(ctx)
    if not kind:
        lines = [_line(each, chosen) for each in _KINDS]
        return await _here(ctx, (Text("notify.head"), *lines, Text("notify.how")))
    meant = kind_meant(kind)
    if meant is None:
        near = nearest_kind(kind)
        if near is None:
            raise Refusal("notify.unknown", found=shown(kind))
        raise Refusal("notify.unknown.near", found=shown(kind), nearest=near)
    if not switch:
        return await _here(ctx, (_line(meant, chosen), Text("notify.how")))
    wanted = switch_meant(switch)
    if wanted is None:
        raise Refusal("notify.switch", found=shown(switch))
    await _choose(ctx, {meant: ON if wanted else OFF})
    return await _here(ctx, (Text("notify.on" if wanted else "notify.off", kind=meant),))


async def _here(ctx: Context, texts: Sequence[Text]) -> Reply:
    """The answer; it names the community to whoever belongs to several, as what they stop does."""
    first, *rest = texts
    others = [each for each in ctx.house.communities if each != ctx.community.id]
    if await memberships.elsewhere(ctx.tx, others, [ctx.account.person]):
        first = Text("notice.of", community=ctx.community.name, said=first)
    return Reply((first, *rest))


async def _choose(ctx: Context, choices: Mapping[str, str]) -> None:
    accounts = await people.accounts_of(ctx.tx, ctx.community.id, ctx.member)
    ids = [each.id for each in accounts]
    for what, choice in choices.items():
        await notice_choices.choose(ctx.tx, ctx.community.id, ids, what, choice, ctx.now)


async def _chosen(ctx: Context) -> Mapping[str, str]:
    found = await notice_choices.of_members(ctx.tx, ctx.community.id, [ctx.member])
    return found.get(ctx.member, {})


def _line(kind: Kind, chosen: Mapping[str, str]) -> Text:
    state = Text("notify.state.off" if chosen.get(kind) == OFF else "notify.state.on")
    return Text("notify.line", kind=kind, what=Text(f"notify.kind.{kind}"), state=state)


async def _state(ctx: Context) -> list[Text]:
    chosen, settings = await _chosen(ctx), ctx.settings(ReminderSettings)
    own = chosen.get(REMIND_AT, "")
    at = own or settings.streak_at_risk
    if chosen.get(Kind.STREAK) == OFF:
        return [Text("remind.is.off")]
    if not at:
        return [Text("remind.nobody")]
    zone = rule_at(ctx.day_rules, ctx.now).zone
    key = "remind.own" if own else "remind.default"
    return [Text(key, time=at, zone=zone, days=settings.min_streak)]


async def _reach(ctx: Context) -> list[Text]:
    """What to do so that the reminder can come in private, for whom it cannot."""
    if ctx.incoming.private:
        return []
    face = (await faces.of_members(ctx.tx, ctx.community.id, [ctx.member])).get(ctx.member)
    if face is None or face.door is not None:
        return []
    return [Text("remind.write.first")]
