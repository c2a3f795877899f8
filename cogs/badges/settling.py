"""Gives badges that are earned and takes back those that are not any more, and tells so.

Each write claims its step: of two turns that see the same badge earned, one gives it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.community import people, privileges, tallies
from bot.core.context import Context, JobContext
from bot.core.model import Account, AccountId, CommunityId, MemberId
from bot.core.operating import OPERATOR
from bot.core.outgoing import Say
from bot.core.text import Text
from cogs.badges import store
from cogs.badges.catalogue import Catalogue, catalogue_of, listed, natures_of, title
from cogs.badges.events import BadgeEarned, BadgeTakenBack
from cogs.badges.rules import Grounds, Nature, names_to_read, reached, stands
from cogs.badges.settings import Badge
from cogs.badges.store import Award
from cogs.badges.tallies import BADGES

JOB: Final = "badges"
REASON: Final = "badge"
_NO_GROUNDS: Final = Grounds()


async def settle(ctx: Context, member: MemberId) -> tuple[Text, ...]:
    """The member has the badges that they have earned, and what they unlock; what has changed."""
    catalogue = catalogue_of(ctx.settings)
    return await _settle(ctx, catalogue, catalogue.asking_for(None), member, None)


async def follow(
    ctx: Context, members: Sequence[MemberId], moved: Collection[str], *, fell: bool
) -> tuple[Text, ...]:
    """These members have the badges that the numbers in ``moved`` give; what has changed.

    Only badges that ask for one of them are looked at. Where one of them ``fell``, those are
    looked at too that rest on it by a rule that the config has no more.
    """
    catalogue = catalogue_of(ctx.settings)
    asking = catalogue.asking_for(moved)
    if not asking and not fell:
        return ()
    said: list[Text] = []
    for member in members:
        said += await _settle(ctx, catalogue, asking, member, moved)
    return tuple(said)


async def _settle(
    ctx: Context,
    catalogue: Catalogue,
    asking: Sequence[Badge],
    member: MemberId,
    moved: Collection[str] | None,
) -> tuple[Text, ...]:
    """As ``follow`` for one; None in ``moved`` for all numbers, and for what badges unlock."""
    community, natures = ctx.community.id, natures_of(ctx.house.tallies)
    # What two turns have counted at once is seen by the second of them.
    await ctx.tx.lock(f"badges:{community}:{member}")
    facts = {fact for badge in asking if badge.when is not None for fact in badge.when.facts}
    names = sorted({*names_to_read(facts, natures), BADGES.name})
    numbers = await tallies.several(ctx.tx, community, member, names)
    earned = _earned(ctx, member, asking, numbers, natures)
    if not earned and not numbers.get(BADGES.name):
        return ()
    awards = await store.awards_of(ctx.tx, community, member)
    numbers = {**numbers, **await _missing(ctx, member, awards, numbers, natures)}
    shelf = Shelf(ctx, member, awards)
    fallen = [each for each in shelf.given if _is_touched(each, moved, natures)]
    fallen = [each for each in fallen if not stands(each.grounds, numbers, natures, shelf.held)]
    new = [(badge, ground) for badge, ground in earned if badge.key not in shelf.held]
    if moved is not None and not fallen and not new:
        return ()
    shelf.accounts = await people.accounts_of(ctx.tx, community, member)
    if not shelf.accounts:
        return ()
    taken = [each.badge for each in fallen if await shelf.take(each)]
    given = await _give_earned(shelf, catalogue, new)
    if moved is None:
        await _unlock(shelf, catalogue)
    return _said(shelf, catalogue, taken, given)


class Shelf:
    """The badges of a member in a turn: ``awards`` are how those of each account stand."""

    def __init__(self, ctx: Context, member: MemberId, awards: Sequence[Award]) -> None:
        self.ctx = ctx
        self.member = member
        self.accounts: Sequence[Account] = ()
        self._awards = {(each.account, each.badge): each for each in awards}

    @property
    def held(self) -> set[str]:
        """The keys of the badges that the member has."""
        return {each.badge for each in self._awards.values() if each.is_given}

    @property
    def given(self) -> list[Award]:
        """What was given and not taken back."""
        return [each for each in self._awards.values() if each.is_given]

    @property
    def account(self) -> Account:
        """By which account the turn speaks of the member."""
        return self.ctx.account_of(self.member, self.accounts)

    async def give(
        self,
        badge: Badge,
        grounds: Grounds,
        accounts: Sequence[Account] = (),
        act: str = "",
    ) -> bool:
        """The badge is that of these accounts, or all; False when another turn has moved it."""
        ctx, had = self.ctx, badge.key in self.held
        holders = accounts or self.accounts
        for number, account in enumerate(holders):
            before = self._awards.get((account.id, badge.key))
            if before is not None and before.is_given:
                continue
            count = 0 if before is None else before.number
            award = Award(account.id, badge.key, count + 1, ctx.now, True, grounds, act)
            # The first account decides for all of them.
            if not await store.add(ctx.tx, ctx.community.id, award) and not number:
                return False
            self._awards[account.id, badge.key] = award
        if not had:
            ctx.add_tally(BADGES, self.member, 1)
            ctx.tell(BadgeEarned(*self._about(holders[0]), badge.key, not grounds.rule))
            if isinstance(ctx, JobContext) and ctx.occurrence.job == JOB:
                await store.count_given(ctx.tx, ctx.community.id, badge.key)
        for account in holders:
            for name in badge.unlocks:
                await privileges.give(ctx, self.member, account.id, name, because(badge.key))
        return True

    async def take(self, award: Award, act: str = "") -> bool:
        """The account has the badge no more; True when the member has it no more either."""
        ctx = self.ctx
        after = replace(
            award, number=award.number + 1, at=ctx.now, is_given=False, grounds=_NO_GROUNDS, act=act
        )
        if not await store.add(ctx.tx, ctx.community.id, after):
            return False
        self._awards[award.account, award.badge] = after
        if award.badge in self.held:
            return False
        ctx.add_tally(BADGES, self.member, -1)
        ctx.tell(BadgeTakenBack(*self._about(self.account), award.badge))
        await privileges.settle(ctx, self.member, award.account, (), because(award.badge))
        return True

    def _about(self, account: Account) -> tuple[CommunityId, MemberId, AccountId, datetime]:
        if self.account.id == self.ctx.account.id:
            account = self.ctx.account
        return (self.ctx.community.id, self.member, account.id, self.ctx.now)


def because(badge: str) -> str:
    """Because of what the privileges of a badge are had."""
    return f"{REASON}:{badge}"


async def shelf_of(ctx: Context, member: MemberId) -> Shelf:
    """The member's badges, which no other turn moves until this one ends."""
    await ctx.tx.lock(f"badges:{ctx.community.id}:{member}")
    shelf = Shelf(ctx, member, await store.awards_of(ctx.tx, ctx.community.id, member))
    shelf.accounts = await people.accounts_of(ctx.tx, ctx.community.id, member)
    return shelf


def _earned(
    ctx: Context,
    member: MemberId,
    asking: Sequence[Badge],
    numbers: Mapping[str, int],
    natures: Mapping[str, Nature],
) -> list[tuple[Badge, Mapping[str, int]]]:
    """The badges whose rules are fulfilled, with the numbers that fulfil them."""
    found = []
    at = _happened(ctx, member)
    for badge in asking:
        if badge.when is not None and badge.is_open(at):
            ground = reached(badge.when, numbers, natures, now_only=badge.has_window)
            if ground is not None:
                found.append((badge, ground))
    return found


def _happened(ctx: Context, member: MemberId) -> datetime:
    """When the member did what moved the numbers: what was late to arrive counts as written."""
    return min(ctx.incoming.sent_at, ctx.now) if ctx.member == member else ctx.now


async def _missing(
    ctx: Context,
    member: MemberId,
    awards: Sequence[Award],
    numbers: Mapping[str, int],
    natures: Mapping[str, Nature],
) -> Mapping[str, int]:
    """The numbers that badges rest on which the member has, as far as they were not read."""
    facts = {fact for each in awards if each.is_given for fact in each.grounds.numbers}
    names = names_to_read(facts, natures) - numbers.keys()
    if not names:
        return {}
    return await tallies.several(ctx.tx, ctx.community.id, member, sorted(names))


def _is_touched(award: Award, moved: Collection[str] | None, natures: Mapping[str, Nature]) -> bool:
    """Whether the badge rests on any of these numbers."""
    if moved is None:
        return True
    rests_on = names_to_read(award.grounds.numbers, natures)
    return not rests_on.isdisjoint(moved) or (bool(award.grounds.opened) and BADGES.name in moved)


async def _give_earned(
    shelf: Shelf, catalogue: Catalogue, earned: Sequence[tuple[Badge, Mapping[str, int]]]
) -> list[str]:
    """Gives what is earned and not had, if it is open to the member."""
    given = []
    for badge, ground in earned:
        if badge.when is None:
            continue
        opened = ""
        if badge.key in catalogue.opened_by:
            opened = min(catalogue.opened_by[badge.key] & shelf.held, default="")
            if not opened:
                continue
        if await shelf.give(badge, Grounds(badge.when.text, ground, opened)):
            given.append(badge.key)
    return given


async def _unlock(shelf: Shelf, catalogue: Catalogue) -> None:
    """What each of the member's badges unlocks by the config of today is had, and no more."""
    held = {award.badge: award.account for award in shelf.given}
    for key, account in sorted(held.items()):
        badge = catalogue.badges.get(key)
        names = badge.unlocks if badge is not None else ()
        await privileges.settle(shelf.ctx, shelf.member, account, names, because(key))


def _said(
    shelf: Shelf, catalogue: Catalogue, taken: Sequence[str], given: Sequence[str]
) -> tuple[Text, ...]:
    ctx = shelf.ctx
    texts = []
    name = "" if shelf.account.id == ctx.account.id else shelf.account.shown
    for keys, key in ((given, "badges.earned"), (taken, "badges.lost")):
        names = [title(catalogue.badges.get(each), each) for each in keys]
        if names:
            texts.append(Text(key, name=name, badges=listed(names), count=len(names)))
    aloud = [each for each in given if catalogue.badges[each].announce]
    if aloud and not ctx.account.id and not _is_of_many(ctx):
        names = [title(catalogue.badges[each], each) for each in aloud]
        text = Text("badges.earned", name=name, badges=listed(names), count=len(names))
        _announce(shelf, text)
    return tuple(texts)


def _is_of_many(ctx: Context) -> bool:
    """Whether the turn is a slice of what concerns everybody: nobody is named for it."""
    return isinstance(ctx, JobContext) or ctx.incoming.update_id.startswith(f"{OPERATOR}:")


def _announce(shelf: Shelf, text: Text) -> None:
    """Where nobody has asked there is no answer: the first chat of the platform hears it."""
    ctx, platform = shelf.ctx, shelf.account.platform
    chats = [chat for name, chat in ctx.house.chats_of(ctx.community.id) if name == platform]
    if chats:
        ctx.say(Say(platform, chats[0], (text,)))
