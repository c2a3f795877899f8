"""What holds of one kind of earning: its weight, its cap of a day, its cooldown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest

from bot.app import read_config
from bot.config.problems import ConfigProblems
from bot.core.cog import listen
from bot.core.context import Context
from bot.core.events import Stage
from cogs.points.events import PointsRefused
from tests.kit import DAWN, START, TWO, Bot, a_bot, a_cog
from tests.points.test_talk import balance, react

RULE: Final = "[[points.rule]]\n"
POINTS: Final = DAWN + "[points]\nbasic = 3\nreaction = 2\nmessage = 1\nmessage_cooldown_s = 0\n"


@dataclass(slots=True)
class Notebook:
    """What was told of refused points: kind, reason, how often, when."""

    lines: list[tuple[str, str, int, datetime]] = field(default_factory=list)


async def reactions(bot: Bot, count: int) -> None:
    """So many people react to what Rain has written, five seconds apart."""
    said = bot.message("telegram:42", "look at what I made", name="Rain")
    await bot.takes(said)
    for user in range(100, 100 + count):
        await bot.takes(react(bot, f"telegram:{user}", said))
        await bot.tick(seconds=5)


@pytest.mark.parametrize(
    ("rule", "points"),
    [
        ("", 1 + 4 * 2),
        ('of = "reaction"\nweight = 1.5\n', 1 + 4 * 3),
        ('of = "reaction"\nweight = 0\n', 1),
        ('of = "reaction"\ndaily_cap = 5\n', 1 + 5),
        ('of = "reaction"\ncooldown_s = 6\n', 1 + 2 * 2),
        ('of = "reaction"\ncooldown_s = 5\n', 1 + 4 * 2),
        ('of = "message"\nweight = 4\ndaily_cap = 3\n', 3 + 4 * 2),
        ('of = "comment"\nweight = 4\n', 1 + 4 * 2),
    ],
)
async def test_a_rule_holds_of_its_kind_alone(tmp_path: Path, rule: str, points: int) -> None:
    async with a_bot(tmp_path, config=POINTS + (RULE + rule if rule else "")) as bot:
        await reactions(bot, 4)
        assert await balance(bot) == points
        assert await bot.problems() == []


async def test_check_ins_and_milestones_are_weighted_too(tmp_path: Path) -> None:
    rules = (
        POINTS.replace("basic", "milestones = {2 = 10}\nbasic")
        + f'{RULE}of = "checkin"\nweight = 0.5\n{RULE}of = "milestone"\nweight = 2\n'
    )
    async with a_bot(tmp_path, config=rules) as bot:
        for _ in range(2):
            await bot.says("telegram:42", "/checkin", name="Rain")
            await bot.tick(days=1)
        assert await balance(bot) == 2 + 2 + 20


async def test_a_cap_of_a_kind_and_a_cooldown_are_reasons_to_ask_for(tmp_path: Path) -> None:
    rules = f'{POINTS}{RULE}of = "reaction"\ndaily_cap = 2\n{RULE}of = "message"\ncooldown_s = 60\n'
    async with a_bot(tmp_path, config=rules) as bot:
        await reactions(bot, 2)
        await bot.says("telegram:42", "and this is another one", name="Rain")
        assert await bot.says("telegram:42", "/points why", name="Rain") == [
            "What earned nothing, the latest first:\n"
            "2026-11-23 09:00  a message: it came too soon after the last one that earned\n"
            "2026-11-23 09:00  a reaction: the day’s cap for this kind was reached"
        ]
        assert await bot.says("telegram:42", "/points", name="Rain") == [
            "Rain, you have 3 points; today you earned 3, in all 3.\n"
            "Of these, 3 by messages, reactions and replies, at most 50 a day."
        ]


async def test_what_weighs_nothing_earns_nothing_and_is_no_refusal(tmp_path: Path) -> None:
    rules = f'{POINTS}{RULE}of = "reaction"\nweight = 0\n'
    async with a_bot(tmp_path, config=rules) as bot:
        await reactions(bot, 2)
        assert await balance(bot) == 1
        assert await bot.says("telegram:42", "/points why", name="Rain") == [
            "In the last 30 days nothing that you did was refused its points."
        ]


@pytest.mark.parametrize(
    ("config", "points"),
    [
        # Of 2 + 2 + 1 two are taken back, 2 are earned anew: there is room for 1 when both return.
        (POINTS + RULE + 'of = "reaction"\ndaily_cap = 5\n', 1 + 5),
        (POINTS + "daily_cap = 6\n", 6),
    ],
)
async def test_a_reaction_that_comes_back_is_cut_to_what_the_caps_leave(
    tmp_path: Path, config: str, points: int
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        said = bot.message("telegram:42", "look at what I made", name="Rain")
        await bot.takes(said)
        for user in ("100", "101", "102"):
            await bot.takes(react(bot, f"telegram:{user}", said))
        for user in ("100", "102"):
            await bot.takes(react(bot, f"telegram:{user}", said, removed=True))
        await bot.takes(react(bot, "telegram:103", said))
        await bot.takes(react(bot, "telegram:100", said))
        assert await balance(bot) == points
        await bot.takes(react(bot, "telegram:100", said, removed=True))
        assert await balance(bot) == points - 1
        assert await bot.problems() == []


async def test_a_reaction_that_comes_back_at_once_was_not_made_too_soon(tmp_path: Path) -> None:
    rules = f'{POINTS}{RULE}of = "reaction"\ncooldown_s = 60\n'
    async with a_bot(tmp_path, config=rules) as bot:
        said = bot.message("telegram:42", "look at what I made", name="Rain")
        await bot.takes(said)
        like = react(bot, "telegram:100", said)
        await bot.takes(like, react(bot, "telegram:100", said, removed=True))
        await bot.takes(react(bot, "telegram:100", said))
        assert await balance(bot) == 1 + 2


async def test_other_cogs_hear_what_was_refused(tmp_path: Path) -> None:
    notebook = Notebook()

    @listen(PointsRefused, Stage.OTHERS)
    async def note(ctx: Context, event: PointsRefused) -> None:
        notebook.lines.append((event.kind, event.reason, event.times, event.at))

    async with a_bot(tmp_path, config=POINTS, cogs=[a_cog("notebook", note)]) as bot:
        said = bot.message("telegram:42", "look at what I made", name="Rain")
        await bot.takes(said)
        await bot.takes(react(bot, "telegram:42", said))
        await bot.takes(*(bot.message("telegram:42", "look at what I made!") for _ in range(2)))
    assert notebook.lines == [("reaction", "own", 1, START), ("message", "again", 2, START)]


def test_a_bigger_cap_is_one() -> None:
    with pytest.raises(ConfigProblems) as refused:
        read_config(POINTS + "daily_cap = 50\nbigger_caps = {regulars = 100, guests = 20}\n")
    (said,) = refused.value.sentences("en")
    assert said.endswith("points.bigger_caps.guests: found 20, expected more than daily_cap (50).")


UNLOCKS: Final = '[tiers]\ngrowing = {points = 50, unlocks = ["regulars"]}\n'


@pytest.mark.parametrize(
    ("more", "problems"),
    [
        ("bigger_caps = {regulars = 100}\n" + UNLOCKS, []),
        ("bigger_caps = {private_class = 100}\n", []),
        (
            "bigger_caps = {regular = 100}\n" + UNLOCKS,
            [
                'points.bigger_caps.regular: found "regular", expected a name that stands in an'
                ' unlocks: private_class, regulars. Did you mean "regulars"?'
            ],
        ),
        (
            "[community.main.points]\nbigger_caps = {regular = 100}\n" + UNLOCKS,
            [
                'community.main.points.bigger_caps.regular: found "regular", expected a name that'
                ' stands in an unlocks: private_class, regulars. Did you mean "regulars"?'
            ],
        ),
        (
            "badges = []\n[points]\nbigger_caps = {regulars = 100}\n",
            [
                'points.bigger_caps.regulars: found "regulars", expected a name that stands in an'
                " unlocks: there is none yet."
            ],
        ),
    ],
)
def test_a_bigger_cap_is_for_something_that_can_be_unlocked(more: str, problems: list[str]) -> None:
    text = more + DAWN if more.startswith("badges") else DAWN + "[points]\n" + more
    said = []
    try:
        read_config(text)
    except ConfigProblems as found:
        said = found.sentences("en")
    assert [each.partition(": ")[2] for each in said] == problems


def test_in_one_of_several_communities_something_unlocks_what_a_cap_of_all_is_for() -> None:
    for_all = TWO + "[points]\nbigger_caps = {regulars = 100}\n"
    read_config(for_all + UNLOCKS.replace("[tiers]", "[community.other.tiers]"))
    own = TWO + "[community.main.points]\nbigger_caps = {regulars = 100}\n"
    with pytest.raises(ConfigProblems):
        read_config(own + UNLOCKS.replace("[tiers]", "[community.other.tiers]"))


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ('of = "reactions"', "reactions"),
        ('of = "checkin"\ndaily_cap = 5', "5"),
        ('of = "reaction"\nweight = -1', "-1"),
        ('of = "reaction"\n[[points.rule]]\nof = "reaction"', "reaction"),
        ("weight = 2", ""),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_its_line(rule: str, found: str) -> None:
    with pytest.raises(ConfigProblems) as refused:
        read_config(POINTS + RULE + rule)
    (said,) = refused.value.sentences("en")
    assert found in said
