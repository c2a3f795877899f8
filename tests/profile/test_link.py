"""Linking: a code on one platform, given on the other, confirmed on the first."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from bot.community import people
from bot.core.model import CommunityId
from tests.kit import TWO, Bot, a_bot

HINT: Final = "I have answered you in private."
UNKNOWN: Final = (
    "That is no code that works: codes last 10 minutes and work once. Send /link on your other"
    " platform for a new one, then /link and that code here, like /link 7KM4XQ2P."
)
NOTHING_WAITS: Final = (
    "Nothing waits for your confirmation. Send /link here for a code, then /link and the code"
    " from your other account; then confirm here with /link confirm."
)
LINKED_WITH: Final = (
    "You are linked with {}: one member with one streak. /unlink and a platform’s name takes it"
    " back."
)
QUESTION: Final = (
    "P7 (Discord, id 7) wants to be linked with your account P42 (Telegram, id 42). Then you are"
    " one member: days, points and streak are put together. If that is you, send /link confirm"
    " within 10 minutes, or press the button. If not, cancel."
)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot with two communities; 42 on Telegram is a member for longer than 7 on Discord."""
    async with a_bot(tmp_path, config=TWO) as running:
        await running.says("telegram:42", "hello")
        await running.tick(seconds=1)
        await running.says("discord:7", "hello")
        await running.tick(seconds=1)
        yield running


async def asks(bot: Bot, who: str = "telegram:42") -> str:
    """The code that somebody gets in private."""
    before = len(bot.sent)
    await bot.whispers(who, "/link")
    (sent,) = bot.sent[before:]
    found = re.search(r"[2-9A-HJ-NP-Z]{8}", sent.text)
    assert found is not None
    assert sent.text == (
        f"Your code is {found[0]}. Send /link {found[0]} to me from your account on the other"
        " platform within 10 minutes. It works once; show it to nobody else."
    )
    return found[0]


async def links(bot: Bot, one: str = "telegram:42", other: str = "discord:7") -> list[str]:
    """The two are linked; returns what is said at the confirmation."""
    await bot.whispers(other, f"/link {await asks(bot, one)}")
    return await bot.whispers(one, "/link confirm")


def tables_of(bot: Bot) -> list[str]:
    """The tables that the migrations make."""
    return [name for name, table in bot.machine.house.tables.items() if table.columns]


async def member(bot: Bot, who: str, community: str = "main") -> str:
    """The member that holds the account."""
    platform, _, user = who.partition(":")
    async with bot.app.database.read() as read:
        known = await people.find(read, CommunityId(community), platform, user)
    assert known is not None
    return known.member


async def test_two_accounts_become_one_member_and_the_older_one_stays(bot: Bot) -> None:
    older = await member(bot, "telegram:42")
    code = await asks(bot, "discord:7")
    assert await bot.whispers("telegram:42", f"/link {code}") == [
        "I have asked P7 (Discord) to confirm. Please send /link confirm there within 10 minutes.",
        "P42 (Telegram, id 42) wants to be linked with your account P7 (Discord, id 7). Then you"
        " are one member: days, points and streak are put together. If that is you, send /link"
        " confirm within 10 minutes, or press the button. If not, cancel.",
    ]
    assert await bot.whispers("discord:7", "/link confirm") == [
        LINKED_WITH.format("P42 (Telegram)") + "\nDawn:"
        "\nCheck-ins: streak 0, longest 0, 0 days in all"
        "\nPoints: 0, 0 in all, 0 entries",
        LINKED_WITH.format("P7 (Discord)"),
    ]
    assert await member(bot, "discord:7") == await member(bot, "telegram:42") == older
    assert await bot.problems() == []


async def test_a_code_asked_for_in_a_group_comes_in_private(bot: Bot) -> None:
    before = len(bot.sent)
    await bot.says("telegram:42", "/link")
    assert [(sent.chat, sent.text == HINT) for sent in bot.sent[before:]] == [
        ("42", False),
        ("-1001", True),
    ]


async def test_the_first_side_confirms_by_a_button_that_works_once(bot: Bot) -> None:
    code = await asks(bot)
    assert (await bot.whispers("discord:7", f"/link {code}"))[1] == QUESTION
    assert await bot.presses("discord:7", "confirm", chat="42", private=True) == [
        "That button has expired. Please send the command again."
    ]
    assert (await bot.presses("telegram:42", "confirm", chat="42", private=True))[0].startswith(
        LINKED_WITH.format("P7 (Discord)")
    )
    assert await bot.presses("telegram:42", "confirm", chat="42", private=True) == [
        "That button has been used already. To do it again, please send the command again."
    ]


async def test_the_first_side_may_say_no(bot: Bot) -> None:
    code = await asks(bot)
    await bot.whispers("discord:7", f"/link {code}")
    assert await bot.presses("telegram:42", "cancel", chat="42", private=True) == [
        "All right, nothing was linked.",
        "P42 (Telegram) has cancelled the link; nothing was changed.",
    ]
    assert await bot.whispers("telegram:42", "/link confirm") == [NOTHING_WAITS]
    assert await bot.whispers("discord:7", f"/link {code}") == [UNKNOWN]
    assert await member(bot, "discord:7") != await member(bot, "telegram:42")


async def test_the_second_side_cannot_confirm(bot: Bot) -> None:
    await bot.whispers("discord:7", f"/link {await asks(bot)}")
    assert await bot.whispers("discord:7", "/link confirm") == [NOTHING_WAITS]


@pytest.mark.parametrize("written", ["{}", " {} ", "{lower}", "{dashed}"])
async def test_a_code_is_read_as_people_write_it(bot: Bot, written: str) -> None:
    code = await asks(bot)
    spelled = written.format(code, lower=code.lower(), dashed=f"{code[:4]}-{code[4:]}")
    assert (await bot.whispers("discord:7", f"/关联 {spelled}"))[1] == QUESTION


async def test_a_code_works_once_and_for_ten_minutes(bot: Bot) -> None:
    code = await asks(bot)
    await bot.whispers("discord:7", f"/link {code}")
    assert await bot.whispers("discord:8", f"/link {code}") == [UNKNOWN]
    late = await asks(bot)
    await bot.tick(minutes=10)
    assert await bot.whispers("discord:7", f"/link {late}") == [UNKNOWN]
    assert await bot.whispers("telegram:42", "/link confirm") == [NOTHING_WAITS]


async def test_a_confirmation_comes_within_ten_minutes(bot: Bot) -> None:
    await bot.whispers("discord:7", f"/link {await asks(bot)}")
    await bot.tick(minutes=10)
    assert await bot.whispers("telegram:42", "/link confirm") == [NOTHING_WAITS]
    assert await bot.presses("telegram:42", "confirm", chat="42", private=True) == [
        "That button has expired. Please send the command again."
    ]


async def test_a_new_code_ends_the_one_before(bot: Bot) -> None:
    old, new = await asks(bot), await asks(bot)
    assert await bot.whispers("discord:7", f"/link {old}") == [UNKNOWN]
    assert (await bot.whispers("discord:7", f"/link {new}"))[1] == QUESTION


async def test_five_codes_a_day_and_the_answer_says_when_the_next_is_there(bot: Bot) -> None:
    for _ in range(5):
        await asks(bot)
        await bot.tick(hours=1)
    assert await bot.whispers("telegram:42", "/link") == [
        "You have had 5 codes within a day. The next one is there from 2026-11-24 09:00 on."
    ]
    await bot.tick(hours=19)
    await asks(bot)


async def test_guessing_is_slowed_down_also_for_the_right_code(bot: Bot) -> None:
    code = await asks(bot)
    for number in range(5):
        assert await bot.whispers("discord:7", f"/link ABCDEF{number + 2}2") == [UNKNOWN]
        await bot.tick(minutes=1)
    assert await bot.whispers("discord:7", f"/link {code}") == [
        "Too many wrong codes. Please try again in 5 minutes, with a new code from /link on your"
        " other platform."
    ]
    await bot.tick(minutes=5)
    assert await bot.whispers("discord:7", f"/link {await asks(bot)}") != [UNKNOWN]


async def test_codes_are_kept_as_hashes_and_nowhere_else(bot: Bot) -> None:
    code = await asks(bot)
    await bot.whispers("discord:7", f"/link {code}")
    for table in tables_of(bot):
        assert code not in str(await bot.rows(f"SELECT * FROM {table}")), table


async def test_ones_own_code_and_an_account_of_the_same_platform_are_refused(bot: Bot) -> None:
    code = await asks(bot)
    assert await bot.whispers("telegram:42", f"/link {code}") == [
        "That is this account’s own code. Send it from your account on the other platform, like"
        " /link 7KM4XQ2P."
    ]
    assert await bot.whispers("telegram:43", f"/link {code}") == [
        "A person has one account on Telegram here, so P42 (Telegram) and P43 (Telegram) cannot be"
        " one person. Link accounts of different platforms, or /unlink Telegram first."
    ]
    assert (await bot.whispers("discord:7", f"/link {code}"))[1] == QUESTION


async def test_linked_accounts_are_not_linked_again(bot: Bot) -> None:
    await links(bot)
    code = await asks(bot)
    assert await bot.whispers("discord:7", f"/link {code}") == [
        "P42 (Telegram) and this account are linked already; nothing was changed."
    ]


async def test_equal_ids_on_two_platforms_are_linked_like_any_others(bot: Bot) -> None:
    await bot.says("discord:42", "hello")
    assert await member(bot, "discord:42") != await member(bot, "telegram:42")
    await links(bot, other="discord:42")
    assert await member(bot, "discord:42") == await member(bot, "telegram:42")


async def test_what_waits_is_over_when_one_side_was_linked_meanwhile(bot: Bot) -> None:
    await bot.says("discord:8", "hello")
    await bot.whispers("discord:8", f"/link {await asks(bot)}")
    code = await asks(bot, "discord:7")
    await bot.whispers("telegram:42", f"/link {code}")
    assert (await bot.whispers("discord:7", "/link confirm"))[0].startswith(
        LINKED_WITH.format("P42 (Telegram)")
    )
    assert await bot.whispers("telegram:42", "/link confirm") == [
        "A person has one account on Discord here, so P7 (Discord) and P8 (Discord) cannot be one"
        " person. Link accounts of different platforms, or /unlink Discord first."
    ]


async def test_both_sides_that_link_each_other_at_once_become_one(bot: Bot) -> None:
    one, other = await asks(bot), await asks(bot, "discord:7")
    await bot.takes(
        bot.message("discord:7", f"/link {one}", private=True, chat="7"),
        bot.message("telegram:42", f"/link {other}", private=True, chat="42"),
    )
    await bot.takes(
        bot.message("discord:7", "/link confirm", private=True, chat="7"),
        bot.message("telegram:42", "/link confirm", private=True, chat="42"),
    )
    assert await member(bot, "discord:7") == await member(bot, "telegram:42")
    assert await bot.count("links") == 1
    assert await bot.problems() == []


async def test_who_is_in_different_communities_is_in_both_afterwards(bot: Bot) -> None:
    await bot.says("telegram:9", "hello", chat="-2001")
    elsewhere = await member(bot, "telegram:9", "other")
    here = await member(bot, "discord:7")
    await links(bot, "telegram:9", "discord:7")
    for who in ("telegram:9", "discord:7"):
        assert await member(bot, who) == here
        assert await member(bot, who, "other") == elsewhere


async def test_in_each_community_the_older_member_stays(bot: Bot) -> None:
    await bot.says("telegram:9", "hello", chat="-2001")
    await bot.tick(seconds=1)
    await bot.says("telegram:9", "hello")
    old_here, old_there = await member(bot, "discord:7"), await member(bot, "telegram:9", "other")
    await bot.whispers("telegram:9", "/link")
    await bot.presses("telegram:9", "main", chat="9", private=True)
    await links(bot, "telegram:9", "discord:7")
    assert await member(bot, "telegram:9") == old_here
    assert await member(bot, "telegram:9", "other") == old_there


async def test_somebody_who_never_wrote_in_a_group_may_link_and_is_a_member_then(bot: Bot) -> None:
    older = await member(bot, "telegram:42")
    await links(bot, "telegram:42", "discord:99")
    assert await member(bot, "discord:99") == older


async def test_the_choices_of_the_surviving_person_hold_for_both(bot: Bot) -> None:
    await bot.says("discord:7", "/language zh")
    await bot.says("discord:7", "/timezone Europe/London")
    await links(bot)
    assert (await bot.says("discord:7", "/timezone"))[0].startswith("You follow the community’s")


async def test_rights_stay_with_their_account_and_such_a_link_needs_an_admin(bot: Bot) -> None:
    await bot.says("telegram:900", "hello")
    await bot.says("telegram:901", "hello")
    said = await links(bot, "telegram:900")
    assert said == [
        "Rights are involved, so an admin has to allow this link. Please ask one of them to send"
        " /approve #. Rights do not travel by a link."
    ]
    review = bot.code()
    assert await bot.says("discord:7", "/award @42 5 x") == [
        "That’s for moderators to do. Please ask one of them, or send /help to see what you can do."
    ]
    assert await bot.says("telegram:900", f"/approve {review}") == [
        "That’s for the community’s admins to do. Please ask one of them, or send /help to see"
        " what you can do."
    ]
    assert (await bot.says("telegram:901", f"/approve {review}"))[0].endswith(
        "P900 (Telegram) and P7 (Discord) are one member now. Their rights stay with each account."
    )
    assert await member(bot, "discord:7") == await member(bot, "telegram:900")
    assert await bot.says("discord:7", "/award @42 5 x", mentions=("42",)) == [
        "That’s for moderators to do. Please ask one of them, or send /help to see what you can do."
    ]


async def test_what_an_admin_allows_too_late_is_said_to_be_impossible(bot: Bot) -> None:
    await bot.says("telegram:901", "hello")
    await bot.says("discord:8", "hello")
    await bot.is_now("telegram:42", "moderator")
    await links(bot)
    first = bot.code()
    await links(bot, other="discord:8")
    second = bot.code()
    await bot.says("telegram:901", f"/approve {second}")
    assert await member(bot, "discord:8") == await member(bot, "telegram:42")
    (said,) = await bot.says("telegram:901", f"/approve {first}")
    assert said.endswith(
        "A person has one account on Discord here, so P8 (Discord) and P7 (Discord) cannot be one"
        " person. Link accounts of different platforms, or /unlink Discord first."
    )
    assert await member(bot, "discord:7") != await member(bot, "telegram:42")


async def test_an_admin_who_declines_leaves_all_as_it_was(bot: Bot) -> None:
    await bot.says("telegram:901", "hello")
    await bot.is_now("telegram:42", "moderator")
    await links(bot)
    review = bot.code()
    assert (
        "P42 (Telegram) and P7 (Discord) were not linked."
        in (await bot.says("telegram:901", f"/decline {review} no"))[0]
    )
    assert await member(bot, "discord:7") != await member(bot, "telegram:42")


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        (
            "approve",
            "# allowed a link, which only the person can take back: by sending /unlink.",
        ),
        (
            "decline",
            "# declined a link, and its code has expired: they can ask once more with /link.",
        ),
    ],
)
async def test_what_an_admin_said_of_a_link_is_not_undone(bot: Bot, word: str, reason: str) -> None:
    await bot.says("telegram:901", "hello")
    await bot.is_now("telegram:42", "moderator")
    await links(bot)
    await bot.says("telegram:901", f"/{word} {bot.code()}")
    act = str((await bot.rows("SELECT id FROM actions"))[0][0])
    assert await bot.says("telegram:901", f"/undo {act}") == [reason]
    assert await bot.says("telegram:900", f"/undo {act}") == [
        "That’s for the community’s admins to do. Please ask one of them, or send /help to see"
        " what you can do."
    ]
    assert await bot.count("actions") == 1
