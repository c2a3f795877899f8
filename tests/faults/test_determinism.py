"""The same transcript, config and seed give the same bytes, wherever they are played."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.faults.programs import HARD_LIMIT_S, ROOT, environment, hearth
from tests.faults.transcripts import CONFIG, lines

# Nothing of these may show.
SURROUNDINGS: Final = (
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LANG": "zh_CN.UTF-8", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LANG": "C.UTF-8", "PYTHONUTF8": "0"},
)


def both_ways(home: Path, count: int, seed: str = "0") -> list[tuple[bytes, bytes]]:
    """Export and replies of two replays that ran side by side in different surroundings."""
    (home / "transcript.jsonl").write_text("".join(lines(count, 1)), encoding="utf-8")
    (home / "config.toml").write_text(CONFIG, encoding="utf-8")
    started = []
    for name, surroundings in zip(("here", "there"), SURROUNDINGS, strict=True):
        folder = home / name
        folder.mkdir()
        files = (
            "--export",
            str(folder / "export.json"),
            "--replies",
            str(folder / "replies.jsonl"),
        )
        command = hearth("replay", home / "transcript.jsonl", "--config", home / "config.toml")
        process = subprocess.Popen(
            [*command, *files, "--seed", seed],
            env=environment(**surroundings),
            cwd=folder if name == "there" else ROOT,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        started.append((folder, process))
    played = []
    for folder, process in started:
        _, err = process.communicate(timeout=HARD_LIMIT_S)
        assert (process.returncode, "Traceback" in err) == (0, False), err
        played.append(
            ((folder / "export.json").read_bytes(), (folder / "replies.jsonl").read_bytes())
        )
    return played


def assert_equal_and_full(played: list[tuple[bytes, bytes]], count: int) -> None:
    """Both are the same bytes, and hold what the transcript must have caused."""
    first, second = played
    assert first == second
    (community,) = json.loads(first[0])["communities"]
    assert len(community["members"]) > count // 20
    assert {entry["reason"] for entry in community["ledger"]} >= {"checkin", "award"}
    assert first[1].count(b"\n") > count // 3


def test_two_replays_of_1_500_lines_are_equal_byte_for_byte(tmp_path: Path) -> None:
    assert_equal_and_full(both_ways(tmp_path, 1_500), 1_500)


@pytest.mark.long
def test_two_replays_of_10_000_lines_are_equal_byte_for_byte(tmp_path: Path) -> None:
    assert_equal_and_full(both_ways(tmp_path, 10_000, seed="7"), 10_000)
