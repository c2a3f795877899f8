"""Whether pictures can be drawn is said in one line, where somebody wants them."""

from __future__ import annotations

import pytest

import bot.parts
from bot.app import read_config, sentences
from bot.cli.pictures import no_pictures
from bot.core.text import Text
from bot.rehearsal.story import COMMUNITY

OFF = f"{COMMUNITY}[cards]\nenabled = false\n"


def test_with_the_fonts_there_is_nothing_to_say() -> None:
    assert no_pictures(read_config(COMMUNITY)) is None


def test_without_them_it_is_said_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.parts, "_OF_PICTURES", ("PIL", "no_such_fonts"))
    missing = no_pictures(read_config(COMMUNITY))
    assert missing == Text("cli.cards.missing", package="no_such_fonts")
    assert sentences().say(missing, "en") == (
        "Pictures: none, since no_such_fonts is missing; answers come as text alone. Run make "
        "install in the folder of Hearth, or write enabled = false under [cards]."
    )
    assert no_pictures(read_config(OFF)) is None
