"""Who people are: one account for each platform, a member for each community."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.community import linking, memberships, people, tallies, zones
from bot.community.people import Known
from bot.core.model import CommunityId, Incoming, Kind, MemberId, PersonId
from bot.core.ports import Transaction
from tests.kit import START, TWO, Bot, a_bot

MAIN, OTHER = CommunityId("main"), CommunityId("other")


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot with two communities."""
    async with a_bot(tmp_path, config=TWO) as running:
        yield running


async def known(bot: Bot, who: str, community: CommunityId = MAIN) -> Known | None:
    """What the bot knows of somebody."""
    platform, _, user = who.partition(":")
    async with bot.app.database.read() as read:
        return await people.find(read, community, platform, user)


async def met(bot: Bot, who: str, community: CommunityId = MAIN) -> Known:
    """The same, of somebody whom it has met."""
    found = await known(bot, who, community)
    assert found is not None
    return found


async def test_equal_ids_on_two_platforms_are_different_people(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    await bot.says("discord:42", "hello")
    first, second = await met(bot, "telegram:42"), await met(bot, "discord:42")
    assert first.account.person != second.account.person
    assert first.member != second.member


async def test_ids_are_our_own(bot: Bot) -> None:
    await bot.says("telegram:4242424242", "hello")
    found = await met(bot, "telegram:4242424242")
    ids = (found.account.id, found.account.person, found.member)
    assert all("4242424242" not in each for each in ids)
    assert len(set(ids)) == 3


async def test_the_ids_of_one_person_begin_alike_in_every_community(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    await bot.says("telegram:42", "hello", chat="-2001")
    here, there = await met(bot, "telegram:42"), await met(bot, "telegram:42", OTHER)
    ids = (here.account.person, here.account.id, here.member, there.member)
    assert {each[:3] for each in ids} == {here.account.person[:3]}
    assert len(set(ids)) == 4


async def test_who_writes_in_a_group_is_a_member_there_and_nowhere_else(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    assert (await met(bot, "telegram:42")).member != ""
    assert (await met(bot, "telegram:42", OTHER)).member == ""


async def test_who_writes_in_two_communities_is_one_person_and_two_members(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    await bot.says("telegram:42", "hello", chat="-2001")
    here, there = await met(bot, "telegram:42"), await met(bot, "telegram:42", OTHER)
    assert here.account == there.account
    assert here.member != there.member
    async with bot.app.database.read() as read:
        assert await memberships.communities_of(read, here.account.person) == [MAIN, OTHER]


async def test_who_only_reacted_has_an_account_and_is_no_member(bot: Bot) -> None:
    update = bot.message("telegram:42", "", name="Rain")
    assert await bot.takes(replace(update, kind=Kind.REACTION, emoji="🔥")) == []
    found = await met(bot, "telegram:42")
    assert (found.account.name, found.member) == ("Rain", "")


@pytest.mark.parametrize("kind", [Kind.LEAVE, Kind.EDIT, Kind.DELETE, Kind.ROLE])
async def test_who_only_left_or_edited_is_no_member(bot: Bot, kind: Kind) -> None:
    update = replace(bot.message("telegram:42", ""), kind=kind, emoji="🔥", role="member")
    assert await bot.takes(update) == []
    assert (await known(bot, "telegram:42"), await bot.count("members")) == (None, 0)


async def test_who_comes_to_a_group_has_an_account_and_is_no_member(bot: Bot) -> None:
    await bot.takes(replace(bot.message("telegram:42", "", name="Rain"), kind=Kind.JOIN))
    found = await met(bot, "telegram:42")
    assert (found.account.name, found.member) == ("Rain", "")


async def test_who_only_writes_to_the_bot_alone_is_no_member(bot: Bot) -> None:
    await bot.whispers("telegram:42", "hello")
    assert (await met(bot, "telegram:42")).member == ""


async def test_a_new_name_keeps_the_member(bot: Bot) -> None:
    await bot.says("telegram:42", "/checkin", name="Rain")
    before = await met(bot, "telegram:42")
    await bot.tick(days=1)
    assert await bot.says("telegram:42", "/streak", name="小雨🌧") == [
        "小雨🌧, your streak is 1 day, the longest 1.\nToday is still open.\n"
        "What keeps it: amnesty when the bot is down for more than 60 minutes."
    ]
    after = await met(bot, "telegram:42")
    assert (after.member, after.account.id) == (before.member, before.account.id)


async def test_an_update_without_a_name_keeps_the_one_that_is_known(bot: Bot) -> None:
    await bot.says("telegram:42", "hello", name="Rain")
    await bot.says("telegram:42", "hello", name="")
    assert (await met(bot, "telegram:42")).account.name == "Rain"


async def test_who_leaves_and_comes_back_is_the_same_member(bot: Bot) -> None:
    await bot.says("telegram:42", "/checkin")
    before = await met(bot, "telegram:42")
    await bot.takes(replace(bot.message("telegram:42", ""), kind=Kind.LEAVE))
    await bot.takes(replace(bot.message("telegram:42", ""), kind=Kind.JOIN))
    await bot.tick(days=1)
    assert await bot.says("telegram:42", "/checkin") == [
        "Checked in. Your streak: 2 days.\n+1 point, 2 in all."
    ]
    assert await met(bot, "telegram:42") == before


async def test_the_language_of_a_client_is_remembered_as_a_hint(bot: Bot) -> None:
    await bot.says("telegram:42", "hello", locale="zh-hans")
    assert (await met(bot, "telegram:42")).hint == "zh-hans"
    await bot.says("telegram:42", "hello", locale="en")
    await bot.says("telegram:42", "hello")
    assert (await met(bot, "telegram:42")).hint == "en"


async def test_a_handle_names_who_was_last_seen_with_it_on_its_platform(bot: Bot) -> None:
    await bot.says("telegram:42", "hello", name="Rain", handle="Rain")
    await bot.says("discord:43", "hello", name="rain", handle="")
    await bot.says("telegram:44", "hello", handle="snow")
    await bot.says("telegram:44", "hello", handle="rain")
    async with bot.app.database.read() as read:
        found = await people.find_by_handle(read, MAIN, "telegram", "RAIN")
        assert await people.find_by_handle(read, MAIN, "telegram", "snow") is None
        assert await people.find_by_handle(read, MAIN, "discord", "rain") is None
        assert await people.find_by_handle(read, MAIN, "discord", "") is None
    assert found is not None
    assert found.account.user == "44"


async def test_a_name_that_is_shown_names_nobody(bot: Bot) -> None:
    await bot.says("telegram:42", "hello", name="Rain", handle="")
    assert await bot.says("telegram:43", "/streak @Rain") == [
        "There’s no member “@Rain” here. Please mention them with @, or reply to one of their"
        " messages. For example: /streak @rain"
    ]


async def test_members_are_read_a_page_at_a_time(bot: Bot) -> None:
    for user in range(7):
        await bot.says(f"telegram:{user}", "hello")
    async with bot.app.database.read() as read:
        ids: list[MemberId] = []
        while page := await memberships.members_after(read, MAIN, ids[-1] if ids else "", 3):
            ids += [member for member, _ in page]
        first = await people.members_page(read, MAIN, ("", ""), 4)
        rest = await people.members_page(read, MAIN, ("telegram", "3"), 4)
    assert ids == sorted(ids)
    assert len(set(ids)) == 7
    assert [each.account.user for each in [*first, *rest]] == list("0123456")


async def hold(bot: Bot, who: str, person: PersonId, operation: str) -> bool:
    """Whether the operation has moved the account."""
    account = (await met(bot, who)).account

    async def script(tx: Transaction) -> bool:
        return await linking.hold(
            tx, operation=operation, account=account, person=person, now=bot.clock.now()
        )

    moved: bool = await bot.write(script)
    return moved


async def test_holding_an_account_moves_it_once_and_remembers_who_held_it(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    await bot.tick(seconds=1)
    await bot.says("discord:7", "hello")
    first, second = await met(bot, "telegram:42"), await met(bot, "discord:7")
    alone, both = second.account.person, first.account.person
    assert await hold(bot, "discord:7", both, "link") is True
    assert await hold(bot, "discord:7", both, "link") is False
    moved = await met(bot, "discord:7")
    assert (moved.account.person, moved.member) == (both, first.member)
    await bot.tick(seconds=1)
    assert await hold(bot, "discord:7", alone, "unlink") is True
    back = await met(bot, "discord:7")
    assert back == second
    async with bot.app.database.read() as read:
        assert await linking.holders(read, back.account) == [alone, both, alone]
        assert await linking.holders(read, first.account) == [both]
        assert await people.accounts_of(read, MAIN, first.member) == [first.account]


async def test_a_member_holds_accounts_of_several_platforms(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    await bot.tick(seconds=1)
    await bot.says("discord:7", "hello")
    first = await met(bot, "telegram:42")
    await hold(bot, "discord:7", first.account.person, "link")
    async with bot.app.database.read() as read:
        accounts = await people.accounts_of(read, MAIN, first.member)
        page = await people.members_page(read, MAIN, ("", ""), 9)
    assert [(each.platform, each.user) for each in accounts] == [
        ("discord", "7"),
        ("telegram", "42"),
    ]
    assert [each.account.user for each in page] == ["7"]


async def test_choices_are_the_persons(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    person = (await met(bot, "telegram:42")).account.person

    async def choose(tx: Transaction) -> None:
        await people.choose_locale(tx, person, "zh", START)
        await people.choose_zone(tx, person, "Asia/Tokyo", START)
        await people.choose_zone(tx, person, "Europe/London", START)
        await people.choose_zone(tx, person, "Asia/Tokyo", START + timedelta(days=1))

    await bot.write(choose)
    found = await met(bot, "telegram:42", OTHER)
    assert (found.locale, found.zone) == ("zh", "Asia/Tokyo")
    async with bot.app.database.read() as read:
        assert await zones.choices_of(read, person) == [
            (START, "Asia/Tokyo"),
            (START + timedelta(microseconds=1), "Europe/London"),
            (START + timedelta(days=1), "Asia/Tokyo"),
        ]


async def test_each_zone_that_was_ever_chosen_is_there_once_by_name(bot: Bot) -> None:
    async def in_use() -> list[str]:
        async with bot.machine.database.read() as read:
            return await zones.chosen(read)

    assert await in_use() == []
    for who, zone in (
        ("telegram:42", "Europe/London"),
        ("telegram:43", "Asia/Tokyo"),
        ("telegram:44", "Europe/London"),
        ("telegram:43", "America/New_York"),
    ):
        await bot.says(who, f"/timezone {zone}")
    assert await in_use() == ["America/New_York", "Asia/Tokyo", "Europe/London"]


async def test_tallies_are_set_added_and_cleared(bot: Bot) -> None:
    member = MemberId("m")
    streak, longest = (member, "streak", ""), (member, "longest", "")
    earned = (member, "earned", "2026-11-23")
    await bot.write(lambda tx: tallies.write(tx, MAIN, {streak: 3, longest: 4}, {earned: 2}))
    await bot.write(lambda tx: tallies.write(tx, MAIN, {streak: 1}, {earned: -5}))
    await bot.write(lambda tx: tallies.write(tx, MAIN, {}, {}))
    await bot.write(lambda tx: tallies.write(tx, OTHER, {streak: 9}, {}))
    async with bot.app.database.read() as read:
        assert await tallies.values_of(read, MAIN, member) == {streak: 1, longest: 4, earned: -3}
        assert await tallies.value_of(read, MAIN, member, "streak") == 1
        assert await tallies.value_of(read, MAIN, member, "earned", "2026-11-23") == -3
        assert await tallies.value_of(read, MAIN, member, "earned") == 0
    await bot.write(lambda tx: tallies.clear(tx, MAIN, member, ("streak", "earned")))
    assert await bot.rows("SELECT community, name, value FROM tallies ORDER BY 1, 2") == [
        ("main", "longest", 4),
        ("other", "streak", 9),
    ]


def test_an_update_names_its_lane() -> None:
    assert Incoming("telegram", "1", "-1001", "42", START, START).lane == ("telegram", "-1001")
