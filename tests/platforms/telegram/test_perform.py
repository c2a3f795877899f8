"""What Telegram is asked to do besides showing messages, by the adapter alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest

from bot.core.clock import to_micros
from bot.core.errors import DeliveryFailed
from bot.core.outgoing import Act, Doing
from bot.core.text import Text
from bot.platforms.telegram.adapter import TelegramAdapter
from bot.presenter.delivery import Deed
from bot.rehearsal.clock import VirtualClock
from tests.servers.telegram import TelegramServer, Trouble
from tests.servers.telegram_bot import START, an_adapter
from tests.servers.telegram_members import Json, Member, status
from tests.servers.telegram_world import BOT_ID, Chat, user_json

DAY_S: Final = 86_400
MUTE, KICK, BAN, UNBAN, UNMUTE = (
    Act(doing, "telegram", "-1001/77", user="42")
    for doing in (Doing.MUTE, Doing.KICK, Doing.BAN, Doing.UNBAN, Doing.UNMUTE)
)
SANCTIONS: Final = (MUTE, KICK, BAN, UNBAN, UNMUTE)
TITLE: Final = Act(Doing.GIVE_ROLE, "telegram", "-1001", user="42", role="学霸")
RESTRICT, DELETE = Text("telegram.lacks.restrict"), Text("telegram.lacks.delete")
BANNED: Final = Member("kicked")


class Place:
    """A group with Ann, who is 42, and the adapter of a bot there."""

    def __init__(self, server: TelegramServer, adapter: TelegramAdapter) -> None:
        self.server = server
        self.adapter = adapter
        self.group = server.world.group(-1001, topics=(77,))
        self.message = int(self.says(42))

    @property
    def ann(self) -> Member:
        return self.group.members[42]

    def says(self, user: int, chat: Chat | None = None) -> str:
        update = self.server.world.says(user, chat or self.group, "hello")
        return str(update["message"]["message_id"])

    async def does(self, act: Act, **more: Any) -> None:
        await self.adapter.perform(Deed(replace(act, **more)))

    async def fails(self, act: Act, **more: Any) -> DeliveryFailed:
        with pytest.raises(DeliveryFailed) as failed:
            await self.does(act, **more)
        return failed.value

    def asked(self) -> list[str]:
        """What the bot has asked Telegram for since the last time."""
        names = [name for name, _ in self.server.calls]
        self.server.calls.clear()
        return names


@pytest.fixture
async def clock() -> VirtualClock:
    return VirtualClock(START)


@pytest.fixture
async def place(clock: VirtualClock) -> AsyncIterator[Place]:
    async with TelegramServer() as server, an_adapter(server, clock) as adapter:
        place = Place(server, adapter)
        place.asked()
        yield place
        assert server.mistakes == []


def staff(name: str, user: int = 42) -> Json:
    return {"user": user_json(user), **status(name)}


def after(seconds: float) -> int:
    return to_micros(START + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("asked", "until"),
    [
        (0, 0),
        (after(3600), 3600),
        (after(3600) - 1, 3600),
        (after(60), 60),
        (after(1), 60),
        (after(366 * DAY_S), 366 * DAY_S),
        (after(400 * DAY_S), 0),
    ],
)
@pytest.mark.parametrize("act", [MUTE, BAN])
async def test_an_end_is_never_sooner_than_asked_and_never_by_mistake_for_ever(
    place: Place, act: Act, asked: int, until: int
) -> None:
    await place.does(act, until=asked)
    assert place.ann.until == (int(START.timestamp()) + until if until else 0)
    assert (place.ann.is_muted, place.ann.status == "kicked") == (act is MUTE, act is BAN)


@pytest.mark.parametrize("act", [MUTE, BAN])
@pytest.mark.parametrize("years", [2, 100])
async def test_an_end_that_is_none_for_telegram_is_not_told(
    place: Place, act: Act, years: int
) -> None:
    await place.does(act, until=after(years * 366 * DAY_S))
    (*_, (_, asked)) = place.server.calls
    assert ("until_date" in asked, place.ann.until) == (False, 0)


@pytest.mark.parametrize("act", [MUTE, BAN])
async def test_what_would_have_ended_by_now_is_not_done(place: Place, act: Act) -> None:
    await place.does(act, until=after(0))
    await place.does(act, until=after(-3600))
    assert (place.asked(), place.ann) == ([], Member())


async def test_who_is_unmuted_may_all_that_the_group_allows(place: Place) -> None:
    await place.does(MUTE)
    assert not place.ann.may_write(int(START.timestamp()))
    await place.does(UNMUTE)
    assert place.ann == Member()


@pytest.mark.parametrize("act", [MUTE, UNMUTE, KICK])
async def test_a_ban_is_lifted_by_nothing_but_an_unban(place: Place, act: Act) -> None:
    place.group.members[42] = replace(BANNED)
    await place.does(act)
    assert place.ann == BANNED
    await place.does(UNBAN)
    assert place.ann == Member("left")


async def test_an_unban_sends_nobody_away(place: Place) -> None:
    await place.does(UNBAN)
    assert place.ann == Member()


async def test_who_has_left_is_muted_for_the_time_when_they_come_back(place: Place) -> None:
    place.group.members[42] = Member("left")
    await place.does(MUTE)
    assert (place.ann.is_muted, place.ann.is_inside) == (True, False)
    await place.does(UNMUTE)
    assert place.ann == Member("left")


async def test_who_is_kicked_was_never_banned(place: Place) -> None:
    await place.does(KICK)
    assert place.ann == Member("left")
    assert place.asked() == ["getChatMember", "unbanChatMember"]
    changes = [each["chat_member"] for each in place.server.world.happened if "chat_member" in each]
    assert [each["new_chat_member"]["status"] for each in changes] == ["left"]


@pytest.mark.parametrize("act", SANCTIONS)
@pytest.mark.parametrize("name", ["administrator", "creator"])
async def test_administrators_are_left_alone_and_it_is_said_why(
    place: Place, act: Act, name: str
) -> None:
    place.group.staff = [staff(name)]
    if act is UNMUTE:
        await place.does(act)
        assert place.asked() == ["getChatMember"]
        return
    failed = await place.fails(act)
    words = {
        Doing.MUTE: "an administrator cannot be muted",
        Doing.KICK: "an administrator cannot be kicked",
    }.get(
        act.doing,
        {
            "administrator": "User is an administrator of the chat",
            "creator": "Can't remove chat owner",
        }[name],
    )
    assert (str(failed), failed.permanent, failed.lacks) == (words, True, None)


@pytest.mark.parametrize("user", ["-1001", "1087968824"])
@pytest.mark.parametrize("act", SANCTIONS)
async def test_an_anonymous_administrator_is_no_person(place: Place, act: Act, user: str) -> None:
    if act is UNMUTE:
        await place.does(act, user=user)
    else:
        failed = await place.fails(act, user=user)
        assert (str(failed), failed.permanent) == (
            "an anonymous administrator cannot be told apart",
            True,
        )
    assert place.asked() == []


async def test_a_channel_that_writes_in_the_group_can_be_banned_and_nothing_else(
    place: Place,
) -> None:
    for act in (MUTE, KICK):
        failed = await place.fails(act, user="-1009")
        assert str(failed) == "a channel can be banned and nothing else"
        assert (failed.permanent, failed.lacks) == (True, None)
    for _ in range(2):
        await place.does(BAN, user="-1009")
        assert place.group.banned_channels == {-1009}
    for _ in range(2):
        await place.does(UNBAN, user="-1009")
        assert place.group.banned_channels == set()


@pytest.mark.parametrize("act", SANCTIONS)
@pytest.mark.parametrize("own", ["member", "administrator"])
async def test_a_sanction_without_the_right_says_which_right_is_missing(
    place: Place, act: Act, own: str
) -> None:
    await place.does(MUTE)
    muted = place.ann
    place.group.status = own
    place.group.rights = {"can_restrict_members": False}
    failed = await place.fails(act)
    assert (failed.permanent, failed.closed, failed.lacks) == (True, False, RESTRICT)
    assert place.ann == muted


async def test_a_deletion_without_the_right_says_so_and_one_that_is_too_late_does_not(
    place: Place, clock: VirtualClock
) -> None:
    act = Act(Doing.DELETE, "telegram", "-1001", message=str(place.message))
    place.group.rights = {"can_delete_messages": False}
    assert (await place.fails(act)).lacks == DELETE
    place.group.status = "member"
    assert (await place.fails(act)).lacks == DELETE
    place.group.status, place.group.rights = "administrator", {}
    await clock.advance_to(START + timedelta(hours=48), clock_stands)
    failed = await place.fails(act)
    assert (str(failed), failed.lacks) == ("Message can't be deleted", None)
    young = place.says(42)
    await place.does(act, message=young)
    await place.does(act, message=young)
    assert list(place.group.sent_at) == [place.message]


async def test_the_right_is_asked_for_only_where_one_is_missing(place: Place) -> None:
    private = place.server.world.private(42)
    message = place.says(42, private)
    private.sent_at[int(message)] -= 48 * 3600
    act = Act(Doing.DELETE, "telegram", "42", message=message)
    assert (await place.fails(act)).lacks is None
    assert place.asked() == ["deleteMessage"]


async def test_a_group_that_is_no_supergroup_can_put_out_and_not_mute(place: Place) -> None:
    group = place.server.world.group(-50, type="group")
    for user in (42, 43):
        place.says(user, group)
    assert str(await place.fails(MUTE, chat="-50")) == "Method is available only for supergroups"
    await place.does(KICK, chat="-50")
    await place.does(KICK, chat="-50")
    await place.does(BAN, chat="-50", user="43")
    assert [group.members[user] for user in (42, 43)] == [Member("left")] * 2
    await place.does(UNBAN, chat="-50", user="43")
    # Nobody can be kept out who is not there.
    assert str(await place.fails(BAN, chat="-50")) == "User_not_participant"


@pytest.mark.parametrize(("act", "succeeds"), [(MUTE, False), (BAN, False), (UNBAN, True),
                                               (UNMUTE, True), (KICK, True)])  # fmt: skip
async def test_of_who_was_never_there_only_what_is_so_already_is_done(
    place: Place, act: Act, succeeds: bool
) -> None:
    if succeeds:
        await place.does(act, user="99")
    else:
        failed = await place.fails(act, user="99")
        assert (str(failed), failed.permanent, failed.lacks) == (
            "Participant_id_invalid",
            True,
            None,
        )


async def test_the_bot_does_nothing_to_itself(place: Place) -> None:
    assert str(await place.fails(BAN, user=str(BOT_ID))) == "Can't restrict self"


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (replace(MUTE, chat="room"), "no chat of Telegram: room"),
        (replace(MUTE, user="ann"), "no id of Telegram: ann"),
        (Act(Doing.DELETE, "telegram", "-1001", message=""), "no id of Telegram: "),
        (replace(MUTE, doing=Doing.GIVE_ROLE, user="-5", role="5"), "a channel has no title"),
    ],
)
async def test_what_cannot_be_meant_is_given_up_at_once(place: Place, act: Act, words: str) -> None:
    failed = await place.fails(act)
    assert (str(failed), failed.permanent, place.asked()) == (words, True, [])


async def test_a_title_stands_beside_the_name_until_it_is_taken(place: Place) -> None:
    await place.does(TITLE)
    assert place.ann.tag == "学霸"
    await place.does(TITLE, role="Sage")
    await place.does(replace(TITLE, doing=Doing.TAKE_ROLE))
    assert place.ann.tag == "Sage"
    await place.does(TITLE, doing=Doing.TAKE_ROLE, role="Sage")
    await place.does(TITLE, doing=Doing.TAKE_ROLE, role="Sage")
    assert place.ann.tag == ""


async def test_a_title_that_the_bot_may_not_give_names_the_right(place: Place) -> None:
    place.group.rights = {"can_manage_tags": False}
    failed = await place.fails(TITLE)
    assert (failed.permanent, failed.lacks) == (True, Text("telegram.lacks.tags"))


async def test_an_administrator_gets_no_title(place: Place) -> None:
    place.group.staff.append(staff("administrator"))
    failed = await place.fails(TITLE)
    assert str(failed) == "an administrator cannot be given a title"


@pytest.mark.parametrize("act", SANCTIONS)
async def test_an_act_follows_a_group_that_has_moved(place: Place, act: Act) -> None:
    old = place.server.world.group(-50, type="group")
    place.says(42, old)
    place.server.world.group(-1002)
    old.moved_to = -1002
    assert (await place.fails(act, chat="-50")).moved_to == "-1002"


@pytest.mark.parametrize(
    ("trouble", "retry_after", "permanent"),
    [(Trouble(429, 7), 7, False), (Trouble(502), None, False), (Trouble("drop"), None, False),
     (Trouble(403), None, True)],
)  # fmt: skip
@pytest.mark.parametrize("act", [MUTE, KICK, BAN, UNBAN])
async def test_what_may_pass_is_not_given_up(
    place: Place, act: Act, trouble: Trouble, retry_after: float | None, permanent: bool
) -> None:
    place.server.troubles.append(trouble)
    failed = await place.fails(act)
    assert (failed.retry_after, failed.permanent) == (retry_after, permanent)
    await place.does(act)


@pytest.mark.parametrize(
    ("emoji", "shown"),
    [
        ("👍", ["👍"]), ("✅", ["👍"]), ("✔️", ["👍"]), ("❌", ["👎"]),
        ("👏🏽", ["👏"]), ("❤️", ["❤"]),
        ("❤️‍🔥", ["❤️‍🔥"]), ("", []),
    ],
)  # fmt: skip
async def test_a_reaction_is_the_nearest_that_telegram_has(
    place: Place, emoji: str, shown: list[str]
) -> None:
    act = Act(Doing.REACT, "telegram", "-1001/77", message=str(place.message), emoji=emoji)
    await place.does(act)
    await place.does(act)
    assert place.group.reactions[place.message] == shown


async def test_a_reaction_that_nobody_can_give_is_given_up(place: Place) -> None:
    act = Act(Doing.REACT, "telegram", "-1001", message=str(place.message), emoji="🥟")
    failed = await place.fails(act)
    assert (str(failed), failed.permanent, place.asked()) == (
        "Telegram has no reaction 🥟",
        True,
        [],
    )
    place.group.reactions_allowed = frozenset("👍")
    failed = await place.fails(act, emoji="🔥")
    assert (str(failed), failed.permanent, failed.lacks) == ("Reaction_invalid", True, None)


async def test_a_refused_token_ends_all_and_gives_nothing_up(place: Place) -> None:
    place.adapter.up.set()
    place.server.token = "another"
    failed = await place.fails(BAN)
    assert (failed.permanent, place.adapter.up.is_set()) == (False, False)


async def clock_stands() -> None:
    """Nothing waits for the clock."""
