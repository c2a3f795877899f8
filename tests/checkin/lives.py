"""The world of the machine: a room with people on two platforms, whose bot may also just die.

Every sentence of the bot is heard once, and what it says of check-ins is held against what the
machine remembers.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final, Self

from bot.core.ids import Ids
from bot.core.model import Incoming
from bot.engine.verifying import Verdict, rebuild, verify
from bot.rehearsal.export import export
from bot.rehearsal.instants import read_instant
from bot.rehearsal.lines import DeleteLine, EditLine, MessageLine
from bot.rehearsal.replies import ReplyRow
from bot.rehearsal.room import Room
from bot.rehearsal.room_incoming import incoming_of
from bot.rehearsal.story import Story
from tests.checkin.plain_days import Run
from tests.checkin.proofs import (
    Facts,
    prove_cards,
    prove_days,
    prove_made_days,
    prove_points,
    prove_streaks,
    runs_now,
)
from tests.checkin.remembered import Memory, Written

ACCOUNTS: Final = ("telegram:1", "discord:1", "discord:2", "telegram:2")
"""The oldest first."""
MODERATOR: Final = "telegram:900"
PLATFORMS: Final = ("telegram", "discord")
FIVE: Final = timedelta(minutes=5)
# A recap that comes too late for a platform is not sent, and that is no fault of a life.
_CONFIG: Final = """
[reminders]
streak_at_risk = ""
win_back_days = []
[recaps]
weekly = ""
monthly = ""
yearly = ""
[community.main]
name = "Dawn"
zone = "{zone}"
locale = "en"
chats = ["telegram:-1001", "discord:2001/3001"]
moderators = ["telegram:900"]
[points]
milestones = {{2 = 5, 3 = 7, 5 = 11}}
[checkin]
freeze_starting = {freezes}
makeup_cards_starting = 4
makeup_per_month = 9
{more}
"""
_OBSERVED: Final = ("zone", "locale", "streak", "days", "balance", "lifetime", "inventory")


@dataclass(frozen=True)
class Place:
    """Where a community is, when its life begins, and what else its config says."""

    zone: str
    begins: str
    more: str = ""
    freezes: int = 1

    @property
    def start(self) -> time:
        """When its days begin."""
        return time(4) if "day_start" in self.more else time()

    @property
    def paid(self) -> tuple[str, ...]:
        """The kinds of days that earn a point."""
        return ("real", "makeup") if "earns_points" in self.more else ("real",)

    def rests(self, day: date) -> bool:
        """Whether it is a rest day there."""
        return "rest_days" in self.more and day.weekday() == 6


PLACES: Final = (
    Place("Asia/Shanghai", "2026-11-23T09:00:00+08:00"),
    Place("America/New_York", "2026-10-30T18:00:00-04:00", "retroactive_freeze = true", 2),
    Place("Europe/London", "2026-03-27T22:00:00+00:00", 'day_start = "04:00"\nrest_days = ["sun"]'),
    Place("Africa/Cairo", "2026-04-22T20:00:00+02:00", "", 2),
    Place("Asia/Beirut", "2026-10-23T12:00:00+03:00", "makeup_earns_points = true", 0),
    Place("America/Havana", "2026-10-30T12:00:00-04:00", 'rest_days = ["sun"]', 0),
    Place("Australia/Lord_Howe", "2026-10-02T12:00:00+10:30", "makeup_needs_approval = true", 0),
    Place("Pacific/Apia", "2011-12-28T12:00:00-10:00", "freeze_max = 0"),
)


class FragileRoom(Room):
    """A room whose bot may end without an end."""

    async def crash(self) -> None:
        """The process is gone, its last heartbeat hardly older; nothing more is worked off."""
        app, self._app = self._app, None
        assert app is not None
        await app.heartbeats.beat()
        await app.machine.tasks.close()
        await app.database.close()

    async def revive(self) -> None:
        """It runs again on what it had kept."""
        app = await self._start()
        app.jobs.release()
        await self.settle()

    def reaches(self, line: MessageLine) -> Incoming:
        """The update that the message is; it is in its chat."""
        incoming = incoming_of(line, self.platform(line.platform))
        self.platform(line.platform).happened(incoming)
        return incoming


class Life(Story):
    """The room with everybody in it, what is remembered of them, and what was said."""

    room: FragileRoom

    def __init__(self, place: Place) -> None:
        config = _CONFIG.format(zone=place.zone, more=place.more, freezes=place.freezes)
        super().__init__(config, start=place.begins)
        self.place = place
        self.memory = Memory(place.zone, place.start, (*ACCOUNTS, MODERATOR))
        self.written: dict[tuple[str, str], Written] = {}
        self.taken: list[Incoming] = []
        self.awards: dict[str, int] = {}
        self.debts = False
        self.heard = 0
        self._answers: Counter[tuple[str, str, str]] = Counter()
        self._arrived: dict[str, datetime] = {}
        self.facts: Facts

    async def __aenter__(self) -> Self:
        folder = self._ends.enter_context(tempfile.TemporaryDirectory(prefix="hearth-lives-"))
        self.room = FragileRoom(
            self.config,
            database=f"sqlite:///{Path(folder) / 'lives.db'}",
            ids=Ids(0),
            start=read_instant(self.place.begins),
            durable=False,
        )
        self._ends.push_async_callback(self.room.close)
        await self.room.open()
        for who in ACCOUNTS:
            await self.writes(who, "hello")
            await self.tick(minutes=5)
        self.facts = await Facts.read(await self.room.machine())
        return self

    async def tick(self, **until: Any) -> list[str]:
        """As every story's; what the bot says meanwhile is heard."""
        await super().tick(**until)
        return [row.text for row in self.listen()]

    # What people do.

    def check_in(self, who: str, *, late: timedelta = timedelta(0)) -> MessageLine:
        """The line of a check-in that was written so long ago and arrives now."""
        line = self.message(who, "/checkin", name=_name(who), sent_at=self.now - late)
        self.written[line.platform, line.answered_as] = Written(
            who, self.now - late, line.answered_as
        )
        return line

    async def writes(self, who: str, text: str, *, private: bool = False) -> list[ReplyRow]:
        """Somebody writes something else."""
        chat = who.partition(":")[2] if private else ""
        await self.happens(self.message(who, text, chat=chat, name=_name(who)))
        return self.listen()

    async def all_write(self, lines: Sequence[MessageLine], *, twice: bool) -> None:
        """These reach the bot at once, perhaps each of them twice."""
        updates = [self.room.reaches(line) for line in lines]
        self.taken += updates
        await asyncio.gather(*map(self.room.take_in, [*updates, *(updates if twice else ())]))
        await self.room.settle()
        self.listen(at_once=True)

    async def dies(
        self, lines: Sequence[MessageLine], rounds: int, until: datetime | None = None
    ) -> None:
        """The process ends while these are under way, and the platforms deliver them again.

        With ``until`` it is then, and what falls due meanwhile has only begun.
        """
        updates = [self.room.reaches(line) for line in lines]
        self.taken += updates
        # However late it is when they are answered.
        self._arrived.update({each.message_id: each.at for each in updates})
        loop = asyncio.get_running_loop()
        taking = [loop.create_task(self.room.take_in(each)) for each in updates]
        if until is not None:
            await self.room.clock.advance_to(until, _round)
        for _ in range(rounds):
            await _round()
        await self.room.crash()
        for each in taking:
            each.cancel()
        await asyncio.gather(*taking, return_exceptions=True)
        await self.room.revive()
        await asyncio.gather(*map(self.room.take_in, updates))
        await self.room.settle()
        self.listen(at_once=True, again=True)

    async def is_deaf(self, when: dict[str, tuple[timedelta, timedelta]], lines: Any) -> None:
        """Platforms are off from and to these times from now; '' is the whole bot.

        ``lines`` are (time from now, who checks in).
        """
        now = self.now
        events: list[tuple[timedelta, int, str, str]] = []
        for name, (first, last) in when.items():
            events += [(first, 0, "down", name), (last, 2, "up", name)]
            for platform in PLATFORMS if name == "" else (name,):
                self.memory.deaf[platform].append((now + first, now + last))
        events += [(at, 1, "writes", who) for at, who in lines]
        for at, _, what, who in sorted(events):
            await self.tick(to=now + at)
            if what == "writes":
                await self.happens(self.check_in(who))
            else:
                await (self.down if what == "down" else self.up)(who)
            self.listen()

    async def deletes(self, who: str, message: str, *, by: str = "") -> None:
        """The message is gone: its author did it, or who is named."""
        platform = who.partition(":")[0]
        chat = self.group(platform)
        await self.happens(
            DeleteLine(
                number=self.next_number(), at=self.now, platform=platform, chat=chat, id=message,
                by=by,
            )
        )  # fmt: skip
        self.memory.is_taken_back(who, message, self.now, by_author=not by)

    async def edits(self, who: str, message: str, text: str) -> None:
        """The message reads otherwise now."""
        platform = who.partition(":")[0]
        await self.happens(
            EditLine(
                number=self.next_number(), at=self.now, platform=platform,
                chat=self.group(platform), id=message, text=text,
            )
        )  # fmt: skip

    async def links(self, one: str, other: str) -> bool:
        """The two become one person; False when one of them has had too many codes."""
        asked = await self.writes(one, "/link", private=True)
        if asked[0].key == "link.too.many.codes":
            return False
        code = str(values_of(asked[0])[0]["code"])
        await self.writes(other, f"/link {code}", private=True)
        done = await self.writes(one, "/link confirm", private=True)
        assert keys_of(done[0])[0] == "link.done", done[0].text
        self.memory.link(one, other, self.now)
        return True

    async def parts(self, one: str, other: str) -> None:
        """The two are two persons again, as the preview has said."""
        user = one.partition(":")[2]
        (preview,) = await self.writes(one, f"/unlink {other.partition(':')[0]}", private=True)
        await self.presses(one, "confirm", chat=user)
        done = self.listen()[0]
        assert _said(done)[1:] == _foretold(preview)
        self.memory.part(one, other, self.now)
        self.debts = True

    async def seen(self, *who: str) -> list[dict[str, Any]]:
        """What can be seen of their members, apart from ids and the ledger."""
        found = []
        machine = await self.room.machine()
        for each in who:
            whole: Any = await export(machine, as_of=self.now, member=each)
            (member,) = whole["communities"][0]["members"]
            found.append({key: member[key] for key in _OBSERVED})
        return found

    # What the bot says, and what is left of it.

    def listen(self, *, at_once: bool = False, again: bool = False) -> list[ReplyRow]:
        """What was said since the last time; ``again``: an answer may have come twice."""
        accepted = self.room.accepted[self.heard :]
        self.heard = len(self.room.accepted)
        rows = []
        for each in accepted:
            row = each.row()
            place = (row.platform, row.chat, row.in_reply_to)
            if row.in_reply_to and not each.edit:
                self._answers[place] += 1
                if again and self._answers[place] == 2:
                    self._answers[place] = 1
                    continue
                assert self._answers[place] == 1, f"answered twice: {row.text}"
            rows.append(row)
        # Of several at once it does not matter who was first.
        for row in sorted(rows, key=_is_no_credit) if at_once else rows:
            written = self.written.get((row.platform, row.in_reply_to))
            if written is None or (at_once and row.key == "checkin.zone.hopping"):
                continue
            arrived = self._arrived.get(written.id, row.at)
            self.memory.answered(written, arrived, keys_of(row)[0], values_of(row)[0])
        return rows

    def runs_of(self, who: str) -> list[Run]:
        """The runs of whoever holds the account, by the facts."""
        member = self.facts.member_of(who)
        return runs_now(self.facts, self.memory, member, self.now, self.place.rests)

    async def prove(self) -> None:
        """The facts are right after what has happened."""
        before = self.facts
        self.facts = facts = await Facts.read(await self.room.machine())
        rests: Callable[[date], bool] = self.place.rests
        prove_days(facts, self.memory)
        prove_streaks(facts, self.memory, self.now, rests)
        prove_points(facts, self.awards, self.place.paid)
        prove_cards(facts, debts=self.debts)
        prove_made_days(facts, before, self.memory, self.now, rests)

    async def prove_the_rest(self) -> None:
        """The books verify, made anew they are the same, and nothing was left undone."""
        machine = await self.room.machine()
        problems = [(text.key, dict(text.values)) async for text in verify(machine, Verdict())]
        assert not problems, problems
        before = await self.kept()
        await rebuild(machine, Verdict())
        assert await self.kept() == before
        await self.prove()
        for sql in _LEFT:
            assert await self.rows_of(sql) == [], (sql, await self.rows_of(sql))

    async def kept(self) -> list[object]:
        """Everything that can be made anew, without what is nothing."""
        return [row for sql in _KEPT for row in await self.rows_of(sql)]

    async def rows_of(self, sql: str) -> list[Any]:
        """Committed rows."""
        machine = await self.room.machine()
        async with machine.database.read() as read:
            return list(await read.fetch_all(sql))


_KEPT: Final = (
    "SELECT * FROM balances WHERE balance <> 0 ORDER BY 1, 2",
    "SELECT * FROM tallies WHERE value <> 0 ORDER BY 1, 2, 3, 4",
    "SELECT * FROM day_credits ORDER BY 1, 2, 3",
    "SELECT * FROM streaks ORDER BY 1, 2",
    "SELECT * FROM holdings WHERE count <> 0 ORDER BY 1, 2, 3",
)
_LEFT: Final = (
    "SELECT * FROM inbox WHERE state <> 'done'",
    "SELECT * FROM outbox WHERE state NOT IN ('sent', 'cancelled') AND not_before = 0",
    "SELECT * FROM event_retries",
    "SELECT * FROM occurrences WHERE state IN ('failed', 'running')",
    "SELECT cause, chat FROM outbox WHERE cause LIKE 'line:%'"
    " GROUP BY platform, cause, chat, body HAVING count(*) > 1",
)


def _name(who: str) -> str:
    platform, _, user = who.partition(":")
    return f"{platform[0].upper()}{user}"


def keys_of(row: ReplyRow) -> tuple[str, ...]:
    """The sentences of the message, by key."""
    return (row.key,) if isinstance(row.key, str) else tuple(row.key)


def values_of(row: ReplyRow) -> tuple[Any, ...]:
    """What each of them says."""
    return row.values if isinstance(row.values, tuple) else (row.values,)


def _is_no_credit(row: ReplyRow) -> bool:
    return not keys_of(row)[0].startswith("checkin.done")


async def _round() -> None:
    """What is under way has gone on by one step."""
    loop = asyncio.get_running_loop()
    gone = loop.create_future()
    loop.call_soon(gone.set_result, None)
    await gone


def _said(row: ReplyRow) -> list[tuple[str, Any]]:
    """The sentences of the message, by key, each with its values."""
    return list(zip(keys_of(row), values_of(row), strict=True))


def _foretold(preview: ReplyRow) -> list[tuple[str, Any]]:
    """What an unlinking says behind its first sentence: what besides changes, then both sides."""
    said = _said(preview)[1:]
    end = next((place for place, (key, _) in enumerate(said) if key == "unlink.besides"), len(said))
    return said[end + 1 :] + said[:end]
