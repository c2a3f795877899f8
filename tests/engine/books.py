"""People do what they like in any order; the books stay right, and planted faults are found.

A machine of Hypothesis plays a community: check-ins on time, late, twice, all at once and out of
order, awards and undos, zones, linked accounts, restarts and crashes in the middle. What must
hold is written down here a second time, in the simplest way.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.community import merging, people
from bot.core.model import CommunityId, Incoming
from bot.core.ports import Transaction
from bot.engine.verifying import Verdict, rebuild, verify
from tests.kit import START, Bot

T = TypeVar("T")
MAIN = CommunityId("main")
PEOPLE = ("telegram:1", "telegram:2", "discord:1", "discord:2")
ZONES = ("Asia/Tokyo", "Pacific/Auckland", "America/Los_Angeles", "Etc/GMT+12", "Etc/GMT-14")
CREDITED = ("Checked in.", "Got it,")
# Updates are remembered for thirty days: until then none may count twice.
LONGEST = timedelta(days=27)

people_ = st.sampled_from(PEOPLE)
late = st.one_of(st.just(0), st.integers(0, 60))


class Books(RuleBasedStateMachine):
    """One community; every rule ends when all is quiet."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory(prefix="hearth-books-")
        self.bot = Bot(Path(self.folder.name))
        self.taken: list[Incoming] = []
        self.acts: dict[str, int] = {}
        self.undone: set[str] = set()
        self.held: set[str] = set()
        self.debts = False
        self.run(self.begin())

    def run(self, script: Coroutine[Any, Any, T]) -> T:
        """What the script returns, on the machine's own loop."""
        return self.runner.run(script)

    async def begin(self) -> None:
        """Everybody has said something."""
        await self.bot.start()
        for who in (*PEOPLE, "telegram:900"):
            await self.take(self.bot.message(who, "hello"))

    async def take(self, *updates: Incoming) -> list[str]:
        """The updates were taken in; what was said."""
        self.taken += updates
        return await self.bot.takes(*updates)

    def check_in(self, who: str, hours: int) -> Incoming:
        """A check-in that was written so many hours ago."""
        sent = self.bot.clock.now() - timedelta(hours=hours)
        return self.bot.message(who, "/checkin", sent_at=sent)

    @rule(who=people_, hours=late)
    def checks_in(self, who: str, hours: int) -> None:
        """Somebody checks in, perhaps in a message that comes late."""
        (said,) = self.run(self.take(self.check_in(who, hours)))
        if said.startswith(CREDITED):
            total = self.run(self.balance(who))
            assert f", {total} in all." in said

    @rule(crowd=st.lists(st.tuples(people_, late), min_size=2, max_size=8), twice=st.booleans())
    def check_in_together(self, crowd: list[tuple[str, int]], twice: bool) -> None:
        """Several write at once, and the platforms may deliver everything twice."""
        updates = [self.check_in(*each) for each in crowd]
        said = self.run(self.take(*updates, *(updates if twice else ())))
        assert len(said) == len(crowd)

    @rule(data=st.data())
    def delivered_again(self, data: st.DataObject) -> None:
        """The platform delivers again what it had delivered."""
        again = data.draw(st.lists(st.sampled_from(self.taken), max_size=5))
        assert self.run(self.bot.takes(*again)) == []

    @rule(who=people_, amount=st.integers(-8, 8).filter(bool))
    def awards(self, who: str, amount: int) -> None:
        """A moderator gives or takes, also more than there is."""
        before = self.run(self.balance(who))
        self.run(self.take(self.bot.message("telegram:900", f"/award {who} {amount} x")))
        self.debts = self.debts or before + amount < 0
        self.acts[self.bot.code()] = amount
        assert self.run(self.balance(who)) == before + amount

    @rule(data=st.data(), times=st.integers(1, 3))
    def undoes(self, data: st.DataObject, times: int) -> None:
        """A moderator takes an act back, perhaps several times at once."""
        if not self.acts:
            return
        act = data.draw(st.sampled_from(sorted(self.acts)))
        known = act in self.undone
        said = self.run(
            self.take(*(self.bot.message("telegram:900", f"/undo {act}") for _ in range(times)))
        )
        done = [text for text in said if " is undone." in text]
        assert len(done) == (0 if known else 1)
        if not known:
            self.undone.add(act)
            self.debts = True
            ((undoing,),) = self.run(self.bot.rows("SELECT id FROM actions WHERE undoes = ?", act))
            self.acts[str(undoing)] = -self.acts[act]

    @rule(who=people_, to=people_)
    def a_member_tries_what_is_for_moderators(self, who: str, to: str) -> None:
        """Nothing moves."""
        act = next(iter(self.acts), "AAAAAAA")
        for text in (f"/award {to} 5 x", f"/undo {act}"):
            (said,) = self.run(self.take(self.bot.message(who, text)))
            assert said.startswith("That’s for moderators to do.")

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        """Hours go by."""
        if self.bot.clock.now() < START + LONGEST:
            self.run(self.bot.tick(hours=hours))

    @rule(who=people_, zone=st.sampled_from(ZONES))
    def moves(self, who: str, zone: str) -> None:
        """Somebody chooses another zone, if that is allowed now."""
        self.run(self.take(self.bot.message(who, f"/timezone {zone}")))

    @rule(number=st.sampled_from("12"))
    def links_or_unlinks(self, number: str) -> None:
        """A Discord account comes to the Telegram one's holder, or goes back."""
        who, to = f"discord:{number}", f"telegram:{number}"
        if who in self.held:
            self.debts = True
            self.held.remove(who)
            self.run(self.unlink(who))
        else:
            self.held.add(who)
            self.run(self.bot.links(who, to, f"link{len(self.taken)}{self.bot.clock.now()}"))

    @rule()
    def restarts(self) -> None:
        """Stopped in order and started again."""
        self.run(self.bot.restart())

    @rule(
        crowd=st.lists(st.tuples(people_, late), min_size=1, max_size=6),
        rounds=st.integers(0, 30),
    )
    def crashes_in_the_middle(self, crowd: list[tuple[str, int]], rounds: int) -> None:
        """The process ends while updates are under way; the platforms deliver them again."""
        self.run(self.crash([self.check_in(*each) for each in crowd], rounds))

    async def crash(self, updates: list[Incoming], rounds: int) -> None:
        """Taken in for so many rounds of the loop, gone, started, delivered again."""
        before = len(self.bot.sent)
        for update in updates:
            self.bot.hands_over(update)
        for _ in range(rounds):
            await asyncio.sleep(0)
        await self.bot.crash()
        await self.bot.start()
        await self.bot.settle()
        self.taken += updates
        await self.bot.takes(*updates)
        # What was accepted just before the end may have been said once more.
        rows = await self.bot.rows("SELECT cause FROM outbox")
        causes = [cause for (cause,) in rows]
        assert all(causes.count(update.update_id) == 1 for update in updates)
        said = {each.text for each in self.bot.sent[before:]}
        assert len(said) <= len(updates)

    async def unlink(self, who: str) -> None:
        """The account is a member of its own again."""

        async def script(tx: Transaction) -> None:
            platform, _, user = who.partition(":")
            known = await people.find(tx, MAIN, platform, user)
            assert known is not None
            await merging.unmerge(
                tx, self.bot.machine.house, leaving=known.account.id, now=self.bot.clock.now(),
                operation=f"unlink{len(self.taken)}{self.bot.clock.now()}",
            )  # fmt: skip

        await self.bot.write(script)

    async def person(self, who: str) -> str:
        """Who holds the account now."""
        platform, _, user = who.partition(":")
        ((person,),) = await self.bot.rows(
            "SELECT person FROM accounts WHERE platform = ? AND user_id = ?", platform, user
        )
        return str(person)

    async def balance(self, who: str) -> int:
        """The points of the member who holds the account."""
        return await self.count(
            "SELECT coalesce(max(b.balance), 0) FROM members m"
            " JOIN balances b ON b.community = m.community AND b.member = m.id"
            " WHERE m.person = ?",
            await self.person(who),
        )

    async def count(self, sql: str, *values: str) -> int:
        """The one number of the answer."""
        ((number,),) = await self.bot.rows(sql, *values)
        return int(number or 0)

    @invariant()
    def nothing_is_below_zero_by_what_members_did(self) -> None:
        """Only staff may leave a debt, and unlinking what an account had spent."""
        if not self.debts:
            assert self.run(self.count("SELECT coalesce(min(balance), 0) FROM balances")) >= 0

    def teardown(self) -> None:
        """At the end everything is proven."""
        try:
            self.run(self.prove())
        finally:
            self.run(self.bot.stop())
            self.runner.close()
            self.folder.cleanup()

    async def prove(self) -> None:
        """The books are right: as they verify themselves, and as this machine remembers."""
        verdict = Verdict()
        assert [text async for text in verify(self.bot.machine, verdict)] == []
        assert verdict.unsealed == 0
        total = await self.count("SELECT coalesce(sum(amount), 0) FROM ledger_entries")
        assert await self.count("SELECT coalesce(sum(balance), 0) FROM balances") == total
        given = "SELECT coalesce(sum(amount), 0) FROM ledger_entries WHERE reason = 'award'"
        assert await self.count(given) == sum(self.acts.values())
        assert await self.count("SELECT count(*) FROM actions") == len(self.acts)
        credited = len({each.answers for each in self.bot.sent if each.text.startswith(CREDITED)})
        assert await self.count("SELECT count(*) FROM days WHERE credited = 1") == credited
        paid = "FROM ledger_entries WHERE reason = 'checkin' AND reverses IS NULL"
        days = await self.count("SELECT count(*) FROM days WHERE kind = 'real'")
        assert await self.count(f"SELECT count(*) {paid}") <= days
        assert await self.count("SELECT count(*) FROM inbox WHERE state <> 'done'") == 0
        assert await self.count("SELECT count(*) FROM outbox WHERE state <> 'sent'") == 0
        assert await self.count("SELECT count(*) FROM inbox") == len(
            {each.update_id for each in self.taken}
        )
        before = await self.kept()
        await rebuild(self.bot.machine, Verdict())
        assert await self.kept() == before

    async def kept(self) -> list[object]:
        """Everything that can be made anew, without what is nothing."""
        return [
            *await self.bot.rows("SELECT * FROM balances WHERE balance <> 0 ORDER BY 1, 2"),
            *await self.bot.rows("SELECT * FROM tallies WHERE value <> 0 ORDER BY 1, 2, 3, 4"),
            *await self.bot.rows("SELECT * FROM day_credits ORDER BY 1, 2, 3"),
            *await self.bot.rows("SELECT * FROM streaks ORDER BY 1, 2"),
        ]


def examples(divided_by: int) -> settings:
    """As many as the profile wants, fewer since each is a whole life of a bot."""
    return settings(
        max_examples=max(settings.default.max_examples // divided_by, 1),  # type: ignore[union-attr]
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
