"""Help: what can be asked, in the asker's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import load_cogs
from bot.core.cog import command
from bot.core.context import Context
from bot.core.model import Rank
from bot.core.outgoing import Reply
from tests.kit import DAWN, ZH, a_bot, a_cog, line

MEMBERS = """This is what I can do:
/badges – show your badges, or someone else’s, and what you can still earn
/birthday – tell me your birthday, no year, for a wish in private or, with public, in the group
/calendar – show a month of your days; this one unless you name another
/checkin – check in, once a day; a note or a photo may come with it
/export – get all that is kept of you as a file
/forget – erase what is kept of you, here or everywhere
/give – give some of your points to another member
/help – list all commands, or explain one
/history – list what moved your points, the latest first
/inventory – show the cards that you hold, and what is unlocked for you
/language – choose whether you are answered in Chinese or English
/leave – take leave from one day to another; your streak waits meanwhile
/leave cancel – end your leave, or cancel the one that is planned
/level – show your level and tier, or someone else’s, and what the next ones take
/link – link your accounts on two platforms, so that they are one member
/link confirm – confirm the link that your other account has asked for
/makeup – fill days you missed: yesterday, the last few (3), or dates; a reason may follow
/me – show all that is kept of you, on one page
/notify – what I may write to you unasked; without a kind it lists them all
/points – show your points, or someone else’s
/points why – see what earned you nothing, and why
/rank – show a board and your place: week, month, season, all; points or streak; last
/rank anonymous – be on boards without your name
/rank newcomers – show the board of newcomers
/rank open – be on boards with your name
/rank out – be on no board
/recap – show your own week, month or year so far
/recap why – show what a figure of the weekly recap means
/redeem – buy something from the shop; you are asked before anything is spent
/remind – when to remind you of your check-in; without a time it shows the present one, off ends it
/shop – show what your points can buy
/streak – show your streak, or someone else’s
/timezone – show or change your time zone; your days follow it
/unlink – part an account from your others again"""
MODERATORS = """As a moderator you can also:
/announce – say something in all chats of the community
/approve – approve what waits under an id; several ids may follow each other
/award – give a member points or take some (a negative number), with the reason
/coupons – take in codes for an item, each for one buyer; send it to me in private
/decline – decline what waits under an id, with a reason if you like
/explain – show day by day how a member’s streak came about
/grant – give a member a badge, or cards (a number behind them)
/orders – show what members have redeemed, what waits for you first
/queue – show what waits for a moderator
/recap now – send the running week’s recap to the chats now
/refund – give back what was paid for an order, and take back what it gave
/undo – take back an act of staff; an undo can be undone as well"""
ADMINS = """As an admin you can also:
/jobs – show what the bot does by itself: its next times and how it went of late"""
EXAMPLE = "For example: /help checkin"
FOOT = "Send /help with a command’s name to see how it is used."


async def test_help_lists_what_the_asker_may_use(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        moderators = f"{MEMBERS}\n{MODERATORS}"
        for staff, shown in (("900", moderators), ("901", f"{moderators}\n{ADMINS}")):
            assert await bot.says(f"telegram:{staff}", "/help") == [f"{shown}\n{FOOT}"]
            assert await bot.whispers(f"telegram:{staff}", "/help") == [f"{shown}\n{FOOT}"]
        assert await bot.says("telegram:42", "/help") == [f"{MEMBERS}\n{FOOT}"]
        assert await bot.whispers("telegram:42", "/帮助") == [f"{MEMBERS}\n{FOOT}"]


async def test_what_is_for_admins_stands_apart_and_is_shown_to_them(tmp_path: Path) -> None:
    @command("rebuild", "重建", rank=Rank.ADMIN)
    async def rebuild(ctx: Context) -> Reply:
        return Reply((line("built"),))

    async with a_bot(tmp_path, cogs=[a_cog("building", rebuild)]) as bot:
        moderator = f"{MEMBERS}\n{MODERATORS}"
        admin = f"{moderator}\n{ADMINS}\n/rebuild – help.rebuild"
        assert await bot.says("telegram:901", "/help") == [f"{admin}\n{FOOT}"]
        assert await bot.says("telegram:900", "/help") == [f"{moderator}\n{FOOT}"]
        assert await bot.says("telegram:42", "/help rebuild") == [
            "/rebuild, /重建 – help.rebuild\nOnly admins of the community may use it.\n"
            "For example: example.rebuild"
        ]


async def test_who_is_a_moderator_in_one_chat_is_helped_as_one_there(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.is_now("telegram:42", "moderator")
        assert await bot.says("telegram:42", "/help") == [f"{MEMBERS}\n{MODERATORS}\n{FOOT}"]
        assert await bot.says("telegram:42", "/help", chat="-1002") == [f"{MEMBERS}\n{FOOT}"]
        assert await bot.whispers("telegram:42", "/help") == [f"{MEMBERS}\n{FOOT}"]


async def test_help_in_chinese_shows_the_chinese_names(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=ZH) as bot:
        ((head, *lines, foot),) = [
            text.split("\n") for text in await bot.says("telegram:901", "/help")
        ]
    assert (head, foot) == ("我能做这些：", "发 /帮助 加指令名，看怎么用。")
    named = {line.partition("：")[0].removeprefix("/") for line in lines if line.startswith("/")}
    commands = [command for cog in load_cogs() for command in cog.commands]
    assert named == {command.names[1] for command in commands}
    assert "你是管理员，还可以：" in lines
    assert "你是社区负责人，还可以：" in lines


@pytest.mark.parametrize(
    ("config", "asked", "said"),
    [
        (
            DAWN,
            "/help checkin",
            "/checkin, /签到, /打卡 – check in, once a day; a note or a photo may come with it\n"
            "For example: /checkin ran 5 km today",
        ),
        (
            ZH,
            "/帮助 checkin",
            "/checkin、/签到、/打卡：签到，每天一次；可以附一句话、一张图\n"
            "例如：/签到 今天跑了 5 公里",
        ),
        (
            DAWN,
            "/help award",
            "/award, /奖励 – give a member points or take some (a negative number), with the"
            " reason\nOnly moderators may use it.\n"
            "For example: /award @rain 5 helped a newcomer",
        ),
        (
            ZH,
            "/帮助 award",
            "/award、/奖励：给一位成员加分或扣分（负数），要写原因\n只有管理员能用。\n"
            "例如：/奖励 @小雨 5 帮新人解答",
        ),
        (
            DAWN,
            "/help streek",
            f"There is no command “streek”; did you mean streak? {EXAMPLE}",
        ),
        (ZH, "/帮助 签倒", "没有“签倒”这个指令，你是想看 签到 吗？例如：/帮助 签到"),
        (
            DAWN,
            "/help xyzzy",
            f"There is no command “xyzzy”; send /help alone to see all. {EXAMPLE}",
        ),
        (
            ZH,
            "/help xyzzy",
            "没有“xyzzy”这个指令，单独发 /帮助 能看到全部。例如：/帮助 签到",
        ),
        (DAWN, "/help !", f"There is no command “!”; send /help alone to see all. {EXAMPLE}"),
    ],
)
async def test_help_about_one_command(tmp_path: Path, config: str, asked: str, said: str) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        assert await bot.says("telegram:42", asked) == [said]


@pytest.mark.parametrize("asked", ["签到", "/checkin", "／ｃｈｅｃｋｉｎ", " CHECKIN ", "打卡"])
async def test_a_command_may_be_named_in_any_writing(tmp_path: Path, asked: str) -> None:
    async with a_bot(tmp_path) as bot:
        ((first, _),) = [
            text.split("\n") for text in await bot.says("telegram:42", f"/help {asked}")
        ]
        assert first.startswith("/checkin, /签到, /打卡 – ")
