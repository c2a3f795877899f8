"""Doors of a person's own choices: ``/language``, ``/timezone``, and which community."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.community import people, places, zones
from bot.core.cog import button, command
from bot.core.context import Context
from bot.core.errors import NotNow
from bot.core.model import LOCALES
from bot.core.options import Locale, Zone
from bot.core.outgoing import Button, Reply
from bot.core.schedule import DayRule, effective_from, rule_at
from bot.core.text import Text
from bot.core.zones import coarse_zones
from cogs.profile.rules import CHANGES_A_WEEK, next_change

# An instant is shown to the minute; one at which something begins is never shown too early.
ROUND_UP = timedelta(minutes=1, microseconds=-1)


@command("language", "语言", member=False)
async def language(ctx: Context, locale: Locale = "") -> Reply:
    """The person is answered in this language everywhere; without one, buttons ask which."""
    if not locale:
        buttons = [
            Button(each, Text(f"language.name.{each}"), "language.choose", (each,))
            for each in LOCALES
        ]
        return Reply((Text("language.ask"),), tuple(buttons))
    return await choose_language(ctx, locale)


@button("language.choose", member=False)
async def choose_language(ctx: Context, locale: str) -> Reply:
    """The person is answered in this language from this answer on."""
    await people.choose_locale(ctx.tx, ctx.account.person, locale, ctx.now)
    ctx.locale = locale
    return Reply.of("language.done")


@command("timezone", "时区")
async def timezone(ctx: Context, zone: Zone = "") -> Reply:
    """The person's days follow this zone from the end of the present one; without one, it shows."""
    if zone:
        return await choose_zone(ctx, zone)
    now = rule_at(ctx.day_rules, ctx.now)
    buttons = [Button(each, Text(key), "timezone.choose", (each,)) for each, key in coarse_zones()]
    texts = [Text("timezone.yours" if ctx.actor.zone else "timezone.community", zone=now.zone)]
    if (coming := ctx.day_rules[-1]).since > ctx.now:
        texts.append(Text("timezone.coming", zone=coming.zone, since=_local(coming.since, now)))
    return Reply((*texts, Text("timezone.ask")), tuple(buttons))


@button("timezone.choose")
async def choose_zone(ctx: Context, zone: str) -> Reply:
    """The choice counts from the end of the present local day; two a week are allowed."""
    rule = rule_at(ctx.day_rules, ctx.now)
    if zone == (ctx.actor.zone or rule.zone):
        return Reply.of("timezone.same", zone=zone)
    changes = [at for at, _ in await zones.choices_of(ctx.tx, ctx.account.person)]
    free = next_change(changes)
    if free is not None and ctx.now < free:
        since = _local(free + ROUND_UP, rule)
        raise NotNow("timezone.too.often", limit=CHANGES_A_WEEK, since=since)
    await people.choose_zone(ctx.tx, ctx.account.person, zone, ctx.now)
    ctx.wake_jobs()
    since = _local(effective_from(ctx.now, rule), rule)
    return Reply.of("timezone.done", zone=zone, since=since)


@button(places.CHOOSE_COMMUNITY, member=False)
async def choose_community(ctx: Context) -> Reply:
    """In private chats the person means the community of the pressed button from now on."""
    await places.choose_private(ctx.tx, ctx.account.person, ctx.community.id, ctx.now)
    return Reply.of("community.chosen", name=ctx.community.name)


def _local(instant: datetime, rule: DayRule) -> str:
    return instant.astimezone(ZoneInfo(rule.zone)).strftime("%Y-%m-%d %H:%M")
