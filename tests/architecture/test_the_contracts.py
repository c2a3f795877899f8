"""Each import contract of pyproject.toml can be broken, and allows what it is meant to allow."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.source import ROOT

PACKAGES = [
    *("bot", "bot/cli", "bot/rehearsal", "bot/engine", "bot/platforms", "bot/config"),
    *("bot/platforms/telegram", "bot/platforms/discord", "bot/pictures", "bot/web"),
    *("bot/presenter", "bot/community", "bot/core", "cogs", "cogs/a", "cogs/b", "storage"),
]
MODULES = [
    *("bot/app.py", "bot/engine/scheduler.py", "bot/rehearsal/console.py"),
    *(f"bot/core/{name}.py" for name in ("cog", "context", "ports", "clock", "ids", "model")),
    *(f"cogs/{cog}/{name}.py" for cog in "ab" for name in ("cog", "rules", "store", "events")),
    *("cogs/a/jobs.py", "cogs/a/picture.py"),
]

RIGHT = {
    "bot/cli/__init__.py": "import typer, rich.table, bot.app, bot.rehearsal.console",
    "bot/rehearsal/console.py": "import rich, bot.app",
    "bot/app.py": "import storage, bot.engine, bot.platforms, bot.config, cogs.a.cog",
    "bot/engine/scheduler.py": "import apscheduler, bot.presenter, bot.community",
    "bot/platforms/telegram/__init__.py": "import telegram",
    "bot/platforms/discord/__init__.py": "import discord",
    "bot/pictures/__init__.py": "import PIL.Image",
    "bot/config/__init__.py": "import pydantic, tree_sitter, bot.core.model",
    "bot/presenter/__init__.py": "import fluent.runtime, bot.core.model",
    "bot/community/__init__.py": "import bot.core.ports",
    "cogs/a/cog.py": "import bot.core.cog, bot.community, cogs.b.events, cogs.a.store",
    "cogs/a/rules.py": "import datetime, bot.core.model",
    "cogs/a/picture.py": "import bot.pictures",
    "storage/__init__.py": "import sqlite3, aiosqlite",
}
WRONG = {
    "Imports point one way": ("bot/core/model.py", "import bot.community"),
    "Storage stands alone": ("storage/__init__.py", "import bot.core.model"),
    "Only the app knows which storage there is": ("bot/cli/__init__.py", "import storage"),
    "Cogs know each other by their events only": ("cogs/b/store.py", "import cogs.a.store"),
    "Cogs know the core and the books": ("cogs/b/store.py", "import bot.presenter"),
    "Rules are pure: they know the core's values only": ("cogs/b/rules.py", "import time"),
    "Drivers stay in storage": ("bot/community/__init__.py", "import sqlite3"),
    "asyncpg stays in PostgreSQL's engine": ("storage/__init__.py", "import asyncpg"),
    "discord.py stays in its adapter": ("bot/platforms/__init__.py", "import discord"),
    "python-telegram-bot stays in its adapter": ("bot/app.py", "import telegram"),
    "APScheduler only rings the bell": ("bot/engine/__init__.py", "import apscheduler"),
    "The config file's libraries stay in bot.config": ("bot/core/ids.py", "import pydantic"),
    "Sentences get their language in the presenter": ("cogs/b/cog.py", "import fluent.runtime"),
    "Typer and Rich stay at the doors": ("bot/rehearsal/__init__.py", "import rich"),
    "Pillow stays with pictures, drawn or received": ("cogs/a/cog.py", "import PIL.Image"),
}


def test_what_the_contracts_allow_is_kept(tmp_path: Path) -> None:
    plant(tmp_path, {path: [line] for path, line in RIGHT.items()})
    assert broken_in(tmp_path) == set()


def test_every_contract_is_broken_by_what_it_forbids(tmp_path: Path) -> None:
    planted = {path: [line] for path, line in RIGHT.items()}
    for path, line in WRONG.values():
        planted.setdefault(path, []).append(line)
    plant(tmp_path, planted)
    assert broken_in(tmp_path) == set(WRONG)


def test_every_contract_is_shown_to_break() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    assert [contract["name"] for contract in contracts] == list(WRONG)


def plant(folder: Path, lines: dict[str, list[str]]) -> None:
    shutil.copy(ROOT / "pyproject.toml", folder)
    for path in [*(f"{package}/__init__.py" for package in PACKAGES), *MODULES]:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("\n".join([*lines.get(path, []), ""]), encoding="utf-8")


def broken_in(folder: Path) -> set[str]:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-logo", "--no-cache"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Contracts: " in done.stdout, done.stdout + done.stderr
    return set(re.findall(r"^(.+) BROKEN", done.stdout, re.MULTILINE))
