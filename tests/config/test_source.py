"""Files that cannot be read, or are written in another encoding: a sentence, no traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.config import ConfigProblems, load
from bot.config.source import LARGEST

CHINESE = "[community.main]\n# 社区\nname = '晨光社区'\n"


def _said(path: Path, sections: list[type], locale: str) -> list[str]:
    with pytest.raises(ConfigProblems) as raised:
        load(path, sections=sections, environ={}, secrets=False)
    return [each.replace(f"{path.parent}/", "") for each in raised.value.sentences(locale)]


@pytest.mark.parametrize(
    ("raw", "zh", "en"),
    [
        (
            CHINESE.encode("gb18030"),
            "hearth.toml:2: 文件的编码是 GBK。请用 UTF-8 保存。",
            "hearth.toml:2: the file is encoded in GBK. Save it as UTF-8.",
        ),
        (
            CHINESE.encode("utf-16"),
            "hearth.toml:1: 文件的编码是 UTF-16。请用 UTF-8 保存。",
            "hearth.toml:1: the file is encoded in UTF-16. Save it as UTF-8.",
        ),
        (
            b"[community.main]\nname = 'x'\n".decode().encode("utf-16-be"),
            "hearth.toml:1: 文件的编码是 UTF-16。请用 UTF-8 保存。",
            "hearth.toml:1: the file is encoded in UTF-16. Save it as UTF-8.",
        ),
        (
            CHINESE.encode("utf-32"),
            "hearth.toml:1: 文件的编码是 UTF-32。请用 UTF-8 保存。",
            "hearth.toml:1: the file is encoded in UTF-32. Save it as UTF-8.",
        ),
        (
            b"[community.main]\nname = '\xff'\n",
            "hearth.toml:2: 这一行不是 UTF-8。请用 UTF-8 保存。",
            "hearth.toml:2: this line is not UTF-8. Save as UTF-8.",
        ),
        (
            b"[community.main]\n\n# \x00\n",
            "hearth.toml:3: 这里有一个 NUL 字节，文件可能损坏了。",
            "hearth.toml:3: a NUL byte; the file may be damaged.",
        ),
        (
            b"#" * (LARGEST + 1),
            "hearth.toml:1: 文件超过 16 MB，不像配置。",
            "hearth.toml:1: over 16 MB, which is no config.",
        ),
    ],
    ids=["gbk", "utf-16", "utf-16 without a mark", "utf-32", "latin", "nul", "huge"],
)
def test_a_file_that_is_no_utf_8_is_named_with_its_line(
    sections: list[type], tmp_path: Path, raw: bytes, zh: str, en: str
) -> None:
    file = tmp_path / "hearth.toml"
    file.write_bytes(raw)

    assert _said(file, sections, "zh") == [zh]
    assert _said(file, sections, "en") == [en]


def test_a_file_that_is_not_there_says_how_to_begin(sections: list[type], tmp_path: Path) -> None:
    file = tmp_path / "hearth.toml"

    assert _said(file, sections, "zh") == [
        "hearth.toml:1: 没有这个文件。可以从 config.example.toml 复制一份。"
    ]
    assert _said(file, sections, "en") == [
        "hearth.toml:1: there is no such file. Copy config.example.toml to begin."
    ]


def test_a_directory_is_no_config(sections: list[type], tmp_path: Path) -> None:
    file = tmp_path / "hearth.toml"
    file.mkdir()

    assert _said(file, sections, "zh") == ["hearth.toml:1: 这是一个目录，应为一个文件。"]
    assert _said(file, sections, "en") == ["hearth.toml:1: this is a directory, expected a file."]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_that_may_not_be_read_says_so(sections: list[type], tmp_path: Path) -> None:
    file = tmp_path / "hearth.toml"
    file.touch(mode=0o000)

    assert _said(file, sections, "en") == [
        "hearth.toml:1: the user that runs Hearth may not read this file."
    ]


def test_a_name_that_no_file_can_have_is_a_problem_too(
    sections: list[type], tmp_path: Path
) -> None:
    file = tmp_path / ("x" * 5000)

    assert _said(file, sections, "en") == [
        f"{file.name}:1: this file cannot be read: File name too long."
    ]
