"""What a turn tells is heard in one order; who fails hears it later, at the event's own instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.community import ledger, tallies
from bot.core.clock import from_micros
from bot.core.cog import Cog, command, listen
from bot.core.context import Context, Tally
from bot.core.errors import Refusal
from bot.core.events import Event, MemberEvent, Stage
from bot.core.model import AccountId, CommunityId
from bot.core.options import Note
from bot.core.outgoing import Reply, Say
from bot.core.text import Text
from bot.engine.housekeeping import Housekeeping
from bot.engine.outbox import Waiting
from bot.engine.retries import WAITS_MIN
from tests.kit import SORRY, START, Bot, a_bot, a_cog, line

CLAPS = Tally("claps")


@dataclass(frozen=True, slots=True)
class Sang(MemberEvent):
    """Somebody sang; the id is drawn in the turn."""

    song: str
    id: str


@dataclass(frozen=True, slots=True)
class Clapped(MemberEvent):
    """Somebody clapped for a song."""

    song: str


class Ears:
    """What listeners heard, and which of them fail how often."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.at: list[datetime] = []
        self.failing: dict[str, int] = {}
        self.error: Exception = ValueError("out of tune")

    def hear(self, name: str) -> None:
        """The listener does its work, or fails."""
        if self.failing.get(name, 0):
            self.failing[name] -= 1
            raise self.error
        self.heard.append(name)


@pytest.fixture
def ears() -> Ears:
    """Listeners that never fail, unless the test says so."""
    return Ears()


def choir(ears: Ears) -> Cog:
    """A cog that sings; its listeners stand in the wrong order."""

    @command("sing")
    async def sing(ctx: Context, song: Note = "") -> Reply:
        ears.hear("handler")
        ctx.tell(Sang(ctx.community.id, ctx.member, ctx.account.id, ctx.now, song, ctx.ids.new()))
        return Reply((line("sung"),))

    @listen(Sang)
    async def other(ctx: Context, event: Sang) -> Sequence[Text]:
        ears.hear("other")
        ears.at.append(ctx.now)
        ctx.say(Say("telegram", "-1002", (line(f"heard {event.song}"),)))
        ctx.tell(Clapped(event.community, event.member, event.account, event.at, event.song))
        return (line("bravo"),)

    @listen(Sang, Stage.THRESHOLDS)
    async def threshold(ctx: Context, event: Sang) -> None:
        count = await tallies.value_of(ctx.tx, event.community, event.member, CLAPS.name)
        ears.hear(f"threshold {count}")

    @listen(Sang, Stage.TALLIES)
    async def tally(ctx: Context, event: Sang) -> None:
        ears.hear("tally")
        ctx.add_tally(CLAPS, event.member, 1)

    @listen(Sang, Stage.EARNING)
    async def earning(ctx: Context, event: Sang) -> None:
        ears.hear("earning")
        entry = ledger.Entry(f"song:{event.id}", event.account, 3, "award", event.at)
        await ledger.pay(ctx.tx, event.community, event.member, entry)

    @listen(Clapped)
    async def last(ctx: Context, event: Clapped) -> None:
        ears.hear("clap other")

    @listen(Clapped, Stage.EARNING)
    async def clap_earning(ctx: Context, event: Clapped) -> None:
        ears.hear("clap earning")

    return a_cog("choir", sing, other, threshold, tally, earning, last, clap_earning)


async def waiting(bot: Bot) -> list[tuple[object, ...]]:
    """Who hears what later, after how many tries, and when."""
    rows = await bot.rows(
        "SELECT listener, event, state, tries, next_at, error FROM event_retries ORDER BY listener"
    )
    return [
        (
            str(name).rpartition(".")[2].partition(":")[0],
            event,
            state,
            tries,
            from_micros(int(at or 0)),
            error,
        )
        for name, event, state, tries, at, error in rows
    ]


async def test_what_is_told_is_heard_stage_by_stage(tmp_path: Path, ears: Ears) -> None:
    async with a_bot(tmp_path, cogs=[choir(ears)]) as bot:
        assert await bot.says("telegram:42", "/sing") == ["sung\nbravo", "heard "]
    assert ears.heard == [
        "handler",
        "earning",
        "tally",
        "threshold 1",
        "other",
        "clap earning",
        "clap other",
    ]


async def test_what_a_listener_tells_is_heard_before_later_stages_go_on(
    tmp_path: Path, ears: Ears
) -> None:
    @listen(Sang)
    async def zealous(ctx: Context, event: Sang) -> None:
        ears.hear("after the clap")

    async with a_bot(tmp_path, cogs=[choir(ears), a_cog("zeal", zealous)]) as bot:
        await bot.says("telegram:42", "/sing")
    assert ears.heard[4:] == ["other", "clap earning", "after the clap", "clap other"]


async def test_when_earning_fails_the_command_fails(tmp_path: Path, ears: Ears) -> None:
    ears.failing["earning"] = 5
    async with a_bot(tmp_path, cogs=[choir(ears)]) as bot:
        assert await bot.says("telegram:42", "/sing") == [SORRY]
        assert (await bot.count("ledger_entries"), await waiting(bot)) == (0, [])
        assert await bot.rows("SELECT state, error FROM inbox") == [
            ("set_aside", "ValueError: out of tune")
        ]


async def test_when_earning_fails_once_the_command_is_run_again(tmp_path: Path, ears: Ears) -> None:
    ears.failing["earning"] = 4
    async with a_bot(tmp_path, cogs=[choir(ears)]) as bot:
        assert await bot.says("telegram:42", "/sing") == ["sung\nbravo", "heard "]
        assert await bot.count("ledger_entries") == 1


async def test_when_earning_refuses_the_command_is_refused(tmp_path: Path, ears: Ears) -> None:
    ears.failing["earning"] = 5
    ears.error = Refusal("points.too.few", balance=3, amount=4)
    async with a_bot(tmp_path, cogs=[choir(ears)]) as bot:
        assert await bot.says("telegram:42", "/sing") == [
            "There are only 3 points, so 4 cannot be taken. For example: example.sing"
        ]
        assert await bot.count("ledger_entries") == 0


@pytest.mark.parametrize("error", [ValueError("out of tune"), Refusal("not.a.member")])
async def test_another_listener_that_fails_is_left_out_and_hears_it_later(
    tmp_path: Path, ears: Ears, error: Exception
) -> None:
    ears.failing["other"] = 1
    ears.error = error
    async with a_bot(tmp_path, cogs=[choir(ears)]) as bot:
        assert await bot.says("telegram:42", "/sing la") == ["sung"]
        later = START + timedelta(minutes=1)
        assert await waiting(bot) == [("other", "Sang", "waiting", 1, later, "")]
        assert await bot.count("ledger_entries") == 1
        ears.heard.clear()
        await bot.tick(seconds=59)
        assert ears.heard == []
        await bot.tick(seconds=1)
        assert ears.heard == ["other", "clap earning", "clap other"]
        assert (ears.at, await waiting(bot)) == ([START], [])


async def test_every_listener_that_fails_is_left_out_for_itself(tmp_path: Path, ears: Ears) -> None:
    ears.failing |= {"tally": 1, "threshold 0": 1, "clap other": 1}
    async with a_bot(tmp_path, cogs=[choir(ears)]) as bot:
        assert await bot.says("telegram:42", "/sing la") == ["sung\nbravo", "heard la"]
        later = START + timedelta(minutes=1)
        assert await waiting(bot) == [
            ("last", "Clapped", "waiting", 1, later, ""),
            ("tally", "Sang", "waiting", 1, later, ""),
            ("threshold", "Sang", "waiting", 1, later, ""),
        ]
        ears.heard.clear()
        await bot.tick(minutes=1)
        assert sorted(ears.heard) == ["clap other", "tally", "threshold 1"]
        assert await waiting(bot) == []
        assert await bot.rows("SELECT value FROM tallies WHERE name = 'claps'") == [(1,)]


async def test_the_event_that_waits_is_the_one_that_was_kept(tmp_path: Path, ears: Ears) -> None:
    ears.failing["other"] = 1
    async with a_bot(tmp_path, cogs=[choir(ears)]) as bot:
        await bot.says("telegram:42", "/sing la")
        ((entry,),) = await bot.rows("SELECT id FROM ledger_entries")
        ((body,),) = await bot.rows("SELECT body FROM event_retries")
        assert f'"id": "{str(entry).removeprefix("song:")}"' in str(body)


async def test_an_event_is_set_aside_after_the_last_try(tmp_path: Path, ears: Ears) -> None:
    ears.failing["other"] = 100
    async with a_bot(tmp_path, cogs=[choir(ears)]) as bot:
        await bot.says("telegram:42", "/sing la")
        tried, at = [], START
        for number, minutes in enumerate(WAITS_MIN[1:], 2):
            at += timedelta(minutes=WAITS_MIN[number - 2])
            await bot.tick(minutes=WAITS_MIN[number - 2])
            tried += await waiting(bot)
            assert tried[-1] == (
                "other", "Sang", "waiting", number, at + timedelta(minutes=minutes),
                "ValueError: out of tune",
            )  # fmt: skip
        await bot.tick(minutes=WAITS_MIN[-1])
        ((_, _, state, tries, _, error),) = await waiting(bot)
        assert (state, tries, error) == ("set_aside", 6, "ValueError: out of tune")
        await bot.tick(days=3)
        assert ears.failing["other"] == 100 - 6


async def test_a_retry_is_made_after_a_restart_and_late(tmp_path: Path, ears: Ears) -> None:
    ears.failing["other"] = 1
    async with a_bot(tmp_path, cogs=[choir(ears)]) as bot:
        await bot.says("telegram:42", "/sing la")
        await bot.stop()
        ears.heard.clear()
        bot.clock.jump_to(START + timedelta(days=2))
        await bot.start()
        await bot.settle()
        assert (ears.heard, ears.at) == (["other", "clap earning", "clap other"], [START])


async def test_a_listener_that_is_gone_keeps_its_event(tmp_path: Path, ears: Ears) -> None:
    ears.failing["other"] = 1
    async with a_bot(tmp_path, cogs=[choir(ears)]) as bot:
        await bot.says("telegram:42", "/sing la")
        await bot.stop()
        bot.cogs.clear()
        await bot.start()
        await bot.tick(minutes=2)
        ((name, _, state, tries, _, error),) = await waiting(bot)
        gone = "KeyError: 'tests.engine.test_hearing.choir.<locals>.other:Sang'"
        assert (name, state, tries, error) == ("other", "waiting", 2, gone)
        assert await bot.says("telegram:42", "/checkin") == [
            "Checked in. Your streak begins: day 1.\n+1 point, 4 in all."
        ]


async def test_what_a_retried_listener_says_goes_out(tmp_path: Path, ears: Ears) -> None:
    ears.failing["other"] = 1
    async with a_bot(tmp_path, cogs=[choir(ears)]) as bot:
        await bot.says("telegram:42", "/sing la")
        await bot.tick(minutes=2)
        await bot.restart()
        await bot.settle()
        assert bot.texts() == ["sung", "heard la"]


async def test_what_a_retried_listener_says_is_handed_to_the_sender(
    tmp_path: Path, ears: Ears
) -> None:
    ears.failing["other"] = 1
    async with a_bot(tmp_path, cogs=[choir(ears)]) as bot:
        await bot.says("telegram:42", "/sing la")
        await bot.stop()
        bot.clock.jump_to(START + timedelta(minutes=1))
        handed: list[Waiting] = []
        await bot.app.open()
        await Housekeeping(bot.machine, handed.extend).retry_due()
        assert [(each.chat, each.body["texts"]) for each in handed] == [
            ("-1002", [["community.name", {"name": "heard la"}]])
        ]


async def test_a_second_failure_waits_beside_the_first(tmp_path: Path, ears: Ears) -> None:
    ears.failing["other"] = 2
    async with a_bot(tmp_path, cogs=[choir(ears)]) as bot:
        await bot.says("telegram:42", "/sing one")
        await bot.tick(seconds=30)
        await bot.says("telegram:42", "/sing two")
        ears.heard.clear()
        await bot.tick(seconds=30)
        assert ears.heard == ["other", "clap earning", "clap other"]
        await bot.tick(seconds=30)
        assert (ears.heard[3:], ears.at) == (ears.heard[:3], [START, START + timedelta(seconds=30)])


@dataclass(frozen=True, slots=True)
class Rained(Event):
    """Something that happened to nobody."""

    drops: int


async def test_what_happened_to_nobody_is_heard_later_as_in_its_turn(
    tmp_path: Path, ears: Ears
) -> None:
    @command("rain")
    async def rain(ctx: Context) -> Reply:
        ctx.tell(Rained(ctx.community.id, 7))
        return Reply((line("it rains"),))

    @listen(Rained)
    async def get_wet(ctx: Context, event: Rained) -> None:
        ears.hear("other")
        ctx.say(Say("telegram", "-1002", (line(f"{ctx.account.name}: {event.drops}"),)))
        ears.at.append(ctx.now)

    ears.failing["other"] = 2
    async with a_bot(tmp_path, cogs=[a_cog("weather", rain, get_wet)]) as bot:
        assert await bot.says("telegram:42", "/rain", name="Rain") == ["it rains"]
        await bot.restart()
        assert await bot.tick(minutes=6) == ["Rain: 7"]
        assert (ears.heard, ears.at, await waiting(bot)) == (["other"], [START], [])


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("rain", "ValueError: never"),
        ("ghost", "LookupError: no account ghost"),
        ("abroad", "KeyError: 'abroad'"),
    ],
)
async def test_an_event_that_cannot_be_told_again_is_kept_with_the_reason(
    tmp_path: Path, kind: str, error: str
) -> None:
    @command("begin")
    async def begin(ctx: Context) -> Reply:
        here = CommunityId("abroad") if kind == "abroad" else ctx.community.id
        account = AccountId("ghost") if kind == "ghost" else ctx.account.id
        ctx.tell(Clapped(here, ctx.member, account, ctx.now, "la"))
        return Reply((line("begun"),))

    @listen(Clapped)
    async def fail(ctx: Context, event: Event) -> None:
        raise ValueError("never")

    async with a_bot(tmp_path, cogs=[a_cog("begin", begin, fail)]) as bot:
        assert await bot.says("telegram:42", "/begin") == ["begun"]
        await bot.tick(minutes=1)
        assert await bot.rows("SELECT state, tries, error FROM event_retries") == [
            ("waiting", 2, error)
        ]
