"""Pays for talk, as far as caps and rules against farming let it, and takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.community import ledger, memberships, people, tallies
from bot.community.ledger import Entry
from bot.community.people import Known
from bot.core.context import Context, Tally
from bot.core.model import AccountId, MemberId
from bot.core.schedule import DayRule, day_of
from cogs.points.caps import cap_of
from cogs.points.earning import earn
from cogs.points.events import PointsRefused
from cogs.points.rules.farming import FAVOURS_TIME, Refused, judge_favour, within_cap
from cogs.points.settings import PointsSettings
from cogs.points.store import talk
from cogs.points.store.talk import Earning, Refusal
from cogs.points.tallies import CAPPED


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that may earn: ``giver`` did it, for ``receiver``, in the chat of ``message``.

    ``source`` names the message for the book, ``message`` for the ledger; ``answered`` is for the
    book the one that an answer is to.
    """

    kind: str
    giver: AccountId
    receiver: AccountId
    at: datetime
    source: str
    message: str
    chat: str
    answered: str = ""


@dataclass(frozen=True, slots=True)
class _Holder:
    known: Known
    rules: Sequence[DayRule]


class Purse:
    """What is paid for talk in one turn."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._settings = ctx.settings(PointsSettings)
        self._holders: dict[AccountId, _Holder | None] = {}
        self._caps: dict[MemberId, int] = {}
        self._refused: dict[tuple[AccountId, str, str, str], tuple[datetime, int]] = {}

    async def pay(self, deed: Deed, points: int) -> bool:
        """The deed has earned its points for whom the settings name; False where it earns nothing.

        A refusal is noted for who would have been paid.
        """
        paid = deed.receiver
        if deed.kind != "message" and self._settings.reaction_pays == "giver":
            paid = deed.giver
        holder = await self._holder(paid)
        points = self._settings.worth(deed.kind, points, deed.at)
        if holder is None or not points:
            return False
        if not holder.known.member:
            holder = await self._welcome(holder, deed)
        earlier = await self._earlier(deed)
        if earlier and not await self.is_own(deed.giver, deed.receiver):
            reason = await self._move_again(deed, holder.known.member, earlier)
        else:
            reason = await self._judge(deed, holder)
            if reason is None and await self._is_too_soon(deed, holder):
                reason = Refused.PACE
            if reason is None:
                reason = await self._move(deed, paid, holder, points)
        if reason is not None:
            await self.refuse(paid, deed.kind, reason, deed.at)
        return reason is None

    async def take_back(self, account: AccountId, entry: str, at: datetime) -> None:
        """The entry is reversed, if it stands and anybody holds its account."""
        ctx, holder = self._ctx, await self._holder(account)
        known = await ledger.find(ctx.tx, ctx.community.id, entry)
        if holder is None or not holder.known.member or known is None:
            return
        member = holder.known.member
        moved = await ledger.take_back(ctx.tx, ctx.community.id, member, entry, at)
        if moved is not None:
            self._count(member, moved, date.fromisoformat(known.day))

    async def refuse(self, account: AccountId, kind: str, reason: Refused, at: datetime) -> None:
        """Whoever holds the account can see that this has earned nothing, and why."""
        holder = await self._holder(account)
        if holder is not None:
            key = (account, day_of(at, holder.rules).isoformat(), kind, str(reason))
            _, times = self._refused.get(key, (at, 0))
            self._refused[key] = (at, times + 1)

    async def close(self) -> None:
        """What was refused is written down, and told."""
        refusals = [Refusal(*key, at, times) for key, (at, times) in self._refused.items()]
        for each in refusals:
            holder = self._holders[each.account]
            if holder is not None and holder.known.member:
                about = (self._ctx.community.id, holder.known.member, each.account, each.at)
                day = date.fromisoformat(each.day)
                refused = PointsRefused(*about, each.kind, each.reason, day, each.times)
                self._ctx.tell(refused)
        await talk.note_refusals(self._ctx.tx, self._ctx.community.id, refusals)

    async def is_own(self, one: AccountId, other: AccountId) -> bool:
        """Whether one person holds both accounts."""
        if one == other:
            return True
        holders = [await self._holder(each) for each in (one, other)]
        persons = {each.known.account.person for each in holders if each is not None}
        return len(persons) == 1

    async def _judge(self, deed: Deed, holder: _Holder) -> Refused | None:
        if deed.kind == "message":
            return None
        if await self.is_own(deed.giver, deed.receiver):
            return Refused.OWN
        ctx, since = self._ctx, deed.at - FAVOURS_TIME
        giver, receiver = deed.giver, deed.receiver
        given = await talk.favours(ctx.tx, ctx.community.id, giver, receiver, since)
        returned = await talk.favours(ctx.tx, ctx.community.id, receiver, giver, since)
        day = day_of(deed.at, holder.rules)
        today = sum(day_of(each, holder.rules) == day for each in given)
        return judge_favour(today, len(given), len(returned))

    async def _is_too_soon(self, deed: Deed, holder: _Holder) -> bool:
        """Whether they were paid for the like a shorter while ago than its rule wants."""
        ctx, cooldown = self._ctx, self._settings.rule_of(deed.kind).cooldown_s
        if not cooldown:
            return False
        around = timedelta(seconds=cooldown)
        key = (deed.kind, deed.at - around, deed.at + around)
        return await talk.has_earned(ctx.tx, ctx.community.id, holder.known.member, *key)

    async def _move(
        self, deed: Deed, paid: AccountId, holder: _Holder, points: int
    ) -> Refused | None:
        ctx, community, member = self._ctx, self._ctx.community.id, holder.known.member
        day = day_of(deed.at, holder.rules)
        amount, cap = await self._cut(deed.kind, member, points, day)
        if not amount:
            return cap
        entry = Entry(
            f"{deed.kind}:{ctx.ids.new()}",
            paid,
            amount,
            deed.kind,
            deed.at,
            rules=self._settings.edition,
            source=deed.message,
            day=day.isoformat(),
        )
        earning = Earning(
            deed.source,
            deed.kind,
            deed.giver,
            paid,
            deed.receiver,
            entry.id,
            deed.at,
            deed.answered,
        )
        if await talk.keep_earning(ctx.tx, community, earning):
            await ledger.pay(ctx.tx, community, member, entry)
            self._count(member, amount, day)
        return None

    async def _earlier(self, deed: Deed) -> str | None:
        """The entry by which a reaction was paid before it was taken back, None for a first one."""
        if deed.kind != "reaction":
            return None
        ctx, key = self._ctx, (deed.source, deed.kind, deed.giver)
        found = await talk.find_earning(ctx.tx, ctx.community.id, *key)
        return None if found is None else found[1]

    async def _move_again(self, deed: Deed, member: MemberId, entry: str) -> Refused | None:
        """What was paid for it before and taken back stands again, as far as its day has room.

        It was judged when it was paid: nobody loses points by a reaction that comes back.
        """
        ctx, community = self._ctx, self._ctx.community.id
        found = await ledger.tip_of(ctx.tx, community, entry)
        if found is None or found[1]:
            return None
        tip, day = found[0], date.fromisoformat(found[0].day)
        amount, cap = await self._cut(deed.kind, member, -tip.amount, day)
        if not amount:
            return cap
        await ledger.pay_again(ctx.tx, community, member, entry, deed.at, most=amount)
        self._count(member, amount, day)
        return None

    async def _cut(
        self, kind: str, member: MemberId, points: int, day: date
    ) -> tuple[int, Refused]:
        """What the caps of the day leave of the points, and which of them leaves nothing."""
        earned = await self._value(CAPPED, member, day)
        amount = within_cap(points, earned, await self._cap(member))
        if not amount:
            return 0, Refused.CAP
        if cap := self._settings.rule_of(kind).daily_cap:
            earned = await ledger.sum_on(self._ctx.tx, self._ctx.community.id, member, kind, day)
            amount = within_cap(amount, earned, cap)
        return amount, Refused.KIND

    async def _cap(self, member: MemberId) -> int:
        """The most of a day for the member."""
        if member not in self._caps:
            ctx = self._ctx
            self._caps[member] = await cap_of(ctx.tx, ctx.community.id, member, self._settings)
        return self._caps[member]

    def _count(self, member: MemberId, points: int, day: date) -> None:
        earn(self._ctx, member, points, day)
        self._ctx.add_tally(CAPPED, member, points, day)

    async def _value(self, tally: Tally, member: MemberId, day: date) -> int:
        """The tally with what this turn has added and not written yet."""
        ctx, period = self._ctx, day.isoformat()
        added = ctx.tally_adds.get((member, tally.name, period), 0)
        return added + await tallies.value_of(ctx.tx, ctx.community.id, member, tally.name, period)

    async def _holder(self, account: AccountId) -> _Holder | None:
        """Who holds the account, locked, and how their days are read."""
        if account not in self._holders:
            self._holders[account] = await self._find(account)
        return self._holders[account]

    async def _find(self, account: AccountId) -> _Holder | None:
        ctx = self._ctx
        known = await people.find_account(ctx.tx, ctx.community.id, account)
        if known is None:
            return None
        person = known.account.person
        await ctx.tx.lock(people.person_key(person))
        if not known.zone:
            return _Holder(known, ctx.day_rules)
        return _Holder(known, await ctx.house.rules_of_person(ctx.tx, ctx.community.id, person))

    async def _welcome(self, holder: _Holder, deed: Deed) -> _Holder:
        """Who has only reacted so far is a member, since something is owed to them."""
        ctx, account = self._ctx, holder.known.account
        place = memberships.place_of(deed.chat)
        member, _ = await memberships.enter(
            ctx.tx, ctx.ids, ctx.community.id, account, place, deed.at
        )
        for offer in ctx.house.offers("newcomer"):
            await offer.run(ctx.tx, ctx.community, ctx.settings, account, member, deed.at)
        found = self._holders[account.id] = await self._find(account.id)
        assert found is not None  # it has just entered
        return found
