"""``hearth export``: an operator hears where the files are."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import read_config
from bot.cli.database import export_to
from bot.cli.speaking import Speaker
from bot.rehearsal.replay import replay
from tests.kit import DAWN


@pytest.mark.parametrize(
    ("locale", "out", "folder", "said"),
    [
        ("en", "lists", "lists", "The files are in the folder lists.\n"),
        ("zh", "-", "export", "文件写在文件夹 export 里。\n"),
    ],
)
async def test_it_says_in_which_folder_the_files_are(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    locale: str,
    out: str,
    folder: str,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    story = tmp_path / "story.jsonl"
    story.write_text(
        '{"at": "2026-11-20T09:00:00+08:00", "platform": "telegram", "chat": "-1001",'
        ' "user": "42", "text": "/checkin"}\n'
    )
    database = f"sqlite:///{tmp_path / 'hearth.db'}"
    config = read_config(f'[hearth]\ndatabase = "{database}"\n{DAWN}')
    await replay(str(story), config, database=database)
    await export_to(config, Speaker(locale), "", "", "csv", out)
    assert capsys.readouterr().out == said
    assert (tmp_path / folder / "days.csv").exists()
