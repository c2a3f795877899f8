"""``/jobs`` and ``hearth jobs``: what the bot does by itself, when, and how it went."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

import bot.app
from bot.core.cog import Cog
from tests.every_cog.planted import planted
from tests.kit import DAWN, START, ZH, Bot, a_bot
from tests.points.operator import operates

COG = {
    "__init__.py": "",
    "cog.py": """
from bot.core.cog import job
from bot.core.jobs import CatchUp
from bot.core.timetables import AtChosenTime, Timed

CHOSEN = []

async def times(read, community):
    return CHOSEN

@job("post", Timed(lambda settings: "mon 09:30"), late_s=86400)
async def post(ctx, keys):
    pass

@job("tidy", Timed(lambda settings: "31 00:00"), catch_up=CatchUp.SKIP, late_s=5400, zones=True)
async def tidy(ctx, keys):
    raise ValueError("no broom")

@job("ask", AtChosenTime(), times=times, catch_up=CatchUp.SKIP, until_day_ends=True)
async def ask(ctx, keys):
    pass

@job("sing", Timed(lambda settings: ""), catch_up=CatchUp.RUN_ALL)
async def sing(ctx, keys):
    pass

@job("secret", Timed(lambda settings: "12:00"), internal=True)
async def secret(ctx, keys):
    pass
""",
    "locales/en/j.ftl": "job-post = Post\njob-tidy = Tidying\njob-ask = Asking\njob-sing = Song\n",
    "locales/zh/j.ftl": "job-post = 送信\njob-tidy = 打扫\njob-ask = 询问\njob-sing = 唱歌\n",
}


@pytest.fixture
def _jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A cog with jobs of every kind; of the others only what is internal is done."""
    load = bot.app.load_cogs

    def load_cogs() -> list[Cog]:
        cogs = list(load())
        for each in cogs:
            if each.name != "zz_jobs":
                each.jobs = [job for job in each.jobs if job.internal]
        return cogs

    monkeypatch.setattr("bot.app.load_cogs", load_cogs)
    with planted(tmp_path, COG, "zz_jobs"):
        yield


def chooses(*times: tuple[str, str]) -> None:
    """These times of day are chosen."""
    importlib.import_module("cogs.zz_jobs.cog").CHOSEN[:] = times


async def moves(bot: Bot) -> None:
    """A member lives in London from now on."""
    await bot.says("telegram:42", "hello")
    await bot.whispers("telegram:42", "/timezone Europe/London")


@pytest.mark.usefixtures("_jobs")
async def test_admins_see_each_job_with_its_next_times_and_how_it_went(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.tick(hours=1)
        assert await bot.whispers("telegram:901", "/jobs") == [
            "What I do by myself, in the time of Asia/Shanghai:\n"
            "• Asking (if missed, still done until its day ends)\n"
            "next: as soon as a member chooses a time\n"
            "• Post (of what was missed, the latest is done, up to 24 hours late)\n"
            "next: Mon 2026-11-30 09:30 · Mon 2026-12-07 09:30 · Mon 2026-12-14 09:30"
            " · Mon 2026-12-21 09:30 · Mon 2026-12-28 09:30\n"
            "last: 2026-W48 done Mon 2026-11-23 09:30 (Asia/Shanghai)\n"
            "• Tidying (if missed, still done up to 90 minutes late)\n"
            "next: Mon 2026-11-30 00:00 · Thu 2026-12-31 00:00 · Sun 2027-01-31 00:00"
            " · Sun 2027-02-28 00:00 · Wed 2027-03-31 00:00\n"
            "Switched off: Song"
        ]


@pytest.mark.usefixtures("_jobs")
async def test_they_are_shown_in_chinese_with_the_times_that_members_chose(tmp_path: Path) -> None:
    chooses(("Asia/Tokyo", "07:00"), ("Asia/Shanghai", "21:00"), ("Asia/Shanghai", "20:00"))
    async with a_bot(tmp_path, config=ZH) as bot:
        await moves(bot)
        (said,) = await bot.whispers("telegram:901", "/任务")
        assert said.split("\n") == [
            "我会自己按时做的事（Asia/Shanghai 时间）：",
            "• 询问（错过的话，当天结束前还会补）",
            "接下来：2026-11-23 周一 20:00 · 2026-11-23 周一 21:00 · 2026-11-24 周二 20:00"
            " · 2026-11-24 周二 21:00 · 2026-11-25 周三 20:00",
            "另有 1 个时区，各按当地时间",
            "• 送信（错过多次只补最近一次，24 小时内有效）",
            "接下来：2026-11-23 周一 09:30 · 2026-11-30 周一 09:30 · 2026-12-07 周一 09:30"
            " · 2026-12-14 周一 09:30 · 2026-12-21 周一 09:30",
            "• 打扫（错过的话，90 分钟内还会补）",
            "接下来：2026-11-30 周一 00:00 · 2026-12-31 周四 00:00 · 2027-01-31 周日 00:00"
            " · 2027-02-28 周日 00:00 · 2027-03-31 周三 00:00",
            "另有 1 个时区，各按当地时间",
            "没有打开：唱歌",
        ]


async def last(bot: Bot, job: str) -> list[str]:
    """What is said of how the job went, in Chinese."""
    lines = await operates(bot, "jobs", "zh")
    start = next(n for n, line in enumerate(lines) if line.startswith(f"• {job}"))
    found = next(line for line in lines[start:] if line.startswith("最近："))
    return found.removeprefix("最近：").split(" · ")


@pytest.mark.usefixtures("_jobs")
async def test_what_was_skipped_or_failed_says_why(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.settle()
        await bot.stop()
        await bot.clock.advance_to(START + timedelta(days=14, hours=1), _nothing)
        await bot.start()
        await bot.settle()
        assert await last(bot, "送信") == [
            "2026-W50 已于 2026-12-07 周一 10:00 完成（Asia/Shanghai）",
            "2026-W48 在 2026-12-07 周一 10:00 跳过：错过了几次，由后面的一次一并补上",
        ]
        assert await last(bot, "打扫") == [
            "2026-11 在 2026-12-07 周一 10:00 跳过：已经过时",
        ]
        await bot.tick(days=26)
        assert (await last(bot, "打扫"))[0] == (
            "2026-12 在 2026-12-31 周四 02:36 失败（Asia/Shanghai）：ValueError: no broom"
        )


@pytest.mark.usefixtures("_jobs")
async def test_an_operator_sees_every_zone_and_every_time(tmp_path: Path) -> None:
    chooses(("Asia/Tokyo", "07:00"), ("Asia/Shanghai", "20:00"))
    async with a_bot(tmp_path) as bot:
        await moves(bot)
        lines = await operates(bot, "jobs")
        assert [line[:42] for line in lines if line.startswith("next in ")] == [
            "next in Asia/Shanghai at 20:00: Mon 2026-1",
            "next in Asia/Tokyo at 07:00: Tue 2026-11-2",
            "next in Asia/Shanghai: Mon 2026-11-23 09:3",
            "next in Asia/Shanghai: Mon 2026-11-30 00:0",
            "next in Europe/London: Mon 2026-11-30 00:0",
        ]


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (
            DAWN,
            "Nothing is scheduled. Switch something on in the config, such as"
            ' weekly = "mon 09:00" under [recaps].',
        ),
        (
            ZH,
            "现在没有安排任何任务。在配置里打开一项即可，"
            '比如在 [recaps] 下写 weekly = "mon 09:00"。',
        ),
    ],
)
async def test_where_nothing_is_scheduled_it_is_said_how_to_switch_it_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: str, said: str
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        for name in tuple(bot.machine.router.jobs):
            monkeypatch.delitem(bot.machine.router.jobs, name)
        assert await bot.whispers("telegram:901", "/jobs") == [said]


async def _nothing() -> None:
    """Nothing runs while the bot is off."""
