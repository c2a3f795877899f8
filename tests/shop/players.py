"""Members and moderators do with points and the shop what they like, and the sums stay right.

What everybody has is written down here a second time, in the simplest way. Nobody gets below
zero but by what staff take back.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections import Counter
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.core.model import Incoming
from tests.kit import DAWN, START, Bot

T = TypeVar("T")

MARKET: Final = (
    DAWN
    + """
[points]
transfer_daily_limit = 0
message = 0
reaction = 0
comment = 0
milestones = {}
[[points.boost]]
name = "double"
from = "2026-11-24T00:00:00+08:00"
until = "2026-11-26T00:00:00+08:00"
factor = 2
[[shop]]
key = "card"
price = 3
gives = {makeup_card = 1}
[[shop]]
key = "last"
price = 2
stock = 2
gives = {ticket = 2}
[[shop]]
key = "mug"
price = 4
stock = 1
hand_over_days = 3
"""
)
PEOPLE: Final = ("telegram:1", "telegram:2", "discord:3")
CHATS: Final = {"telegram:1": "-1001", "telegram:2": "-1002", "discord:3": "2001/3001"}
PRICES: Final = {"card": 3, "last": 2, "mug": 4}
GIVES: Final = {"card": ("makeup_card", 1), "last": ("ticket", 2)}
STOCK: Final = {"last": 2, "mug": 1}
BOOSTED: Final = (timedelta(hours=15), timedelta(hours=63))
EXPIRES: Final = timedelta(days=3)

people_ = st.sampled_from(PEOPLE)
items_ = st.sampled_from(sorted(PRICES))


class Players(RuleBasedStateMachine):
    """One community; every rule ends when all is quiet."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory(prefix="hearth-players-")
        self.bot = Bot(Path(self.folder.name), config=MARKET)
        self.points: Counter[str] = Counter()
        self.cards: Counter[tuple[str, str]] = Counter()
        self.gone: Counter[str] = Counter()
        self.days: set[tuple[str, int]] = set()
        self.orders: dict[str, tuple[str, str, str]] = {}
        self.waits_since: dict[str, timedelta] = {}
        self.decided: dict[str, str] = {}
        self.acts: dict[str, tuple[str, str, int]] = {}
        self.undone: set[str] = set()
        self.owing: set[str] = set()
        self.run(self.begin())

    def run(self, script: Coroutine[Any, Any, T]) -> T:
        """What the script returns, on the machine's own loop."""
        return self.runner.run(script)

    async def begin(self) -> None:
        """Everybody has said something, and got a few points to begin with."""
        await self.bot.start()
        await self.bot.takes(*(self.message(who, "hello") for who in (*PEOPLE, "telegram:900")))
        for who in PEOPLE:
            await self.bot.takes(self.message("telegram:900", f"/award {who} 12 x"))
            self.points[who] += 12

    def message(self, who: str, text: str) -> Incoming:
        """A message of somebody in a chat of their own, so that several are handled at once."""
        return self.bot.message(who, text, chat=CHATS.get(who, "-1001"))

    @property
    def passed(self) -> timedelta:
        """How long the story has lasted."""
        return self.bot.clock.now() - START

    @rule(who=people_)
    def checks_in(self, who: str) -> None:
        """A day's point, or two while they are doubled; once a day."""
        # The story begins at nine in the morning.
        day = (self.passed + timedelta(hours=9)).days
        self.run(self.bot.takes(self.message(who, "/checkin")))
        if (who, day) not in self.days:
            self.days.add((who, day))
            self.points[who] += 2 if BOOSTED[0] <= self.passed < BOOSTED[1] else 1

    @rule(who=people_, amount=st.integers(1, 5))
    def awards(self, who: str, amount: int) -> None:
        """A moderator gives points."""
        self.act(f"/award {who} {amount} x", (who, "award", amount))
        self.points[who] += amount

    @rule(amounts=st.tuples(*(st.integers(0, 6) for _ in PEOPLE)), step=st.integers(1, 2))
    def give_in_a_ring(self, amounts: tuple[int, ...], step: int) -> None:
        """Everybody gives to the next one, all at the same instant."""
        gifts = {
            (giver, PEOPLE[(number + step) % len(PEOPLE)]): amount
            for number, (giver, amount) in enumerate(zip(PEOPLE, amounts, strict=True))
            if amount
        }
        messages = [self.message(giver, f"/give {to} {n}") for (giver, to), n in gifts.items()]
        before = len(self.bot.sent)
        self.run(self.bot.takes(*messages))
        texts = [each.text for each in self.bot.sent[before:]]
        made = Counter(each for text in texts for each in re.findall(r"^P(\d) gave", text))
        refused = [text for text in texts if text.startswith("You have ")]
        assert len(texts) == len(gifts) == sum(made.values()) + len(refused)
        for (giver, to), amount in gifts.items():
            if made[giver[-1]]:
                self.points[giver] -= amount
                self.points[to] += amount
                assert self.points[giver] + sum(gifts.values()) >= 0

    @rule(item=items_, buyers=st.lists(people_, min_size=1, max_size=3, unique=True))
    def redeem_at_once(self, item: str, buyers: list[str]) -> None:
        """Several ask for the same, and confirm at the same instant, each of them twice."""
        presses = []
        left = STOCK[item] - self.gone[item] if item in STOCK else len(buyers)
        may = [who for who in buyers if self.points[who] >= PRICES[item] and left > 0]
        for who in buyers:
            self.run(self.bot.takes(self.message(who, f"/redeem {item}")))
            assert bool(self.bot.sent[-1].buttons) is (who in may)
            if who in may:
                token = self.bot.sent[-1].buttons[0].token
                presses += [self.bot.press(who, token, chat=CHATS[who]) for _ in range(2)]
        before = len(self.bot.sent)
        self.run(self.bot.takes(*presses))
        done = [
            (found[1], found[2])
            for each in self.bot.sent[before:]
            if (found := re.search(r"P(\d) redeemed .* Order (\w+)\.", each.text))
        ]
        assert len(done) == min(len(may), left)
        for number, order in done:
            self.bought(next(who for who in PEOPLE if who[-1] == number), item, order)

    def bought(self, who: str, item: str, order: str) -> None:
        """The order was paid, and handed over where it needs no moderator."""
        self.points[who] -= PRICES[item]
        self.gone[item] += 1
        waits = item not in GIVES
        self.orders[order] = (who, item, "reserved" if waits else "fulfilled")
        if waits:
            self.waits_since[order] = self.passed
        else:
            card, count = GIVES[item]
            self.cards[who, card] += count

    @rule(data=st.data(), approves=st.booleans())
    def decides(self, data: st.DataObject, approves: bool) -> None:
        """A moderator hands an order over, or declines it."""
        waiting = sorted(self.waits_since)
        if not waiting:
            return
        order = data.draw(st.sampled_from(waiting))
        word = "approve" if approves else "decline"
        texts = [self.message("telegram:900", f"/{word} {order}") for _ in range(2)]
        before = len(self.bot.sent)
        self.run(self.bot.takes(*texts))
        ids = [each.text for each in self.bot.sent[before:]]
        (act,) = re.findall(r"\(id ([2-9A-HJ-NP-Z]{7})\)", " ".join(ids))
        self.acts[act] = (order, word, 1)
        self.decide(order, word)

    def decide(self, order: str, word: str) -> None:
        """The order was handed over, or is refunded."""
        who, item, _ = self.orders[order]
        del self.waits_since[order]
        self.decided[order] = word
        self.orders[order] = (who, item, "fulfilled" if word == "approve" else "refunded")
        if word == "decline":
            self.points[who] += PRICES[item]
            self.gone[item] -= 1

    def reopen(self, order: str, word: str) -> None:
        """The order waits again, for as long as at first."""
        who, item, _ = self.orders[order]
        del self.decided[order]
        self.waits_since[order] = self.passed
        self.orders[order] = (who, item, "reserved")
        if word == "decline":
            self.owing.add(who)
            self.points[who] -= PRICES[item]
            self.gone[item] += 1

    @rule(data=st.data())
    def refunds(self, data: st.DataObject) -> None:
        """A moderator takes an order back that was handed over."""
        known = sorted(each for each, (*_, state) in self.orders.items() if state == "fulfilled")
        if not known:
            return
        order = data.draw(st.sampled_from(known))
        self.act(f"/refund {order}", (order, "refund", 1))
        self.turn_order(order, 1)

    @rule(data=st.data())
    def undoes(self, data: st.DataObject) -> None:
        """A moderator takes an act back, or an undo, whatever was spent meanwhile."""
        if not self.acts:
            return
        act = data.draw(st.sampled_from(sorted(self.acts)))
        about, kind, sign = self.acts[act]
        if act in self.undone:
            before = self.run(self.bot.count("ledger_entries"))
            self.run(self.bot.takes(self.message("telegram:900", f"/undo {act}")))
            assert self.run(self.bot.count("ledger_entries")) == before
            return
        if not self.can_undo(about, kind, sign):
            self.is_refused(act)
            return
        self.undone.add(act)
        self.act(f"/undo {act}", (about, kind, -sign))
        if kind == "award":
            self.points[about] -= sign
            self.owing.add(about)
        elif kind == "refund":
            self.turn_order(about, -sign)
        elif sign > 0:
            self.reopen(about, kind)
        else:
            self.decide(about, kind)

    def can_undo(self, about: str, kind: str, sign: int) -> bool:
        """Whether nothing stands on what the act did."""
        if kind == "award":
            return True
        _, item, state = self.orders[about]
        is_left = item not in STOCK or self.gone[item] < STOCK[item]
        if kind == "refund":
            return is_left or state != "refunded" or sign < 0
        if sign < 0:
            return about in self.waits_since
        states = {"approve": "fulfilled", "decline": "refunded"}
        is_as_it_was = self.decided.get(about) == kind and state == states[kind]
        return is_as_it_was and (kind == "approve" or is_left)

    def is_refused(self, act: str) -> None:
        """The undo changes nothing and has no id: it can be asked for again."""
        before = self.run(self.bot.count("actions"))
        self.run(self.bot.takes(self.message("telegram:900", f"/undo {act}")))
        assert self.run(self.bot.count("actions")) == before

    def turn_order(self, order: str, sign: int) -> None:
        """The order is refunded for 1, as before for -1; nothing moves if it is so already."""
        who, item, state = self.orders[order]
        wanted = "refunded" if sign > 0 else "fulfilled"
        if state == wanted:
            return
        self.orders[order] = (who, item, wanted)
        self.owing.add(who)
        self.points[who] += sign * PRICES[item]
        self.gone[item] -= sign
        if item in GIVES:
            card, count = GIVES[item]
            self.cards[who, card] -= sign * count

    @rule(hours=st.integers(1, 40))
    def time_passes(self, hours: int) -> None:
        """Hours go by, and what nobody has handed over expires."""
        self.run(self.bot.tick(hours=hours))
        for order, since in list(self.waits_since.items()):
            if self.passed >= since + EXPIRES:
                del self.waits_since[order]
                who, item, _ = self.orders[order]
                self.orders[order] = (who, item, "expired")
                self.points[who] += PRICES[item]
                self.gone[item] -= 1

    @rule()
    def restarts(self) -> None:
        """The bot is stopped and started."""
        self.run(self.bot.restart())

    @rule()
    def crashes(self) -> None:
        """The process ends in the middle and begins again."""
        self.run(self.bot.crash())
        self.run(self.bot.start())

    def act(self, text: str, about: tuple[str, str, int]) -> None:
        """A moderator acts; the id of the act is remembered with what it is about."""
        before = len(self.bot.sent)
        self.run(self.bot.takes(self.message("telegram:900", text)))
        found = [
            code
            for each in self.bot.sent[before:]
            for code in re.findall(r"(?:Id|has the id) ([2-9A-HJ-NP-Z]{7})", each.text)
        ]
        assert found, [each.text for each in self.bot.sent[before:]]
        self.acts[found[0]] = about

    @invariant()
    def everybody_has_what_they_should(self) -> None:
        """Points, cards and stock are as they were written down here, and verified."""
        for who in PEOPLE:
            assert self.run(self.balance(who)) == self.points[who]
            assert self.points[who] >= 0 or who in self.owing
        cards = self.run(
            self.bot.rows(
                "SELECT a.platform, a.user_id, h.item, h.count FROM holdings h"
                " JOIN members m ON m.id = h.member JOIN accounts a ON a.person = m.person"
            )
        )
        held = {(f"{row[0]!s}:{row[1]!s}", str(row[2])): int(row[3] or 0) for row in cards}
        assert {key: n for key, n in held.items() if n} == {
            k: n for k, n in self.cards.items() if n
        }
        gone = self.run(self.bot.rows("SELECT item, gone FROM shop_stock WHERE gone <> 0"))
        assert {str(item): n for item, n in gone} == {k: n for k, n in self.gone.items() if n}
        states = self.run(self.bot.rows("SELECT id, state FROM orders WHERE month <> ''"))
        kept = {str(order): str(state) for order, state in states}
        assert kept == {each: state for each, (*_, state) in self.orders.items()}

    @invariant()
    def nothing_is_wrong(self) -> None:
        """What is kept is what the entries give."""
        assert self.run(self.bot.problems()) == []

    async def balance(self, who: str) -> int:
        """The points that somebody has."""
        rows = await self.bot.rows(
            "SELECT b.balance FROM balances b JOIN members m ON m.id = b.member"
            " JOIN accounts a ON a.person = m.person WHERE a.platform = ? AND a.user_id = ?",
            *who.split(":"),
        )
        return int(rows[0][0] or 0) if rows else 0

    def teardown(self) -> None:
        """The bot is stopped."""
        self.run(self.bot.stop())
        self.runner.close()
        self.folder.cleanup()


def examples(count: int, steps: int = 25) -> settings:
    """So many stories of so many steps."""
    return settings(
        max_examples=count,
        stateful_step_count=steps,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
