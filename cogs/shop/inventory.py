"""Door of what somebody has: ``/inventory`` lists cards, codes, and what is unlocked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.community import holdings, privileges
from bot.community.privileges import UNLOCKED, Source
from bot.core.cog import SettingsOf, command, offers
from bot.core.context import Context
from bot.core.model import CommunityId, MemberId
from bot.core.outgoing import Reply
from bot.core.ports import Reader
from bot.core.text import Text
from cogs.shop import store
from cogs.shop.goods import card_name, listed, title_of
from cogs.shop.ordering import ORDER, local

_BUILT_IN: Final = frozenset(map(str, holdings.Item))


@command("inventory", "背包")
async def show_inventory(ctx: Context) -> Reply:
    """Every item that the member holds, with how many of it, and what is unlocked until when.

    Codes only in private.
    """
    held = await holdings.counts_of(ctx.tx, ctx.community.id, ctx.member)
    lines = [_held(ctx, card, count) for card, count in held.items()]
    lines += await _unlocked(ctx)
    if ctx.incoming.private:
        lines += await _codes(ctx)
    name = ctx.account.name or ctx.account.user
    if not lines:
        return Reply.of("inventory.empty", name=name)
    return Reply((Text("inventory.head", name=name), *lines))


@offers(UNLOCKED, ORDER)
async def source_of_order(
    read: Reader, community: CommunityId, member: MemberId, settings: SettingsOf, because: str
) -> Source | None:
    """The order that has unlocked it, with when that ends."""
    found = await store.find_order(read, community, because.partition(":")[2])
    return None if found is None else Source(title_of(found), found.ends)


async def _codes(ctx: Context) -> list[Text]:
    lines = []
    for order, code in (await store.codes_of(ctx.tx, ctx.community.id, ctx.member)).items():
        found = await store.find_order(ctx.tx, ctx.community.id, order)
        assert found is not None  # its code was read in the same turn
        lines.append(Text("inventory.code", item=title_of(found), code=code))
    return lines


async def _unlocked(ctx: Context) -> list[Text]:
    """Each privilege of the member once, with all that it is had because of."""
    community = ctx.community.id
    sources: dict[str, list[Source]] = {}
    for name, because in await privileges.reasons_of(ctx.tx, community, ctx.member):
        kind = because.partition(":")[0]
        offer = ctx.house.offers_by_key(UNLOCKED).get(kind)
        found = None
        if offer is not None:
            found = await offer.run(ctx.tx, community, ctx.member, ctx.settings, because)
        sources.setdefault(name, []).extend((found,) if found is not None else ())
    return [_line(ctx, name, each) for name, each in sources.items()]


def _line(ctx: Context, name: str, sources: Sequence[Source]) -> Text:
    ends = _latest(sources)
    texts = list(dict.fromkeys(each.text for each in sources))
    return Text(
        "inventory.unlocked",
        what=name,
        by=listed(texts) if texts else "",
        until="" if ends is None else local(ctx, ends),
    )


def _latest(sources: Sequence[Source]) -> datetime | None:
    """When the last of these ends; None where one of them stays, or nothing says it."""
    ends = [each.until for each in sources if each.until is not None]
    return max(ends) if ends and len(ends) == len(sources) else None


def _held(ctx: Context, card: str, count: int) -> Text:
    item = card_name(ctx.settings, card)
    if card not in _BUILT_IN:
        return Text("inventory.plain", item=item, count=count)
    return Text("inventory.line", item=item, count=count, use=Text(f"item.use.{card}"))
