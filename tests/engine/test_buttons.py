"""A button works for its owner, in its chat, until it expires; else it says why not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.community import linking, people
from bot.core.cog import Cog, button, command
from bot.core.context import Context
from bot.core.errors import Refusal
from bot.core.model import AccountId, CommunityId, Rank
from bot.core.options import Note
from bot.core.outgoing import Button, Reply
from bot.core.ports import Transaction
from tests.kit import DAWN, SORRY_ZH, TWO, ZH, Bot, a_bot, a_cog, line

EXPIRED = "That button has expired. Please send the command again."
EXPIRED_ZH = "这个按钮已经过期，请重新发一次指令。"
FOREIGN = "That button is for P42. To use it, please send the command yourself."
FOREIGN_ZH = "这个按钮是给 P42 的，想用的话请自己发一次指令。"
USED = "That button has been used already. To do it again, please send the command again."
USED_ZH = "这个按钮已经用过了，想再来一次请重新发指令。"
MAIN = CommunityId("main")


def panel() -> Cog:
    """``/panel WORDS`` has four buttons."""

    @command("panel", member=False)
    async def show(ctx: Context, words: Note = "") -> Reply:
        buttons = (
            Button("again", line("again"), "panel.press", (words, "x")),
            Button("once", line("once"), "panel.press", (words, "once"), once=True),
            Button("brief", line("brief"), "panel.press", (words, "brief"), lifetime_s=60),
            Button("staff", line("staff"), "panel.staff"),
            Button("refuse", line("refuse"), "panel.refuse"),
            Button("broken", line("broken"), "panel.broken"),
            Button("nobody", line("nobody"), "panel.nobody"),
        )
        return Reply((line("panel"),), buttons)

    @button("panel.press")
    async def press(ctx: Context, words: str, more: str) -> Reply:
        return Reply((line(f"{ctx.account.user} pressed {words} {more}"),))

    @button("panel.staff", rank=Rank.MODERATOR)
    async def staff(ctx: Context) -> Reply:
        return Reply((line("staff did it"),))

    @button("panel.refuse")
    async def refuse(ctx: Context) -> Reply:
        raise Refusal("not.a.member")

    @button("panel.broken", member=False)
    async def broken(ctx: Context) -> Reply:
        raise ValueError("broken")

    return a_cog("panel", show, press, staff, refuse, broken)


@pytest.fixture(params=["en", "zh"])
async def bot(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot with a panel, in both languages."""
    config = {"en": DAWN, "zh": ZH}[request.param]
    async with a_bot(tmp_path, cogs=[panel()], config=config) as running:
        yield running


def said(bot: Bot, en: str, zh: str) -> list[str]:
    """The sentence in the community's language."""
    return [en if bot.config == DAWN else zh]


async def test_a_button_works_for_its_owner_as_often_as_it_is_pressed(bot: Bot) -> None:
    await bot.says("telegram:42", "/panel ab")
    for _ in range(3):
        assert await bot.presses("telegram:42", "again") == ["42 pressed ab x"]


async def test_the_same_press_delivered_again_does_nothing(bot: Bot) -> None:
    await bot.says("telegram:42", "/panel ab")
    press = bot.press("telegram:42", "again")
    assert await bot.takes(press, press) == ["42 pressed ab x"]
    await bot.restart()
    assert await bot.takes(press) == []


async def test_a_button_works_after_a_restart(bot: Bot) -> None:
    await bot.says("telegram:42", "/panel ab")
    await bot.restart()
    assert await bot.presses("telegram:42", "again") == ["42 pressed ab x"]


async def test_another_person_is_told_whose_button_it_is(bot: Bot) -> None:
    await bot.says("telegram:42", "/panel ab")
    await bot.says("telegram:43", "hello")
    for who in ("telegram:43", "telegram:44", "telegram:900"):
        assert await bot.presses(who, "again") == said(bot, FOREIGN, FOREIGN_ZH)
    assert await bot.presses("telegram:42", "once") == ["42 pressed ab once"]


async def test_who_has_no_name_is_named_by_their_id(bot: Bot) -> None:
    await bot.says("telegram:42", "/panel ab", name="")
    assert await bot.presses("telegram:43", "again") == [
        text.replace("P42", "42") for text in said(bot, FOREIGN, FOREIGN_ZH)
    ]


@pytest.mark.parametrize("token", ["", "0" * 32, "' OR 1=1 --", "x" * 10_000, "令牌\ufffd"])
async def test_a_forged_button_is_answered_like_an_expired_one(bot: Bot, token: str) -> None:
    await bot.says("telegram:42", "/panel ab")
    assert await bot.presses("telegram:42", token) == said(bot, EXPIRED, EXPIRED_ZH)


async def test_a_button_does_not_work_in_another_chat(bot: Bot) -> None:
    await bot.says("telegram:42", "/panel ab")
    assert await bot.presses("telegram:42", "again", chat="-1002") == said(bot, EXPIRED, EXPIRED_ZH)
    assert await bot.presses("telegram:42", "again", private=True) == said(bot, EXPIRED, EXPIRED_ZH)
    assert await bot.presses("discord:42", "again", chat="-1001") == said(bot, EXPIRED, EXPIRED_ZH)


async def test_a_button_expires_to_the_second(bot: Bot) -> None:
    await bot.says("telegram:42", "/panel ab")
    await bot.tick(seconds=59)
    assert await bot.presses("telegram:42", "brief") == ["42 pressed ab brief"]
    await bot.tick(seconds=1)
    assert await bot.presses("telegram:42", "brief") == said(bot, EXPIRED, EXPIRED_ZH)
    await bot.tick(hours=23, minutes=58)
    assert await bot.presses("telegram:42", "again") == ["42 pressed ab x"]
    await bot.tick(minutes=1)
    assert await bot.presses("telegram:42", "again") == said(bot, EXPIRED, EXPIRED_ZH)


async def test_a_button_for_once_works_once(bot: Bot) -> None:
    await bot.says("telegram:42", "/panel ab")
    first = bot.press("telegram:42", "once")
    assert await bot.takes(first) == ["42 pressed ab once"]
    assert await bot.presses("telegram:42", "once") == said(bot, USED, USED_ZH)
    assert await bot.takes(first) == []


async def test_a_button_for_once_pressed_twice_at_once_works_once(bot: Bot) -> None:
    await bot.says("telegram:42", "/panel ab")
    presses = [bot.press("telegram:42", "once") for _ in range(5)]
    assert await bot.takes(*presses) == [
        "42 pressed ab once",
        *said(bot, USED, USED_ZH) * 4,
    ]


async def test_a_button_for_staff_refuses_whoever_is_no_staff_any_more(bot: Bot) -> None:
    await bot.says("telegram:42", "/panel ab")
    refused = said(
        bot,
        "That’s for moderators to do."
        " Please ask one of them, or send /help to see what you can do.",
        "这件事要由管理员来做，需要的话请联系他们；发 /帮助 看看你能做什么。",
    )
    assert await bot.presses("telegram:42", "staff") == refused
    await bot.is_now("telegram:42", "moderator")
    assert await bot.presses("telegram:42", "staff") == ["staff did it"]
    await bot.is_now("telegram:42", "member")
    assert await bot.presses("telegram:42", "staff") == refused


async def test_a_refusal_by_a_button_is_in_the_language_of_who_pressed(bot: Bot) -> None:
    await bot.says("telegram:42", "/panel ab")
    await bot.says("telegram:42", "/language zh")
    assert await bot.presses("telegram:42", "refuse") == [
        "你还不是这里的成员，请先在社区的群里说句话，例如 /签到，再回来找我。例如：example.panel"
    ]
    assert await bot.presses("telegram:42", "nobody") == [EXPIRED_ZH]
    assert await bot.presses("telegram:42", "broken") == [SORRY_ZH]
    await bot.says("telegram:43", "/language en")
    assert await bot.presses("telegram:43", "again") == [FOREIGN]


async def test_a_button_whose_action_is_gone_is_answered_like_an_expired_one(bot: Bot) -> None:
    await bot.says("telegram:42", "/panel ab")
    await bot.stop()
    bot.cogs.clear()
    await bot.start()
    assert await bot.presses("telegram:42", "again") == said(bot, EXPIRED, EXPIRED_ZH)


async def test_a_button_works_for_every_account_of_its_owner_in_that_chat(tmp_path: Path) -> None:
    async with a_bot(tmp_path, cogs=[panel()]) as bot:
        await bot.says("telegram:42", "/panel ab")
        await bot.says("telegram:43", "hello")
        assert await bot.presses("telegram:43", "again") == [FOREIGN]

        async def link(tx: Transaction) -> None:
            first = await people.find(tx, MAIN, "telegram", "42")
            second = await people.find(tx, MAIN, "telegram", "43")
            assert first is not None
            assert second is not None
            await linking.hold(
                tx, operation="o", account=second.account, person=first.account.person,
                now=bot.clock.now(),
            )  # fmt: skip

        await bot.write(link)
        assert await bot.presses("telegram:43", "again") == ["43 pressed ab x"]


async def test_a_button_of_an_account_that_is_gone_has_expired(tmp_path: Path) -> None:
    async with a_bot(tmp_path, cogs=[panel()]) as bot:
        await bot.says("telegram:42", "/panel ab")
        gone = AccountId("gone")
        await bot.write(lambda tx: tx.execute("UPDATE buttons SET account = ?", gone))
        assert await bot.presses("telegram:42", "again") == [EXPIRED]


async def test_a_button_of_a_community_that_is_gone_has_expired(tmp_path: Path) -> None:
    async with a_bot(tmp_path, cogs=[panel()], config=TWO) as bot:
        await bot.says("telegram:42", "/panel ab", chat="-2001")
        await bot.stop()
        bot.config = DAWN
        await bot.start()
        assert await bot.presses("telegram:42", "again", chat="-2001") == [EXPIRED]


async def test_old_buttons_are_forgotten(tmp_path: Path) -> None:
    async with a_bot(tmp_path, cogs=[panel()]) as bot:
        await bot.says("telegram:42", "/panel ab")
        await bot.tick(days=33)
        await bot.tick(seconds=timedelta(hours=1).total_seconds())
        assert await bot.count("buttons") == 0
