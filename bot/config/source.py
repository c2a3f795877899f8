"""From the bytes of a config file to its text, or to the one problem that keeps it from that."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

from bot.config.problems import ConfigProblems, Problem
from bot.core.setting_mistakes import Words

LARGEST: Final = 16_000_000
"""A file with more bytes is no config."""

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def read_bytes(path: Path) -> bytes:
    """What the file holds. Raises ConfigProblems when it cannot be read."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        says = Words(
            "没有这个文件。可以从 config.example.toml 复制一份。",
            "there is no such file. Copy config.example.toml to begin.",
        )
    except IsADirectoryError:
        says = Words("这是一个目录，应为一个文件。", "this is a directory, expected a file.")
    except PermissionError:
        says = Words("没有读这个文件的权限。", "the user that runs Hearth may not read this file.")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        says = Words(f"读不了这个文件：{reason}。", f"this file cannot be read: {reason}.")
    else:
        if len(raw) <= LARGEST:
            return raw
        most = LARGEST // 1_000_000
        says = Words(f"文件超过 {most} MB，不像配置。", f"over {most} MB, which is no config.")
    raise ConfigProblems([Problem(str(path), 1, "", says)])


def decode(file: str, raw: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte order mark.

    Raises ConfigProblems that names the encoding, as far as it can be told, and the line.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            raise ConfigProblems([_encoding(file, 1, encoding)])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigProblems([_encoding(file, line, _guess(raw))]) from None
    nul = text.find("\0")
    if nul < 0:
        return text
    if _every_other_is_nul(raw):
        raise ConfigProblems([_encoding(file, 1, "UTF-16")])
    says = Words("这里有一个 NUL 字节，文件可能损坏了。", "a NUL byte; the file may be damaged.")
    raise ConfigProblems([Problem(file, text.count("\n", 0, nul) + 1, "", says)])


def _encoding(file: str, line: int, encoding: str) -> Problem:
    if not encoding:
        says = Words(
            "这一行不是 UTF-8。请用 UTF-8 保存。", "this line is not UTF-8. Save as UTF-8."
        )
    else:
        says = Words(
            f"文件的编码是 {encoding}。请用 UTF-8 保存。",
            f"the file is encoded in {encoding}. Save it as UTF-8.",
        )
    return Problem(file, line, "", says, encoding, Words("UTF-8", "UTF-8"))


def _guess(raw: bytes) -> str:
    """GBK when all of it reads as that and the result holds Chinese; else nothing."""
    if _every_other_is_nul(raw):
        return "UTF-16"
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GBK" if any("\u4e00" <= each <= "\u9fff" for each in text) else ""


def _every_other_is_nul(raw: bytes) -> bool:
    start = raw[:2000]
    half = len(start) // 2
    return half > 0 and max(start[0::2].count(0), start[1::2].count(0)) * 10 > half * 7
