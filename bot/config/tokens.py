"""The tokens of the platforms, from the environment, the config or a file beside it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping, Sequence, Set
from pathlib import Path as File
from typing import Final

from bot.config.config import LayerOf
from bot.config.problems import Finding
from bot.core.setting_mistakes import Path, Words
from bot.core.settings import Secret, Section

_LARGEST: Final = 10_000
_TOKEN: Final = re.compile(r"[!-~]+")
_PASSWORD: Final = re.compile(r"://[^/@\s:]*:[^/@\s]+@")
_OTHERS: Final = stat.S_IRGRP | stat.S_IROTH

_UNLIKE_A_TOKEN: Final = Words(
    "这不像令牌：里面有空格、换行或非 ASCII 字符。",
    "this is no token: it holds spaces, line breaks or characters outside of ASCII.",
)


def find_tokens(
    file: File,
    layers: Mapping[LayerOf, dict[str, object]],
    sections: Sequence[Section],
    environ: Mapping[str, str],
    *,
    wrong: Set[Path],
) -> list[Finding]:
    """The token of every platform that the file names is in its layer; or why it is not.

    The environment goes before ``token``, and that before ``token_file``. A file that the group
    or others can read is refused while it holds a secret. ``wrong`` are the keys that have a
    problem already: no token is missed there.
    """
    findings = _password_for_all(file, layers)
    for section in sections:
        values = layers.get((None, section.path))
        if values is None or not any(each.secret for each in section.settings):
            continue
        path = tuple(section.path.split("."))
        if not wrong & {(*path, "token"), (*path, "token_file")}:
            findings.extend(_find_token(file, path, values, environ))
    return findings


def _find_token(
    file: File, path: tuple[str, ...], values: dict[str, object], environ: Mapping[str, str]
) -> list[Finding]:
    findings: list[Finding] = []
    written = values.get("token")
    if isinstance(written, Secret) and written and _others_read(file):
        findings.append(Finding((*path, "token"), _refused(str(file))))
    variable = f"HEARTH_{path[-1].upper()}_TOKEN"
    given = environ.get(variable, "").strip()
    token_file = values.get("token_file")
    if given:
        token = Secret(given)
    elif isinstance(written, Secret) and written:
        token = written
    elif isinstance(token_file, str) and token_file:
        token, wrong = _from_file(file.parent / token_file)
        if wrong is not None:
            return [*findings, Finding((*path, "token_file"), wrong)]
    else:
        says = Words(
            f"没有令牌：写 token_file 或 token，或设置环境变量 {variable}。",
            f"there is no token: write token_file or token, or set {variable}.",
        )
        return [*findings, Finding(path, says)]
    if not _TOKEN.fullmatch(token.reveal()):
        findings.append(Finding(path, _UNLIKE_A_TOKEN))
    values["token"] = token
    return findings


def _from_file(file: File) -> tuple[Secret, Words | None]:
    """The token in this file, or why it cannot be used."""
    try:
        with file.open("rb") as opened:
            text = opened.read(_LARGEST).decode("utf-8-sig", "replace").strip()
        if _others_read(file):
            return Secret(), _refused(str(file))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Secret(), Words(
            f"读不了令牌文件 {file}：{reason}。",
            f"the token file {file} cannot be read: {reason}.",
        )
    if not text:
        return Secret(), Words(f"令牌文件 {file} 是空的。", f"the token file {file} is empty.")
    return Secret(text), None


def _password_for_all(file: File, layers: Mapping[LayerOf, dict[str, object]]) -> list[Finding]:
    """Whether the address of the database holds a password that others can read."""
    address = layers.get((None, "hearth"), {}).get("database")
    if isinstance(address, str) and _PASSWORD.search(address) and _others_read(file):
        return [Finding(("hearth", "database"), _refused(str(file)))]
    return []


def _others_read(file: File) -> bool:
    """Whether the group or others may read it; nobody can tell where files have no such modes."""
    return os.name == "posix" and bool(file.stat().st_mode & _OTHERS)


def _refused(file: str) -> Words:
    return Words(
        f"{file} 里有密钥，别的用户也能读。请运行：chmod 600 {file}",
        f"{file} holds a secret and others can read it. Run: chmod 600 {file}",
    )
