"""The door ``/grant``: badges and cards that a moderator gives, and what undoes it."""

from __future__ import annotations

from typing import Final

from bot.community import actions, holdings, people
from bot.community.actions import Action
from bot.community.holdings import HoldingEntry, Item
from bot.core.cog import command, offers
from bot.core.context import Context
from bot.core.errors import ToldHow
from bot.core.folding import fold
from bot.core.model import Rank
from bot.core.options import Amount, Target, Who, Word
from bot.core.outgoing import Reply
from bot.core.parsing import shown
from bot.core.parsing.cards import read_card
from bot.core.parsing.nearest import nearest
from bot.core.text import Text
from cogs.badges.catalogue import catalogue_of, title
from cogs.badges.rules import Grounds
from cogs.badges.settings import Badge
from cogs.badges.settling import shelf_of

GRANT: Final = "grant"
MOST: Final = 1000


@command("grant", "授予", rank=Rank.MODERATOR, member=False)
async def grant(ctx: Context, who: Who, what: Word, count: Amount = 1) -> Reply:
    """The member has the badge, or so many of the card; the act has an id and can be undone."""
    if count > MOST:
        raise ToldHow("grant.too.many", limit=MOST)
    if (card := read_card(what)) is not None:
        return await _grant_card(ctx, who, Item(card), count)
    badge = _badge(ctx, what)
    if count > 1:
        raise ToldHow("grant.once", badge=title(badge, badge.key))
    return await _grant_badge(ctx, who, badge)


@offers("undo", GRANT)
async def undo_grant(
    ctx: Context, target: Target, undone: Action, undoing: Action
) -> tuple[Text, ...]:
    """What was given is taken back; or, for the undo of that, given again."""
    act, again = await actions.root_of(ctx.tx, ctx.community.id, undone)
    await ctx.tx.lock(people.person_key(target.account.person))
    if "badge" in act.detail:
        return await _undo_badge(
            ctx, target, str(act.detail["badge"]), undone, undoing, again=again
        )
    sign = 1 if again else -1
    card = Item(str(act.detail["item"]))
    entry = HoldingEntry(
        _entry_id(undoing),
        target.account.id,
        card,
        sign * int(act.detail["count"]),
        GRANT,
        ctx.now,
        _entry_id(undone),
    )
    have = await holdings.give(ctx.tx, ctx.community.id, target.member, entry)
    if have is None:
        return (Text("undo.grant.none"),)
    return (_cards("undo.grant.again" if again else "undo.grant.card", target, entry, have),)


async def _grant_card(ctx: Context, who: Target, card: Item, count: int) -> Reply:
    act = await _record(ctx, who, {"item": str(card), "count": count})
    entry = HoldingEntry(_entry_id(act), who.account.id, str(card), count, GRANT, ctx.now)
    have = await holdings.give(ctx.tx, ctx.community.id, who.member, entry)
    assert have is not None  # the act's id was drawn for it
    done = _cards("grant.card", who, entry, have)
    return Reply((done, Text("grant.id", id=act.id)))


async def _grant_badge(ctx: Context, who: Target, badge: Badge) -> Reply:
    shelf = await shelf_of(ctx, who.member)
    name = title(badge, badge.key)
    if badge.key in shelf.held:
        raise ToldHow("grant.before", name=who.name, badge=name)
    act = await _record(ctx, who, {"badge": badge.key})
    if not await shelf.give(badge, Grounds(), (who.account,), act.id):
        raise ToldHow("grant.before", name=who.name, badge=name)
    done = Text("grant.badge", name=who.name, badge=name)
    return Reply((done, Text("grant.id", id=act.id)))


async def _undo_badge(
    ctx: Context, target: Target, key: str, undone: Action, undoing: Action, *, again: bool
) -> tuple[Text, ...]:
    badge = catalogue_of(ctx.settings).badges.get(key)
    shelf = await shelf_of(ctx, target.member)
    name = title(badge, key)
    if again:
        if badge is None or key in shelf.held:
            return (Text("undo.grant.none"),)
        await shelf.give(badge, Grounds(), (target.account,), undoing.id)
        return (Text("grant.badge", name=target.name, badge=name),)
    by_hand = [each for each in shelf.given if each.act == undone.id]
    for award in by_hand:
        await shelf.take(award, undoing.id)
    said = "undo.grant.badge" if by_hand else "undo.grant.none"
    return (Text(said, name=target.name, badge=name),)


async def _record(ctx: Context, who: Target, detail: dict[str, str | int]) -> Action:
    act = Action(ctx.ids.code(), ctx.account.id, GRANT, who.account.id, ctx.now, detail, None)
    await actions.record(ctx.tx, ctx.community.id, act)
    return act


def _badge(ctx: Context, word: str) -> Badge:
    """The badge that is called so, by its key or a name. Raises Refusal."""
    badges = catalogue_of(ctx.settings).badges
    for badge in badges.values():
        if fold(word) in map(fold, (badge.key, *badge.name)):
            return badge
    near = nearest(word, [*badges, *(name for each in badges.values() for name in each.name)])
    if near is not None:
        raise ToldHow("grant.unknown.near", found=shown(word), nearest=near)
    told = [key for key, badge in badges.items() if not badge.secret]
    known = [*told[:10], *map(str, Item)]
    raise ToldHow("grant.unknown", found=shown(word), known=", ".join(known))


def _cards(key: str, who: Target, entry: HoldingEntry, have: int) -> Text:
    return Text(
        key,
        name=who.name,
        item=Text(f"grant.item.{entry.item}"),
        count=abs(entry.amount),
        have=have,
    )


def _entry_id(act: Action) -> str:
    return f"{GRANT}:{act.id}"
