"""A page of members is settled at once, with the outcome of settling one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import settings as drawn
from hypothesis import strategies as st

from bot.community import holdings, merging, outages, people
from bot.community.holdings import HoldingEntry, Item
from bot.core.cog import SettingsOf
from bot.core.context import Context
from bot.core.events import Event
from bot.core.ids import Ids
from bot.core.model import AccountId, CommunityId, Incoming, MemberId
from bot.core.ports import Row, Transaction, Value
from bot.core.schedule import DayRule, day_of, rule_at
from bot.engine.own_turn import context_of_nobody
from cogs.checkin import store
from cogs.checkin.events import DayExcused
from cogs.checkin.excusing import Holder, settle_page
from cogs.checkin.rules import DayKind, Leave
from cogs.checkin.settings import CheckinSettings
from cogs.checkin.settling import Subject, settle
from cogs.checkin.store import Attempt, DayChange, KeptLeave, MadeDay
from tests.engines import ENGINES
from tests.kit import START, Bot

MAIN = CommunityId("main")
ZONES = ("", "", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# What settling writes; the events that it tells are compared as well.
TABLES = (
    "days",
    "day_changes",
    "day_credits",
    "streaks",
    "holdings",
    "holding_entries",
)


@dataclass(frozen=True)
class Somebody:
    """A member as drawn; all hours are counted back from now.

    ``made`` is an outage day of so many days ago that was taken back, 0 for none; ``leave`` the
    first day and how many follow it.
    """

    platforms: tuple[str, ...]
    zone: str
    chosen: int
    checked_in: tuple[int, ...]
    freezes: tuple[int, ...]
    leave: tuple[int, int] | None
    made: int


@dataclass(frozen=True)
class World:
    """A community as drawn; ``deaf`` are platforms, hours back and hours long."""

    members: tuple[Somebody, ...]
    deaf: tuple[tuple[tuple[str, ...], int, int], ...]
    settings: CheckinSettings
    hour: int


class Undone(Exception):
    """What was looked at is rolled back."""


BOTH = ("telegram", "discord")
MEMBERS = st.builds(
    Somebody,
    platforms=st.sampled_from((BOTH, BOTH[:1], BOTH[1:])),
    zone=st.sampled_from(ZONES),
    chosen=st.sampled_from((500, 70, 45, 35, 20)),
    checked_in=st.lists(st.sampled_from((35, 55, 75, 28, 95)), min_size=1, max_size=3).map(tuple),
    freezes=st.lists(st.integers(0, 150), max_size=2).map(tuple),
    leave=st.none() | st.none() | st.tuples(st.integers(-1, 4), st.integers(0, 2)),
    made=st.sampled_from((0, 0, 1, 2)),
)
WORLDS = st.builds(
    World,
    members=st.lists(MEMBERS, min_size=1, max_size=6).map(tuple),
    deaf=st.lists(
        st.tuples(
            st.sampled_from((BOTH, BOTH, BOTH[:1], BOTH[1:])),
            st.integers(5, 70),
            st.integers(8, 60),
        ),
        min_size=1,
        max_size=2,
    ).map(tuple),
    settings=st.builds(
        CheckinSettings,
        amnesty_minutes=st.sampled_from((60, 60, 60, 600, 0)),
        freeze_max=st.sampled_from((2, 0)),
        rest_days=st.sampled_from(((), (), ("sat", "sun"), ("wed",))),
    ),
    hour=st.integers(0, 23),
)


# Linked, and only one of the two platforms was down.
HEARD_ELSEWHERE = World(
    (Somebody(BOTH, "", 500, (55,), (), None, 0),), ((BOTH[1:], 30, 15),), CheckinSettings(), 12
)
# The day that was missed, as it was read before the member moved, saw the outage.
MOVED = World(
    (Somebody(BOTH[:1], "America/Los_Angeles", 45, (75,), (), None, 0),),
    ((BOTH, 59, 14),),
    CheckinSettings(),
    12,
)


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_a_page_is_settled_as_its_members_are_one_by_one(tmp_path: Path, engine: str) -> None:
    bot = Bot(tmp_path)
    covered = 0
    with asyncio.Runner() as runner:
        runner.run(bot.start())

        @drawn(max_examples=drawn().max_examples * (4 if engine == "sqlite" else 1))
        @given(WORLDS)
        @example(HEARD_ELSEWHERE)
        @example(MOVED)
        def agree(world: World) -> None:
            nonlocal covered
            before, at_once = runner.run(outcome(bot, world, settle_page))
            assert at_once == runner.run(outcome(bot, world, one_by_one))[1]
            covered += at_once != before

        try:
            agree()
        finally:
            runner.run(bot.stop())
    assert covered > 5


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_who_is_alike_costs_no_statement_more(tmp_path: Path, engine: str) -> None:
    plain = Somebody(("telegram",), "", 0, (55,), (), None, 0)
    bot = Bot(tmp_path)

    async def statements(count: int) -> int:
        world = World((plain,) * count, ((("telegram",), 30, 15),), CheckinSettings(), 12)
        counted: list[Counted] = []

        async def settled(ctx: Context, holders: Sequence[Holder]) -> None:
            counted.append(Counted(ctx.tx))
            await settle_page(replace(ctx, tx=counted[0]), holders)

        before, after = await outcome(bot, world, settled)
        assert len(after) - len(before) == 3 * count
        return counted[0].statements

    with asyncio.Runner() as runner:
        runner.run(bot.start())
        assert runner.run(statements(30)) == runner.run(statements(2)) == 8
        runner.run(bot.stop())


Act = Callable[[Context, Sequence[Holder]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Check-in as it was drawn, the other sections as they are."""

    checkin: CheckinSettings
    others: SettingsOf

    def __call__(self, section: type[Any]) -> Any:
        return self.checkin if section is CheckinSettings else self.others(section)

    def listed(self, section: type[Any]) -> tuple[Any, ...]:
        return self.others.listed(section)


async def outcome(bot: Bot, world: World, act: Act) -> tuple[list[str], list[str]]:
    """All that is kept before and after ``act``, and told by it, in the world as drawn."""
    place = bot.machine.world.places[MAIN]
    now = START + timedelta(days=5, hours=world.hour - 9)
    found: list[list[str]] = []

    chosen = Chosen(world.settings, place.settings)

    async def script(tx: Transaction) -> None:
        ctx = context_of_nobody(bot.machine, tx, replace(place, settings=chosen), now, "test")
        members = [await met(ctx, *each) for each in enumerate(world.members)]
        for platforms, back, hours in world.deaf:
            for platform in platforms:
                await outages.beat(tx, (platform,), now - back * HOUR)
                await outages.lose(tx, platform)
                if hours <= back:
                    await outages.hear(tx, platform, now - (back - hours) * HOUR)
        found.append(await kept(tx))
        known = await people.persons_behind(tx, MAIN, members)
        await act(ctx, [Holder(member, *known[member]) for member in members])
        found.append([*await kept(tx), *sorted(map(repr, told_of_each(ctx)))])
        raise Undone

    with pytest.raises(Undone):
        await bot.write(script)
    before, after = found
    return before, after


def told_of_each(ctx: Context) -> list[Event]:
    """What was told, an excused day once for each of its members."""
    told: list[Event] = []
    for event in ctx.told:
        if isinstance(event, DayExcused):
            told += [replace(event, members=each) for each in event.whose]
        else:
            told.append(event)
    return told


async def one_by_one(ctx: Context, holders: Sequence[Holder]) -> None:
    """Each member is settled as at a command of their own."""
    for member, person, _ in holders:
        rules = await ctx.house.rules_of_person(ctx.tx, MAIN, person)
        await settle(ctx, [Subject(member, rules, ctx.now)])


async def kept(tx: Transaction) -> list[str]:
    """Every row of the tables that settling writes."""
    rows = []
    for table in TABLES:
        rows += sorted(f"{table} {row}" for row in await tx.fetch_all(f"SELECT * FROM {table}"))
    return rows


async def met(ctx: Context, number: int, somebody: Somebody) -> MemberId:
    """The member has done all that was drawn; what is kept of it is made of the facts."""
    tx, now, ids = ctx.tx, ctx.now, Ids(number)
    accounts = []
    for hours, platform in enumerate(somebody.platforms):
        at = now - (300 + hours) * HOUR
        hello = Incoming(platform, f"{number}", "-1001", f"{number}", at, at, message_id="1")
        known = await people.meet(tx, ids, MAIN, hello, joins=True)
        accounts.append(known.account)
    if len(accounts) > 1:
        one, other = (each.id for each in accounts)
        await merging.merge(
            tx, ctx.house, operation=f"link{number}", one=one, other=other, now=now - 250 * HOUR
        )
    found = await people.find_account(tx, MAIN, accounts[0].id)
    assert found is not None
    person, member = found.account.person, found.member
    if somebody.zone:
        await people.choose_zone(tx, person, somebody.zone, now - somebody.chosen * HOUR)
    rules = await ctx.house.rules_of_person(tx, MAIN, person)
    for place, hours in enumerate(somebody.checked_in):
        at, account = now - hours * HOUR, accounts[place % len(accounts)]
        zone, day = rule_at(rules, at).zone, day_of(at, rules)
        attempt = Attempt(account.id, day, at, at, False, zone, account.platform, "-1001", f"{at}")
        await store.keep_attempt(tx, MAIN, attempt, credited=True)
    await protect(ctx, somebody, MemberId(member), accounts[0].id, rules)
    view = await ctx.house.view_of(tx, MAIN, member, now)
    assert view is not None
    await ctx.house.rebuild(tx, view)
    return member


async def protect(
    ctx: Context,
    somebody: Somebody,
    member: MemberId,
    account: AccountId,
    rules: Sequence[DayRule],
) -> None:
    """What the member has besides: freezes, a leave, an outage day that was taken back."""
    now, today = ctx.now, day_of(ctx.now, rules)
    for number, hours in enumerate(somebody.freezes):
        name, at = f"freeze:{account}:{number}", now - hours * HOUR
        entry = HoldingEntry(name, account, Item.FREEZE, 1, "redeem", at)
        await holdings.give(ctx.tx, MAIN, member, entry)
    if somebody.leave is not None:
        ago, more = somebody.leave
        span = Leave(today - ago * DAY, today + (more - ago) * DAY)
        await store.add_leave(ctx.tx, MAIN, KeptLeave(f"leave:{account}", account, span, now))
    if somebody.made:
        day = today - somebody.made * DAY
        made = MadeDay(account, day, DayKind.OUTAGE, now, "Asia/Shanghai")
        await store.make_days(ctx.tx, MAIN, [made])
        back = DayChange(account, day, DayKind.OUTAGE, now, False, "replaced")
        await store.change_day(ctx.tx, MAIN, back)


class Counted:
    """A transaction that counts its statements."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self.statements = 0

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        self.statements += 1
        return await self._tx.fetch_one(sql, *values)

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]:
        self.statements += 1
        return await self._tx.fetch_all(sql, *values)

    async def execute(self, sql: str, *values: Value) -> int:
        self.statements += 1
        return await self._tx.execute(sql, *values)

    async def execute_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        self.statements += 1
        await self._tx.execute_many(sql, rows)

    async def lock(self, *keys: str) -> None:
        await self._tx.lock(*keys)
