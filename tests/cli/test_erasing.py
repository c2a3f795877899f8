"""``hearth erase``: operators forget somebody who cannot ask the bot any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import read_config
from bot.cli.erasing import EraseRefused, erase
from bot.cli.speaking import Speaker
from bot.config.config import Config
from bot.core.text import Text
from bot.rehearsal.replay import replay
from tests.kit import DAWN

WORD = "Kanarienvogel"


@pytest.fixture
async def config(tmp_path: Path) -> Config:
    """A community in which two have checked in."""
    database = f"sqlite:///{tmp_path / 'hearth.db'}"
    story = tmp_path / "story.jsonl"
    line = (
        '{{"at": "2026-11-20T09:00:00+08:00", "platform": "telegram", "chat": "-1001",'
        ' "user": "{user}", "name": "{name}", "text": "/checkin"}}\n'
    )
    story.write_text(line.format(user=42, name=WORD) + line.format(user=43, name="Ann"))
    made = read_config(f'[hearth]\ndatabase = "{database}"\n{DAWN}')
    await replay(str(story), made, database=database)
    story.unlink()
    return made


async def test_without_yes_nothing_is_erased(
    config: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await erase(config, Speaker("en"), "telegram:42", "", sure=False)
    assert capsys.readouterr().out == (
        "telegram:42 is there. With --yes all that is kept of them is erased for good, with linked"
        " accounts.\n"
    )
    assert WORD.encode() in (tmp_path / "hearth.db").read_bytes()


async def test_with_yes_nothing_is_left_in_the_file(
    config: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await erase(config, Speaker("zh"), "telegram:42", "", sure=True)
    assert capsys.readouterr().out == "已经忘记 telegram:42。\n"
    data = (tmp_path / "hearth.db").read_bytes()
    assert (WORD.encode() in data, b"Ann" in data) == (False, True)
    with pytest.raises(EraseRefused) as refused:
        await erase(config, Speaker("en"), "telegram:42", "", sure=True)
    assert refused.value.text == Text("erase.nobody", found="telegram:42")


async def test_a_community_that_is_not_there_is_named(config: Config) -> None:
    with pytest.raises(EraseRefused) as refused:
        await erase(config, Speaker("en"), "telegram:42", "dawn", sure=True)
    assert refused.value.text == Text("export.no_community", found="dawn", names="main")
