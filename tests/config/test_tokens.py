"""Where tokens come from, who may not read them, and that nothing shows them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.config import Config, ConfigProblems, load
from bot.config.base import DiscordSettings, TelegramSettings
from bot.core.settings import Secret

CANARY = "123456:canary-canary"
MAIN = "[community.main]\n"
NOWHERE: Mapping[str, str] = {}

posix = pytest.mark.skipif(os.name != "posix", reason="files have modes there only")


def _file(folder: Path, text: str, mode: int = 0o600, name: str = "hearth.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


def _telegram(config: Config) -> TelegramSettings:
    found = config.platforms["telegram"]
    assert isinstance(found, TelegramSettings)
    return found


def _said(file: Path, sections: list[type], environ: Mapping[str, str], locale: str) -> list[str]:
    with pytest.raises(ConfigProblems) as raised:
        load(file, sections=sections, environ=environ, secrets=True)
    return [each.replace(f"{file.parent}/", "") for each in raised.value.sentences(locale)]


def test_a_token_may_stand_in_the_config(sections: list[type], tmp_path: Path) -> None:
    file = _file(tmp_path, f'{MAIN}[platforms.telegram]\ntoken = "{CANARY}"')

    config = load(file, sections=sections, environ=NOWHERE, secrets=True)

    assert _telegram(config).token.reveal() == CANARY


def test_a_token_file_lies_beside_the_config(sections: list[type], tmp_path: Path) -> None:
    _file(tmp_path, f"\ufeff{CANARY}\r\n", name="telegram.token")
    file = _file(tmp_path, f'{MAIN}[platforms.telegram]\ntoken_file = "telegram.token"', 0o644)

    config = load(file, sections=sections, environ=NOWHERE, secrets=True)

    assert _telegram(config).token.reveal() == CANARY


def test_the_environment_goes_first(sections: list[type], tmp_path: Path) -> None:
    file = _file(
        tmp_path,
        f'{MAIN}[platforms.telegram]\ntoken = "other"\n[platforms.discord]\ntoken_file = "none"',
    )
    environ = {"HEARTH_TELEGRAM_TOKEN": f" {CANARY}\n", "HEARTH_DISCORD_TOKEN": "discord"}

    config = load(file, sections=sections, environ=environ, secrets=True)

    assert _telegram(config).token.reveal() == CANARY
    assert config.platforms["discord"] == DiscordSettings(
        token=Secret("discord"), token_file="none"
    )


def test_a_platform_that_the_file_does_not_name_stays_off(
    sections: list[type], tmp_path: Path
) -> None:
    file = _file(tmp_path, MAIN)
    environ = {"HEARTH_TELEGRAM_TOKEN": CANARY}

    config = load(file, sections=sections, environ=environ, secrets=True)

    assert list(config.platforms) == ["console"]


def test_without_secrets_none_is_read_or_kept(sections: list[type], tmp_path: Path) -> None:
    file = _file(
        tmp_path,
        f'{MAIN}[platforms.telegram]\ntoken = "{CANARY}"\n'
        '[platforms.discord]\ntoken_file = "nowhere"',
        0o644,
    )

    config = load(file, sections=sections, environ={"HEARTH_TELEGRAM_TOKEN": CANARY}, secrets=False)

    assert _telegram(config).token == Secret()
    assert CANARY not in repr(config)


def test_nothing_shows_a_token(sections: list[type], tmp_path: Path) -> None:
    file = _file(tmp_path, f'{MAIN}[platforms.telegram]\ntoken = "{CANARY}"')
    config = load(file, sections=sections, environ=NOWHERE, secrets=True)
    token = _telegram(config).token
    (main,) = config.communities

    assert f"{token!r} {token} {token!s:>12}" == "Secret(***) Secret(***)  Secret(***)"
    assert CANARY not in repr(config)
    assert config.explain(main, "platforms.telegram.token").value == "Secret(***)"


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_config_that_others_can_read_is_refused_while_it_holds_a_secret(
    sections: list[type], tmp_path: Path, mode: int
) -> None:
    text = (
        '[hearth]\ndatabase = "postgresql://hearth:hush@host/db"\n'
        f'{MAIN}[platforms.telegram]\ntoken = "{CANARY}"'
    )
    file = _file(tmp_path, text, mode)

    assert _said(file, sections, {"HEARTH_TELEGRAM_TOKEN": "other"}, "zh") == [
        "hearth.toml:2: hearth.database: "
        "hearth.toml 里有密钥，别的用户也能读。请运行：chmod 600 hearth.toml",
        "hearth.toml:5: platforms.telegram.token: "
        "hearth.toml 里有密钥，别的用户也能读。请运行：chmod 600 hearth.toml",
    ]
    assert _said(file, sections, NOWHERE, "en") == [
        "hearth.toml:2: hearth.database: "
        "hearth.toml holds a secret and others can read it. Run: chmod 600 hearth.toml",
        "hearth.toml:5: platforms.telegram.token: "
        "hearth.toml holds a secret and others can read it. Run: chmod 600 hearth.toml",
    ]


@posix
def test_a_token_file_that_others_can_read_is_refused(sections: list[type], tmp_path: Path) -> None:
    _file(tmp_path, CANARY, 0o644, "telegram.token")
    file = _file(tmp_path, f'{MAIN}[platforms.telegram]\ntoken_file = "telegram.token"')

    assert _said(file, sections, NOWHERE, "zh") == [
        "hearth.toml:3: platforms.telegram.token_file: "
        "telegram.token 里有密钥，别的用户也能读。请运行：chmod 600 telegram.token"
    ]


@pytest.mark.parametrize(
    ("line", "zh", "en"),
    [
        (
            "",
            "2: platforms.telegram: "
            "没有令牌：写 token_file 或 token，或设置环境变量 HEARTH_TELEGRAM_TOKEN。",
            "2: platforms.telegram: there is no token: "
            "write token_file or token, or set HEARTH_TELEGRAM_TOKEN.",
        ),
        (
            'token_file = "nowhere"',
            "3: platforms.telegram.token_file: 读不了令牌文件 nowhere：No such file or directory。",
            "3: platforms.telegram.token_file: "
            "the token file nowhere cannot be read: No such file or directory.",
        ),
        (
            'token_file = "."',
            "3: platforms.telegram.token_file: 读不了令牌文件 {folder}：Is a directory。",
            "3: platforms.telegram.token_file: "
            "the token file {folder} cannot be read: Is a directory.",
        ),
        (
            'token_file = "empty"',
            "3: platforms.telegram.token_file: 令牌文件 empty 是空的。",
            "3: platforms.telegram.token_file: the token file empty is empty.",
        ),
        (
            'token = "two words"',
            "2: platforms.telegram: 这不像令牌：里面有空格、换行或非 ASCII 字符。",
            "2: platforms.telegram: "
            "this is no token: it holds spaces, line breaks or characters outside of ASCII.",
        ),
    ],
)
def test_a_platform_without_a_token_is_a_problem(
    sections: list[type], tmp_path: Path, line: str, zh: str, en: str
) -> None:
    _file(tmp_path, " \n", name="empty")
    file = _file(tmp_path, f"{MAIN}[platforms.telegram]\n{line}")

    assert _said(file, sections, NOWHERE, "zh") == [f"hearth.toml:{zh}".format(folder=tmp_path)]
    assert _said(file, sections, NOWHERE, "en") == [f"hearth.toml:{en}".format(folder=tmp_path)]


def test_a_wrong_token_is_not_shown(sections: list[type], tmp_path: Path) -> None:
    file = _file(tmp_path, f'{MAIN}[platforms.telegram]\ntoken = "{CANARY}\\n{CANARY}"')

    assert _said(file, sections, NOWHERE, "en") == [
        'hearth.toml:3: platforms.telegram.token: found "…", expected a token in quotes.'
    ]
