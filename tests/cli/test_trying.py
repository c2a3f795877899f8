"""``hearth try`` without a config: the bot of the example speaks the language that is asked for."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.faults.programs import HARD_LIMIT_S, environment, hearth


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--locale", "en"), "Checked in. Your streak begins: day 1."),
        (("--locale", "zh"), "签到成功，连签 1 天。"),
        ((), "签到成功，连签 1 天。"),
    ],
)
def test_the_bot_of_the_example_speaks_the_language(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    ended = subprocess.run(
        hearth("try", *options),
        input="/checkin\n/quit\n",
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=HARD_LIMIT_S,
        check=True,
    )
    (line,) = [each for each in ended.stdout.splitlines() if said in each]
    assert line.endswith(said)
