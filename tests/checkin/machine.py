"""People check in, travel, pay with cards and are linked, platforms fail, the bot dies: at random.

The machine plays a community in the simulated room around the real bot. After each step the
facts are proven (``tests/checkin/proofs.py``), at the end the whole database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import date, timedelta
from typing import Any, Final, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import (
    RULE_MARKER,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from bot.rehearsal.instants import read_instant
from tests.checkin.lives import ACCOUNTS, FIVE, MODERATOR, PLACES, Life, Place, keys_of, values_of
from tests.checkin.plain_days import ONE_DAY
from tests.checkin.proofs import prove_nothing_was_forgotten

T = TypeVar("T")
ZONES: Final = ("Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Niue")
# Updates are remembered for thirty days: until then none may count twice.
REMEMBERED: Final = timedelta(days=27)
LONGEST: Final = timedelta(days=90)
HOUR: Final = timedelta(hours=1)
T1, D1, D2, T2 = ACCOUNTS
"""Who checks in on a day, and who writes then what comes only a day later."""
Days = list[tuple[list[str], list[str]]]
DAYS: Final[Days] = [
    ([T1, D1, D2, T2], []),
    ([T1, D2], []),
    ([D1, T2], [T1]),
    ([T1, T2], []),
    ([D1], [D2, T2]),
    ([], [T1, D2]),
    ([], []),
]

account = st.sampled_from(ACCOUNTS)
late = st.sampled_from([0, 0, 1, 5, 20, 30, 47, 49]).map(lambda hours: hours * HOUR)
missed = st.one_of(
    st.integers(1, 3), st.lists(st.integers(1, 4), min_size=1, max_size=3, unique=True)
)
some_days = st.lists(st.sampled_from(DAYS), min_size=2, max_size=5)
PAIRS: Final = [(T1, D1), (D2, T2), (D1, T1), (T2, D2)]
pairs = st.sampled_from(PAIRS)


class Lives(RuleBasedStateMachine):
    """One community; every rule ends when all is quiet and both platforms are up."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.is_right = True

    def run(self, script: Coroutine[Any, Any, T]) -> T:
        """What the script returns, on the machine's own loop."""
        self.is_right = False
        outcome = self.runner.run(script)
        self.is_right = True
        return outcome

    @initialize(place=st.sampled_from(PLACES), linked=st.sampled_from([0, 1, 2]), days=some_days)
    def begins(self, place: Place, linked: int, days: Days) -> None:
        """Everybody has said something, some are linked from the beginning, and days go by."""
        self.life = self.run(Life(place).__aenter__())
        for pair in PAIRS[:linked]:
            self.run(self.life.links(*pair))
        self.run(self.life.tick(minutes=5))
        self.run(self.live(days))

    @property
    def is_over(self) -> bool:
        """Whether the life has lasted long enough."""
        return self.life.now - read_instant(self.life.place.begins) > LONGEST

    # Days.

    @rule(days=some_days)
    def days_go_by(self, days: Days) -> None:
        """On each of some days these check in, and of others it is known a day later."""
        self.run(self.live(days))

    async def live(self, days: Days) -> None:
        """Day after day."""
        for who, later in days:
            if not self.is_over:
                await self.check_in_now(who)
                await self.life.tick(days=1)
                for each in later:
                    await self.life.happens(self.life.check_in(each, late=20 * HOUR))
                self.life.listen()

    async def check_in_now(self, who: list[str]) -> None:
        """One after the other."""
        for each in who:
            await self.life.happens(self.life.check_in(each))
            self.life.listen()

    @rule(who=account, twice=st.booleans())
    def the_day_turns(self, who: str, twice: bool) -> None:
        """Somebody checks in right before the day ends for them, or right after, or both."""
        if self.is_over:
            return
        turn = self.life.memory.calendar(who).turn(self.life.now)
        for at in (turn - FIVE, turn) if twice else (turn,):
            if at >= self.life.now:
                self.run(self.life.tick(to=at))
                self.life.listen()
                self.run(self.check_in_now([who]))

    @rule(messages=st.lists(st.tuples(account, late), min_size=1, max_size=4))
    def messages_come_late(self, messages: list[tuple[str, timedelta]]) -> None:
        """Check-ins that were written long ago arrive, in any order."""
        for who, age in messages:
            self.run(self.life.happens(self.life.check_in(who, late=age)))
            self.life.listen()

    @rule(
        messages=st.lists(st.tuples(account, late), max_size=4),
        twice=st.booleans(),
        again=st.lists(st.integers(0, 99), max_size=3),
    )
    def all_write_at_once(
        self, messages: list[tuple[str, timedelta]], twice: bool, again: list[int]
    ) -> None:
        """Several write at once; the platforms may deliver it twice, or something old again."""
        lines = [self.life.check_in(who, late=age) for who, age in messages]
        self.run(self.life.all_write(lines, twice=twice))
        known = [each for each in self.life.taken if self.life.now - each.at < REMEMBERED]
        for each in again if known else []:
            self.run(self.life.room.take_in(known[-1 - each % len(known)]))
        self.run(self.life.room.settle())
        assert self.life.listen() == []

    # Trouble.

    @rule(
        who=st.sampled_from([day for day, _ in DAYS]),
        what=st.sampled_from(["", "telegram", "discord", "both"]),
        hours=st.tuples(st.integers(1, 40), st.integers(0, 20)),
        writing=st.lists(st.tuples(st.integers(0, 30), account), max_size=2),
    )
    def is_deaf(
        self, who: list[str], what: str, hours: tuple[int, int], writing: list[tuple[int, str]]
    ) -> None:
        """The bot or one platform is off, or one after the other, and some check in meanwhile."""
        if self.is_over:
            return
        long, later = hours
        span = (HOUR, (long + 1) * HOUR)
        spans = {what: span}
        if what == "both":
            spans = {"telegram": span, "discord": (span[0] + later * HOUR, span[1] + later * HOUR)}
        self.run(self.check_in_now(who))
        self.run(self.life.tick(hours=20))
        self.run(self.life.is_deaf(spans, [(at * HOUR, each) for at, each in writing]))
        self.run(self.life.tick(days=1))

    @rule(
        messages=st.lists(st.tuples(account, late), max_size=3),
        rounds=st.integers(0, 30),
        at_the_turn=st.booleans(),
    )
    def dies(self, messages: list[tuple[str, timedelta]], rounds: int, at_the_turn: bool) -> None:
        """The process ends while messages, or the end of a day, are under way; it starts again."""
        until = None
        if at_the_turn and not self.is_over:
            until = self.life.memory.calendar(T1).turn(self.life.now)
            # What is due before it is done by then.
            self.run(self.life.tick(to=until - timedelta(seconds=1)))
        lines = [self.life.check_in(who, late=age) for who, age in messages]
        self.run(self.life.dies(lines, rounds, until))

    @rule(
        which=st.integers(0, 7),
        minutes=st.sampled_from([0, 10, 15]),
        how=st.sampled_from(["/checkin", "hello", "deleted", "deleted", "by a moderator"]),
    )
    def a_message_is_changed(self, which: int, minutes: int, how: str) -> None:
        """A check-in of late is edited, or deleted in time or not, by its author or another."""
        life = self.life
        known = [(each, life.memory.days[each]) for each in ACCOUNTS]
        found = [(who, each.message) for who, days in known for each in list(days.values())[-2:]]
        who, message = found[which % len(found)] if found else (T1, "line:1")
        self.run(life.tick(minutes=minutes))
        if how in ("/checkin", "hello"):
            self.run(life.edits(who, message, how))
            assert life.listen() == []
        else:
            self.run(life.deletes(who, message, by="900" if how == "by a moderator" else ""))
            life.listen()

    # Zones and people.

    @rule(who=account, zone=st.sampled_from((*ZONES, "home")))
    def moves(self, who: str, zone: str) -> None:
        """Somebody chooses another zone: twice a week, from the end of the day on."""
        life = self.life
        zone = life.place.zone if zone == "home" else zone
        mine = life.memory.choices[life.memory.oldest(who)]
        lately = [at for at, _ in mine if life.now - at < 7 * ONE_DAY]
        present = mine[-1][1] if mine else life.place.zone
        (said,) = self.run(life.writes(who, f"/timezone {zone}"))
        if zone == present:
            assert said.key == "timezone.same"
        elif len(lately) >= 2:
            assert said.key == "timezone.too.often"
        else:
            assert said.key == "timezone.done"
            mine.append((life.now, zone))
        self.run(life.tick(minutes=5))
        self.run(self.check_in_now([who]))

    @rule(pair=pairs)
    def links_or_parts(self, pair: tuple[str, str]) -> None:
        """Two accounts become one person, or two again."""
        if pair[1] in self.life.memory.together[pair[0]]:
            self.run(self.life.parts(*pair))
        else:
            self.run(self.life.links(*pair))
        self.run(self.life.tick(minutes=5))

    @rule(pair=pairs)
    def a_link_is_taken_back_at_once(self, pair: tuple[str, str]) -> None:
        """It was never there."""
        if pair[1] not in self.life.memory.together[pair[0]]:
            before = self.run(self.life.seen(*pair))
            if self.run(self.life.links(*pair)):
                self.run(self.life.prove())
                self.run(self.life.parts(*pair))
                assert self.run(self.life.seen(*pair)) == before

    @rule(who=account, amount=st.sampled_from([-3, 2, 9]), undone=st.booleans())
    def is_awarded(self, who: str, amount: int, undone: bool) -> None:
        """A moderator gives or takes points, and may think better of it."""
        (said,) = self.run(self.life.writes(MODERATOR, f"/award {who} {amount} x"))
        # A level may be reached by it, which is told behind it.
        key = said.key if isinstance(said.key, str) else said.key[0]
        if key not in ("award.given", "award.taken", "award.debt"):
            return
        known = self.life.awards
        known[who] = known.get(who, 0) + amount
        if undone:
            self.run(self.life.writes(MODERATOR, f"/undo {values_of(said)[0]['id']}"))
            known[who] -= amount

    # What keeps a streak.

    @rule(
        who=account,
        days=st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()),
        which=missed,
        answer=st.sampled_from(["confirm", "confirm", "cancel", "decline"]),
    )
    def makes_up(
        self, who: str, days: tuple[int, int, bool], which: int | list[int], answer: str
    ) -> None:
        """Somebody checks in on some days, misses some, is perhaps back, and makes days up."""
        before, gap, back = days
        if not self.is_over:
            self.run(self.live([([who], [])] * before + [([], [])] * gap))
            self.run(self.check_in_now([who] if back else []))
        self.looks(who)
        self.asks_to_make_up(who, which, answer)

    def asks_to_make_up(self, who: str, which: int | list[int], answer: str) -> None:
        """The last missed days or some, confirmed or not: all of it, or nothing."""
        life = self.life
        today = life.memory.calendar(who).day_of(life.now)
        asked = which if isinstance(which, int) else [today - back * ONE_DAY for back in which]
        words = str(asked) if isinstance(asked, int) else " ".join(map(str, asked))
        spent = self.run(self.spent())
        (shown,) = self.run(life.writes(who, f"/makeup {words}"))
        spent = {each for each in self.run(self.spent()) if each[0] == "freeze" or each in spent}
        assert spent == self.life.facts.spent
        if not shown.buttons:
            return
        self.run(life.presses(who, "cancel" if answer == "cancel" else "confirm"))
        (said,) = [row for row in life.listen() if row.in_reply_to]
        is_done = "makeup.done" in keys_of(said)
        if said.key == "makeup.waiting":
            is_done = answer == "confirm"
            code = values_of(said)[0]["id"]
            self.run(life.writes(MODERATOR, f"/{'approve' if is_done else 'decline'} {code}"))
        days = [day for kind, _, day in self.run(self.spent()) - spent if kind == "makeup"]
        if not is_done:
            assert not days
            return
        made = set(days)
        assert made == set(asked) if isinstance(asked, list) else len(days) == asked
        assert len(days) == len(made)
        run = life.runs_of(who)[-1]
        assert made < set(run.counted), "a card was spent for nothing"
        assert prove_nothing_was_forgotten(
            life.facts, life.memory, who, life.now, life.place.rests
        ) == len(run.counted)

    async def spent(self) -> set[tuple[str, str, date]]:
        """On what cards are spent now."""
        await self.life.prove()
        return set(self.life.facts.spent)

    @rule(who=account, first=st.integers(0, 2), length=st.integers(1, 4))
    def goes_on_leave(self, who: str, first: int, length: int) -> None:
        """Somebody plans a leave; who has one cancels it."""
        life = self.life
        today = life.memory.calendar(who).day_of(life.now)
        mine = [life.memory.leaves[each] for each in life.memory.together[who]]
        if any(day >= today for days in mine for day in days):
            (said,) = self.run(life.writes(who, "/leave cancel"))
            assert "leave.cancelled" in keys_of(said)
            for days in mine:
                days -= {day for day in days if day >= today}
            return
        days_off = [today + (first + number) * ONE_DAY for number in range(length)]
        self.run(life.writes(who, f"/leave {days_off[0]} {days_off[-1]}"))
        life.memory.leaves[who] |= set(days_off)

    def looks(self, who: str) -> None:
        """Somebody looks at the streak: nothing that covers a missed day was forgotten."""
        life = self.life
        said = self.run(life.writes(who, "/streak"))
        self.run(life.prove())
        current = prove_nothing_was_forgotten(
            life.facts, life.memory, who, life.now, life.place.rests
        )
        assert values_of(said[-1])[0]["current"] == current

    @invariant()
    def all_is_right(self) -> None:
        """By every proof, after every step."""
        self.run(self.life.prove())

    def teardown(self) -> None:
        """At the end the whole database is proven."""
        with self.runner:
            if hasattr(self, "life"):
                try:
                    if self.is_right:
                        self.run(self.life.prove_the_rest())
                finally:
                    self.run(self.life.__aexit__())


def with_only(*names: str) -> type[Lives]:
    """The machine with these rules alone: what they can find is found sooner."""
    rules = {name for name in vars(Lives) if hasattr(getattr(Lives, name), RULE_MARKER)}
    assert rules.issuperset(names), sorted(rules)
    return type("Lives", (Lives,), dict.fromkeys(rules - set(names)))
