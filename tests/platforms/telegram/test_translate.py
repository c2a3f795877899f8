"""From an update as the Bot API writes it to what the core understands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Incoming, Kind, Sender
from bot.platforms.telegram.mentions import Me
from bot.platforms.telegram.translate import translate
from bot.platforms.telegram.wire import MALFORMED, read_update
from tests.servers.telegram_members import status
from tests.servers.telegram_world import BOT_ID, NOW, bot_json

AT: Final = datetime(2026, 11, 23, 1, 0, 5, tzinfo=UTC)
SENT: Final = datetime.fromtimestamp(NOW, UTC)
ME: Final = Me(BOT_ID, "hearth_bot")
GROUP: Final = {"id": -1001, "type": "supergroup", "title": "Dawn"}
FORUM: Final = {**GROUP, "is_forum": True}
ANN: Final = {"id": 42, "is_bot": False, "first_name": "Ann", "last_name": "Li"}
PLAIN: Final = Incoming(
    "telegram",
    "7",
    "-1001",
    "42",
    AT,
    SENT,
    bot="hearth_bot",
    name="Ann Li",
    message_id="5",
    text="hi",
)


def heard(kind: str, what: dict[str, Any]) -> tuple[Incoming, ...]:
    update = read_update({"update_id": 7, kind: what})
    assert update is not None
    return translate(update, ME, AT)


def message(**more: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": NOW, "chat": GROUP, "from": ANN, "text": "hi", **more}


@pytest.mark.parametrize(
    ("more", "changed"),
    [
        ({}, {}),
        ({"from": {**ANN, "language_code": "zh-hans"}}, {"locale": "zh-hans"}),
        (
            {"chat": {"id": 42, "type": "private", "first_name": "Ann"}},
            {"chat": "42", "private": True},
        ),
        ({"chat": FORUM, "message_thread_id": 77, "is_topic_message": True}, {"chat": "-1001/77"}),
        ({"message_thread_id": 3}, {}),
        ({"text": "a\0b\ud800"}, {"text": "a\ufffdb\ufffd"}),
        (
            {"sender_chat": GROUP, "from": {**ANN, "is_bot": True}},
            {"sender": Sender.ANONYMOUS, "user": "-1001", "name": "Dawn"},
        ),
        (
            {"sender_chat": {"id": -1009, "type": "channel", "title": "News"}},
            {"sender": Sender.CHANNEL, "user": "-1009", "name": "News"},
        ),
        ({"from": {**ANN, "is_bot": True}}, {"sender": Sender.BOT}),
        (
            {"reply_to_message": {**message(), "message_id": 4}},
            {"reply_to": "4", "reply_to_user": "42"},
        ),
        (
            {"reply_to_message": {**message(), "message_id": 4, "from": bot_json()}},
            {"reply_to": "4", "reply_to_user": ""},
        ),
        (
            {
                "chat": FORUM,
                "message_thread_id": 77,
                "is_topic_message": True,
                "reply_to_message": {
                    "message_id": 77,
                    "date": NOW,
                    "chat": FORUM,
                    "from": ANN,
                    "forum_topic_created": {"name": "Runs", "icon_color": 7322096},
                },
            },
            {"chat": "-1001/77"},
        ),
    ],
)
def test_a_message_says_who_wrote_what_where(more: dict[str, Any], changed: dict[str, Any]) -> None:
    assert heard("message", message(**more)) == (replace(PLAIN, **changed),)


def test_a_photo_is_media_and_its_caption_the_text() -> None:
    photo = {"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}
    found = message(photo=[photo], caption="/checkin ran 5 km")
    del found["text"]
    photographed = replace(PLAIN, text="/checkin ran 5 km", media="photo", file="a")
    assert heard("message", found) == (photographed,)


@pytest.mark.parametrize(
    ("media", "what", "file"),
    [
        (
            "photo",
            [
                {"file_id": name, "file_unique_id": "u", "width": side, "height": 10}
                for name, side in (("small", 5), ("large", 50), ("middle", 20))
            ],
            "large",
        ),
        ("document", {"file_id": "d", "file_unique_id": "u"}, "d"),
        ("dice", {"emoji": "🎲", "value": 3}, ""),
    ],
)
def test_a_medium_says_by_what_it_is_fetched(media: str, what: Any, file: str) -> None:
    found = {**message(), media: what}
    del found["text"]
    assert heard("message", found) == (replace(PLAIN, text="", media=media, file=file),)


@pytest.mark.parametrize(
    ("text", "entities", "read", "ids"),
    [
        ("/award @bob 5", [("mention", 7, 4, None)], "/award @bob 5", ("",)),
        (
            "@Hearth_Bot /award @bob",
            [("mention", 0, 11, None), ("mention", 19, 4, None)],
            "@Hearth_Bot /award @bob",
            (str(BOT_ID), ""),
        ),
        (
            "/award Bo Li 5",
            [("text_mention", 7, 5, 43)],
            "/award @Bo_Li 5",
            ("43",),
        ),
        (
            "😀😀 @a 李 @b",
            [("mention", 5, 2, None), ("text_mention", 8, 1, 44), ("mention", 10, 2, None)],
            "😀😀 @a @李 @b",
            ("", "44", ""),
        ),
        ("hi", [("text_mention", 0, 99, 43)], "hi", ()),
    ],
)
def test_mentions_stand_in_the_order_of_the_words(
    text: str, entities: list[tuple[str, int, int, int | None]], read: str, ids: tuple[str, ...]
) -> None:
    raw = [
        {"type": kind, "offset": offset, "length": length}
        | ({"user": {**ANN, "id": user}} if user else {})
        for kind, offset, length, user in entities
    ]
    (found,) = heard("message", message(text=text, entities=raw))
    assert (found.text, found.mentions) == (read, ids)


def test_an_edit_is_the_same_message_anew() -> None:
    edited = heard("edited_message", message(edit_date=NOW + 60))
    at = datetime.fromtimestamp(NOW + 60, UTC)
    assert edited == (replace(PLAIN, kind=Kind.EDIT, by="42", sent_at=at),)


def test_a_press_brings_the_token_of_its_button_and_its_topic() -> None:
    asked = {
        "message_id": 9,
        "date": NOW,
        "chat": FORUM,
        "from": bot_json(),
        "message_thread_id": 77,
        "is_topic_message": True,
    }
    query = {"id": "1", "from": ANN, "chat_instance": "1", "data": "abc", "message": asked}
    expected = Incoming(
        "telegram",
        "7",
        "-1001/77",
        "42",
        AT,
        AT,
        kind=Kind.BUTTON,
        bot="hearth_bot",
        name="Ann Li",
        reply_to="9",
        button="abc",
    )
    assert heard("callback_query", query) == (expected,)
    query["message"] = {"message_id": 9, "date": 0, "chat": GROUP}
    assert heard("callback_query", query) == (replace(expected, chat="-1001"),)


def test_reactions_come_one_by_one() -> None:
    changed = {
        "chat": GROUP,
        "message_id": 5,
        "user": ANN,
        "date": NOW,
        "old_reaction": [{"type": "emoji", "emoji": "👍"}],
        "new_reaction": [
            {"type": "emoji", "emoji": "🔥"},
            {"type": "custom_emoji", "custom_emoji_id": "12"},
        ],
    }
    base = replace(PLAIN, kind=Kind.REACTION, text="")
    assert heard("message_reaction", changed) == (
        replace(base, emoji="👍", removed=True),
        replace(base, update_id="7/1", emoji="🔥"),
        replace(base, update_id="7/2", emoji="custom:12"),
    )


ADMIN: Final = status("administrator", can_promote_members=True)
MODERATOR: Final = status("administrator", can_restrict_members=True)


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (status("left"), status("member"), [(Kind.JOIN, "")]),
        (status("member"), status("left"), [(Kind.LEAVE, "")]),
        (status("member"), status("kicked"), [(Kind.LEAVE, "")]),
        (status("member"), MODERATOR, [(Kind.ROLE, "moderator")]),
        (MODERATOR, ADMIN, [(Kind.ROLE, "admin")]),
        (ADMIN, status("creator"), [(Kind.ROLE, "owner")]),
        (status("left"), ADMIN, [(Kind.JOIN, ""), (Kind.ROLE, "admin")]),
        (ADMIN, status("left"), [(Kind.ROLE, "member"), (Kind.LEAVE, "")]),
        (status("member"), status("administrator"), []),
    ],
)
def test_joins_leaves_and_roles(
    old: dict[str, Any], new: dict[str, Any], kinds: list[tuple[Kind, str]]
) -> None:
    changed = {
        "chat": GROUP,
        "from": {**ANN, "id": 1},
        "date": NOW,
        "old_chat_member": {"user": ANN, **old},
        "new_chat_member": {"user": ANN, **new},
    }
    base = replace(PLAIN, text="", message_id="", by="1")
    assert heard("chat_member", changed) == tuple(
        replace(base, kind=kind, role=role, update_id=f"7/{n}" if n else "7")
        for n, (kind, role) in enumerate(kinds)
    )


def test_a_group_that_became_a_supergroup_has_moved() -> None:
    old = {"id": -50, "type": "group", "title": "Dawn"}
    moved = Incoming(
        "telegram", "7", "-50", "", AT, SENT, kind=Kind.MOVE, bot="hearth_bot", moved_to="-1001"
    )
    service = message(chat=old, migrate_to_chat_id=-1001)
    del service["text"]
    assert heard("message", service) == (moved,)
    service = message(migrate_from_chat_id=-50)
    del service["text"]
    assert heard("message", service) == (moved,)


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("my_chat_member", {"chat": GROUP, "from": ANN, "date": NOW,
                            "old_chat_member": {"user": bot_json(), "status": "member"},
                            "new_chat_member": {"user": bot_json(), "status": "left"}}),
        ("message", {"message_id": 5, "date": NOW, "chat": GROUP, "from": ANN,
                     "new_chat_title": "Dusk"}),
        ("purchased_something_new", {"id": 1}),
    ],
)  # fmt: skip
def test_what_says_nothing_to_the_bot_is_nothing(kind: str, what: dict[str, Any]) -> None:
    assert heard(kind, what) == ()


@pytest.mark.parametrize(
    "raw",
    [
        None, [], "x", {}, {"update_id": "7"},
        {"update_id": 7, "message": []},
        {"update_id": 7, "message": {"message_id": 5}},
        {"update_id": 7, "message": {"message_id": 5, "date": 10**30, "chat": GROUP}},
        {"update_id": 7, "callback_query": {"id": "1"}},
    ],
)  # fmt: skip
def test_a_malformed_update_is_none(raw: object) -> None:
    assert read_update(raw) is None


@given(st.text(), st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=4))
def test_no_entities_break_a_text(text: str, spans: list[tuple[int, int]]) -> None:
    entities = [
        {"type": "text_mention", "offset": offset, "length": length, "user": ANN}
        for offset, length in spans
    ]
    for found in heard("message", message(text=text, entities=entities)):
        found.text.encode()


@pytest.mark.parametrize(
    "more",
    [
        {"message_id": "5\0"},
        {"message_id": None},
        {"message_id": True},
        {"chat": {**GROUP, "id": "a group"}},
        {"from": {**ANN, "id": 4.5}},
        {"reply_to_message": {**message(), "message_id": [4]}},
        {"entities": [{"type": "text_mention", "offset": 0, "length": 1,
                       "user": {**ANN, "id": "x"}}]},
        {"date": None},
    ],
)  # fmt: skip
def test_what_is_no_number_is_no_id(more: dict[str, Any]) -> None:
    with pytest.raises(MALFORMED):
        heard("message", message(**more))
