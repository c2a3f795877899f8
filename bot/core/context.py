"""What a handler is given: who asks, where and when, and a way to write and to tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from bot.core.cog import CommandSpec, OfferSpec, SettingsOf
from bot.core.events import Event
from bot.core.exporting import ExportMember, Forgotten, Json
from bot.core.ids import Ids
from bot.core.jobs import Due, JobView, Occurrence
from bot.core.model import (
    Account,
    AccountId,
    Actor,
    Community,
    CommunityId,
    Incoming,
    MemberId,
    PersonId,
    Rank,
)
from bot.core.outgoing import Act, Say
from bot.core.ports import DeclaredTable, Reader, Transaction
from bot.core.schedule import DayRule, day_of
from bot.core.text import Text


@dataclass(frozen=True, slots=True)
class Tally:
    """A named number of a member for a period, kept by whoever declares it, read by anyone.

    ``period`` is how long one number counts: "" for ever, or "day" (its local date). One that
    becomes less by itself, not only because facts were taken back, says so: ``peak`` names the
    tally that keeps the highest it ever was, ``follows`` the tallies from which it is made.
    """

    name: str
    period: str = ""
    peak: str = ""
    follows: tuple[str, ...] = ()


class House(Protocol):
    """What the bot can do as a whole, and what it knows of others than the one who asks."""

    @property
    def commands(self) -> Sequence[CommandSpec]:
        """All that can be asked of the bot."""
        ...

    @property
    def tallies(self) -> Mapping[str, Tally]:
        """The tallies that the cogs declare, by name."""
        ...

    @property
    def communities(self) -> Sequence[CommunityId]:
        """The communities of the installation, in the order of the config."""
        ...

    @property
    def tables(self) -> Mapping[str, DeclaredTable]:
        """What every table is declared to be, by name."""
        ...

    def in_each_language(self, text: Text) -> Sequence[str]:
        """How the sentence is said, in each language: what somebody may write who has read it."""
        ...

    async def export_of(
        self, read: Reader, account: AccountId, as_of: datetime
    ) -> Mapping[str, Json]:
        """All that is kept of the person who holds the account, in the format of exports."""
        ...

    async def forget_traces(self, tx: Transaction, forgotten: Forgotten) -> None:
        """What the machinery still holds of them goes: what waits for them, buttons, bodies."""
        ...

    async def jobs_of(
        self, read: Reader, community: CommunityId, now: datetime
    ) -> Sequence[JobView]:
        """The community's jobs that are not internal, by name, as they are shown."""
        ...

    def offers(self, room: str) -> Sequence[OfferSpec]:
        """What the cogs bring to a room, by the cogs' names."""
        ...

    def offers_by_key(self, room: str) -> Mapping[str, OfferSpec]:
        """What the cogs bring to a room, by key."""
        ...

    def chats_of(self, community: CommunityId) -> Sequence[tuple[str, str]]:
        """The chats of the community as (platform, chat), in the order of the config."""
        ...

    async def messages_said(
        self, read: Reader, dedupe_keys: Sequence[str]
    ) -> Sequence[tuple[str, str, str]]:
        """Where messages with these keys were said: platform, chat, and the platform's id.

        Those that wait still are not among them, nor those that are long forgotten.
        """
        ...

    async def view_of(
        self, read: Reader, community: CommunityId, member: MemberId, as_of: datetime
    ) -> ExportMember | None:
        """The member as a cog is told of them; None in a community that the config has not.

        Whoever has no account now, since others stand for them, has an empty view.
        """
        ...

    async def rebuild(self, tx: Transaction, member: ExportMember) -> None:
        """All that is kept for the member is what the facts give."""
        ...

    async def rights_of(self, read: Reader, account: Account) -> CommunityId | None:
        """Where the account is more than a member, the first by the config; None for nowhere."""
        ...

    async def rank_of(self, read: Reader, community: CommunityId, incoming: Incoming) -> Rank:
        """What the writer of this may do in the community, where it was written.

        A handler's own actor has the rank that its command asks for at least, or a member's.
        """
        ...

    async def day_rules_of(
        self, read: Reader, community: CommunityId, account: AccountId
    ) -> Sequence[DayRule]:
        """From when on which zone and start of day hold for the person with this account."""
        ...

    async def rules_of_person(
        self, read: Reader, community: CommunityId, person: PersonId
    ) -> Sequence[DayRule]:
        """The same for a person who is known."""
        ...


@dataclass(slots=True)
class Asking:
    """What commands that write and commands that only read both know.

    ``now`` is the instant at which the update reached the bot (the event's own instant for a
    retried listener). ``day_rules`` say from when on which zone and start of day hold for the
    person who asks.
    """

    now: datetime
    community: Community
    actor: Actor
    incoming: Incoming
    day_rules: Sequence[DayRule]
    settings: SettingsOf
    locale: str
    house: House

    @property
    def account(self) -> Account:
        """The account that asks."""
        return self.actor.account

    @property
    def member(self) -> MemberId:
        """The member who asks; empty for someone who is none."""
        return self.actor.member

    @property
    def today(self) -> date:
        """The asker's local day now."""
        return day_of(self.now, self.day_rules)

    def day_of(self, instant: datetime) -> date:
        """The asker's local day at ``instant``."""
        return day_of(instant, self.day_rules)


@dataclass(slots=True)
class QueryContext(Asking):
    """For a command that only reads: ``read`` sees what was committed."""

    read: Reader


@dataclass(slots=True)
class Context(Asking):
    """For a turn: all that is written through ``tx``, told, said and done is kept together.

    ``forgets`` says that somebody was forgotten, so that what still names them is emptied soon.
    ``named`` holds the accounts by which members other than who asks are named in the command,
    ``shown`` what the card of the answer shows besides its own values, where it has one.
    """

    tx: Transaction
    ids: Ids
    told: list[Event] = field(default_factory=list)
    wanted: list[Say | Act] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    tally_sets: dict[tuple[str, str, str], int] = field(default_factory=dict)
    tally_adds: dict[tuple[str, str, str], int] = field(default_factory=dict)
    planned: list[tuple[str, Due]] = field(default_factory=list)
    named: dict[MemberId, Account] = field(default_factory=dict)
    shown: dict[str, str | int] = field(default_factory=dict)
    forgets: bool = False
    wakes_jobs: bool = False

    def account_of(self, member: MemberId, accounts: Sequence[Account]) -> Account:
        """By which of the member's accounts this turn speaks of them: as they or the command did.

        Else the first of ``accounts``, all that the member holds now: a link or its end may have
        made of who acts another member than the one of the turn's beginning.
        """
        if any(each.id == self.account.id for each in accounts):
            return self.account
        return self.named.get(member) or accounts[0]

    def wake_jobs(self) -> None:
        """What is due is looked at anew once the turn is committed: a zone may be new in use."""
        self.wakes_jobs = True

    def plan(self, job: str, due: Due) -> None:
        """The job is done at that time, once for this period of the community."""
        self.planned.append((job, due))

    def tell(self, event: Event) -> None:
        """Listeners hear ``event`` in this turn, each stage after the one before."""
        self.told.append(event)

    def say(self, message: Say) -> None:
        """``message`` goes out once the turn is committed, besides the reply."""
        self.wanted.append(message)

    def do(self, act: Act) -> None:
        """``act`` is done on its platform once the turn is committed, behind what was said before.

        ``docs/features/platforms.md`` §6
        """
        self.wanted.append(act)

    def cancel(self, cancel_key: str) -> None:
        """Messages and acts with this key that still wait are not sent and not done."""
        self.cancelled.append(cancel_key)

    def set_tally(
        self, tally: Tally, member: MemberId, value: int, day: date | None = None
    ) -> None:
        """The tally is ``value`` when the turn is committed."""
        self.tally_sets[(member, tally.name, _period(tally, day))] = value

    def add_tally(
        self, tally: Tally, member: MemberId, amount: int, day: date | None = None
    ) -> None:
        """The tally has grown by ``amount`` when the turn is committed."""
        key = (member, tally.name, _period(tally, day))
        self.tally_adds[key] = self.tally_adds.get(key, 0) + amount


@dataclass(slots=True)
class JobContext(Context):
    """For a slice of a job. Nobody asks: ``account`` and ``member`` are empty.

    ``day_rules`` are the community's own; what is said is in its language.
    """

    occurrence: Occurrence = field(kw_only=True)


def _period(tally: Tally, day: date | None) -> str:
    if not tally.period:
        return ""
    if day is None:
        raise ValueError(f"the tally {tally.name} is kept for each {tally.period}: name the day")
    return day.isoformat()
