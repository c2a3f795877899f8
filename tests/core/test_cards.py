"""What an operator may choose for pictures, and how a card is described."""

from __future__ import annotations

import json

import pytest

from bot.app import read_config
from bot.config.problems import ConfigProblems
from bot.core.cards import card
from bot.core.model import CommunityId
from bot.core.outgoing import Card
from bot.rehearsal.story import COMMUNITY

MAIN = CommunityId("main")


def described(settings: str) -> Card | None:
    config = read_config(f"{COMMUNITY}[cards]\n{settings}\n")
    return card(config.in_community(MAIN), "board", name="Ann", rows=[[1, "雨"]], of={"a": 1})


def test_a_card_has_the_look_of_its_community() -> None:
    found = described('color = "#ABCDEF"\ntheme = "dark"')
    assert found == Card(
        "board",
        (
            ("name", "Ann"),
            ("rows", '[[1,"雨"]]'),
            ("of", '{"a":1}'),
            ("color", "#abcdef"),
            ("theme", "dark"),
        ),
    )
    assert json.loads(str(dict(found.values)["rows"])) == [[1, "雨"]]


def test_a_community_without_cards_has_none() -> None:
    assert described("enabled = false") is None


def test_a_card_shows_what_others_add() -> None:
    plain = Card("board", (("name", "Ann"),))
    assert plain.showing({}) is plain
    assert plain.showing({"points": 3}) == Card("board", (("name", "Ann"), ("points", 3)))


@pytest.mark.parametrize("color", ['"red"', '"#c24"', '"c2410c"', '"#c2410c "', '""', "0"])
def test_what_is_no_colour_is_refused_with_an_example(color: str) -> None:
    with pytest.raises(ConfigProblems) as refused:
        described(f"color = {color}")
    (problem,) = refused.value.problems
    assert "color" in problem.sentence("en")
    assert 'such as "#c2410c"' in problem.sentence("en")
    assert '如 "#c2410c"' in problem.sentence("zh")


@pytest.mark.parametrize("setting", ['theme = "blue"', 'checkin = "often"', 'enabled = "yes"'])
def test_other_words_are_refused(setting: str) -> None:
    with pytest.raises(ConfigProblems):
        described(setting)
