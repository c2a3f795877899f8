"""kill -9 in the middle of growth: badges given later, boards counted anew, points scored anew.

Each runs over many members in slices. Killed at any of their writes and begun once more, they
leave what they leave undisturbed: nobody twice, nobody left out, one line for all.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from bot.core.model import Incoming
from bot.engine.encoder import incoming_to_json
from tests.faults.programs import (
    FLUSHES,
    KILLED,
    WRITES,
    Ended,
    can_trace,
    count_calls,
    drive,
    hearth,
    killed_after_changes,
    killed_before,
    python,
    run,
)
from tests.faults.transcripts import CONFIG, GROUPS

pytestmark = pytest.mark.long

MEMBERS: Final = 150
START: Final = datetime(2025, 3, 3, 2, 0, tzinfo=UTC)
NIGHT: Final = (START + timedelta(days=2)).isoformat()
BADGES: Final = """
[ranks]
newcomer_days = 9
[[badges]]
key = "first"
name = {zh = "第一步", en = "First step"}
when = "active_days >= 1"
announce = true
unlocks = ["lounge"]
"""
KILLS: Final = 3
_WHO: Final = "(SELECT platform || ':' || user_id FROM accounts WHERE accounts.id = %s)"
_MEMBER: Final = (
    "(SELECT a.platform || ':' || a.user_id FROM members m JOIN accounts a ON a.person = m.person"
    " WHERE m.id = %s)"
)
_QUESTIONS: Final = (
    f"SELECT {_WHO % 'account'}, badge, number, is_given, grounds FROM badge_awards",
    f"SELECT {_WHO % 'account'}, name, because FROM privileges",
    "SELECT badge, edition, given FROM badge_rules",
    "SELECT count(*) FROM badge_looks",
    f"SELECT {_MEMBER % 'member'}, board, value FROM rank_places",
    "SELECT board, level, bucket, members FROM rank_counts WHERE members <> 0",
    "SELECT board, members, streaks, frozen_at > 0 FROM boards",
    "SELECT count(*) FROM rank_moves",
    f"SELECT {_MEMBER % 'member'}, name, period, value FROM tallies",
    f"SELECT {_MEMBER % 'member'}, balance FROM balances",
    f"SELECT {_WHO % 'account'}, amount, reason, day, reverses IS NULL FROM ledger_entries",
    f"SELECT {_WHO % 'account'}, was, worth FROM rescored",
    "SELECT number, edition FROM rule_versions",
    "SELECT since, edition, is_done FROM rescorings",
    "SELECT action, detail FROM actions",
    "SELECT platform, chat, state, cause LIKE 'job:%' FROM outbox",
    "SELECT job, zone, period, state FROM occurrences WHERE state <> 'due'",
)


@dataclass(frozen=True, slots=True)
class Work:
    """A command that works in a folder, and what it leaves there undisturbed."""

    command: tuple[str, ...]
    base: Path
    calls: dict[str, int]
    state: list[list[Any]]

    def check(self, scratch: Path, call: str, number: int, count: str) -> int:
        """Killed once at this point and begun once more, it leaves the same.

        Returns how many rows of ``count`` were there when it was killed.
        """
        folder = _copy(self.base, scratch / f"{call}-{number}")
        command = [each.replace(str(self.base), str(folder)) for each in self.command]
        killed = _kill(command, folder, call, number)
        assert killed.status in (0, KILLED), killed.err
        with closing(sqlite3.connect(folder / "hearth.db")) as connection:
            ((rows,),) = connection.execute(f"SELECT count(*) FROM {count}").fetchall()
        done = run(command, cwd=folder)
        assert (done.status, done.has_traceback) == (0, False), done.err + done.out
        assert state_of(folder) == self.state
        verified = run(hearth("verify"), cwd=folder)
        assert (verified.status, verified.err) == (0, ""), verified.out
        shutil.rmtree(folder)
        return int(rows)

    def points(self) -> list[tuple[str, int]]:
        """Where it is killed: spread over its run, but for the quarter in which it starts."""
        found = []
        for call, most in self.calls.items():
            step = max(most // KILLS, 1)
            found += [(call, number) for number in range(most // 4, most + 1, step) if number]
        return found


def updates_text() -> str:
    """Each member says hello and checks in, in one of two groups, a minute after the other."""
    lines = []
    for number in range(1, MEMBERS * 2 + 1):
        platform, chat = GROUPS[number % 2]
        at = START + timedelta(minutes=number)
        lines.append(
            incoming_to_json(
                Incoming(
                    platform=platform,
                    update_id=f"u{number}",
                    chat=chat,
                    user=str(1000 + number % MEMBERS),
                    at=at,
                    sent_at=at,
                    text="/checkin",
                    name=f"M{number % MEMBERS}",
                    message_id=f"m{number}",
                )
            )
        )
    return "".join(f"{line}\n" for line in lines)


def state_of(folder: Path) -> list[list[Any]]:
    """What may not differ after a kill, without ids and without the instant of the machine."""
    with closing(sqlite3.connect(f"file:{folder / 'hearth.db'}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [sorted(connection.execute(each).fetchall(), key=repr) for each in _QUESTIONS]


def _copy(base: Path, folder: Path) -> Path:
    shutil.copytree(base, folder)
    (folder / "config.toml").chmod(0o600)
    return folder


def _kill(command: Sequence[str], folder: Path, call: str, number: int) -> Ended:
    if can_trace():
        return killed_before(command, call, number, cwd=folder)
    return killed_after_changes(command, folder, number, cwd=folder)


def _work(scratch: Path, base: Path, name: str, config: str, *command: str) -> Work:
    """The command has run undisturbed on a copy of the folder, with this config."""
    own = _copy(base, scratch / f"{name}-base")
    (own / "config.toml").write_text(config, encoding="utf-8")
    folder = _copy(own, scratch / f"{name}-undisturbed")
    there = tuple(each.replace("FOLDER", str(folder)) for each in command)
    if can_trace():
        calls = count_calls(there, scratch / f"{name}-calls", WRITES + FLUSHES, cwd=folder)
    else:
        done = run(there, cwd=folder)
        assert done.status == 0, done.err
        calls = {"change": 60}
    own_command = tuple(each.replace("FOLDER", str(own)) for each in command)
    return Work(own_command, own, {each: n for each, n in calls.items() if n}, state_of(folder))


@pytest.fixture(scope="module")
def base(scratch: Path) -> Path:
    """A folder in which everybody has checked in."""
    folder = scratch / "base"
    folder.mkdir()
    (folder / "config.toml").write_text(f"badges = []\n{CONFIG}", encoding="utf-8")
    (folder / "config.toml").chmod(0o600)
    (folder / "updates.jsonl").write_text(updates_text(), encoding="utf-8")
    done = drive(folder)
    assert (done.status, done.out) == (0, ""), done.err
    return folder


def test_badges_given_later_and_boards_counted_anew_survive_kills(
    scratch: Path, base: Path
) -> None:
    night = python("-m", "tests.faults.night", "FOLDER", NIGHT)
    work = _work(scratch, base, "night", CONFIG + BADGES, *night)
    awards, *_ = work.state
    assert len(awards) == MEMBERS
    found = [work.check(scratch, *point, "badge_awards") for point in work.points()]
    assert any(0 < rows < MEMBERS for rows in found), found


def test_points_scored_anew_survive_kills(scratch: Path, base: Path) -> None:
    apply = hearth("points", "apply", "--since", "2025-03-01", "--yes")
    config = f"badges = []\n{CONFIG}basic = 4\n"
    work = _work(scratch, base, "apply", config, *apply)
    assert len(work.state[11]) == MEMBERS
    found = [work.check(scratch, *point, "rescored") for point in work.points()]
    assert any(0 < rows < MEMBERS for rows in found), found
