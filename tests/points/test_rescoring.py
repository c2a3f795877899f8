"""Changed rules: versions that are kept, what they would change, and what they have changed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from bot.core.context import Context
from bot.core.errors import OperatorRefusal
from bot.core.model import MemberId
from cogs.points.applying import apply_to
from storage.errors import TurnBroken
from tests.kit import DAWN, Bot, a_bot
from tests.points.operator import changes_rules, last_act, operates
from tests.points.test_talk import balance, react

SINCE: Final = "2026-11-01"
DOUBLED: Final = DAWN + "[points]\nbasic = 2\nmilestones = {3 = 4}\n"
FORCE: Final = (
    "The rules of the config are in force: version 2, since 2026-11-25 09:00. A bot that is"
    " running earns by them once it is started again."
)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """Rain has checked in three days in a row, Ann once."""
    async with a_bot(tmp_path) as running:
        await running.says("telegram:43", "/checkin", name="Ann")
        for day in range(3):
            await running.tick(days=min(day, 1))
            await running.says("telegram:42", "/checkin", name="Rain")
        yield running


async def versions(bot: Bot) -> list[int]:
    """The numbers of the versions that were in force."""
    rows = await bot.rows("SELECT number FROM rule_versions ORDER BY number")
    return [int(number or 0) for (number,) in rows]


async def test_each_start_with_other_rules_is_a_version_and_entries_name_it(bot: Bot) -> None:
    await bot.restart()
    assert await versions(bot) == [1]
    await changes_rules(bot, DOUBLED)
    await bot.restart()
    await bot.tick(days=1)
    await bot.says("telegram:42", "/checkin", name="Rain")
    await changes_rules(bot, DAWN)
    assert await versions(bot) == [1, 2, 3]
    first, second, third = await bot.rows("SELECT edition FROM rule_versions ORDER BY number")
    assert (first == third, first == second) == (True, False)
    named = await bot.rows("SELECT rules FROM ledger_entries ORDER BY seq")
    assert named == [first] * 4 + [second]


async def test_what_earns_nothing_else_makes_no_version(bot: Bot) -> None:
    await changes_rules(bot, DAWN + "[points]\ntransfer = false\nallow_debt = true\n")
    assert await versions(bot) == [1]


async def test_the_difference_says_who_would_gain_and_which_level_changes(bot: Bot) -> None:
    rules = DAWN + "[points]\nbasic = 4\nmilestones = {}\n[tiers]\ngrowing = {points = 12}\n"
    await changes_rules(bot, rules)
    told = await operates(bot, "points diff", since=SINCE)
    assert told[0] == (
        "The rules of the config are those in force (version 2, since 2026-11-25 09:00)."
    )
    assert sorted(told[1:3]) == [
        "telegram:42 (Rain): +9, balance 3 → 12; level 0 → 1, tier Newcomer → Growing",
        "telegram:43 (Ann): +3, balance 1 → 4",
    ]
    assert told[3:] == [
        "By the rules of the config, since 2026-11-01: 2 would gain 12 in all, 0 would lose 0 in"
        " all."
    ]
    assert (await balance(bot), await balance(bot, "telegram:43")) == (3, 1)
    assert await operates(bot, "points diff", "zh", since="2026-11-26") == [
        "配置里的规则就是正在用的（第 2 版，2026-11-25 09:00 起）。",
        "按配置的规则从 2026-11-26 起重算：没有人的积分会变。",
    ]


async def test_without_yes_nothing_is_applied(bot: Bot) -> None:
    await changes_rules(bot, DOUBLED)
    told = await operates(bot, "points apply", since=SINCE, sure=False)
    assert told[1:] == [
        "By the rules of the config, since 2026-11-01: 2 would gain 8 in all, 0 would lose 0 in"
        " all.",
        "Nothing was changed. With --yes it is done.",
    ]
    assert (await balance(bot), await bot.count("actions")) == (3, 0)


async def test_what_is_applied_is_there_once_and_an_undo_takes_it_back(bot: Bot) -> None:
    await changes_rules(bot, DOUBLED)
    told = await operates(bot, "points apply", since=SINCE, sure=True)
    assert told[2:] == [FORCE, "Scored anew for 2 members. Id #; /undo # takes it back."]
    assert (await balance(bot), await balance(bot, "telegram:43")) == (10, 2)
    again = await operates(bot, "points apply", since=SINCE, sure=True)
    assert again[1:] == [
        "By the rules of the config, since 2026-11-01: nobody would gain or lose anything.",
        FORCE,
    ]
    assert (await balance(bot), await bot.count("actions")) == (10, 1)
    act = await last_act(bot, "rescore")
    assert await bot.says("telegram:900", f"/undo {act}") == [
        "# is undone. This undo has the id #.\n"
        "What was scored anew is being set back now, member by member."
    ]
    assert (await balance(bot), await balance(bot, "telegram:43")) == (3, 1)
    assert await bot.problems() == []
    undo = await last_act(bot, "undo")
    await bot.says("telegram:900", f"/undo {undo}")
    assert (await balance(bot), await balance(bot, "telegram:43")) == (10, 2)
    await bot.says("telegram:900", f"/undo {await last_act(bot, 'undo')}")
    assert (await balance(bot), await balance(bot, "telegram:43")) == (3, 1)
    assert await bot.problems() == []


async def test_what_was_scored_anew_is_taken_back_with_its_day(bot: Bot) -> None:
    said = bot.message("telegram:42", "look at what I made", name="Rain")
    await bot.takes(said, bot.message("telegram:44", "how are you today?", name="Bo"))
    await bot.takes(react(bot, "telegram:43", said))
    rules = DAWN + "[points]\nreaction = 5\n"
    await changes_rules(bot, rules)
    await operates(bot, "points apply", since=SINCE, sure=True)
    assert await balance(bot) == 8
    await bot.takes(react(bot, "telegram:43", said, removed=True))
    assert await balance(bot) == 3
    await bot.takes(react(bot, "telegram:43", said))
    assert await balance(bot) == 8
    assert await bot.problems() == []
    await bot.says("telegram:900", f"/undo {await last_act(bot, 'rescore')}")
    assert await balance(bot) == 4
    assert await bot.problems() == []


async def test_rules_that_take_may_leave_a_debt_that_shows(bot: Bot) -> None:
    await bot.says("telegram:42", "/give @Ann 3", name="Rain")
    await changes_rules(bot, DAWN + "[points]\nbasic = 0\n")
    told = await operates(bot, "points diff", since=SINCE)
    assert sorted(told[1:3]) == [
        "telegram:42 (Rain): -3, balance 0 → -3",
        "telegram:43 (Ann): -1, balance 4 → 3",
    ]
    await operates(bot, "points apply", since=SINCE, sure=True)
    assert (await balance(bot), await balance(bot, "telegram:43")) == (-3, 3)
    await bot.says("telegram:900", f"/undo {await last_act(bot, 'rescore')}")
    assert (await balance(bot), await balance(bot, "telegram:43")) == (0, 4)
    assert await bot.problems() == []


async def test_the_caps_of_a_day_are_those_of_the_new_rules(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN + "[points]\nreaction = 3\ndaily_cap = 7\n") as bot:
        said = bot.message("telegram:42", "look at what I made", name="Rain")
        await bot.takes(said)
        for user in (43, 44, 45):
            await bot.takes(react(bot, f"telegram:{user}", said))
        assert await balance(bot) == 7
        for cap, points in ((4, 4), (8, 8), (0, 9)):
            await changes_rules(bot, DAWN + f"[points]\nreaction = 3\ndaily_cap = {cap}\n")
            await operates(bot, "points apply", since=SINCE, sure=True)
            assert await balance(bot) == points
            assert await bot.problems() == []


async def test_a_milestone_that_two_linked_accounts_had_is_scored_anew_for_both(
    tmp_path: Path,
) -> None:
    async with a_bot(tmp_path, config=DOUBLED) as bot:
        for day in range(3):
            await bot.tick(days=min(day, 1))
            await bot.says("telegram:42", "/checkin", name="Rain")
            await bot.says("telegram:43", "/checkin", name="Ann")
        await bot.links("telegram:43", "telegram:42")
        assert await balance(bot) == 3 * 2 + 2 * 4
        for rules, points in (("{3 = 1}", 2), ("{}", 0), ("{3 = 5}", 5), ("{3 = 4}", 4)):
            await changes_rules(bot, DOUBLED.replace("{3 = 4}", rules))
            await operates(bot, "points apply", since=SINCE, sure=True)
            assert await balance(bot) == 3 * 2 + points
            told = await operates(bot, "points diff", since=SINCE)
            assert told[1:] == [
                "By the rules of the config, since 2026-11-01: nobody would gain or lose anything."
            ]
        assert await bot.problems() == []


async def test_an_application_that_was_ended_part_of_the_way_goes_on_under_its_id(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await changes_rules(bot, DOUBLED)
    monkeypatch.setattr("cogs.points.operating.SLICE", 1)
    calls: list[str] = []

    async def ended(ctx: Context, members: Sequence[MemberId], since: date, act: str) -> None:
        calls.append("slice")
        if len(calls) == 2:
            raise TurnBroken("the process was ended here")
        await apply_to(ctx, members, since, act)

    monkeypatch.setattr("cogs.points.operating.apply_to", ended)
    with pytest.raises(TurnBroken):
        await operates(bot, "points apply", since=SINCE, sure=True)
    sums = await balance(bot) + await balance(bot, "telegram:43")
    assert 4 < sums < 12
    monkeypatch.setattr("cogs.points.operating.apply_to", apply_to)
    await bot.restart()
    await operates(bot, "points apply", since=SINCE, sure=True)
    assert (await balance(bot), await balance(bot, "telegram:43")) == (10, 2)
    assert await bot.count("actions") == 1
    await bot.says("telegram:900", f"/undo {await last_act(bot, 'rescore')}")
    assert (await balance(bot), await balance(bot, "telegram:43")) == (3, 1)
    assert await bot.problems() == []


async def test_a_day_that_is_none_is_refused_in_a_sentence(bot: Bot) -> None:
    with pytest.raises(OperatorRefusal) as refused:
        await operates(bot, "points diff", since="yesterday")
    assert refused.value.text.key == "rescore.date"
