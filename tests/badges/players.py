"""Members and moderators move what badges are made of, in any order.

What everybody should have follows from their numbers alone, and from what was given by hand:
so it is worked out a second time, in the simplest way.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, Final, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.rehearsal.export import export
from tests.kit import DAWN, Bot
from tests.profile.test_link import links

T = TypeVar("T")

HALL: Final = (
    DAWN
    + """
[points]
milestones = {}
[[badges]]
key = "pair"
name = {zh = "两天", en = "Pair"}
when = "streak >= 2"
unlocks = ["garden"]
[[badges]]
key = "rich"
name = {zh = "富", en = "Rich"}
when = "lifetime >= 10"
unlocks = ["garden", "pool"]
[[badges]]
key = "all"
name = {zh = "全", en = "All"}
when = "streak >= 2 and lifetime >= 10 and not tier >= 2"
[[badges]]
key = "hand"
name = {zh = "手", en = "Hand"}
manual = true
unlocks = ["pool"]
"""
)
PEOPLE: Final = ("telegram:1", "discord:2")
UNLOCKS: Final = {"pair": {"garden"}, "rich": {"garden", "pool"}, "hand": {"pool"}, "all": set()}

people_ = st.sampled_from(PEOPLE)


class Players(RuleBasedStateMachine):
    """One community; every rule ends when all is quiet."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory(prefix="hearth-badges-")
        self.bot = Bot(Path(self.folder.name), config=HALL)
        self.acts: list[str] = []
        # By account: the act of a moderator by which it has the badge without a rule.
        self.by_hand: dict[str, str] = {}
        # The acts that gave it or took it, with the account and whether they gave.
        self.moves: dict[str, tuple[str, bool]] = {}
        self.linked = False
        self.codes = 0
        self.run(self.begin())

    def run(self, script: Coroutine[Any, Any, T]) -> T:
        """What the script returns, on the machine's own loop."""
        return self.runner.run(script)

    async def begin(self) -> None:
        """Everybody has said something."""
        await self.bot.start()
        for who in (*PEOPLE, "telegram:900"):
            await self.bot.says(who, "hello")

    @rule(who=people_)
    def checks_in(self, who: str) -> None:
        """A day, once a day."""
        self.run(self.bot.says(who, "/checkin"))

    @rule(days=st.integers(1, 2))
    def days_pass(self, days: int) -> None:
        """Streaks may end."""
        self.run(self.bot.tick(days=days))

    @rule(who=people_, amount=st.sampled_from((5, 10, -5)))
    def awards(self, who: str, amount: int) -> None:
        """A moderator gives points, or takes some."""
        self.run(self.bot.says("telegram:900", f"/award {who} {amount} x"))
        self.acts.append(self.bot.code())

    @rule(who=people_)
    def grants(self, who: str) -> None:
        """A moderator gives the badge that has no rule, where it is not had."""
        if self.expected_by_hand(who):
            return
        self.run(self.bot.says("telegram:900", f"/grant {who} hand"))
        act = self.bot.code()
        self.acts.append(act)
        self.moves[act] = (who, True)
        self.by_hand[who] = act

    @precondition(lambda self: self.acts)
    @rule(data=st.data())
    def undoes(self, data: st.DataObject) -> None:
        """Any act is taken back once, also one that takes back another."""
        act = data.draw(st.sampled_from(self.acts))
        self.acts.remove(act)
        self.run(self.bot.says("telegram:900", f"/undo {act}"))
        ((undo,),) = self.run(self.bot.rows("SELECT id FROM actions WHERE undoes = ?", act))
        self.acts.append(str(undo))
        if act not in self.moves:
            return
        who, gave = self.moves[act]
        self.moves[str(undo)] = (who, not gave)
        if not gave and not self.expected_by_hand(who):
            self.by_hand[who] = str(undo)
        elif gave and self.by_hand.get(who) == act:
            del self.by_hand[who]

    # An account gets no more codes a day.
    @precondition(lambda self: not self.linked and self.codes < 5)
    @rule()
    def links(self) -> None:
        """Both accounts are one member."""
        self.linked = True
        self.codes += 1
        self.run(links(self.bot, *PEOPLE))

    @precondition(lambda self: self.linked)
    @rule()
    def unlinks(self) -> None:
        """Each is what it was, and what it has done since."""
        self.linked = False
        self.run(self.bot.whispers(PEOPLE[0], "/unlink discord"))
        self.run(self.bot.presses(PEOPLE[0], "Confirm", private=True))

    @invariant()
    def everybody_has_what_they_have_earned(self) -> None:
        """No more and no less, with what it unlocks; kept numbers are right."""
        for who in PEOPLE:
            member = self.run(self.member_of(who))
            keys = [each["key"] for each in member["badges"]]
            assert keys == sorted(self.expected(member) | self.expected_by_hand(who))
            unlocked = {name for key in keys for name in UNLOCKS[key]}
            assert self.run(self.privileges_of(member["id"])) == unlocked
        assert self.run(self.bot.problems()) == []

    def expected(self, member: dict[str, Any]) -> set[str]:
        """The badges that these numbers earn."""
        found = set()
        if member["streak"]["longest"] >= 2:
            found.add("pair")
        if member["lifetime"] >= 10:
            found.add("rich")
        return found | {"all"} if len(found) == 2 else found

    def expected_by_hand(self, who: str) -> set[str]:
        """What moderators have given and not taken back."""
        whose = PEOPLE if self.linked else (who,)
        return {"hand"} if any(self.by_hand.get(each) for each in whose) else set()

    async def member_of(self, who: str) -> dict[str, Any]:
        """The member as an export has it."""
        whole: Any = await export(self.bot.machine, as_of=self.bot.clock.now(), member=who)
        return dict(whole["communities"][0]["members"][0])

    async def privileges_of(self, member: str) -> set[str]:
        """What the member has unlocked."""
        rows = await self.bot.rows(
            "SELECT DISTINCT p.name FROM members m JOIN accounts a ON a.person = m.person"
            " JOIN privileges p ON p.account = a.id WHERE m.id = ?",
            member,
        )
        return {str(name) for (name,) in rows}

    def teardown(self) -> None:
        """The bot is gone."""
        self.run(self.bot.stop())
        self.runner.close()
        self.folder.cleanup()


def examples(count: int) -> settings:
    """So many stories of some length."""
    return settings(
        max_examples=count,
        stateful_step_count=15,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
