"""Whatever a file holds, it is a config or a list of problems: nothing else is ever raised."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import cogs
from bot.config import Config, ConfigProblems, known_sections, loads
from bot.config.source import decode

SECTIONS = known_sections(cogs)
EXAMPLE = (Path(__file__).parents[2] / "config.example.toml").read_text(encoding="utf-8")
LINES = [line for line in EXAMPLE.splitlines() if not line.startswith("# ")]

_SIGNS = ["[", "]", "[[", "]]", "{", "}", "=", ".", ",", "#", '"', "'", '"""', "\\", "-"]
_ODD = ["\n", "\r", "\t", "\0", "\u2028", "\ufeff", "07", "1e999", "nan", "2027-01-01", "签到"]
_PIECES = st.sampled_from([*_SIGNS, *_ODD])


def _read(raw: bytes) -> Config | ConfigProblems:
    try:
        return loads(decode("hearth.toml", raw), "hearth.toml", sections=SECTIONS)
    except ConfigProblems as problems:
        return problems


def _check(found: Config | ConfigProblems) -> None:
    if isinstance(found, Config):
        return
    lines = [each.line for each in found.problems]
    assert lines
    assert lines == sorted(lines)
    assert min(lines) >= 1
    for locale in ("zh", "en"):
        for said in found.sentences(locale):
            assert said.startswith("hearth.toml:")
            assert "\n" not in said


@given(st.binary(max_size=400))
def test_any_bytes_are_a_config_or_problems(raw: bytes) -> None:
    _check(_read(raw))


@given(st.text(max_size=400))
def test_any_text_is_a_config_or_problems(text: str) -> None:
    _check(_read(text.encode("utf-8", "replace")))


@given(st.lists(st.one_of(_PIECES, st.sampled_from(LINES)), max_size=30))
def test_any_order_of_lines_and_signs_is_a_config_or_problems(pieces: list[str]) -> None:
    _check(_read("\n".join(pieces).encode()))


@given(st.integers(0, len(EXAMPLE)), st.integers(0, 60), st.lists(_PIECES, max_size=4))
def test_the_example_with_a_piece_replaced_is_a_config_or_problems(
    start: int, length: int, pieces: list[str]
) -> None:
    text = EXAMPLE[:start] + "".join(pieces) + EXAMPLE[start + length :]
    _check(_read(text.encode()))


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=8), st.data())
def test_values_in_the_place_of_other_values_are_a_config_or_problems(
    lines: list[str], data: st.DataObject
) -> None:
    values = st.sampled_from([line.split(" = ", 1)[-1] for line in LINES])
    text = [f"{line.split(' = ')[0]} = {data.draw(values)}" for line in lines if " = " in line]
    _check(_read("\n".join(["[community.main]", "[points]", *text]).encode()))
