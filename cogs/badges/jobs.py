"""What badges do by themselves at the end of each day: follow a config that has changed.

All members are gone through by rules that are new. It is told in one line, or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from hashlib import sha256
from typing import Final

from bot.community import memberships
from bot.core.clock import to_micros
from bot.core.cog import SettingsOf, job
from bot.core.context import JobContext
from bot.core.jobs import EndOfDay, Looking, Page
from bot.core.model import MemberId
from bot.core.outgoing import Say
from bot.core.schedule import zone_of
from bot.core.text import Text
from cogs.badges import store
from cogs.badges.catalogue import catalogue_of, edition_of, listed, title
from cogs.badges.settling import JOB, settle

PAGE: Final = 50
_ALL: Final = "all"
# Stand before the first member and behind the last one.
_BEGIN: Final = "+"
_DONE: Final = "="
# Nobody wants to read it at midnight.
_MORNING: Final = time(9)


async def find_due(looking: Looking) -> Page:
    """Those who are to be looked at again, then all where the config has other badges."""
    what, _, after = looking.cursor.partition(":")
    community = looking.community.id
    if what != _ALL:
        members = await store.to_be_looked_at(looking.read, community, after, PAGE)
        full = len(members) == PAGE
        return Page(members, f"look:{members[-1]}" if full else f"{_ALL}:")
    editions = _editions(looking.settings, looking.now)
    known = await store.gone_through(looking.read, community)
    if editions == {key: each.edition for key, each in known.items()}:
        return Page((), None)
    now = sha256(repr(editions).encode()).hexdigest()[:12]
    by, _, member = after.partition(" ")
    # With another config since the page before it begins anew.
    begins = by != now
    rows = await memberships.members_after(looking.read, community, "" if begins else member, PAGE)
    keys = [*([_BEGIN] if begins else []), *(each for each, _ in rows)]
    if len(rows) < PAGE:
        return Page([*keys, _DONE], None)
    return Page(keys, f"{_ALL}:{now} {rows[-1][0]}")


@job(JOB, EndOfDay(), find=find_due, internal=True)
async def go_through(ctx: JobContext, keys: Sequence[str]) -> None:
    """These members have the badges that the rules of today give them."""
    if _BEGIN in keys:
        await store.count_from_nothing(ctx.tx, ctx.community.id)
    for key in keys:
        if key not in (_BEGIN, _DONE):
            await settle(ctx, MemberId(key))
            await store.was_looked_at(ctx.tx, ctx.community.id, MemberId(key))
    if _DONE in keys:
        await _finish(ctx)


async def _finish(ctx: JobContext) -> None:
    """The rules of today are noted, and the chats hear in one line what was given by them."""
    badges = catalogue_of(ctx.settings).badges
    known = await store.gone_through(ctx.tx, ctx.community.id)
    given = [
        Text("badges.given.count", badge=title(badge, key), count=known[key].given)
        for key, badge in badges.items()
        if badge.announce and key in known and known[key].given
    ]
    await store.note_gone_through(
        ctx.tx, ctx.community.id, list(_editions(ctx.settings, ctx.now).items())
    )
    if not given:
        return
    text = Text("badges.given.later", badges=listed(given))
    firsts: dict[str, str] = {}
    for platform, chat in ctx.house.chats_of(ctx.community.id):
        firsts.setdefault(platform, chat)
    for platform, chat in firsts.items():
        ctx.say(Say(platform, chat, (text,), not_before=_morning(ctx)))


def _morning(ctx: JobContext) -> int:
    """Nine in the morning of the day, in microseconds; 0 when that is over."""
    local = ctx.now.astimezone(zone_of(ctx.community.zone))
    morning = datetime.combine(local.date(), _MORNING, local.tzinfo)
    return to_micros(morning) if morning > ctx.now else 0


def _editions(settings: SettingsOf, now: datetime) -> dict[str, str]:
    badges = catalogue_of(settings).badges
    return {key: edition_of(badge, now) for key, badge in badges.items()}
