"""Levels and tiers, talked to like a member: reached, taken back, lost after the grace, linked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest

from bot.community import privileges
from bot.community.events import PrivilegeChanged
from bot.core.cog import listen
from bot.core.context import Context
from bot.core.events import MemberEvent
from bot.core.model import CommunityId
from bot.core.ports import Transaction
from bot.engine.verifying import Verdict, rebuild
from bot.rehearsal.export import export
from cogs.levels.events import LevelLost, LevelReached, TierChanged
from tests.kit import DAWN, TWO, ZH, Bot, a_bot, a_cog
from tests.profile.test_forget import forgets
from tests.profile.test_link import links

TIERS: Final = """
[tiers]
growing = {points = 50, unlocks = ["class"]}
expert = {points = 500, active_days = 2, unlocks = ["faq"]}
"""
KEPT: Final = "SELECT name, value FROM tallies WHERE name IN ('level', 'tier') ORDER BY name"
MAIN: Final = CommunityId("main")


class Ear:
    """What levels and privileges told, as short words."""

    def __init__(self) -> None:
        self.heard: list[str] = []

        @listen(LevelReached)
        @listen(LevelLost)
        @listen(TierChanged)
        @listen(PrivilegeChanged)
        async def hear(ctx: Context, event: MemberEvent) -> None:
            match event:
                case TierChanged():
                    self.heard.append(f"{event.before} -> {event.tier}")
                case PrivilegeChanged():
                    self.heard.append(f"{'+' if event.has else '-'}{event.name}")
                case LevelReached() | LevelLost():
                    self.heard.append(f"{event.before} -> {event.level}")

        self.cog = a_cog("ear", hear)

    def since(self) -> list[str]:
        """What was heard since the last time."""
        heard, self.heard = self.heard, []
        return heard


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
async def bot(tmp_path: Path, ear: Ear) -> AsyncIterator[Bot]:
    """An English bot that knows Rain."""
    async with a_bot(tmp_path, config=DAWN + TIERS, cogs=[ear.cog]) as running:
        await running.says("telegram:42", "hello", name="Rain")
        yield running


async def level(bot: Bot, who: str = "telegram:42") -> list[str]:
    """What the member is told of their level."""
    (said,) = await bot.says(who, "/level", name="Rain")
    return said.split("\n")


async def award(bot: Bot, amount: int, who: str = "@Rain") -> list[str]:
    """The lines that a moderator's award adds, and the id of the act."""
    (said,) = await bot.says("telegram:900", f"/award {who} {amount} good")
    return said.split("\n")[1:]


@pytest.mark.parametrize(
    ("config", "first", "later"),
    [
        (
            DAWN,
            "Rain: level 0, Newcomer\n"
            "0 points earned in all; level 1 begins at 10, 10 to go.\n"
            "Growing takes points 0/50.",
            "Rain: level 3, Growing\n"
            "77 points earned in all; level 4 begins at 100, 23 to go.\n"
            "Expert takes points 77/500, check-in days 0/2.",
        ),
        (
            ZH,
            "Rain：0 级，新手\n"
            "累计得过 0 分；1 级从 10 分开始，还差 10 分。\n"
            "升到「成长」需要：积分 0/50。",
            "Rain：3 级，成长\n"
            "累计得过 77 分；4 级从 100 分开始，还差 23 分。\n"
            "升到「专家」需要：积分 77/500、签到天数 0/2。",
        ),
    ],
)
async def test_a_level_shows_what_is_reached_and_what_is_next(
    tmp_path: Path, config: str, first: str, later: str
) -> None:
    async with a_bot(tmp_path, config=config + TIERS) as bot:
        assert await bot.says("telegram:42", "/level", name="Rain") == [first]
        await award(bot, 77)
        assert await bot.says("telegram:42", "/等级", name="Rain") == [later]
        assert await bot.says("telegram:43", "/level @Rain") == [later]


async def test_whoever_rises_hears_so_once_in_the_answer(bot: Bot, ear: Ear) -> None:
    await award(bot, 49)
    assert ear.since() == ["0 -> 2"]
    assert await bot.says("telegram:42", "/checkin", name="Rain") == [
        "Checked in. Your streak begins: day 1.\n+1 point, 50 in all.\nYour tier is Growing now!"
    ]
    assert ear.since() == ["newcomer -> growing", "+class"]
    await bot.tick(days=1)
    assert await bot.says("telegram:42", "/checkin", name="Rain") == [
        "Checked in. Your streak: 2 days.\n+1 point, 51 in all."
    ]
    assert ear.since() == []


async def test_staff_hear_of_whom_they_raise_and_undo_takes_all_of_it_back(
    bot: Bot, ear: Ear
) -> None:
    assert await award(bot, 60) == [
        "Rain has reached level 3.",
        "Rain is of the tier Growing now.",
    ]
    act = bot.code()
    ear.since()
    undone = await bot.says("telegram:900", f"/undo {act}")
    assert undone[0].split("\n")[2:] == [
        "Rain is on level 0 again.",
        "Rain is of the tier Newcomer again.",
    ]
    assert ear.since() == ["3 -> 0", "growing -> newcomer", "-class"]
    (undo,) = await bot.rows("SELECT id FROM actions WHERE undoes = ?", act)
    await bot.says("telegram:900", f"/undo {undo[0]!s}")
    assert ear.since() == ["0 -> 3", "newcomer -> growing", "+class"]
    assert await bot.problems() == []


async def test_staff_hear_of_a_linked_member_by_the_account_that_they_have_named(bot: Bot) -> None:
    await bot.says("telegram:42", "hello", name="Rain")
    await bot.says("discord:7", "hello", name="Umbra")
    await bot.links("discord:7", "telegram:42")
    for who, name in (("telegram:42", "Rain"), ("discord:7", "Umbra")):
        said = await bot.says("telegram:900", f"/award {who} 10 help")
        assert said[0].split("\n")[1:] == [f"{name} has reached level 1."]
        said = await bot.says("telegram:900", f"/undo {bot.code()}")
        assert said[0].split("\n")[2:] == [f"{name} is on level 0 again."]


async def test_an_undo_leaves_a_tier_that_was_reached_before_the_act_to_its_grace(
    bot: Bot, ear: Ear
) -> None:
    await award(bot, 50)
    await bot.tick(seconds=1)
    await award(bot, 1)
    act = bot.code()
    await bot.tick(seconds=1)
    await award(bot, -30)
    ear.since()
    await bot.says("telegram:900", f"/undo {act}")
    assert ear.since() == []
    assert (await level(bot))[-1] == (
        "This is below the line of Growing, which lasts until 2026-12-07 unless the numbers"
        " come back."
    )


async def test_a_tier_is_lost_at_the_end_of_the_day_that_ends_its_grace(bot: Bot, ear: Ear) -> None:
    await award(bot, 60)
    await award(bot, -30)
    ear.since()
    assert await bot.tick(days=13) == []
    assert (await level(bot))[0] == "Rain: level 2, Growing"
    assert await bot.tick(days=2) == []
    assert ear.since() == ["growing -> newcomer", "-class"]
    assert await level(bot) == [
        "Rain: level 2, Newcomer",
        "30 points earned in all; level 3 begins at 60, 30 to go.",
        "Growing takes points 30/50.",
    ]
    assert await bot.problems() == []


async def test_whoever_comes_back_within_the_grace_has_lost_nothing(bot: Bot, ear: Ear) -> None:
    await award(bot, 60)
    await award(bot, -30)
    await bot.tick(days=13)
    await award(bot, 15)
    ear.since()
    await bot.tick(days=30)
    assert ear.since() == []
    assert (await level(bot))[0] == "Rain: level 2, Growing"


async def test_what_a_tier_unlocks_is_had_with_the_one_before(bot: Bot) -> None:
    await award(bot, 600)
    for _ in range(2):
        await bot.says("telegram:42", "/checkin", name="Rain")
        await bot.tick(days=1)
    member = await member_of(bot, "telegram:42")

    async def unlocked(tx: Transaction) -> list[str]:
        assert await privileges.has_privilege(tx, MAIN, member["id"], "faq")
        assert not await privileges.has_privilege(tx, MAIN, member["id"], "other")
        return await privileges.privileges_of(tx, MAIN, member["id"])

    assert await bot.write(unlocked) == ["class", "faq"]
    assert (member["level"], member["tier"]) == (10, "expert")


async def test_linked_accounts_are_what_both_reach_and_unlinked_ones_what_each_was(
    bot: Bot, ear: Ear
) -> None:
    await bot.says("discord:7", "hello")
    await bot.tick(minutes=1)
    await award(bot, 30)
    await award(bot, 30, "discord:7")
    await bot.tick(minutes=1)
    ear.since()
    await links(bot, "telegram:42", "discord:7")
    # Levels are made anew when accounts come together; the tier is reached in the same turn.
    assert ear.since() == ["newcomer -> growing", "+class"]
    assert (await level(bot))[0] == "Rain: level 3, Growing"
    await bot.tick(minutes=1)
    await bot.whispers("telegram:42", "/unlink discord", name="Rain")
    ear.since()  # the preview is the act, undone
    await bot.presses("telegram:42", "Confirm", private=True, name="Rain")
    # What was unlocked had been one account's.
    assert sorted(ear.since()) == ["-class", *["growing -> newcomer"] * 2]
    for who in ("telegram:42", "discord:7"):
        assert (await level(bot, who))[0] == "Rain: level 2, Newcomer"
    assert await bot.problems() == []


async def test_what_is_kept_is_made_anew_from_the_facts(bot: Bot) -> None:
    await award(bot, 60)
    await award(bot, -30)
    before = await level(bot)
    kept = await bot.rows(KEPT)
    await bot.write(_spoil)
    assert len(await bot.problems()) == 3
    await rebuild(bot.machine, Verdict())
    assert await bot.problems() == []
    assert await bot.rows(KEPT) == kept
    assert await level(bot) == before


async def test_other_rules_are_followed_at_the_end_of_the_day_without_a_word(
    tmp_path: Path, ear: Ear
) -> None:
    async with a_bot(tmp_path, config=DAWN + TIERS, cogs=[ear.cog]) as bot:
        await bot.says("telegram:42", "hello", name="Rain")
        await award(bot, 49)
        ear.since()
        await bot.stop()
        bot.config = DAWN + TIERS.replace("50", "40") + "[levels]\ntotals = [5, 6, 7]\n"
        await bot.start()
        assert (await level(bot))[:2] == [
            "Rain: level 3, Newcomer",
            "49 points earned in all; there is no higher level.",
        ]
        assert await bot.problems() == []
        assert await bot.tick(days=1) == []
        assert ear.since() == ["2 -> 3", "newcomer -> growing", "+class"]
        assert await bot.tick(days=1) == []
        assert ear.since() == []


@pytest.mark.parametrize("curve", ["totals = [5]", "preset = [5]"])
async def test_who_has_reached_no_level_yet_is_counted_by_other_rules_as_well(
    tmp_path: Path, ear: Ear, curve: str
) -> None:
    async with a_bot(tmp_path, config=DAWN + TIERS, cogs=[ear.cog]) as bot:
        await bot.says("telegram:42", "hello", name="Rain")
        await award(bot, 6)
        await bot.stop()
        bot.config = DAWN + TIERS + f"[levels]\n{curve}\n"
        await bot.start()
        ear.since()
        assert await bot.tick(days=1) == []
        assert ear.since() == ["0 -> 1"]


async def test_one_communitys_tier_is_none_in_another(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TWO + TIERS) as bot:
        await bot.says("telegram:42", "hello", name="Rain")
        await award(bot, 60)
        (elsewhere,) = await bot.says("telegram:42", "/level", chat="-2001", name="Rain")
        assert elsewhere.split("\n")[0] == "Rain: level 0, Newcomer"


async def test_whoever_is_forgotten_has_no_tier_left(bot: Bot) -> None:
    await award(bot, 60)
    await forgets(bot, "telegram:42", "everywhere")
    counts = [await bot.count(each) for each in ("tier_steps", "standings", "privileges")]
    assert counts == [0, 0, 0]


async def member_of(bot: Bot, who: str) -> dict[str, Any]:
    """The member that holds the account, as an export has it."""
    whole: Any = await export(bot.machine, as_of=bot.clock.now(), member=who)
    return dict(whole["communities"][0]["members"][0])


async def _spoil(tx: Transaction) -> None:
    """Level, tier and the beginning of the grace are kept wrongly."""
    await tx.execute("UPDATE tallies SET value = 9 WHERE community = 'main' AND name = 'level'")
    await tx.execute("UPDATE tallies SET value = 2 WHERE community = 'main' AND name = 'tier'")
    await tx.execute("UPDATE standings SET below_since = 5 WHERE community = 'main'")


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", ["P42: level 2, Growing", "Title: Sage"]),
        ("zh", ["P42：2 级，成长", "头衔：学霸"]),
    ],
)
async def test_a_tier_with_a_title_shows_it(tmp_path: Path, locale: str, said: list[str]) -> None:
    tiers = '[tiers]\ngrowing = {points = 40, title = {zh = "学霸", en = "Sage"}}\n'
    config = DAWN.replace('"en"', f'"{locale}"') + tiers
    async with a_bot(tmp_path, config=config) as bot:
        await bot.says("telegram:42", "hello there")
        await bot.says("telegram:900", "/award @P42 40 helped")
        (answer,) = await bot.says("telegram:42", "/level")
        assert answer.splitlines()[:2] == said
