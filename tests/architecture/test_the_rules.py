"""Each rule of this folder finds what it is for: in a planted source, the lines marked ``# wrong``.

The lines without the mark show what is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from textwrap import dedent

import pytest

from tests.architecture import clocks, imports, sentences, sizes, tasks, words
from tests.architecture.source import Source

CLOCKS = """
    import datetime as d
    import asyncio, importlib, os, sys
    import time  # wrong
    import time as watch  # wrong
    from time import time as t  # wrong
    from datetime import date, datetime as when, time as day_time

    moment = t()  # wrong
    moment = watch.monotonic()  # wrong
    moment = d.datetime.now(d.UTC)  # wrong
    moment = when.utcnow()  # wrong
    moment = getattr(when, "now")(None)  # wrong
    moment = __import__("time").time()  # wrong
    moment = importlib.import_module("time").time_ns()  # wrong
    moment = sys.modules["time"].time()  # wrong
    today = date.today()  # wrong
    now = when.now  # wrong
    renamed = when
    moment = renamed.today()  # wrong
    moment = asyncio.get_running_loop().time()  # wrong
    moment = loop.time()  # wrong
    moment = self._loop.time()  # wrong
    moment = os.times()  # wrong
    sql = "UPDATE days SET at = CURRENT_TIMESTAMP WHERE community = ?"  # wrong
    sql = "SELECT strftime('%s', 'now') FROM days"  # wrong
    sql = "SELECT now() FROM days"  # wrong

    async def nap() -> None:
        await asyncio.sleep(1)  # wrong
        await asyncio.sleep(0)
        await clock.sleep(1)

    fine = clock.now(), when(2026, 11, 22).time(), day_time(4, 0), "what time is it now"
"""

NAIVE = """
    from datetime import UTC, datetime, timedelta
    import datetime as d

    a = datetime(2026, 11, 22)  # wrong
    b = d.datetime(2026, 11, 22, 9, 0)  # wrong
    c = datetime.fromtimestamp(0)  # wrong
    e = datetime.strptime("2026", "%Y")  # wrong
    f = datetime(2026, 11, 22, tzinfo=UTC), datetime(2026, 1, 1, 0, 0, 0, 0, UTC)
    g = datetime.fromtimestamp(0, UTC), datetime.fromtimestamp(0, tz=UTC)
"""

TASKS = """
    import asyncio
    from asyncio import create_task as go

    async def work() -> None:
        asyncio.create_task(other())  # wrong
        kept = asyncio.create_task(other())  # wrong
        go(other())  # wrong
        asyncio.get_running_loop().create_task(other())  # wrong
        future = asyncio.ensure_future(other())  # wrong
        loop.create_task(other())  # wrong
        async with asyncio.TaskGroup() as group:
            group.create_task(other())
        await supervisor.start(other())
"""

SUPERVISOR = """
    import asyncio

    def start(self, work):
        asyncio.create_task(work)  # wrong
        self.kept.add(asyncio.create_task(work))
"""

COG = """
    from __future__ import annotations
    from bot.core.cog import command
    from bot.community import ledger
    from cogs.checkin.events import CheckedIn
    from cogs.points.store import find
    from cogs.checkin import store  # wrong
    from cogs.checkin.rules import streak_of  # wrong
    import bot.engine.outbox  # wrong
    from bot.presenter import language  # wrong
    from bot.pictures import canvas  # wrong
    import storage  # wrong
"""

RULES = """
    from __future__ import annotations
    from dataclasses import dataclass
    from datetime import date
    from bot.core.schedule import DayRule
    from cogs.points.settings import PointsSettings
    from bot.core.ports import Transaction  # wrong
    from bot.community.ledger import pay  # wrong
    from cogs.points.store import find  # wrong
    import asyncio  # wrong
    import logging  # wrong
"""

SENTENCES = '''
    """A docstring may say 签到."""
    from bot.core.text import Text

    @command("checkin", "签到", example="/签到 晨跑", bare=("打卡",))
    async def check_in(ctx):
        """Also 这里."""
        return Reply.of("checkin.done", days=7)

    day_start = setting(ClockTime(), "00:00", zh="每天从几点开始", en="When a day begins")
    a = Text("You have checked in.")  # wrong
    b = Text("checkin.done", hint="see you again tomorrow")  # wrong
    c = "今天已经打过卡了"  # wrong
    e = f"已连续 {days} 天，真棒"  # wrong
    raise Refusal("Not enough points")  # wrong
    g = Reply.of("done and dusted")  # wrong
    h = Text("checkin.done", name="小")
    closing = "」』"
'''

RELATIVE = """
    from . import store  # wrong
    from .rules import streak_of  # wrong
    from cogs.checkin import store
"""

MOCKS = """
    from unittest import mock  # wrong
    from unittest.mock import patch  # wrong
    import unittest
"""


@pytest.mark.parametrize(
    ("rule", "path", "planted"),
    [
        (clocks.wall_clocks, "cogs/points/cog.py", CLOCKS),
        (clocks.naive_instants, "cogs/points/cog.py", NAIVE),
        (tasks.loose_tasks, "bot/engine/sender.py", TASKS),
        (tasks.loose_tasks, tasks.THE_SUPERVISOR, SUPERVISOR),
        (imports.cog_imports, "cogs/points/cog.py", COG),
        (imports.rule_imports, "cogs/points/rules.py", RULES),
        (imports.relative_imports, "cogs/points/cog.py", RELATIVE),
        (imports.mocks, "tests/points/test_points.py", MOCKS),
        (sentences.sentences, "cogs/points/cog.py", SENTENCES),
    ],
)
def test_the_rule_finds_the_wrong_lines_and_no_others(
    rule: Callable[[Source], list[str]], path: str, planted: str
) -> None:
    text = dedent(planted)
    wrong = {
        f"{path}:{number}"
        for number, line in enumerate(text.splitlines(), start=1)
        if line.endswith("# wrong")
    }
    assert {":".join(found.split(":")[:2]) for found in rule(Source(path, text))} == wrong


def test_the_clock_may_read_the_clock() -> None:
    assert clocks.wall_clocks(Source(clocks.THE_CLOCK, "import time\nnow = time.time()\n")) == []


def test_a_picture_may_know_the_pictures() -> None:
    source = Source("cogs/ranks/picture.py", "from bot.pictures import canvas\n")
    assert imports.cog_imports(source) == []


def test_what_is_too_long_is_found() -> None:
    long = "def long():\n" + "    step()\n" * sizes.LINES_OF_A_FUNCTION
    fits = "def fits():\n" + "    step()\n" * (sizes.LINES_OF_A_FUNCTION - 1)
    assert sizes.too_long(Source("a.py", long + fits)) == ["a.py:1: long has 56 lines"]
    assert sizes.too_long(Source("a.py", "x = 1\n" * 350)) == []
    assert sizes.too_long(Source("a.py", "x = 1\n" * 351)) == ["a.py: 351 lines, at most 350"]


def test_what_importing_does_is_found(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("modules")
    (folder / "busy.py").write_text(
        "import threading, sqlite3, json\n"
        "threading.Thread(target=threading.Event().wait, name='left', daemon=True).start()\n"
        "sqlite3.connect(':memory:').close()\n"
        "open('made.txt', 'w').close()\n"
    )
    (folder / "quiet.py").write_text("import math\n\ndef work():\n    open('made.txt', 'w')\n")
    assert imports.side_effects(["quiet"], ["json"], str(folder)) == []
    assert imports.side_effects(["busy"], ["json"], str(folder)) == [
        "sqlite3.connect ':memory:'",
        "open 'made.txt'",
        "loads json",
        "starts left",
    ]


def test_names_of_machines_and_registries_are_found() -> None:
    line = "see {} and https://example.org/home/page, ~/work/, a/work/b, /home/me/x"
    wrong = ["/" + "work/", "/" + "root/", "/" + "Users/", "pypi" + ".org", "../" + "shared"]
    assert [words.forbidden_words("a.md", line.format(word)) for word in wrong] == [
        [f"a.md:1: {word}"] for word in wrong
    ]
    assert words.forbidden_words("a.md", line) == []
    assert re.fullmatch(r"a\.md:2: .+", words.forbidden_words("a.md", "\n" + wrong[0])[0])
