"""Badges, talked to like a member: earned, shown, taken back, given by hand, linked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.ports import Transaction
from bot.engine.verifying import Verdict, rebuild
from tests.badges.hall import BADGES, Ear, award, badges_of, keys_of, wall
from tests.checkin.test_messages import deleted
from tests.kit import DAWN, TWO, ZH, Bot, a_bot
from tests.profile.test_forget import forgets
from tests.profile.test_link import links


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
async def bot(tmp_path: Path, ear: Ear) -> AsyncIterator[Bot]:
    """An English bot that knows Rain."""
    async with a_bot(tmp_path, config=DAWN + BADGES, cogs=[ear.cog]) as running:
        await running.says("telegram:42", "hello", name="Rain")
        yield running


@pytest.mark.parametrize(
    ("config", "before", "earned", "after"),
    [
        (
            DAWN,
            "Rain, you have no badges yet. What you can earn:\n"
            "▫ 🏅 First day: Check in once (0/1)\n"
            "▫ 💰 Rich: points earned 0/50\n"
            "▫ 🏅 Helper: given by the moderators",
            "Checked in. Your streak begins: day 1.\n+1 point, 1 in all.\n"
            "A badge for you: 🏅 First day!",
            "Rain has 1 badge.\n"
            "🏅 First day · 2026-11-23 · Check in once\n"
            "▫ 💰 Rich: points earned 1/50\n"
            "▫ 🏅 Helper: given by the moderators",
        ),
        (
            ZH,
            "Rain，你还没有勋章。可以拿这些：\n"
            "▫ 🏅 第一天：签到一次（0/1）\n"
            "▫ 💰 小富翁：累计积分 0/50\n"
            "▫ 🏅 热心人：由管理员授予",
            "签到成功，连签 1 天。\n+1 分，现在共 1 分。\n获得勋章：🏅 第一天！",
            "Rain 有 1 枚勋章。\n"
            "🏅 第一天 · 2026-11-23 · 签到一次\n"
            "▫ 💰 小富翁：累计积分 1/50\n"
            "▫ 🏅 热心人：由管理员授予",
        ),
    ],
)
async def test_badges_are_earned_in_the_turn_that_fulfils_them_and_shown(
    tmp_path: Path, config: str, before: str, earned: str, after: str
) -> None:
    async with a_bot(tmp_path, config=config + BADGES) as bot:
        assert await bot.says("telegram:42", "/badges", name="Rain") == [before]
        assert await bot.says("telegram:42", "/checkin", name="Rain") == [earned]
        assert await bot.says("telegram:42", "/勋章", name="Rain") == [after]


async def test_a_badge_is_earned_once_and_stays_when_the_streak_ends(bot: Bot, ear: Ear) -> None:
    for _ in range(3):
        await bot.says("telegram:42", "/checkin", name="Rain")
        await bot.tick(days=1)
    assert ear.since() == ["first", "steady"]
    await bot.tick(days=5)
    await bot.says("telegram:42", "/checkin", name="Rain")
    for _ in range(3):
        await bot.tick(days=1)
        await bot.says("telegram:42", "/checkin", name="Rain")
    assert ear.since() == []
    assert await badges_of(bot) == [
        {"key": "first", "on": "2026-11-23"},
        {"key": "steady", "on": "2026-11-25"},
    ]
    assert await bot.problems() == []


async def test_what_others_have_is_shown_and_nothing_they_have_not(bot: Bot) -> None:
    await bot.says("telegram:43", "hello", name="Bo")
    assert await wall(bot, "telegram:43", "@Rain") == ["Rain has no badges yet."]
    await bot.says("telegram:42", "/checkin", name="Rain")
    assert await wall(bot, "telegram:43", "@Rain") == [
        "Rain has 1 badge.",
        "🏅 First day · 2026-11-23 · Check in once",
    ]


async def test_a_secret_badge_is_shown_to_who_has_it(bot: Bot) -> None:
    assert "Steady" not in "\n".join(await wall(bot))
    for _ in range(2):
        await bot.says("telegram:42", "/checkin", name="Rain")
        await bot.tick(days=1)
    (said,) = await bot.says("telegram:42", "/checkin", name="Rain")
    assert said.split("\n")[-1] == "A badge for you: 🏅 Steady!"
    assert "🏅 Steady · 2026-11-25" in await wall(bot)


async def test_a_secret_badge_of_another_is_shown_to_who_has_it_as_well(bot: Bot) -> None:
    for _ in range(2):
        await bot.says("telegram:42", "/checkin", name="Rain")
        await bot.tick(days=1)
    await bot.says("telegram:42", "/checkin", name="Rain")
    await bot.says("telegram:43", "hello", name="Bo")
    seen = ["🏅 First day · 2026-11-23 · Check in once"]
    assert await wall(bot, "telegram:43", "@Rain") == ["Rain has 1 badge.", *seen]
    await bot.says("telegram:900", "/grant telegram:43 steady")
    seen.append("🏅 Steady · 2026-11-25")
    assert await wall(bot, "telegram:43", "@Rain") == ["Rain has 2 badges.", *seen]


async def test_a_long_wall_has_pages(tmp_path: Path) -> None:
    many = "".join(
        f'[[badges]]\nkey = "b{number}"\nname = {{zh = "{number}", en = "N{number}"}}\n'
        f'when = "streak >= {number}"\n'
        for number in range(1, 12)
    )
    async with a_bot(tmp_path, config=DAWN + many) as bot:
        first = await bot.says("telegram:42", "/badges", name="Rain")
        assert first[0].split("\n")[1:] == [f"▫ 🏅 N{n}: streak 0/{n}" for n in range(1, 9)]
        second = await bot.presses("telegram:42", "More", name="Rain")
        assert second[0].split("\n")[1:] == [f"▫ 🏅 N{n}: streak 0/{n}" for n in range(9, 12)]
        assert await bot.presses("telegram:42", "Back", name="Rain") == first


async def test_several_badges_at_once_are_one_line(tmp_path: Path) -> None:
    both = BADGES.replace("lifetime >= 50", "lifetime >= 1")
    async with a_bot(tmp_path, config=DAWN + both) as bot:
        (said,) = await bot.says("telegram:42", "/checkin", name="Rain")
        assert said.split("\n")[2:] == ["Badges for you: 🏅 First day, 💰 Rich!"]


async def test_undo_takes_back_what_an_act_has_earned_and_undo_of_undo_gives_it_again(
    bot: Bot, ear: Ear
) -> None:
    assert "Rain has earned a badge: 💰 Rich!" in await award(bot, 60)
    act = bot.code()
    assert ear.since() == ["rich", "+class"]
    (undone,) = await bot.says("telegram:900", f"/undo {act}")
    assert "Taken back from Rain, as what it was for is gone: 💰 Rich." in undone.split("\n")
    assert ear.since() == ["no rich", "-class"]
    assert await keys_of(bot) == []
    (undo,) = await bot.rows("SELECT id FROM actions WHERE undoes = ?", act)
    await bot.says("telegram:900", f"/undo {undo[0]!s}")
    assert ear.since() == ["rich", "+class"]
    assert await keys_of(bot) == ["rich"]
    assert await bot.problems() == []


async def test_an_undo_that_leaves_enough_takes_nothing(bot: Bot, ear: Ear) -> None:
    await award(bot, 50)
    await award(bot, 60)
    act = bot.code()
    ear.since()
    await bot.says("telegram:900", f"/undo {act}")
    assert ear.since() == []


async def test_a_check_in_that_is_deleted_takes_its_badge(bot: Bot, ear: Ear) -> None:
    checkin = bot.message("telegram:42", "/checkin", name="Rain")
    await bot.takes(checkin)
    assert ear.since() == ["first"]
    await bot.takes(deleted(bot, checkin))
    assert ear.since() == ["no first"]
    assert await keys_of(bot) == []


async def test_linked_accounts_have_the_badges_of_both_and_unlinked_ones_their_own(
    bot: Bot, ear: Ear
) -> None:
    await bot.says("discord:7", "/checkin", name="Rain")
    await award(bot, 30)
    await award(bot, 30, "discord:7")
    await bot.tick(minutes=1)
    ear.since()
    await links(bot, "telegram:42", "discord:7")
    # Neither had the points for it alone.
    assert ear.since() == ["rich", "+class"]
    assert await keys_of(bot) == ["first", "rich"]
    await bot.tick(minutes=1)
    await bot.whispers("telegram:42", "/unlink discord", name="Rain")
    ear.since()  # the preview is the act, undone
    await bot.presses("telegram:42", "Confirm", private=True, name="Rain")
    assert sorted(ear.since()) == ["-class", "-class", "no rich", "no rich"]
    assert await keys_of(bot) == []
    assert await keys_of(bot, "discord:7") == ["first"]
    assert await bot.problems() == []


async def test_what_each_account_justifies_is_kept_by_both_when_they_part(
    bot: Bot, ear: Ear
) -> None:
    await bot.says("discord:7", "hello", name="Rain")
    await links(bot, "telegram:42", "discord:7")
    await award(bot, 60, "telegram:42")
    await award(bot, 60, "discord:7")
    ear.since()
    await bot.whispers("telegram:42", "/unlink discord", name="Rain")
    await bot.presses("telegram:42", "Confirm", private=True, name="Rain")
    assert ear.since() == []
    assert await keys_of(bot) == await keys_of(bot, "discord:7") == ["rich"]
    assert await bot.count("privileges") == 2


async def test_a_link_that_nobody_tells_of_is_followed_when_the_day_ends(
    tmp_path: Path, ear: Ear
) -> None:
    """As in all communities but the one in which two accounts were linked."""
    async with a_bot(tmp_path, config=DAWN + BADGES, cogs=[ear.cog]) as bot:
        for who in ("telegram:42", "discord:7"):
            await bot.says(who, "hello")
            await award(bot, 30, who)
        await bot.links("discord:7", "telegram:42")
        assert await keys_of(bot) == []
        assert await bot.tick(days=1) == []
        assert await keys_of(bot) == ["rich"]
        assert ear.since() == ["rich", "+class"]
        assert await bot.count("badge_looks") == 0


async def test_what_is_kept_is_made_anew_from_the_awards(bot: Bot) -> None:
    await award(bot, 60)
    await bot.says("telegram:42", "/checkin", name="Rain")
    before = await wall(bot)

    async def spoil(tx: Transaction) -> None:
        await tx.execute(
            "UPDATE tallies SET value = 9 WHERE community = 'main' AND name = 'badges'"
        )

    await bot.write(spoil)
    assert len(await bot.problems()) == 1
    await rebuild(bot.machine, Verdict())
    assert await bot.problems() == []
    assert await wall(bot) == before


async def test_whoever_is_forgotten_has_no_badge_left(bot: Bot) -> None:
    await award(bot, 60)
    await rebuild(bot.machine, Verdict())
    await forgets(bot, "telegram:42", "everywhere")
    counts = [await bot.count(each) for each in ("badge_awards", "badge_looks", "privileges")]
    assert counts == [0, 1, 0]  # the moderator's is still to be looked at


async def test_one_communitys_badge_is_none_in_another(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TWO + BADGES) as bot:
        await bot.says("telegram:42", "/checkin", name="Rain")
        (elsewhere,) = await bot.says("telegram:42", "/badges", chat="-2001", name="Rain")
        assert elsewhere.split("\n")[0] == "Rain, you have no badges yet. What you can earn:"


async def test_me_names_the_latest_badges(bot: Bot) -> None:
    await bot.says("telegram:42", "/checkin", name="Rain")
    await award(bot, 60)
    said = await bot.whispers("telegram:42", "/me", name="Rain")
    assert "2 badges: 💰 Rich, 🏅 First day" in said[0].split("\n")


async def test_who_earns_a_badge_by_talk_is_named_only_where_it_is_announced(
    tmp_path: Path,
) -> None:
    talk = """
[[badges]]
key = "talker"
name = {zh = "话匣子", en = "Talker"}
when = "messages >= 2"
[[badges]]
key = "speaker"
name = {zh = "演说家", en = "Speaker"}
when = "messages >= 3"
announce = true
"""
    async with a_bot(tmp_path, config=DAWN + talk) as bot:
        for expected in ([], [], ["Rain has earned a badge: 🏅 Speaker!"], []):
            assert await bot.says("telegram:42", "something", name="Rain") == expected
        assert await keys_of(bot) == ["speaker", "talker"]
