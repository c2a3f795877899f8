"""What a running bot without adapters has loaded: nothing that only others need."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from tests.faults.programs import a_folder, python, run

HEAVY: Final = {
    "PIL", "aiohttp", "aiosqlite", "apscheduler", "asyncpg", "babel", "click", "ctypes", "discord",
    "fluent", "pydantic", "regex", "rich", "telegram", "tree_sitter", "tree_sitter_toml", "typer",
}  # fmt: skip
PROGRAM: Final = """
import asyncio, json, sys
from bot.app import build, read_config
from bot.core.clock import SystemClock
from bot.core.ids import Ids

async def main():
    config = read_config(open("config.toml", encoding="utf-8").read())
    before = set(sys.modules)
    app = build(
        config, clock=SystemClock(), ids=Ids(), database="sqlite:///hearth.db", adapters={}
    )
    await app.start()
    await app.idle()
    print(json.dumps(sorted(name.partition(".")[0] for name in sys.modules)))
    await app.stop()

asyncio.run(main())
"""


def test_a_bot_without_adapters_loads_nothing_heavy(tmp_path: Path) -> None:
    done = run(python("-c", PROGRAM), cwd=a_folder(tmp_path / "bot", 1))
    assert done.status == 0, done.err
    assert HEAVY & set(json.loads(done.out)) <= {"aiosqlite"}
