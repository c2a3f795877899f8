"""Linking and unlinking leave everybody as what each account did says, whatever that was.

Two pairs of accounts do the same at the same instants; one pair is linked and unlinked now and
then. In the end nobody can tell which it was.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.core.exporting import Json
from bot.rehearsal.export import export
from tests.engines import ENGINES
from tests.kit import DAWN, Bot

CONFIG: Final = (
    DAWN
    + """
[points]
milestones = {2 = 5, 3 = 7, 5 = 11}
[checkin]
rest_days = ["sun"]
freeze_starting = %d
makeup_cards_starting = 1
makeup_window_days = 3
"""
)
SIDES: Final = ("telegram", "discord")
OBSERVED: Final = ("zone", "locale", "streak", "days", "balance", "lifetime", "inventory")
side = st.sampled_from(SIDES)


@dataclass(frozen=True, slots=True)
class Day:
    """Who checks in, who is given how much, whether a link is made or taken back before."""

    who: tuple[str, ...]
    given: tuple[str, int] | None
    turns: bool
    missed: int


day = st.builds(
    Day,
    who=st.sampled_from([SIDES, SIDES, SIDES[::-1], SIDES[:1], SIDES[1:], ()]),
    given=st.none() | st.tuples(side, st.integers(1, 9)),
    turns=st.integers(0, 3).map(lambda number: number == 0),
    missed=st.integers(0, 4).map(lambda number: max(number - 2, 0)),
)
days = st.lists(day, max_size=10)
BOTH: Final = Day(SIDES, None, turns=False, missed=0)
NOW: Final = replace(BOTH, turns=True)
EACH_IN_TURN: Final = [replace(NOW, who=SIDES[1:])] + [
    replace(BOTH, who=(SIDES[number % 2],)) for number in range(5)
]


def few(engine: str) -> settings:
    """A quarter of the examples; on PostgreSQL, where each takes five times as long, a tenth."""
    examples = (settings.default or settings()).max_examples // (4 if engine == "sqlite" else 10)
    return settings(
        max_examples=max(examples, 1), deadline=None, suppress_health_check=list(HealthCheck)
    )


class Pairs:
    """One bot for all examples; each of them has people of its own."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.number = 0

    def new(self) -> tuple[str, str]:
        """Two users that were never seen, each on both platforms."""
        self.number += 2
        return str(self.number), str(self.number + 1)

    async def lives(self, users: Sequence[str], a_day: Day) -> None:
        """These pairs do what the day says, and some days pass."""
        for user in users:
            for each in a_day.who:
                await self.bot.says(f"{each}:{user}", "/checkin")
            if a_day.given:
                to, amount = a_day.given
                await self.bot.says("telegram:900", f"/award {to}:{user} {amount} thanks")
        await self.bot.tick(days=1 + a_day.missed)

    async def meet(self, user: str, first: str) -> None:
        """Both accounts are members, this side for a second longer."""
        for each in sorted(SIDES, key=lambda name: name != first):
            await self.bot.says(f"{each}:{user}", "hello")
            await self.bot.tick(seconds=1)

    async def link(self, user: str) -> None:
        """The pair is one person's."""
        before = len(self.bot.sent)
        await self.bot.whispers(f"telegram:{user}", "/link")
        (code,) = re.findall(r"code is (\w{8})", self.bot.sent[before].text)
        await self.bot.whispers(f"discord:{user}", f"/link {code}")
        (said, _) = await self.bot.whispers(f"telegram:{user}", "/link confirm")
        assert said.startswith("You are linked with ")

    async def unlink(self, user: str) -> None:
        """The pair is two persons' again, as the preview had said."""
        who = f"telegram:{user}"
        (preview,) = await self.bot.whispers(who, "/unlink discord")
        said = await self.bot.presses(who, "confirm", chat=user, private=True)
        assert said[0].split("\n")[1:] == preview.split("\n")[1:]

    async def seen(self, user: str) -> list[dict[str, Json]]:
        """What can be seen of the pair's members, apart from ids and the ledger."""
        found = []
        for each in SIDES:
            whole: Any = await export(
                self.bot.machine, as_of=self.bot.clock.now(), member=f"{each}:{user}"
            )
            (member,) = whole["communities"][0]["members"]
            found.append({key: member[key] for key in OBSERVED})
        return found

    async def each_day_pays_once(self, user: str) -> None:
        """What the linked pair earned by checking in is a point for each local day of theirs."""
        whole: Any = await export(
            self.bot.machine, as_of=self.bot.clock.now(), member=f"telegram:{user}"
        )
        (community,) = whole["communities"]
        (member,) = community["members"]
        earned = [each["amount"] for each in community["ledger"] if each["reason"] == "checkin"]
        assert sum(earned) == len([each for each in member["days"] if each["kind"] == "real"])


@contextmanager
def pairs(config: str) -> Iterator[tuple[Pairs, asyncio.Runner]]:
    """Pairs on a bot that runs until the end of the block."""
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        bot = Bot(Path(folder), config=config)
        runner.run(bot.start())
        try:
            yield Pairs(bot), runner
        finally:
            runner.run(bot.stop())


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_a_link_that_is_taken_back_was_never_there(engine: str) -> None:
    with pairs(CONFIG % 2) as (world, runner):

        @few(engine)
        @given(first=side, life=days)
        def prove(first: str, life: list[Day]) -> None:
            runner.run(one_pair(first, life))

        async def one_pair(first: str, life: list[Day]) -> None:
            user, _ = world.new()
            await world.meet(user, first)
            for each in life:
                await world.lives([user], each)
            before = await world.seen(user)
            await world.link(user)
            await world.unlink(user)
            assert await world.seen(user) == before

        prove()
        assert runner.run(world.bot.problems()) == []


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_what_was_done_while_linked_is_each_accounts_own(engine: str) -> None:
    with pairs(CONFIG % 0) as (world, runner):

        @few(engine)
        @given(first=side, life=days)
        @example(first="telegram", life=[BOTH, BOTH, NOW, BOTH, BOTH, NOW, NOW])
        @example(first="discord", life=[*EACH_IN_TURN, NOW])
        def prove(first: str, life: list[Day]) -> None:
            runner.run(two_pairs(first, life))

        async def two_pairs(first: str, life: list[Day]) -> None:
            linked, apart = world.new()
            for user in (linked, apart):
                await world.meet(user, first)
            together = False
            for each in life:
                if each.turns:
                    await (world.unlink(linked) if together else world.link(linked))
                    together = not together
                await world.lives([linked, apart], each)
                if together:
                    await world.each_day_pays_once(linked)
            if together:
                await world.unlink(linked)
            assert await world.seen(linked) == await world.seen(apart)

        prove()
        assert runner.run(world.bot.problems()) == []
