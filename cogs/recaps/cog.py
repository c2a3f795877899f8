"""Doors of recaps: ``/recap`` of one's own, what its figures mean, and that of the running week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.core.cog import command, query
from bot.core.context import Asking, Context, QueryContext
from bot.core.errors import Refusal, ToldHow
from bot.core.folding import fold
from bot.core.jobs import Due
from bot.core.model import Rank
from bot.core.options import Note, Word
from bot.core.outgoing import Reply
from bot.core.parsing import shown
from bot.core.recaps import OWN, SECTIONS, OwnSection, Scope, span_of
from bot.core.schedule import local_day, rule_at
from bot.core.text import Text
from bot.core.variants import simplified
from cogs.recaps.jobs import NOW
from cogs.recaps.places import chats_of
from cogs.recaps.words import SCOPES

FRESH: Final = "recap fresh"
"""The room whose offers ``(ctx)`` have numbers counted up to now."""


@query("recap", "回顾", cooldown_s=10)
async def show_own(ctx: QueryContext, asked: Word = "") -> Reply:
    """The asker's own week, month or year so far, against the one before."""
    scope = SCOPES.get(fold(asked or "week"))
    if scope is None:
        raise Refusal("recap.unknown", word=shown(asked))
    span = span_of(scope, ctx.today)
    member = await ctx.house.view_of(ctx.read, ctx.community.id, ctx.member, ctx.now)
    found: list[OwnSection] = []
    for offer in ctx.house.offers(OWN) if member is not None else ():
        section = await offer.run(ctx.read, member, span)
        if section is not None:
            found.append(section)
    days = {"first": span.first.isoformat(), "today": ctx.today.isoformat()}
    head = Text(f"recap.own.head.{scope}", name=ctx.account.shown, **days)
    sections = sorted(found, key=lambda each: each.place)
    return Reply((head, *(text for each in sections for text in each.texts)))


@command("recap now", "回顾 现在", rank=Rank.MODERATOR, member=False)
async def tell_now(ctx: Context) -> Reply:
    """The chats hear of the running week so far; at most once a minute."""
    if not chats_of(ctx):
        raise ToldHow("recap.nowhere")
    for offer in ctx.house.offers(FRESH):
        offer.run(ctx)
    minute = ctx.now.replace(second=0, microsecond=0)
    ctx.plan(NOW, Due(minute.isoformat(), ctx.now))
    return Reply.of("recap.now")


@query("recap why", "回顾 说明", cooldown_s=10)
async def explain(ctx: QueryContext, figure: Note = "") -> Reply:
    """What a figure of the weekly recap means, by its key or as it is shown; else, which are."""
    keys = [offer.key for offer in ctx.house.offers(SECTIONS)]
    if not figure:
        lines = [Text("recap.why.one", name=Text(f"recap.name.{key}")) for key in keys]
        return Reply((Text("recap.why.head"), *lines))
    key = _meant(ctx, figure, keys)
    if key is None:
        known, *others = [Text(f"recap.name.{each}") for each in keys]
        for each in others:
            known = Text("list.two", first=known, second=each)
        raise Refusal("recap.why.unknown", word=shown(figure), known=known)
    return Reply((Text("recap.why.title", name=Text(f"recap.name.{key}")), _why(ctx, key)))


def _meant(ctx: Asking, written: str, keys: Sequence[str]) -> str | None:
    """The figure that is called so, by its key or as recaps show it in either language."""
    word = fold(written, simplified).strip()
    for key in keys:
        names = ctx.house.in_each_language(Text(f"recap.name.{key}"))
        if word in (key, *(fold(name, simplified) for name in names)):
            return key
    return None


def _why(ctx: Asking, key: str) -> Text:
    """The definition, with the days of the last week by the community's own clock."""
    zone = ctx.community.zone
    today = local_day(ctx.now, zone, rule_at(ctx.day_rules, ctx.now).day_start)
    week = span_of(Scope.WEEK, today).before
    return Text(
        f"recap.why.{key}",
        zone=zone,
        first=week.first.isoformat(),
        last=week.last.isoformat(),
        before_first=week.before.first.isoformat(),
        before_last=week.before.last.isoformat(),
    )
