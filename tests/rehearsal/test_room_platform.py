"""The world's side of one chat platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.errors import DeliveryFailed
from bot.core.model import Incoming, Kind
from bot.core.outgoing import Act, Doing, Purpose
from bot.rehearsal.lines import Fault
from bot.rehearsal.replies import ReplyRow
from bot.rehearsal.room_chat import BOT, ChatMessage, Shown, ShownButton
from bot.rehearsal.room_platform import Accepted, SimulatedPlatform

START = datetime(2026, 11, 22, 1, tzinfo=UTC)
YES = ShownButton("confirm", "确认", "t1")
NO = ShownButton("cancel", "取消", "t2")


class Watch:
    """An instant that the test moves."""

    def __init__(self) -> None:
        self.instant = START

    def __call__(self) -> datetime:
        return self.instant

    def pass_by(self, **time: float) -> None:
        self.instant += timedelta(**time)


def a_platform(name: str = "telegram") -> tuple[SimulatedPlatform, Watch]:
    watch = Watch()
    return SimulatedPlatform(name, watch), watch


def an_update(
    kind: Kind = Kind.MESSAGE, at: datetime = START, user: str = "42", message_id: str = "m1"
) -> Incoming:
    return Incoming(
        platform="telegram",
        update_id=f"{kind}:{message_id}:{at.isoformat()}",
        chat="-1",
        user=user,
        at=at,
        sent_at=at,
        kind=kind,
        message_id=message_id,
    )


def delete(message_id: str) -> Act:
    return Act(Doing.DELETE, "telegram", "-1", message=message_id)


def wrote(text: str, message_id: str = "m1", at: datetime = START, user: str = "42") -> Incoming:
    return replace(an_update(at=at, user=user, message_id=message_id), text=text)


def shown(text: str = "hello", *buttons: ShownButton, chat: str = "-1") -> Shown:
    return Shown(chat=chat, text=text, buttons=buttons)


def failure_of(platform: SimulatedPlatform) -> tuple[str, bool, float | None, bool]:
    with pytest.raises(DeliveryFailed) as caught:
        platform.deliver(shown())
    failed = caught.value
    return str(failed), failed.permanent, failed.retry_after, failed.closed


def test_messages_are_kept_with_their_authors_in_the_order_in_which_they_came() -> None:
    platform, watch = a_platform()
    assert platform.happened(wrote("签到"))
    watch.pass_by(seconds=2)
    answer = shown("第 1 天", YES)
    assert platform.deliver(answer) == "b1"
    assert list(platform.chat("-1").messages.values()) == [
        ChatMessage(id="m1", user="42", text="签到", at=START),
        ChatMessage(
            id="b1", user=BOT, text="第 1 天", at=START + timedelta(seconds=2), shown=answer
        ),
    ]
    assert platform.accepted == [
        Accepted("telegram", "b1", START + timedelta(seconds=2), answer),
    ]


def test_a_message_without_an_id_has_that_of_its_update() -> None:
    platform, _ = a_platform()
    update = replace(wrote("x"), message_id="", update_id="line:3")
    platform.happened(update)
    assert platform.message("-1", "line:3") == ChatMessage(
        id="line:3", user="42", text="x", at=START
    )


def test_a_redelivery_is_heard_again_and_changes_nothing() -> None:
    platform, _ = a_platform()
    platform.happened(wrote("first"))
    platform.happened(replace(an_update(Kind.EDIT), text="second"))
    assert platform.happened(wrote("first"))
    assert platform.message("-1", "m1") == ChatMessage(
        id="m1", user="42", text="second", at=START, edited=True
    )


def test_a_deleted_message_is_neither_edited_nor_reacted_to() -> None:
    platform, _ = a_platform()
    platform.happened(wrote("x"))
    platform.happened(an_update(Kind.DELETE))
    platform.happened(replace(an_update(Kind.EDIT), text="y"))
    platform.happened(replace(an_update(Kind.REACTION), emoji="👍"))
    assert platform.message("-1", "m1") == ChatMessage(
        id="m1", user="42", text="x", at=START, deleted=True
    )


def test_reactions_are_counted_once_for_each_person_and_can_be_taken_back() -> None:
    platform, _ = a_platform()
    platform.happened(wrote("x"))

    def reactions(*given: tuple[str, str, bool]) -> tuple[tuple[str, str], ...]:
        for emoji, user, removed in given:
            update = an_update(Kind.REACTION, user=user)
            platform.happened(replace(update, emoji=emoji, removed=removed))
        message = platform.message("-1", "m1")
        return () if message is None else message.reactions

    assert reactions(("👍", "1", False), ("👍", "1", False), ("👍", "2", False)) == (
        ("👍", "1"),
        ("👍", "2"),
    )
    assert reactions(("👍", "1", True), ("❤", "3", True)) == (("👍", "2"),)


def test_people_come_and_go_with_what_the_platform_says_they_are() -> None:
    platform, _ = a_platform()
    platform.happened(replace(an_update(Kind.JOIN, user="1"), name="林"))
    platform.happened(wrote("x", user="2"))
    platform.happened(replace(an_update(Kind.ROLE, user="1"), role="admin"))
    assert platform.chat("-1").members == {"1": "林", "2": ""}
    assert (platform.role("-1", "1"), platform.role("-1", "2")) == ("admin", "member")
    platform.happened(an_update(Kind.LEAVE, user="1"))
    assert platform.chat("-1").members == {"2": ""}
    assert platform.role("-1", "1") == "member"


def test_replies_are_counted_by_first_sending_in_their_own_chat() -> None:
    platform, _ = a_platform()
    for text in ("one", "two"):
        platform.deliver(shown(text))
    platform.deliver(shown("elsewhere", chat="-2"))
    platform.happened(wrote("a person's"))
    platform.edit("b1", shown("one, changed"))
    newest, before, none = (platform.reply("-1", back) for back in range(3))
    assert newest is not None and before is not None
    assert ((newest.id, newest.text), (before.id, before.text), none) == (
        ("b2", "two"),
        ("b1", "one, changed"),
        None,
    )


@pytest.mark.parametrize(
    ("back", "label", "found"),
    [
        (0, "confirm", YES),
        (0, "取消", NO),
        (0, "Confirm", None),
        (1, "confirm", None),
        (2, "confirm", None),
        (10**30, "confirm", None),
    ],
)
def test_a_button_is_found_by_its_label_or_its_key(
    back: int, label: str, found: ShownButton | None
) -> None:
    platform, _ = a_platform()
    platform.deliver(shown("no buttons"))
    platform.deliver(shown("sure?", YES, NO))
    assert platform.button("-1", back, label) == found


def test_a_button_is_gone_once_the_message_was_changed_or_deleted() -> None:
    platform, _ = a_platform()
    platform.deliver(shown("sure?", YES))
    platform.deliver(shown("really?", YES))
    platform.edit("b1", shown("done"))
    platform.perform(delete("b2"))
    assert (platform.button("-1", 0, "confirm"), platform.button("-1", 1, "confirm")) == (
        None,
        None,
    )


def test_the_bot_can_edit_only_its_own_messages_and_delete_those_that_are_there() -> None:
    platform, _ = a_platform()
    platform.happened(wrote("x"))
    acts: list[Callable[[], None]] = [
        lambda: platform.edit("m1", shown("y")),
        lambda: platform.edit("b7", shown("y")),
    ]
    for act in acts:
        with pytest.raises(DeliveryFailed) as caught:
            act()
        assert (caught.value.permanent, caught.value.closed) == (True, False)
    platform.perform(delete("b7"))
    platform.perform(delete("m1"))
    assert platform.accepted == []
    assert platform.message("-1", "m1") == ChatMessage(
        id="m1", user="42", text="x", at=START, deleted=True
    )


def test_an_id_that_the_chat_has_already_is_not_given_twice() -> None:
    platform, _ = a_platform()
    platform.happened(wrote("x", message_id="b1"))
    assert platform.deliver(shown()) == "b2"


@pytest.mark.parametrize(
    ("what", "retry_after", "failure", "taken"),
    [
        (Fault.FORBIDDEN, None, ("forbidden", True, None, True), 0),
        (Fault.RATE_LIMITED, None, ("rate limited", False, 5.0, False), 0),
        (Fault.RATE_LIMITED, 30.0, ("rate limited", False, 30.0, False), 0),
        (Fault.SERVER_ERROR, None, ("server error", False, None, False), 0),
        (Fault.TIMEOUT, None, ("timeout", False, None, False), 0),
        (Fault.ANSWER_LOST, None, ("timeout", False, None, False), 1),
    ],
)
def test_the_next_sends_meet_the_fault(
    what: Fault,
    retry_after: float | None,
    failure: tuple[str, bool, float | None, bool],
    taken: int,
) -> None:
    platform, _ = a_platform()
    platform.add_fault(what, times=2, retry_after=retry_after)
    assert failure_of(platform) == failure
    assert failure_of(platform) == failure
    assert len(platform.accepted) == 2 * taken
    assert platform.deliver(shown()) == f"b{2 * taken + 1}"


def test_faults_are_met_one_after_the_other_by_edits_and_deletions_too() -> None:
    platform, _ = a_platform()
    platform.deliver(shown("one", YES))
    platform.add_fault(Fault.TIMEOUT)
    platform.add_fault(Fault.ANSWER_LOST, times=2)
    acts: list[Callable[[], None]] = [
        lambda: platform.edit("b1", shown("not taken")),
        lambda: platform.edit("b1", shown("taken")),
        lambda: platform.perform(delete("b1")),
    ]
    for act in acts:
        with pytest.raises(DeliveryFailed, match="timeout"):
            act()
    assert platform.accepted == [
        Accepted("telegram", "b1", START, shown("one", YES)),
        Accepted("telegram", "b1", START, shown("taken"), edit=True),
    ]
    message = platform.message("-1", "b1")
    assert message is not None and (message.text, message.deleted) == ("taken", True)


def test_a_deaf_bot_sends_nothing_and_meets_no_fault() -> None:
    platform, _ = a_platform()
    platform.add_fault(Fault.FORBIDDEN)
    platform.down()
    assert failure_of(platform) == ("the adapter is off", False, None, False)
    assert platform.up() == []
    assert failure_of(platform)[0] == "forbidden"


def what_a_deaf_bot_misses() -> list[Incoming]:
    minutes = [START + timedelta(minutes=minute) for minute in range(1, 9)]
    return [
        wrote("stays", "m1", minutes[0]),
        wrote("changes", "m2", minutes[1]),
        wrote("goes", "m3", minutes[2]),
        wrote("stays", "m1", minutes[3]),
        replace(an_update(Kind.EDIT, minutes[4], message_id="m2"), text="changed"),
        an_update(Kind.DELETE, minutes[5], message_id="m3"),
        replace(an_update(Kind.REACTION, minutes[6]), emoji="👍"),
        an_update(Kind.LEAVE, minutes[7], user="9"),
    ]


def test_telegram_keeps_every_update_and_gives_it_when_the_bot_is_up_again() -> None:
    platform, watch = a_platform("telegram")
    platform.down()
    missed = what_a_deaf_bot_misses()
    assert [platform.happened(one) for one in missed] == [False] * 8
    watch.pass_by(hours=5)
    assert platform.up() == [replace(one, at=watch.instant) for one in missed]
    assert platform.up() == []
    assert platform.happened(wrote("heard", "m9"))


def test_telegram_keeps_updates_for_24_hours() -> None:
    platform, watch = a_platform("telegram")
    platform.down()
    old, young = wrote("x", "m1", START), wrote("y", "m2", START + timedelta(microseconds=1))
    platform.happened(old)
    platform.happened(young)
    watch.pass_by(hours=24, microseconds=1)
    assert platform.up() == [replace(young, at=watch.instant)]


def test_discord_is_read_back_from_its_history_as_that_now_stands() -> None:
    platform, watch = a_platform("discord")
    platform.down()
    missed = what_a_deaf_bot_misses()
    for one in missed:
        platform.happened(one)
    watch.pass_by(days=3)
    now = watch.instant
    assert platform.up() == [
        replace(missed[0], at=now),
        replace(missed[1], at=now, text="changed"),
    ]


@pytest.mark.parametrize("name", ["console", "matrix"])
def test_other_platforms_keep_nothing_for_a_deaf_bot(name: str) -> None:
    platform, watch = a_platform(name)
    platform.down()
    for one in what_a_deaf_bot_misses():
        platform.happened(one)
    watch.pass_by(minutes=10)
    assert platform.up() == []
    assert platform.message("-1", "m1") is not None


@pytest.mark.parametrize("name", ["telegram", "discord", "console"])
def test_the_last_role_of_each_person_is_told_whatever_the_platform_keeps(name: str) -> None:
    platform, watch = a_platform(name)
    platform.down()
    roles = [
        replace(an_update(Kind.ROLE, user=user), role=role)
        for user, role in [("1", "admin"), ("2", "moderator"), ("1", "member")]
    ]
    for one in roles:
        platform.happened(one)
    watch.pass_by(days=2)
    assert platform.up() == [replace(one, at=watch.instant) for one in roles[1:]]


def test_what_was_accepted_is_a_row_of_the_replies() -> None:
    platform, _ = a_platform()
    platform.deliver(
        Shown(
            chat="-1",
            to="42",
            in_reply_to="m1",
            key="makeup.ask",
            values={"cards": 2},
            text="用 2 张？",
            buttons=(YES, NO),
            mentions=("42",),
            card={"kind": "calendar"},
            kind=Purpose.NOTICE,
        )
    )
    assert [accepted.row() for accepted in platform.accepted] == [
        ReplyRow(
            at=START,
            platform="telegram",
            chat="-1",
            to="42",
            in_reply_to="m1",
            key="makeup.ask",
            values={"cards": 2},
            text="用 2 张？",
            buttons=(("confirm", "确认"), ("cancel", "取消")),
            mentions=("42",),
            card={"kind": "calendar"},
            kind=Purpose.NOTICE,
        )
    ]


def test_several_platforms_may_share_one_list_in_the_order_of_sending() -> None:
    watch = Watch()
    accepted: list[Accepted] = []
    telegram, discord = (
        SimulatedPlatform(name, watch, accepted) for name in ("telegram", "discord")
    )
    for platform in (telegram, discord, telegram):
        platform.deliver(shown())
    assert [(one.platform, one.id) for one in accepted] == [
        ("telegram", "b1"),
        ("discord", "b1"),
        ("telegram", "b2"),
    ]
