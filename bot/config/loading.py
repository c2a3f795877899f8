"""A config file, from its path to settings in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path as File

from bot.config.base import CommunitySettings, HearthSettings
from bot.config.config import CommunityConfig, Config
from bot.config.notes import notes_on
from bot.config.parsing import Parsed, parse
from bot.config.problems import ConfigProblems, Finding, Problem
from bot.config.reading import Counted, Reading
from bot.config.source import decode, read_bytes
from bot.config.together import misfits
from bot.config.tokens import find_tokens
from bot.core.model import Community, CommunityId
from bot.core.setting_mistakes import Path
from bot.core.settings import Secret, assemble, section_of

_PLATFORMS = "platforms."


def load(
    path: File | str,
    *,
    sections: Sequence[type],
    environ: Mapping[str, str],
    secrets: bool,
    counted: Counted | None = None,
) -> Config:
    """The config that this file holds; ``counted`` names what is counted, where a rule asks.

    Tokens are looked for, and files that others can read refused, only with ``secrets``;
    without it no secret is kept. Raises ConfigProblems with all that is wrong.
    """
    file = File(path)
    parsed = parse(str(file), decode(str(file), read_bytes(file)))
    reading = _read(parsed, sections, counted)
    if secrets:
        wrong = {each.path for each in reading.findings}
        reading.findings.extend(
            find_tokens(file, reading.layers, reading.sections, environ, wrong=wrong)
        )
    else:
        _forget_tokens(reading)
    return _config(str(file), parsed, reading)


def loads(
    text: str,
    name: str = "<text>",
    *,
    sections: Sequence[type],
    counted: Counted | None = None,
) -> Config:
    """The config that this text holds, without secrets. Raises ConfigProblems."""
    parsed = parse(name, text.removeprefix("\ufeff"))
    reading = _read(parsed, sections, counted)
    _forget_tokens(reading)
    return _config(name, parsed, reading)


def _read(parsed: Parsed, sections: Sequence[type], counted: Counted | None) -> Reading:
    reading = Reading([section_of(each) for each in sections], parsed.whole, counted)
    reading.read_all(parsed.data, parsed.twice)
    return reading


def _forget_tokens(reading: Reading) -> None:
    for values in reading.layers.values():
        for name, value in values.items():
            if isinstance(value, Secret):
                values[name] = Secret()


def _config(file: str, parsed: Parsed, reading: Reading) -> Config:
    problems = [*parsed.problems, *_located(file, parsed, reading.findings)]
    if problems:
        raise ConfigProblems(problems)
    config = Config(
        file=file,
        hearth=assemble(HearthSettings, _layer(reading, None, "hearth")),
        platforms=_platforms(reading),
        communities={each: _community(reading, each) for each in reading.communities},
        sections=tuple(reading.sections),
        layers=reading.layers,
        notes=notes_on(reading),
        text=parsed.text,
    )
    # Whether sections fit each other is asked once each alone is right.
    if problems := _located(file, parsed, misfits(config)):
        raise ConfigProblems(problems)
    return config


def _located(file: str, parsed: Parsed, findings: Sequence[Finding]) -> list[Problem]:
    if not findings:
        return []
    from bot.config.positions import Positions

    positions = Positions(parsed.text)
    return [
        each.at(file, positions.line(each.path), _called(each.path, parsed.twice))
        for each in findings
    ]


def _called(path: Path, twice: Mapping[str, tuple[str, ...]]) -> Path:
    """The path by the names in the file: a table that stands there twice has another here."""
    first = path[0] if path else ""
    return (*twice[first], *path[1:]) if first in twice and isinstance(first, str) else path


def _platforms(reading: Reading) -> dict[str, object]:
    return {
        each.path.removeprefix(_PLATFORMS): assemble(each.made, _layer(reading, None, each.path))
        for each in reading.sections
        if each.path.startswith(_PLATFORMS)
        if each.always or (None, each.path) in reading.layers
    }


def _community(reading: Reading, community_id: CommunityId) -> CommunityConfig:
    own = assemble(CommunitySettings, _layer(reading, community_id, "community"))
    community = Community(community_id, own.name or community_id, own.zone, own.locale)
    return CommunityConfig(community, own.chats, own.moderators, own.admins)


def _layer(reading: Reading, whose: CommunityId | None, path: str) -> dict[str, object]:
    return reading.layers.get((whose, path), {})
