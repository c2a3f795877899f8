"""What one platform shows of a row of the outbox."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.text import Text
from bot.platforms.capabilities import ANY_OTHER, DISCORD, TELEGRAM, Capabilities
from bot.presenter.encoding import text_to_json
from bot.presenter.graphemes import utf16_length
from bot.presenter.render import Button, Part, render
from bot.presenter.sentences import Sentences

SOURCE = """
hello = Hello { $name }.
long = { $body }
yes = Yes, do it
instead-private = Only in private.
instead-button = { $label }: { $command }
"""


@pytest.fixture
def sentences(tmp_path: Path) -> Sentences:
    (tmp_path / "locales" / "en").mkdir(parents=True)
    (tmp_path / "locales" / "en" / "words.ftl").write_text(SOURCE, encoding="utf-8")
    return Sentences([tmp_path], ("en",), strict=True)


def a_body(*texts: Text, buttons: int = 0, **others: object) -> dict[str, object]:
    """A body of the outbox; each button is ``yes``, with a command that does the same."""
    return {
        "texts": [text_to_json(text) for text in texts],
        "buttons": [
            {"key": f"key{n}", "label": ["yes", {}], "token": f"t{n}", "command": f"/do {n}"}
            for n in range(buttons)
        ],
        "mentions": [],
        "kind": "reply",
        "card": None,
        **others,
    }


HELLO = Text("hello", name="Mia")
NARROW = Capabilities(text_limit=12, caption_limit=6, button_limit=2, label_limit=6)


@pytest.mark.parametrize(
    ("body", "limits", "parts"),
    [
        (a_body(HELLO), TELEGRAM, [Part("Hello Mia.")]),
        (a_body(HELLO, HELLO), TELEGRAM, [Part("Hello Mia.\nHello Mia.")]),
        (a_body(), TELEGRAM, []),
        ({}, TELEGRAM, []),
        (a_body(buttons=1), TELEGRAM, [Part("", (Button("key0", "Yes, do it", "t0"),))]),
        (
            a_body(HELLO, HELLO, buttons=1),
            NARROW,
            [Part("Hello Mia."), Part("Hello Mia.", (Button("key0", "Yes,…", "t0"),))],
        ),
        (
            a_body(HELLO, buttons=2),
            replace(TELEGRAM, buttons=False),
            [Part("Hello Mia.\nYes, do it: /do 0\nYes, do it: /do 1")],
        ),
        (
            a_body(HELLO, buttons=3),
            replace(TELEGRAM, button_limit=2),
            [
                Part(
                    "Hello Mia.\nYes, do it: /do 2",
                    (Button("key0", "Yes, do it", "t0"), Button("key1", "Yes, do it", "t1")),
                )
            ],
        ),
        (a_body(HELLO, private=True), TELEGRAM, [Part("Hello Mia.")]),
        (
            a_body(HELLO, private=True, buttons=1),
            replace(TELEGRAM, private_messages=False),
            [Part("Only in private.")],
        ),
        (a_body(HELLO, card={"kind": "rank"}), NARROW, [Part("Hello"), Part("Mia.")]),
        (
            a_body(Text("long", body="a" * 9), card={"kind": "rank"}),
            NARROW,
            [Part("a" * 6), Part("aaa")],
        ),
        (
            a_body(HELLO, card={"kind": "rank"}),
            replace(NARROW, pictures=False),
            [Part("Hello Mia.")],
        ),
        (a_body(card={"kind": "rank"}), NARROW, []),
    ],
)
def test_a_body_becomes_the_parts_that_a_platform_takes(
    sentences: Sentences, body: dict[str, object], limits: Capabilities, parts: list[Part]
) -> None:
    assert render(body, "en", limits, sentences) == parts


def test_a_button_without_a_command_is_left_out_where_there_are_no_buttons(
    sentences: Sentences,
) -> None:
    body = a_body(HELLO)
    body["buttons"] = [{"key": "yes", "label": ["yes", {}], "token": "t"}]
    said = render(body, "en", replace(ANY_OTHER, buttons=False), sentences)
    assert said == [Part("Hello Mia.")]


@pytest.mark.parametrize("limits", [TELEGRAM, DISCORD])
def test_a_long_text_comes_in_parts_with_the_buttons_on_the_last(
    sentences: Sentences, limits: Capabilities
) -> None:
    lines = "\n".join(f"{n}: 👍👍👍👍👍" for n in range(300))
    parts = render(a_body(Text("long", body=lines), buttons=1), "en", limits, sentences)
    assert "\n".join(part.text for part in parts) == lines
    assert max(utf16_length(part.text) for part in parts) <= limits.text_limit
    assert [len(part.buttons) for part in parts] == [0] * (len(parts) - 1) + [1]


@pytest.mark.parametrize(
    "body",
    [
        {"texts": "hello"},
        {"texts": [["hello"]]},
        {"buttons": ["yes"]},
        {"buttons": [{"key": "yes", "label": "Yes", "token": "t"}]},
        {"buttons": [{"key": "yes", "label": ["yes", {}]}]},
    ],
)
def test_a_body_that_is_none_is_refused(sentences: Sentences, body: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"a (list|sentence|button)"):
        render(body, "en", TELEGRAM, sentences)
