"""No secret in logs, errors and exports, at the most talkative level (P15)."""

from __future__ import annotations

import json
import shutil
import signal
from itertools import product
from pathlib import Path
from typing import Final

import pytest

from tests.faults.many import Case, run_many
from tests.faults.programs import RUNNING, Ended, hearth, run, running, wait_for
from tests.faults.transcripts import CONFIG

IN_CONFIG: Final = "111111:canary-in-config"
IN_ENV: Final = "222222:canary-in-env"
IN_FILE: Final = "333333:canary-in-file"
SECRETS: Final = ("canary", "111111", "222222", "333333")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A config with a secret in each place where one can be."""
    platforms = """
[platforms.discord]
token_file = "discord.token"
"""
    text = CONFIG.replace("[hearth]", '[hearth]\nlog = "debug"', 1) + platforms
    text = text.replace("1:a-token-of-nobody", IN_CONFIG)
    for name, content in (("config.toml", text), ("discord.token", IN_FILE + "\n")):
        (tmp_path / name).write_text(content, encoding="utf-8")
        (tmp_path / name).chmod(0o600)
    line = {
        "at": "2026-11-22T09:00:00+08:00",
        "platform": "telegram",
        "chat": "-1001",
        "user": "42",
        "text": "/签到",
    }
    (tmp_path / "day.jsonl").write_text(json.dumps(line), encoding="utf-8")
    return tmp_path


def a_copy(folder: Path, name: str) -> str:
    """The same config in a folder of its own."""
    return str(shutil.copytree(folder, folder.with_name(f"{folder.name}-{name}")))


def assert_no_secret(done: Ended, status: int) -> None:
    """It ended so, and said no secret."""
    assert (done.status, done.has_traceback) == (status, False), done.err
    assert [each for each in SECRETS if each in done.out + done.err] == []


def test_no_verb_says_a_secret(folder: Path) -> None:
    verbs = (
        ("check-config",),
        ("migrate",),
        ("verify", "--rebuild"),
        ("export",),
        ("replay", "day.jsonl", "--export", "-", "--replies", "-"),
    )
    variables: tuple[dict[str, str], ...] = ({}, {"HEARTH_TELEGRAM_TOKEN": IN_ENV})
    assert run(hearth("migrate"), cwd=folder).status == 0
    cases = [
        Case(verb, a_copy(folder, f"{verb[0]}-{len(added)}"), variables=added)
        for verb, added in product(verbs, variables)
    ]
    for done in run_many(cases):
        assert_no_secret(done, 0)


def test_a_running_bot_says_no_secret(folder: Path) -> None:
    with running(hearth("run"), cwd=folder) as process:
        said = wait_for(process, RUNNING)
        process.send_signal(signal.SIGTERM)
        _, rest = process.communicate()
    assert " DEBUG " in said + rest
    assert_no_secret(Ended(process.returncode, "", said + rest), 0)


SPOILT: Final = (
    ('zone = "Asia/Shanghai"', 'zone = "Mars"'),
    (f'token = "{IN_CONFIG}"', f'token = ["{IN_CONFIG}"]'),
    (f'token = "{IN_CONFIG}"', f'tokn = "{IN_CONFIG}"'),
    (f'token = "{IN_CONFIG}"', f'token = "{IN_CONFIG} x"'),
    (f'token = "{IN_CONFIG}"', f'token = "{IN_CONFIG}'),
    ('locale = "en"', 'database = "postgresql://u:canary@h/x"'),
)


def test_a_config_with_mistakes_is_told_without_its_secrets(folder: Path) -> None:
    text = (folder / "config.toml").read_text(encoding="utf-8")
    cases = []
    for place, (before, after) in enumerate(SPOILT):
        assert before in text
        config = Path(a_copy(folder, str(place))) / "config.toml"
        config.write_text(text.replace(before, after, 1), encoding="utf-8")
        cases += [Case((verb,), str(config.parent)) for verb in ("check-config", "run")]
    for case, done in zip(cases, run_many(cases), strict=True):
        # A database of another engine is a right config; only this release cannot run it.
        assert_no_secret(done, 2 if case.arguments == ("run",) else done.status)


def test_a_config_that_others_can_read_is_refused_without_its_secrets(folder: Path) -> None:
    (folder / "config.toml").chmod(0o644)
    (folder / "discord.token").chmod(0o644)
    assert_no_secret(run(hearth("run"), cwd=folder), 2)
