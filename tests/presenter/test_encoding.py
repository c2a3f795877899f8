"""A sentence goes through the outbox and comes back as it was."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.outgoing import Act, Card, Doing
from bot.core.text import Text
from bot.presenter.encoding import (
    act_from_json,
    act_to_json,
    card_from_json,
    card_to_json,
    text_from_json,
    text_to_json,
)


def test_a_sentence_is_its_key_and_its_values() -> None:
    text = Text("shop.bought", days=7, who="小明", item=Text("shop.card", n=1))
    assert text_to_json(text) == [
        "shop.bought",
        {"days": 7, "who": "小明", "item": {"key": "shop.card", "values": {"n": 1}}},
    ]


NAMES = st.from_regex(r"[a-z_]{1,8}", fullmatch=True).filter(
    lambda name: name not in ("key", "self")
)
PLAIN = st.one_of(st.text(), st.integers())
TEXTS: st.SearchStrategy[Text] = st.recursive(
    st.builds(Text, st.text()),
    lambda inner: st.builds(
        lambda key, values: Text(key, **values),
        st.text(),
        st.dictionaries(NAMES, st.one_of(PLAIN, inner), max_size=4),
    ),
    max_leaves=8,
)


@given(TEXTS)
def test_every_sentence_comes_back_as_it_was(text: Text) -> None:
    assert text_from_json(json.loads(json.dumps(text_to_json(text)))) == text


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        "checkin.done",
        [],
        ["checkin.done"],
        ["checkin.done", {}, {}],
        [7, {}],
        ["checkin.done", []],
        ["checkin.done", {"days": 1.5}],
        ["checkin.done", {"days": True}],
        ["checkin.done", {"days": None}],
        ["checkin.done", {"item": ["shop.card", {}]}],
        ["checkin.done", {"item": {"key": "shop.card"}}],
        ["checkin.done", {"item": {"key": 1, "values": {}}}],
        ["checkin.done", {"key": "no value may have the name of the key"}],
    ],
)
def test_anything_else_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"a (sentence|value)"):
        text_from_json(wrong)


ACTS = st.builds(
    Act,
    st.sampled_from(Doing),
    st.text(),
    st.text(),
    message=st.text(),
    user=st.text(),
    emoji=st.text(),
    role=st.text(),
    until=st.integers(min_value=0),
    reason=st.one_of(st.none(), TEXTS),
)
CARDS = st.builds(
    Card, st.text(), st.dictionaries(st.text(), PLAIN).map(lambda values: (*values.items(),))
)


def test_an_act_is_what_is_not_empty_of_it() -> None:
    act = Act(Doing.MUTE, "telegram", "-1", user="42", until=7, reason=Text("why", n=1))
    assert act_to_json(act) == {
        "doing": "mute",
        "user": "42",
        "until": 7,
        "reason": ["why", {"n": 1}],
    }


@given(ACTS)
def test_every_act_comes_back_as_it_was(act: Act) -> None:
    written = json.loads(json.dumps(act_to_json(act)))
    assert act_from_json(written, act.platform, act.chat) == act


@pytest.mark.parametrize(
    "wrong",
    [{}, {"doing": "dance"}, {"doing": "mute", "until": "soon"}, {"doing": "ban", "reason": 7}],
)
def test_what_is_no_act_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        act_from_json(wrong, "telegram", "-1")


@given(CARDS)
def test_every_picture_comes_back_as_it_was(card: Card) -> None:
    assert card_from_json(json.loads(json.dumps(card_to_json(card)))) == card


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        {},
        {"name": "x"},
        {"name": 7, "values": {}},
        {"name": "x", "values": []},
        {"name": "x", "values": {"n": 1.5}},
        {"name": "x", "values": {"n": True}},
    ],
)
def test_what_is_no_picture_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"^a picture|^a value"):
        card_from_json(wrong)
