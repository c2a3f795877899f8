"""The door ``/grant``: badges and cards that a moderator gives, and what undoes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.community import actions, holdings, people
from bot.community.actions import Action
from bot.community.holdings import HoldingEntry, Item
from bot.core.bundles import BUNDLES, Bundle
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
        return await _grant_cards(ctx, who, {card: count})
    badge = _badge(ctx, what)
    if badge is None:
        bundle = _bundle(ctx, what)
        cards = {card: each * count for card, each in bundle.cards.items()}
        if not cards:
            raise ToldHow("grant.no.card", item=bundle.name)
        if max(cards.values()) > MOST:
            raise ToldHow("grant.too.many", limit=MOST)
        return await _grant_cards(ctx, who, cards)
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
    texts = []
    for card, count in _granted(act).items():
        entry = HoldingEntry(
            _entry_id(undoing, act, card),
            target.account.id,
            card,
            sign * count,
            GRANT,
            ctx.now,
            _entry_id(undone, act, card),
        )
        have = await holdings.give(ctx.tx, ctx.community.id, target.member, entry)
        key = "undo.grant.again" if again else "undo.grant.card"
        if have is not None:
            texts.append(_cards(ctx, key, target, entry, have))
    return tuple(texts) or (Text("undo.grant.none"),)


async def _grant_cards(ctx: Context, who: Target, cards: Mapping[str, int]) -> Reply:
    detail = " ".join(f"{card}={count}" for card, count in cards.items())
    act = await _record(ctx, who, {"cards": detail})
    texts = []
    for card, count in cards.items():
        name = _entry_id(act, act, card)
        entry = HoldingEntry(name, who.account.id, card, count, GRANT, ctx.now)
        have = await holdings.give(ctx.tx, ctx.community.id, who.member, entry)
        assert have is not None  # the act's id was drawn for it
        texts.append(_cards(ctx, "grant.card", who, entry, have))
    return Reply((*texts, Text("grant.id", id=act.id)))


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


def _badge(ctx: Context, word: str) -> Badge | None:
    """The badge that is called so, by its key or a name."""
    for badge in catalogue_of(ctx.settings).badges.values():
        if fold(word) in map(fold, (badge.key, *badge.name)):
            return badge
    return None


def _bundle(ctx: Context, word: str) -> Bundle:
    """The cards that are called so. Raises Refusal, with what there is."""
    found = _bundles(ctx)
    for bundle in found:
        if fold(word) in map(fold, bundle.words):
            return bundle
    badges = catalogue_of(ctx.settings).badges
    words = [*badges, *(name for each in badges.values() for name in each.name)]
    holding = [bundle for bundle in found if bundle.cards]
    words += [each for bundle in holding for each in bundle.words]
    near = nearest(word, words)
    if near is not None:
        raise ToldHow("grant.unknown.near", found=shown(word), nearest=near)
    told = [key for key, badge in badges.items() if not badge.secret]
    cards = [*map(str, Item), *(bundle.words[0] for bundle in holding)]
    known = [*told[:10], *list(dict.fromkeys(cards))[:10]]
    raise ToldHow("grant.unknown", found=shown(word), known=", ".join(known))


def _bundles(ctx: Context) -> list[Bundle]:
    return [bundle for offer in ctx.house.offers(BUNDLES) for bundle in offer.run(ctx.settings)]


def _granted(act: Action) -> dict[str, int]:
    """The cards that the act gave."""
    if "item" in act.detail:  # as it was written when an act gave cards of one kind
        return {str(act.detail["item"]): int(act.detail["count"])}
    pairs = (each.partition("=") for each in str(act.detail["cards"]).split())
    return {card: int(count) for card, _, count in pairs}


def _cards(ctx: Context, key: str, who: Target, entry: HoldingEntry, have: int) -> Text:
    return Text(
        key,
        name=who.name,
        item=_card_name(ctx, entry.item),
        count=abs(entry.amount),
        have=have,
    )


def _card_name(ctx: Context, card: str) -> Text:
    if card in map(str, Item):
        return Text(f"grant.item.{card}")
    named = (each.name for each in _bundles(ctx) if dict(each.cards) == {card: 1})
    return next(named, Text("grant.item.plain", card=card))


def _entry_id(act: Action, root: Action, card: str) -> str:
    """The entry by which the act, which is ``root`` or undoes it, moved the card."""
    return f"{GRANT}:{act.id}" if "item" in root.detail else f"{GRANT}:{act.id}:{card}"
