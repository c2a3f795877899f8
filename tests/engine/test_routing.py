"""Which message gets an answer at all, in which language, and for which community."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.cog import command
from bot.core.context import Context
from bot.core.model import Kind, Sender
from bot.core.outgoing import Reply
from bot.engine.chatter import Chatter
from bot.engine.cooldowns import Cooldowns
from tests.kit import DAWN, START, ZH, Bot, a_bot, a_cog, line

NEAR = "There’s no command “/chekin”. Did you mean /checkin?"
FAR = "There’s no command “/xyzzy”. Send /help to see them all."
STRANGER = (
    "You aren’t a member here yet. Please write something in the community’s group first,"
    " such as /checkin, then come back to me."
)
STRANGER_ZH = "你还不是这里的成员，请先在社区的群里说句话，例如 /签到，再回来找我。"
DONE = "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."
UNBOUND = (
    "This chat doesn’t belong to a community yet."
    " Please add telegram:-9 to the community’s chats in the config file."
)
WHICH = "You’re in several communities. Which one is this for? Choose once and I’ll remember."


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot."""
    async with a_bot(tmp_path) as running:
        yield running


# Unknown commands


async def test_a_command_that_is_nearly_right_is_corrected(bot: Bot) -> None:
    assert await bot.says("telegram:42", "/chekin") == [NEAR]
    assert await bot.whispers("telegram:42", "/chekin") == [NEAR]


async def test_a_correction_is_in_the_language_of_the_chat(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=ZH) as bot:
        assert await bot.says("telegram:42", "/签倒") == [
            "没有“/签倒”这个指令，你是想用 /签到 吗？"
        ]
        assert await bot.whispers("telegram:42", "/xyzzy") == [
            "没有“/xyzzy”这个指令，发 /help 看看有哪些。"
        ]


async def test_a_word_that_is_near_nothing_is_answered_always_in_private(bot: Bot) -> None:
    assert await bot.whispers("telegram:42", "/xyzzy") == [FAR]
    assert await bot.whispers("telegram:42", "/xyzzy") == [FAR]


async def test_a_word_that_is_near_nothing_is_answered_once_in_a_group(bot: Bot) -> None:
    assert await bot.says("telegram:42", "/xyzzy") == [FAR]
    assert await bot.says("telegram:43", "/xyzzy") == []
    assert await bot.says("telegram:43", "/xyzzy", chat="-1002") == [FAR]
    await bot.tick(minutes=10)
    assert await bot.says("telegram:43", "/xyzzy") == [FAR]


async def test_nothing_is_corrected_in_a_busy_group(bot: Bot) -> None:
    for n in range(9):
        await bot.says(f"telegram:{n}", "hello")
    assert await bot.says("telegram:42", "/chekin") == []
    assert await bot.says("telegram:42", "/xyzzy") == []
    assert await bot.says("telegram:42", "/chekin", chat="-1002") == [NEAR]
    assert await bot.says("telegram:42", "/checkin") == [DONE]
    await bot.tick(seconds=61)
    assert await bot.says("telegram:42", "/chekin") == [NEAR]


async def test_ordinary_talk_is_not_answered(bot: Bot) -> None:
    for text in ("hello", "I check in every day", "签到了吗？", "/", "//", "/usr/bin", "1/2", ""):
        assert await bot.says("telegram:42", text) == []


async def test_a_command_for_another_bot_is_not_answered(bot: Bot) -> None:
    assert await bot.says("telegram:42", "/checkin@OtherBot", bot="hearth_bot") == []
    assert await bot.says("telegram:42", "/checkin@Hearth_Bot", bot="hearth_bot") == [DONE]


async def test_many_groups_are_remembered_and_no_more() -> None:
    chatter, bot = Chatter(), Bot(Path())
    quiet = bot.message("telegram:42", "x", chat="first")
    for _ in range(10):
        chatter.note(quiet)
    assert chatter.is_quiet(quiet) is False
    for n in range(1000):
        chatter.note(bot.message("telegram:42", "x", chat=str(n)))
    assert chatter.is_quiet(quiet) is True


# Cooldowns


async def test_the_sixth_answer_in_the_commands_time_is_refused_with_the_seconds(bot: Bot) -> None:
    first = await bot.says("telegram:42", "/help streak")
    await bot.tick(seconds=2.5)
    for _ in range(4):
        assert await bot.says("telegram:42", "/help streak") == first
    slow = ["Not so fast. Please try again in 8 seconds."]
    assert await bot.says("telegram:42", "/help streak") == slow
    assert await bot.whispers("telegram:42", "/help streak") == slow
    assert await bot.says("telegram:43", "/help streak") == first
    assert await bot.says("telegram:42", "/history") == [
        "No points yet; /checkin brings the first."
    ]
    await bot.tick(seconds=6.5)
    assert await bot.says("telegram:42", "/help streak") == [
        "Not so fast. Please try again in 1 second."
    ]
    await bot.tick(seconds=1)
    assert await bot.says("telegram:42", "/help streak") == first


async def test_a_cooldown_is_told_in_the_asker_s_language(bot: Bot) -> None:
    await bot.says("telegram:42", "/language zh")
    for _ in range(5):
        await bot.says("telegram:42", "/帮助 连签")
    assert await bot.says("telegram:42", "/help") == ["慢一点，10 秒后再试。"]


async def test_the_same_update_counts_once(bot: Bot) -> None:
    update = bot.message("telegram:42", "/help streak")
    await bot.takes(*[update] * 9)
    for _ in range(4):
        assert len(await bot.says("telegram:42", "/help streak")) == 1
    assert bot.texts(0)[-1] == bot.texts(0)[0]


async def test_a_command_without_a_cooldown_is_never_slowed(bot: Bot) -> None:
    for _ in range(20):
        assert (await bot.says("telegram:42", "/points"))[0].startswith("P42, you have 0 points")


async def test_cooldowns_are_remembered_of_many_and_no_more() -> None:
    @command("x", cooldown_s=100)
    async def x(ctx: Context) -> Reply:
        return Reply(())

    (spec,) = a_cog("x", x).commands
    cooldowns, bot = Cooldowns(), Bot(Path())
    for _ in range(5):
        cooldowns.use(spec, bot.message("telegram:42", "x"), "a")
    for n in range(10_000):
        cooldowns.use(spec, bot.message("telegram:42", "x"), str(n))
    for _ in range(5):
        cooldowns.use(spec, bot.message("telegram:42", "x"), "a")


# Who is no person


@pytest.mark.parametrize(
    ("sender", "en", "zh"),
    [
        (
            Sender.BOT,
            "Only people can take part, not bots or webhooks.",
            "只有真人成员可以参加，机器人和 Webhook 不行。",
        ),
        (
            Sender.WEBHOOK,
            "Only people can take part, not bots or webhooks.",
            "只有真人成员可以参加，机器人和 Webhook 不行。",
        ),
        (
            Sender.CHANNEL,
            "You can’t take part as a channel."
            " Please switch to your own account and send it again.",
            "以频道身份发言不能参加，请换回你自己的账号再发一次。",
        ),
        (
            Sender.ANONYMOUS,
            "You’re writing as an anonymous admin, so I can’t tell who you are."
            " To take part, please switch off “Remain anonymous” and send it again.",
            "你现在是匿名管理员，我认不出你。想参加的话，请先关掉“保持匿名”再发一次。",
        ),
    ],
)
async def test_who_is_no_person_gets_a_hint_and_no_credit(
    tmp_path: Path, sender: Sender, en: str, zh: str
) -> None:
    for config, said in ((DAWN, en), (ZH, zh)):
        folder = tmp_path / ("zh" if config == ZH else "en")
        folder.mkdir()
        async with a_bot(folder, config=config) as bot:
            assert await bot.says("telegram:7", "hello", sender=sender) == []
            assert await bot.says("telegram:7", "/checkin", sender=sender) == [said]
            # Two bots that answer each other would never end; people behind a channel do.
            again = [] if sender in (Sender.BOT, Sender.WEBHOOK) else [said]
            assert await bot.says("telegram:7", "/checkin", sender=sender) == again
            await bot.tick(minutes=10)
            assert await bot.says("telegram:7", "签到", sender=sender) == [said]
            assert await bot.count("days") == await bot.count("accounts") == 0


# Other updates


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in ("message", "button")])
async def test_other_updates_are_taken_in_and_say_nothing(bot: Bot, kind: Kind) -> None:
    update = replace(bot.message("telegram:42", "/checkin"), kind=kind, role="member")
    assert await bot.takes(update, update) == []
    assert await bot.rows("SELECT state FROM inbox") == [("done",)]


async def test_a_role_that_no_platform_has_is_set_aside(bot: Bot) -> None:
    await bot.is_now("telegram:42", "king")
    assert await bot.rows("SELECT state, error FROM inbox") == [
        ("set_aside", "ValueError: no role: 'king'")
    ]
    assert bot.sent == []


async def test_what_is_old_is_forgotten_body_first(bot: Bot) -> None:
    @command("poison")
    async def poison(ctx: Context) -> Reply:
        raise ValueError("x")

    @command("fine")
    async def fine(ctx: Context) -> Reply:
        return Reply((line("fine"),))

    await bot.stop()
    bot.cogs.append(a_cog("poison", poison, fine))
    await bot.start()
    await bot.says("telegram:42", "/poison")
    await bot.says("telegram:42", "/fine")
    sizes = (
        "SELECT (SELECT count(*) FROM inbox WHERE body <> ''),"
        " (SELECT count(*) FROM outbox WHERE body <> '')"
    )
    assert await bot.rows(sizes) == [(1, 2)]
    await bot.tick(days=7)
    assert await bot.rows(sizes) == [(1, 2)]
    await bot.tick(days=1)
    assert await bot.rows(sizes) == [(0, 0)]
    await bot.tick(days=23)
    assert (await bot.count("inbox"), await bot.count("outbox")) == (0, 0)


async def test_what_still_waits_is_never_forgotten(bot: Bot) -> None:
    bot.platforms["telegram"].up.clear()
    await bot.says("telegram:42", "/checkin")
    await bot.tick(days=40)
    bot.platforms["telegram"].up.set()
    assert await bot.tick(seconds=0) == [DONE]
    assert bot.clock.now() == START + timedelta(days=40)
