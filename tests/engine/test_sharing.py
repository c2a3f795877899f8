"""Several processes on one database: each platform is run by one, and another one takes over."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

import bot.app
from bot.core.errors import DeliveryFailed, StartRefused
from bot.core.ports import Reader, Transaction
from bot.core.text import Text
from bot.engine import arrivals, lease, outbox
from bot.engine.sharing import LATER_S, LOOK_S
from bot.engine.standing import HOLD_S, WAIT_S
from bot.platforms.capabilities import PACES
from bot.presenter.encoding import text_to_json
from storage.errors import StorageUnavailable
from tests.engine.batch import FIRST, batch
from tests.engine.postman import Post, postman
from tests.engine.processes import BOTH, Process, processes
from tests.engine.trouble import aside, trouble
from tests.engines import engines
from tests.kit import Do, line

_STEP = "component, version, name, checksum"
_LAST_STEP = f"SELECT {_STEP} FROM schema_versions ORDER BY component, version DESC LIMIT 1"
_FORGET_STEP = "DELETE FROM schema_versions WHERE component = ? AND version = ?"
_NOTE_STEP = f"INSERT INTO schema_versions ({_STEP}) VALUES (?, ?, ?, ?)"
WELCOME = "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."


async def test_one_process_runs_all_its_platforms_at_once(tmp_path: Path) -> None:
    async with processes(tmp_path, BOTH) as (one,):
        assert await one.says("telegram:42", "/checkin") == [WELCOME]
        assert await one.says("discord:43", "/checkin") == [WELCOME]
        assert (sorted(one.connected), one.told) == (sorted(BOTH), [])
    async with processes(tmp_path, BOTH) as (again,):
        assert (sorted(again.connected), again.told) == (sorted(BOTH), [])


async def test_a_second_one_waits_says_so_once_and_takes_over_at_once(tmp_path: Path) -> None:
    async with processes(tmp_path, BOTH, BOTH) as (first, second):
        await second.goes_on(5)
        waits = [Text("sharing.waits", platform=each, host="m1", pid="1") for each in BOTH]
        assert (second.told, second.connected) == (waits, [])
        assert await first.says("telegram:42", "/checkin") == [WELCOME]
        await first.stop()
        # Its clock stands still: it was called.
        await second.comes_to(lambda: len(second.connected) == 2)
        assert await second.says("telegram:43", "/checkin") == [WELCOME]
        assert (second.told, first.texts()) == (waits, [WELCOME])


async def test_who_was_killed_is_followed_after_a_wait_and_with_care(tmp_path: Path) -> None:
    opened = asyncio.Event()
    cogs = [trouble(opened)]
    async with processes(tmp_path, BOTH, BOTH, cogs=cogs) as (first, second):
        first.hands_over(first.message("telegram:42", "/wait"))
        await first.meanwhile()
        assert await aside(second) == [("pending", 0, "")]
        await first.crash()
        await second.goes_on(1)
        await second.goes_on(WAIT_S - 1)
        assert (second.keys[2:], second.connected) == (["sharing.takes"] * 2, [])
        await second.goes_on_beside(1)
        assert (sorted(second.connected), await aside(second)) == (
            sorted(BOTH),
            [("pending", 1, "")],
        )
        opened.set()
        await second.settle()
        assert (first.texts(), second.texts()) == ([], ["waited"])


async def test_what_was_not_accepted_is_said_by_who_takes_over(tmp_path: Path) -> None:
    async with processes(tmp_path, BOTH, BOTH) as (first, second):
        first.platforms["telegram"].up.clear()
        await first.says("telegram:42", "/checkin")
        await first.says("telegram:43", "/checkin")
        await first.stop()
        await second.comes_to(lambda: "telegram" in second.connected)
        await second.settle()
        assert (first.texts(), second.texts()) == ([], [WELCOME, WELCOME])


async def test_a_successor_that_ends_while_it_waits_leaves_the_care_to_the_next(
    tmp_path: Path,
) -> None:
    async with processes(tmp_path, BOTH, BOTH, BOTH) as (first, second, third):
        await first.crash()
        await second.goes_on(1)
        assert second.keys[2:] == ["sharing.takes"] * 2
        await second.stop()
        await third.goes_on(1)
        takes = {
            Text("sharing.takes", platform=each, seconds=12, host="m1", pid="1") for each in BOTH
        }
        assert set(third.told[2:]) == takes


async def test_a_successor_whose_line_breaks_begins_its_wait_anew(tmp_path: Path) -> None:
    async with processes(tmp_path, BOTH, BOTH) as (first, second):
        await first.crash()
        await second.goes_on(1)
        await second.cut()
        second.reachable = True
        await second.goes_on(WAIT_S)
        assert (second.keys[2:], second.connected) == (["sharing.takes"] * 4, [])
        await second.goes_on(LATER_S)
        assert sorted(second.connected) == sorted(BOTH)


async def test_who_ends_in_order_while_its_successor_waits_is_followed_at_once(
    tmp_path: Path,
) -> None:
    async with processes(tmp_path, BOTH, BOTH) as (first, second):
        await first.cut()
        await second.goes_on(1)
        await first.stop()
        assert second.keys[2:] == ["sharing.takes"] * 2
        await second.goes_on(WAIT_S + 1)
        assert (second.keys[4:], sorted(second.connected)) == ([], sorted(BOTH))
        # Nothing is taken with care: the other has ended in order.
        await second.says("telegram:42", "/checkin")
        assert await second.rows("SELECT state, tries FROM inbox") == [("done", 0)]


async def test_trouble_with_the_database_delays_a_take_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder_of, fails = lease.holder_of, iter((True, True))

    async def fails_twice(read: Reader, name: str) -> str:
        if next(fails, False):
            raise StorageUnavailable("lost")
        return await holder_of(read, name)

    monkeypatch.setattr(lease, "holder_of", fails_twice)
    one = Process(tmp_path, 1)
    one.stumbles = 1
    await one.start()
    await one.goes_on(10)
    assert (sorted(one.connected), one.told) == (sorted(BOTH), [])
    assert await one.says("telegram:42", "/checkin") == [WELCOME]
    await one.stop()


async def test_a_take_over_that_took_too_long_waits_until_it_is_certain_again(
    tmp_path: Path,
) -> None:
    one = Process(tmp_path, 1, ["telegram"])
    one.stumbles = 6
    await one.start()
    await one.goes_on(2)
    await one.cut()
    await one.goes_on(60)
    assert (one.stumbles, one.connected, one.told) == (0, [], [])
    one.reachable = True
    await one.goes_on(1)
    assert (one.connected, one.told) == (["telegram"], [])
    await one.stop()


async def test_processes_of_several_platforms_share_the_work(tmp_path: Path) -> None:
    post = Post()
    cogs = [postman(post)]
    async with processes(tmp_path, ["telegram"], ["discord"], cogs=cogs) as (one, other):
        assert await one.says("telegram:42", "/checkin") == [WELCOME]
        post.put("from the other side", "-1001")
        assert await other.says("discord:43", "/post") == []
        await one.comes_to(lambda: len(one.sent) == 2)
        assert one.texts() == [WELCOME, "from the other side"]
        await one.stop()
        await other.goes_on(LOOK_S)
        # It could not run Telegram: it takes nothing of it over.
        assert (other.connected, other.texts()) == (["discord"], [])


@pytest.mark.parametrize("how", ["crash", "stop"])
async def test_a_batch_that_passes_to_another_process_is_sent_once(
    tmp_path: Path, how: str
) -> None:
    cogs = [batch("telegram")]
    async with processes(tmp_path, BOTH, BOTH, cogs=cogs, paces=PACES) as (first, second):
        await first.says("telegram:42", "/remindall 300")
        await second.goes_on(3 * LOOK_S)
        await first.goes_on(3)
        assert (len(first.sent), second.sent) == (120, [])
        second.gone = "m1"
        await (first.stop() if how == "stop" else first.crash())
        await second.goes_on(3 * LOOK_S)
        assert sorted([*first.texts(), *second.texts()]) == [
            f"remember, {user}" for user in range(FIRST, FIRST + 300)
        ]
        assert await second.rows("SELECT DISTINCT state FROM outbox") == [("sent",)]


async def put_by_another(process: Process, text: str) -> None:
    """Somebody has written a message into the outbox and called nobody."""

    async def put(tx: Transaction) -> None:
        body = {"texts": [text_to_json(line(text))], "locale": "en"}
        await outbox.put(tx, platform="telegram", chat="-1001", cause="", body=body, at=0)

    await process.write(put)


async def test_what_nobody_called_for_is_found(tmp_path: Path) -> None:
    async with processes(tmp_path, ["telegram"]) as (one,):
        await put_by_another(one, "quiet")
        late = one.message("telegram:42", "/checkin")
        await one.write(lambda tx: arrivals.store(tx, late, 1))
        await one.goes_on(LOOK_S - 5)
        assert one.texts() == []
        await one.goes_on(10)
        assert one.texts() == ["quiet", WELCOME]
        await one.goes_on(3 * LOOK_S)
        assert one.texts() == ["quiet", WELCOME]


async def test_what_waits_is_said_once_however_often_is_looked(tmp_path: Path) -> None:
    async with processes(tmp_path, BOTH) as (one,):
        one.platforms["telegram"].up.clear()
        await one.says("telegram:42", "/checkin")
        await one.goes_on(3 * LOOK_S)
        one.platforms["telegram"].up.set()
        await one.goes_on(3 * LOOK_S)
        assert one.texts() == [WELCOME]


async def test_a_line_that_breaks_is_opened_anew_and_nothing_else_happens(tmp_path: Path) -> None:
    async with processes(tmp_path, BOTH, BOTH) as (first, second):
        await second.goes_on(5)
        told = list(second.told)
        await first.cut()
        first.reachable = True
        await first.goes_on(2 * HOLD_S)
        await second.goes_on(2 * HOLD_S)
        assert await first.says("telegram:42", "/checkin") == [WELCOME]
        assert (first.told, sorted(first.connected)) == ([], sorted(BOTH))
        assert (second.told, second.connected) == (told, [])


async def test_without_the_database_nothing_is_taken_in_or_said_until_it_is_back(
    tmp_path: Path,
) -> None:
    async with processes(tmp_path, BOTH) as (one,):
        await one.cut()
        await one.goes_on(HOLD_S - 1)
        assert (one.told, len(one.connected)) == ([], 2)
        await one.goes_on(1)
        assert (one.told, one.connected) == ([Text("sharing.out")], [])
        assert await one.says("telegram:42", "/checkin") == []
        one.reachable = True
        await one.goes_on(1)
        assert (one.keys, sorted(one.connected)) == (["sharing.out", "sharing.back"], sorted(BOTH))
        assert one.texts() == [WELCOME]


async def test_who_comes_back_too_late_says_nothing_more_and_ends(tmp_path: Path) -> None:
    async with processes(tmp_path, BOTH, BOTH) as (first, second):
        await first.cut()
        await second.goes_on(1)
        await first.goes_on(HOLD_S)
        await second.goes_on(WAIT_S)
        assert (first.keys, first.connected) == (["sharing.out"], [])
        assert sorted(second.connected) == sorted(BOTH)
        # What it still had at hand is kept once, and said by the other.
        late = first.message("telegram:42", "/checkin")
        assert await first.takes(late) == []
        await second.takes(late)
        await second.goes_on(LOOK_S)
        first.reachable = True
        await first.goes_on(1)
        assert (first.has_ended, first.sharing.reason) == (
            True,
            Text("sharing.over", platform="discord"),
        )
        await first.stop()
        assert (first.texts(), second.texts()) == ([], [WELCOME])
        assert await second.says("telegram:43", "/checkin") == [WELCOME]


async def test_who_comes_back_when_the_other_has_left_ends_as_well(tmp_path: Path) -> None:
    """The locks are free again, but what it remembers is old."""
    async with processes(tmp_path, BOTH, BOTH) as (first, second):
        await first.cut()
        await second.goes_on(WAIT_S + 1)
        assert sorted(second.connected) == sorted(BOTH)
        await second.stop()
        first.reachable = True
        await first.goes_on(1)
        assert first.sharing.reason == Text("sharing.over", platform="discord")


async def test_nobody_takes_over_before_the_first_has_stopped(tmp_path: Path) -> None:
    """Whenever the line breaks: the one has let go before the other one begins."""
    async with processes(tmp_path, BOTH, BOTH) as (first, second):
        await first.goes_on(0.7)
        await first.cut()
        await second.goes_on(1)
        for _ in range(int(4 * WAIT_S)):
            assert not (first.connected and second.connected)
            await first.goes_on(0.5)
            await second.goes_on(0.5)
        assert (first.connected, len(second.connected)) == ([], 2)


async def test_a_machine_that_slept_speaks_only_when_the_database_has_answered(
    tmp_path: Path,
) -> None:
    async with processes(tmp_path, BOTH) as (one,):
        await one.says("telegram:42", "hello")
        one.clock.jump_to(one.clock.now() + timedelta(hours=8))
        assert await one.says("telegram:42", "/checkin") == []
        await one.goes_on(1)
        assert one.texts() == [WELCOME]


async def test_a_schema_that_was_changed_meanwhile_ends_the_process(tmp_path: Path) -> None:
    async with processes(tmp_path, BOTH) as (one,):
        one.outdated = StartRefused("operator.newer", component="bot", have=9, know=8)
        await one.goes_on(5)
        assert one.has_ended is False
        await one.cut()
        one.reachable = True
        await one.goes_on(1)
        assert (one.has_ended, one.sharing.reason) == (True, one.outdated.text)


async def test_a_start_that_finds_another_schema_is_refused(tmp_path: Path) -> None:
    one = Process(tmp_path, 1)
    one.outdated = StartRefused("operator.newer", component="bot", have=9, know=8)
    with pytest.raises(StartRefused, match=r"operator\.newer"):
        await one.start()


async def test_a_start_without_a_line_is_refused(tmp_path: Path) -> None:
    one = Process(tmp_path, 1)
    one.reachable = False
    with pytest.raises(StartRefused, match=r"operator\.lost"):
        await one.start()


async def test_a_lease_follows_only_the_one_that_was_seen(tmp_path: Path) -> None:
    async with processes(tmp_path, []) as (one,):
        now = one.clock.now()
        works = [
            Do(lambda tx: lease.follow(tx, "x", "", "a", now)),
            Do(lambda tx: lease.follow(tx, "x", "", "b", now)),
            Do(lambda tx: lease.follow(tx, "x", "a", "c", now)),
            Do(lambda tx: lease.release(tx, "x", "a")),
            Do(lambda tx: lease.holder_of(tx, "x")),
            Do(lambda tx: lease.release(tx, "x", "c")),
            Do(lambda tx: lease.holder_of(tx, "x")),
        ]
        outcomes = await one.app.database.run(works)
        assert [each.value for each in outcomes] == [True, False, True, False, "c", True, ""]


async def test_nobody_changes_the_schema_under_a_bot_that_runs(tmp_path: Path) -> None:
    async with processes(tmp_path, BOTH) as (one,):
        (row,) = await one.rows(_LAST_STEP)
        await one.write(lambda tx: tx.execute(_FORGET_STEP, *row[:2]))
        newer = engines.database(one.path)
        with pytest.raises(StartRefused, match=r"operator\.in_use"):
            await bot.app.open_database(newer)
        await one.write(lambda tx: tx.execute(_NOTE_STEP, *row))
        assert await bot.app.open_database(newer) == []
        await newer.close()


async def test_what_is_said_of_an_answer_is_said_once_though_all_look_for_it(
    tmp_path: Path,
) -> None:
    closed = DeliveryFailed("blocked", permanent=True, closed=True)
    async with processes(tmp_path, BOTH, BOTH) as (first, _):
        telegram = first.platforms["telegram"]
        telegram.closed |= {"42": closed, "-1001": DeliveryFailed("server error")}
        await first.says("telegram:42", "/me")
        await first.goes_on(2 * LOOK_S)
        telegram.closed.clear()
        await first.goes_on(2 * LOOK_S)
        assert [text.partition(":")[0] for text in first.texts()] == [
            "I may not write to you in private"
        ]
