"""No member does a moderator's act by any path: every command, by everyone, everywhere.

The matrix is made from what the cogs declare, so a command that is written tomorrow is in it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import pytest

from bot.app import load_cogs, sentences
from bot.core.cog import CommandSpec
from bot.core.model import Kind, Rank, Sender
from bot.core.text import Text
from tests.kit import TWO, Bot, a_bot

COMMANDS = [command for cog in load_cogs() for command in cog.commands]
INSTEAD = " Please ask one of them, or send /help to see what you can do."
NOT_ALLOWED = "That’s for moderators to do." + INSTEAD
NOT_ADMIN = "That’s for the community’s admins to do." + INSTEAD
STRANGER = (
    "You aren’t a member here yet. Please write something in the community’s group first,"
    " such as /checkin, then come back to me."
)
IN_PRIVATE = "I have answered you in private."
WHICH = "You’re in several communities. Which one is this for? Choose once and I’ll remember."
CONFIG = TWO.replace('"telegram:901"]', '"telegram:901", "discord:901"]')


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody, and the rank that they should have in the groups of both communities.

    ``alone`` is the rank in a private chat, which only a config gives.
    """

    who: str
    here: Rank
    there: Rank = Rank.MEMBER
    alone: Rank = Rank.MEMBER
    says: str = ""


PEOPLE = [
    Someone("telegram:42", Rank.MEMBER),
    Someone("telegram:900", Rank.MODERATOR, alone=Rank.MODERATOR),
    Someone("telegram:901", Rank.ADMIN, alone=Rank.ADMIN),
    Someone("telegram:800", Rank.MEMBER, there=Rank.MODERATOR),
    Someone("discord:900", Rank.MEMBER),
    Someone("telegram:61", Rank.MODERATOR, says="moderator"),
    Someone("telegram:62", Rank.ADMIN, says="admin"),
    Someone("telegram:63", Rank.OWNER, says="owner"),
    Someone("telegram:64", Rank.MEMBER, says="member"),
]


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot with everybody in the first community and one target in each."""
    async with a_bot(tmp_path, config=CONFIG) as running:
        for someone in PEOPLE:
            await running.says(someone.who, "hello")
            if someone.says:
                await running.is_now(someone.who, someone.says)
        await running.says("telegram:7", "hello", name="小雨")
        await running.says("telegram:7", "hello", name="小雨", chat="-2001")
        await running.says("telegram:7", "hello", name="rain", chat="-2001")
        yield running


def call(command: CommandSpec) -> str:
    """The call that the command's own help shows."""
    return sentences(strict=True).say(Text(f"example.{command.key}"), "en")


async def acts(bot: Bot) -> int:
    """How many acts of staff there are."""
    return await bot.count("actions")


def refused(said: list[str]) -> bool:
    """Whether the answer says that it is not for them."""
    said = said[:-1] if said[1:] == [IN_PRIVATE] else said
    return said in ([NOT_ALLOWED], [NOT_ADMIN], [STRANGER])


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
async def test_in_a_group_a_command_is_done_for_its_rank_and_refused_to_all_others(
    bot: Bot, command: CommandSpec
) -> None:
    for someone, (chat, rank) in product(PEOPLE, (("-1001", "here"), ("-2001", "there"))):
        if someone.who.startswith("discord"):
            chat = "2001/3001"
        before = await acts(bot)
        said = await bot.says(someone.who, call(command), chat=chat, mentions=("7",))
        elsewhere = rank == "there" and not someone.who.startswith("discord")
        has = someone.there if elsewhere else someone.here
        assert refused(said) == (has < command.need.rank), (someone, chat, said)
        if has < command.need.rank:
            assert await acts(bot) == before
        await bot.tick(seconds=60)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
async def test_alone_with_the_bot_only_a_config_gives_a_rank(
    bot: Bot, command: CommandSpec
) -> None:
    for someone in PEOPLE:
        before = await acts(bot)
        said = await bot.whispers(someone.who, call(command), mentions=("7",))
        if said == [WHICH]:  # staff of the one and member of the other
            await bot.presses(someone.who, "Dawn", private=True)
            said = await bot.whispers(someone.who, call(command), mentions=("7",))
        assert refused(said) == (someone.alone < command.need.rank), (someone, said)
        if someone.alone < command.need.rank:
            assert await acts(bot) == before
        await bot.tick(seconds=60)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
async def test_nobody_but_a_person_does_anything_whatever_their_rank(
    bot: Bot, command: CommandSpec
) -> None:
    before = await acts(bot), await bot.count("days"), await bot.count("ledger_entries")
    for sender in [each for each in Sender if each is not Sender.PERSON]:
        for who in ("telegram:900", "telegram:901", "telegram:63"):
            said = await bot.says(who, call(command), mentions=("7",), sender=sender)
            assert len(said) == 1, (who, sender)
            await bot.whispers(who, call(command), mentions=("7",), sender=sender)
        await bot.tick(seconds=60)
    assert before == (await acts(bot), await bot.count("days"), await bot.count("ledger_entries"))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
async def test_a_stranger_in_private_does_nothing_that_is_for_members_or_staff(
    bot: Bot, command: CommandSpec
) -> None:
    said = await bot.whispers("telegram:99", call(command), mentions=("7",))
    if command.need.rank > Rank.MEMBER:
        assert said == [NOT_ADMIN if command.need.rank is Rank.ADMIN else NOT_ALLOWED]
    else:
        assert refused(said) == command.need.member


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
async def test_a_chat_of_nobody_lets_nobody_do_anything(bot: Bot, command: CommandSpec) -> None:
    for who in ("telegram:42", "telegram:900", "telegram:901", "telegram:63"):
        assert await bot.says(who, call(command), chat="-9", mentions=("7",)) == []
    assert await acts(bot) == 0


async def test_a_role_ends_when_the_platform_says_so(bot: Bot) -> None:
    award = "/award @小雨 5 well done"
    assert len(await bot.says("telegram:61", award, mentions=("7",))) == 1
    assert await acts(bot) == 1
    await bot.is_now("telegram:61", "member")
    assert await bot.says("telegram:61", award, mentions=("7",)) == [NOT_ALLOWED]
    assert await acts(bot) == 1


async def test_a_role_of_one_chat_is_none_in_another_of_the_same_community(bot: Bot) -> None:
    award = "/award @小雨 5 well done"
    assert await bot.says("telegram:61", award, mentions=("7",), chat="-1002") == [NOT_ALLOWED]


async def test_a_claimed_role_in_a_message_is_no_role(bot: Bot) -> None:
    update = bot.message("telegram:42", "/award @小雨 5 well done", mentions=("7",), role="owner")
    assert await bot.takes(replace(update, by="900")) == [NOT_ALLOWED]


async def test_a_button_of_somebody_else_or_pressed_by_nobody_does_nothing(bot: Bot) -> None:
    before = await bot.rows("SELECT id, locale, zone FROM persons ORDER BY id")
    await bot.says("telegram:900", "/language")
    await bot.says("telegram:900", "/timezone")
    for token in {each.token for sent in bot.sent for each in sent.buttons}:
        for someone in PEOPLE:
            if someone.who != "telegram:900":
                await bot.presses(someone.who, token)
        await bot.takes(
            replace(bot.message("telegram:900", "", sender=Sender.BOT), kind=Kind.BUTTON,
                    button=token)
        )  # fmt: skip
    assert await bot.rows("SELECT id, locale, zone FROM persons ORDER BY id") == before
