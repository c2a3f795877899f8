"""Roles on a platform: given once, taken when lost, tried again where they were refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from bot.core.cog import listen
from bot.core.context import Context
from bot.core.errors import DeliveryFailed
from bot.core.text import Text
from cogs.roles.events import RoleRefused
from tests.kit import DAWN, Bot, a_bot, a_cog
from tests.profile.test_link import links

TIERS: Final = """
[tiers]
growing = {points = 50, unlocks = ["class"]}
"""
ROLES: Final = """
[[roles]]
when = "tier:growing"
role = "discord:2001/7001"
[[roles]]
when = "privilege:class"
role = "discord:2001/7002"
[[roles]]
when = "level:1"
role = "discord:2001/7003"
stays = false
[[roles]]
when = "level:3"
role = "discord:2001/7004"
stays = false
"""
REFUSED: Final = "forbidden"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot that gives roles on Discord, where it knows Rain."""
    async with a_bot(tmp_path, config=DAWN + TIERS + ROLES) as running:
        await running.says("discord:7", "hello", name="Rain")
        yield running


def done(bot: Bot, since: int = 0) -> list[str]:
    """What was done on Discord, as ``give_role 7001`` of user 7 in its chat."""
    acts = [act for _, act, _ in bot.platforms["discord"].done[since:]]
    assert {(act.chat, act.user) for act in acts} <= {("2001/3001", "7")}
    return [f"{act.doing} {act.role}" for act in acts]


async def award(bot: Bot, amount: int, who: str = "discord:7") -> str:
    """Points by a moderator; the id of the act."""
    await bot.says("telegram:900", f"/award {who} {amount} good")
    return bot.code()


async def states(bot: Bot) -> list[tuple[str, str]]:
    """The wishes that there are, and what became of them."""
    rows = await bot.rows("SELECT role, state FROM role_wishes ORDER BY role")
    return [(str(role).rpartition("/")[2], str(state)) for role, state in rows]


async def test_roles_follow_level_tier_and_privilege_and_go_with_an_undo(bot: Bot) -> None:
    act = await award(bot, 10)
    assert done(bot) == ["give_role 7003"]
    more = await award(bot, 50)
    given = ["give_role 7004", "take_role 7003", "give_role 7001", "give_role 7002"]
    assert sorted(done(bot, 1)) == sorted(given)
    reasons = {reason for _, _, reason in bot.platforms["discord"].done}
    assert reasons == {"what the member has reached"}
    await bot.says("telegram:900", f"/undo {more}")
    taken = ["take_role 7004", "give_role 7003", "take_role 7001", "take_role 7002"]
    assert sorted(done(bot, 5)) == sorted(taken)
    await bot.says("telegram:900", f"/undo {act}")
    assert done(bot, 9) == ["take_role 7003"]
    assert await states(bot) == []


async def test_a_role_is_given_once_however_often_it_is_looked_at(bot: Bot) -> None:
    await award(bot, 50)
    before = len(done(bot))
    await award(bot, 5)
    await bot.tick(days=3)
    await bot.restart()
    await award(bot, 5)
    assert done(bot, before) == ["take_role 7003", "give_role 7004"]


async def test_a_refused_role_is_told_once_and_tried_again_each_day(bot: Bot) -> None:
    lacks = DeliveryFailed(REFUSED, permanent=True, lacks=Text("discord.lacks.above.role"))
    discord = bot.platforms["discord"]
    discord.faults.append(lacks)
    said = await bot.says("telegram:900", "/award discord:7 10 good")
    assert said[1:] == [
        "I could not give Rain the role 7003, for I lack a role that stands above the one to be"
        " given or taken. Moderators, please do it by hand, and give me what I lack.\n"
        "Reason: what the member has reached"
    ]
    assert (await states(bot), bot.sent[-1].chat) == ([("7003", "refused")], "2001/3001")
    for _ in range(3):
        discord.faults.append(lacks)
        assert await bot.tick(days=1) == []
        assert await states(bot) == [("7003", "refused")]
    assert done(bot) == []
    assert await bot.tick(days=1) == []
    assert done(bot) == ["give_role 7003"]
    assert await states(bot) == [("7003", "given")]
    assert await bot.tick(days=3) == []
    assert done(bot) == ["give_role 7003"]


@pytest.mark.parametrize("lacks", [None, Text("discord.lacks.above.role")])
async def test_a_role_that_is_refused_for_many_is_told_once(bot: Bot, lacks: Text | None) -> None:
    discord = bot.platforms["discord"]
    chats = []
    for user in ("7", "8", "9"):
        await bot.says(f"discord:{user}", "hello")
        discord.faults.append(DeliveryFailed(REFUSED, permanent=True, lacks=lacks))
        before = len(bot.sent)
        await bot.says("telegram:900", f"/award discord:{user} 10 good")
        chats.append([each.chat for each in bot.sent[before:]])
    assert chats == [["-1001", "2001/3001"], ["-1001"], ["-1001"]]
    assert await states(bot) == [("7003", "refused")] * 3


async def test_another_role_that_is_refused_later_is_told_too(bot: Bot) -> None:
    lacks = DeliveryFailed(REFUSED, permanent=True, lacks=Text("discord.lacks.above.role"))
    discord = bot.platforms["discord"]
    told = []
    for amount in (10, 50):
        discord.faults.append(lacks)
        before = len(bot.sent)
        await bot.says("telegram:900", f"/award discord:7 {amount} good")
        told.append(sum(each.chat == "2001/3001" for each in bot.sent[before:]))
    assert told == [1, 1]


async def test_what_the_platform_will_not_take_is_tried_again_too(bot: Bot) -> None:
    act = await award(bot, 10)
    bot.platforms["discord"].faults.append(DeliveryFailed(REFUSED, permanent=True))
    await bot.says("telegram:900", f"/undo {act}")
    assert await states(bot) == [("7003", "stuck")]
    await bot.tick(days=1)
    assert done(bot) == ["give_role 7003", "take_role 7003"]
    assert await states(bot) == []


async def test_a_role_that_was_refused_and_is_lost_is_not_taken(bot: Bot) -> None:
    bot.platforms["discord"].faults.append(DeliveryFailed(REFUSED, permanent=True))
    await bot.says("telegram:900", "/award discord:7 10 good")
    ((act,),) = await bot.rows("SELECT id FROM actions")
    await bot.says("telegram:900", f"/undo {act!s}")
    assert (done(bot), await states(bot)) == ([], [])


async def test_an_account_that_is_linked_gets_the_roles_of_the_member(bot: Bot) -> None:
    await bot.says("telegram:42", "hello", name="Ann")
    await award(bot, 60, "telegram:42")
    assert done(bot) == []
    await bot.tick(minutes=1)
    await links(bot, "telegram:42", "discord:7")
    assert sorted(done(bot)) == ["give_role 7001", "give_role 7002", "give_role 7004"]
    await bot.whispers("telegram:42", "/unlink discord", name="Ann")
    await bot.presses("telegram:42", "Confirm", private=True, name="Ann")
    assert sorted(done(bot, 3)) == ["take_role 7001", "take_role 7002", "take_role 7004"]


async def test_other_roles_of_the_config_are_given_and_taken_at_the_end_of_the_day(
    tmp_path: Path,
) -> None:
    async with a_bot(tmp_path, config=DAWN + TIERS) as bot:
        await bot.says("discord:7", "hello", name="Rain")
        await award(bot, 60)
        for config, wanted in (
            (ROLES, ["give_role 7001", "give_role 7002", "give_role 7004"]),
            ("", ["take_role 7001", "take_role 7002", "take_role 7004"]),
        ):
            before = len(done(bot))
            await bot.stop()
            bot.config = DAWN + TIERS + config
            await bot.start()
            assert done(bot, before) == []
            assert await bot.tick(days=1) == []
            assert sorted(done(bot, before)) == wanted
            await bot.tick(days=2)
            assert len(done(bot)) == before + 3


async def test_other_cogs_hear_once_of_a_role_that_is_refused(tmp_path: Path) -> None:
    heard: list[tuple[str, str]] = []

    @listen(RoleRefused)
    async def note(ctx: Context, event: RoleRefused) -> None:
        heard.append((event.role, event.error))

    config, cogs = DAWN + TIERS + ROLES, [a_cog("notebook", note)]
    async with a_bot(tmp_path, config=config, cogs=cogs) as bot:
        await bot.says("discord:7", "hello", name="Rain")
        bot.platforms["discord"].faults.append(DeliveryFailed(REFUSED, permanent=True))
        await bot.says("telegram:900", "/award discord:7 10 good")
        assert heard == []
        await bot.tick(minutes=2)
        assert len(heard) == 1
        for _ in range(2):
            bot.platforms["discord"].faults.append(DeliveryFailed(REFUSED, permanent=True))
            await bot.tick(days=1)
        await bot.tick(days=1)
        assert heard == [("discord:2001/7003", REFUSED)]
        assert ("7003", "given") in await states(bot)


async def test_a_title_on_telegram_gives_way_to_a_higher_one(tmp_path: Path) -> None:
    titles = "".join(
        f'[[roles]]\nwhen = "{when}"\nrole = "telegram:-1001/{title}"\nstays = false\n'
        for when, title in (("level:1", "新芽"), ("level:2", "学霸"))
    )
    async with a_bot(tmp_path, config=DAWN + titles) as bot:
        await bot.says("telegram:42", "hello", name="Rain")
        act = await award(bot, 10, "telegram:42")
        await award(bot, 20, "telegram:42")
        await bot.says("telegram:900", f"/undo {act}")
        acts = [act for _, act, _ in bot.platforms["telegram"].done]
        assert {(each.chat, each.user) for each in acts} == {("-1001", "42")}
        assert [f"{each.doing} {each.role}" for each in acts] == [
            "give_role 新芽",
            "take_role 新芽",
            "give_role 学霸",
            "take_role 学霸",
            "give_role 新芽",
        ]
