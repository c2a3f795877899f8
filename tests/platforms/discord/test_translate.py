"""Discord's JSON becomes updates: pure, so it is tested on payloads."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Incoming, Kind, Sender
from bot.platforms.discord.markup import escape, plain
from bot.platforms.discord.translate import MALFORMED, Scene, role_of, translate
from bot.rehearsal.clock import VirtualClock
from tests.kit import START
from tests.servers.discord_world import BOT, CHANNEL, Shown, World

WORLD = World(VirtualClock(START))
SCENE = Scene(
    bot=BOT,
    at=START,
    chat_of=lambda guild, channel: f"{guild}/{channel or 3001}",
    place=lambda: "session:7",
    author_of=lambda number: "42",
)
BO = WORLD.user("7", "Bo")


def message(text: str, **more: Any) -> Incoming:
    (update,) = translate(
        "MESSAGE_CREATE", WORLD.message("42", text, channel=CHANNEL, **more), SCENE
    )
    return update


@pytest.mark.parametrize(
    ("text", "shown", "mentions"),
    [
        ("/award <@7> 5", "/award @user7 5", ("7",)),
        ("/奖励<@7> 5", "/奖励 @user7 5", ("7",)),
        ("<@5001> /checkin", "@5001 /checkin", (BOT,)),
        ("<@!7>hello", "@user7 hello", ("7",)),
        ("/award @bo <@7> 5", "/award @bo @user7 5", ("", "7")),
        ("mail a@b.c <@7>", "mail a@b.c @user7", ("7",)),
        ("<@&9> @everyone <@8>", "<@&9> @everyone @8", ("", "8")),
    ],
)
def test_mentions_are_in_the_order_of_the_words(
    text: str, shown: str, mentions: tuple[str, ...]
) -> None:
    update = message(text, mentions=[BO])
    assert (update.text, update.mentions) == (shown, mentions)


@pytest.mark.parametrize(("author", "named"), [("7", "7"), (BOT, "")])
def test_a_reply_names_whom_it_answers_but_for_the_bot(author: str, named: str) -> None:
    answered = WORLD.message(author, "hi", channel=CHANNEL)
    update = message(
        "/streak",
        type=19,
        message_reference={"message_id": answered["id"]},
        referenced_message=answered,
    )
    assert (update.reply_to, update.reply_to_user) == (answered["id"], named)


@pytest.mark.parametrize(
    ("kinds", "media", "file"),
    [
        ([], "", ""),
        (["text/plain"], "file", "2001/3001:9:0"),
        (["text/plain", "image/png", "image/png"], "photo", "2001/3001:9:1"),
        ([None], "file", "2001/3001:9:0"),
    ],
)
@pytest.mark.parametrize("event", ["MESSAGE_CREATE", "MESSAGE_UPDATE"])
def test_files_are_named_by_their_message(
    event: str, kinds: list[str | None], media: str, file: str
) -> None:
    files = [{"id": str(n), "content_type": kind} for n, kind in enumerate(kinds)]
    whole = WORLD.message("42", "hi", channel=CHANNEL, number="9", attachments=files,
                          edited_timestamp="2026-11-23T01:00:00+00:00")  # fmt: skip
    (update,) = translate(event, whole, SCENE)
    assert (update.media, update.file) == (media, file)


def test_edits_and_deletions_are_named_by_what_they_change() -> None:
    edited = WORLD.message("42", "new", channel=CHANNEL, number="9",
                           edited_timestamp="2026-11-23T01:00:00+00:00")  # fmt: skip
    (edit,) = translate("MESSAGE_UPDATE", edited, SCENE)
    assert (edit.kind, edit.update_id) == (Kind.EDIT, "9e2026-11-23T01:00:00+00:00")
    assert translate("MESSAGE_UPDATE", {**edited, "edited_timestamp": None}, SCENE) == []
    place = {"channel_id": CHANNEL, "guild_id": "2001"}
    gone = translate("MESSAGE_DELETE_BULK", {**place, "ids": ["9", "10"]}, SCENE)
    assert [(each.kind, each.update_id, each.user) for each in gone] == [
        (Kind.DELETE, "9d", "42"),
        (Kind.DELETE, "10d", "42"),
    ]


def test_reactions_and_joins_are_named_by_their_place_in_the_session() -> None:
    place = {"channel_id": CHANNEL, "guild_id": "2001", "message_id": "9", "user_id": "42"}
    (update,) = translate("MESSAGE_REACTION_REMOVE", {**place, "emoji": {"name": "👍"}}, SCENE)
    assert (update.update_id, update.emoji, update.removed) == ("session:7", "👍", True)
    (joined,) = translate("GUILD_MEMBER_ADD", {"guild_id": "2001", "user": BO}, SCENE)
    assert (joined.kind, joined.chat, joined.name) == (Kind.JOIN, "2001/3001", "Bo")


def test_a_press_brings_its_token_and_the_message_that_it_hangs_on() -> None:
    data = {"custom_id": "token", "component_type": 2}
    sent = WORLD.sent_json(Shown("9", CHANNEL, {"content": "x"}))
    press = WORLD.interaction("42", 3, data, channel=CHANNEL, message=sent)
    (update,) = translate("INTERACTION_CREATE", press, SCENE)
    assert (update.kind, update.button, update.reply_to) == (Kind.BUTTON, "token", "9")
    assert (update.message_id, update.answer_to) == ("", "")


@pytest.mark.parametrize(
    ("more", "sender"),
    [
        ({"webhook_id": "5"}, Sender.WEBHOOK),
        ({"author": WORLD.user("42", "b", bot=True)}, Sender.BOT),
        ({}, Sender.PERSON),
    ],
)
def test_who_wrote_is_told_apart(more: dict[str, Any], sender: Sender) -> None:
    assert message("hello", **more).sender is sender


@pytest.mark.parametrize(
    ("permissions", "role"),
    [(0, "member"), (1 << 13, "moderator"), (1 << 1, "moderator"), (1 << 3, "admin")],
)
def test_permissions_say_what_somebody_is(permissions: int, role: str) -> None:
    assert role_of(permissions) == role


@given(st.sampled_from(["MESSAGE_CREATE", "MESSAGE_UPDATE", "INTERACTION_CREATE"]), st.data())
def test_what_is_not_as_documented_is_an_error_of_its_kind(event: str, data: st.DataObject) -> None:
    whole = WORLD.message("42", "hi", channel=CHANNEL)
    broken = {
        key: data.draw(st.sampled_from([value, None, 7, "x"])) for key, value in whole.items()
    }
    try:
        translate(event, broken, SCENE)
    except MALFORMED:
        return


@given(
    st.text(alphabet=st.sampled_from("ab \\*_`~|<>@#[]()-+\n"), max_size=80) | st.text(max_size=80)
)
def test_escaped_text_shows_itself(text: str) -> None:
    assert Shown("1", "2", {"content": escape(text)}).text == text
    assert plain(escape(text)) == text


@given(st.text(alphabet="*_`~|<>@#[]()\\-+ a\n"))
def test_no_markup_is_left_without_a_backslash(text: str) -> None:
    shown, escaped = escape(text), False
    for letter in shown:
        assert escaped or letter not in "*_`~|<>@#[]()"
        escaped = letter == "\\" and not escaped
