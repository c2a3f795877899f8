"""Undo: an act is taken back once, an undo can be undone, and what was spent is never skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.clock import to_micros
from tests.kit import DAWN, START, TWO, ZH, Bot, a_bot

PARTIAL = DAWN + '[points]\nundo_spent = "partial"\n'


async def a_member(bot: Bot) -> None:
    """There is a member called Rain."""
    await bot.says("telegram:42", "hello", name="Rain")


async def award(bot: Bot, amount: int) -> str:
    """Rain has so many points more; the id of the act."""
    await bot.says("telegram:900", f"/award @Rain {amount} x")
    return bot.code()


async def undo(bot: Bot, act: str) -> tuple[str, list[str]]:
    """The id of the undo, and what was said."""
    said = await bot.says("telegram:900", f"/undo {act}")
    text = bot.sent[-1].text
    return text.split("\n", 1)[0].rstrip("。.").rpartition(" ")[2], said


async def balance(bot: Bot) -> int:
    """Rain's points."""
    ((points,),) = await bot.rows("SELECT balance FROM balances")
    assert await bot.rows("SELECT sum(amount) FROM ledger_entries") == [(points,)]
    assert await bot.rows("SELECT value FROM tallies WHERE name = 'lifetime'") == [(points,)]
    return int(points or 0)


@pytest.mark.parametrize(
    ("config", "undone", "already"),
    [
        (
            DAWN,
            "# is undone. This undo has the id #.\nRain: 5 points were moved back, {} in all.",
            "# was undone before (#); nothing was changed.",
        ),
        (
            ZH,
            "已撤销 #。这次撤销的编号是 #。\nRain 的 5 分变动已撤回，现在共 {} 分。",
            "# 之前已经撤销过（编号 #），什么都没有改动。",
        ),
    ],
)
async def test_an_undo_an_undo_of_it_and_a_second_one(
    tmp_path: Path, config: str, undone: str, already: str
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        await a_member(bot)
        first = await award(bot, 5)
        second, said = await undo(bot, first)
        assert (said, await balance(bot)) == ([undone.format(0)], 0)
        third, said = await undo(bot, second)
        assert (said, await balance(bot)) == ([undone.format(5)], 5)
        for act in (first, second):
            _, said = await undo(bot, act)
            assert (said, await balance(bot)) == ([already], 5)
        _, said = await undo(bot, third)
        assert (said, await balance(bot)) == ([undone.format(0)], 0)


async def test_the_id_of_an_act_may_be_typed_in_any_case(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await a_member(bot)
        _, said = await undo(bot, (await award(bot, 5)).lower())
        assert said == [
            "# is undone. This undo has the id #.\nRain: 5 points were moved back, 0 in all."
        ]


async def test_what_was_taken_is_given_back(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await a_member(bot)
        await award(bot, 9)
        await undo(bot, await award(bot, -4))
        assert await balance(bot) == 9


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (
            DAWN,
            "# is undone. This undo has the id #.\n"
            "Rain: 5 points were taken back; some had been spent, so the balance is -3.",
        ),
        (ZH, "已撤销 #。这次撤销的编号是 #。\n已从 Rain 收回 5 分；有些已经花掉，余额成了 -3 分。"),
    ],
)
async def test_points_already_spent_become_a_debt(tmp_path: Path, config: str, said: str) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        await a_member(bot)
        first = await award(bot, 5)
        await award(bot, -3)
        undoing, heard = await undo(bot, first)
        assert (heard, await balance(bot)) == ([said], -3)
        await undo(bot, undoing)
        assert await balance(bot) == 2


async def test_a_member_in_debt_may_be_given_points(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await a_member(bot)
        first = await award(bot, 5)
        await award(bot, -3)
        await undo(bot, first)
        assert await bot.says("telegram:900", "/award @Rain 1 kind") == [
            "Rain got 1 point, -2 in all. Reason: kind. Id #; /undo # takes it back."
        ]


@pytest.mark.parametrize(
    ("config", "partly", "spent"),
    [
        (
            PARTIAL,
            "# is undone. This undo has the id #.\n"
            "Rain has spent some: only 2 points were taken back, 0 in all.",
            "# is undone. This undo has the id #.\n"
            "Rain has spent all of it; there was nothing left to take back.",
        ),
        (
            PARTIAL.replace('"en"', '"zh"'),
            "已撤销 #。这次撤销的编号是 #。\n"
            "Rain 已经花掉一部分，只收回了剩下的 2 分，现在共 0 分。",
            "已撤销 #。这次撤销的编号是 #。\nRain 的积分已经花完，没有可收回的。",
        ),
    ],
)
async def test_a_partial_undo_takes_what_is_left_and_says_so(
    tmp_path: Path, config: str, partly: str, spent: str
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        await a_member(bot)
        first = await award(bot, 5)
        second = await award(bot, 4)
        await award(bot, -7)
        undoing, said = await undo(bot, first)
        assert (said, await balance(bot)) == ([partly], 0)
        nothing, said = await undo(bot, second)
        assert (said, await balance(bot)) == ([spent], 0)
        await undo(bot, undoing)
        assert await balance(bot) == 2
        _, said = await undo(bot, nothing)
        assert (said[0].split("\n")[1], await balance(bot)) == (
            "这个操作没有动过积分。" if "zh" in config else "That act moved no points.",
            2,
        )


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        (
            "/undo NOPE",
            "There is no act with the id “NOPE”; please use the id from its reply."
            " For example: /undo #",
            "没有编号为“NOPE”的操作，请照回复里的编号写。例如：/撤销 #",
        ),
        (
            "/undo",
            "Something is missing: the act’s id. For example: /undo #",
            "还缺：操作的编号。例如：/撤销 #",
        ),
        (
            "/undo NOPE twice",
            "“twice” is one too many. Please leave it out and try again. For example: /undo #",
            "多了“twice”，去掉它再试一次。例如：/撤销 #",
        ),
    ],
)
async def test_an_undo_of_nothing_says_so(tmp_path: Path, text: str, en: str, zh: str) -> None:
    async with a_bot(tmp_path) as bot:
        assert await bot.says("telegram:900", text) == [en]
        await bot.says("telegram:900", "/language zh")
        assert await bot.says("telegram:900", text) == [zh]


async def test_an_act_of_another_community_is_unknown_here(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TWO) as bot:
        await a_member(bot)
        act = await award(bot, 5)
        assert await bot.says("telegram:800", f"/undo {act}", chat="-2001") == [
            "There is no act with the id “#”; please use the id from its reply."
            " For example: /undo #"
        ]
        assert await balance(bot) == 5


async def test_an_act_for_somebody_who_was_forgotten_since_is_not_undone(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TWO) as bot:
        await a_member(bot)
        await bot.says("telegram:42", "hello", chat="-2001", name="Rain")
        act, other = await award(bot, 5), await award(bot, 3)
        await bot.says("telegram:42", "/forget")
        await bot.tick(seconds=1)
        await bot.presses("telegram:42", "here", private=True)
        await bot.presses("telegram:42", "confirm", private=True)
        refused = (
            "# cannot be undone, since whom it was about has been forgotten; please use the id of"
            " another act. For example: /undo #"
        )
        assert (await undo(bot, act))[1] == [refused]
        await bot.says("telegram:42", "hello again", name="Rain")
        assert (await undo(bot, other))[1] == [refused]
        assert await bot.rows("SELECT balance FROM balances") == []
        assert await bot.problems() == []


async def test_an_act_that_no_cog_can_take_back_is_not_undone(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await a_member(bot)
        await bot.write(
            lambda tx: tx.execute(
                "INSERT INTO actions (community, id, actor, action, target, at, detail, undoes)"
                " VALUES ('main', 'AAAAAAA', 'a', 'juggle', 'b', ?, '{}', NULL)",
                to_micros(START),
            )
        )
        for _ in range(2):
            _, said = await undo(bot, "AAAAAAA")
            assert said == [
                "# cannot be undone; please use the id of another act, such as an award."
                " For example: /undo #"
            ]
        assert await bot.count("actions") == 1


async def test_twenty_undos_of_the_same_act_at_once_move_the_points_once(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await a_member(bot)
        act = await award(bot, 5)
        said = await bot.takes(
            *(
                bot.message("telegram:900", f"/undo {act}", chat=f"-100{1 + n % 2}")
                for n in range(20)
            )
        )
        assert sorted(said)[1:] == ["# was undone before (#); nothing was changed."] * 19
        assert await balance(bot) == 0
