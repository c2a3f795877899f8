"""Acts of staff are kept, found by their id, and taken back once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.community import actions
from bot.community.actions import Action
from bot.core.model import AccountId, CommunityId
from bot.core.ports import Transaction
from tests.kit import START, Bot, a_bot

MAIN, OTHER = CommunityId("main"), CommunityId("other")
ACT = Action("AAAAAAA", AccountId("a"), "award", "b", START, {"amount": 5, "w": "字"}, None)
UNDO = Action("BBBBBBB", AccountId("a"), "undo", "b", START, {}, "AAAAAAA")


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot without members."""
    async with a_bot(tmp_path) as running:
        yield running


async def test_an_act_is_found_as_it_was_recorded_in_its_community(bot: Bot) -> None:
    assert await bot.write(lambda tx: actions.record(tx, MAIN, ACT, "well done")) is True
    async with bot.app.database.read() as read:
        assert await actions.find(read, MAIN, "AAAAAAA") == ACT
        assert await actions.find(read, OTHER, "AAAAAAA") is None
        assert await actions.notes_of(read, MAIN, ["AAAAAAA", "x"]) == {"AAAAAAA": "well done"}
        assert await actions.notes_of(read, OTHER, ["AAAAAAA"]) == {}


async def test_an_act_without_a_note_has_none(bot: Bot) -> None:
    await bot.write(lambda tx: actions.record(tx, MAIN, ACT))
    assert await bot.count("action_notes") == 0


async def test_an_act_is_taken_back_once(bot: Bot) -> None:
    await bot.write(lambda tx: actions.record(tx, MAIN, ACT))
    async with bot.app.database.read() as read:
        assert await actions.undone_by(read, MAIN, "AAAAAAA") is None
    assert await bot.write(lambda tx: actions.record(tx, MAIN, UNDO)) is True
    second = replace(UNDO, id="CCCCCCC")
    assert await bot.write(lambda tx: actions.record(tx, MAIN, second, "note")) is False
    async with bot.app.database.read() as read:
        assert await actions.undone_by(read, MAIN, "AAAAAAA") == UNDO
        assert await actions.undone_by(read, OTHER, "AAAAAAA") is None
    assert (await bot.count("actions"), await bot.count("action_notes")) == (2, 0)


@pytest.mark.parametrize("again", [ACT, replace(UNDO, id="AAAAAAA", undoes="x")])
async def test_an_id_that_another_act_has_is_no_silent_success(bot: Bot, again: Action) -> None:
    await bot.write(lambda tx: actions.record(tx, MAIN, ACT))
    with pytest.raises(ValueError, match="another act has the id AAAAAAA"):
        await bot.write(lambda tx: actions.record(tx, MAIN, again))


async def test_an_award_whose_id_was_drawn_before_is_given_under_another_one(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["AAAAAAA", "AAAAAAA", "BBBBBBB"])
    monkeypatch.setattr(bot.machine.ids, "code", lambda: next(drawn))
    await bot.says("telegram:42", "hello")
    for _ in range(2):
        await bot.says("telegram:900", "/award @P42 4 well done")
    assert [sent.text[-41:] for sent in bot.sent] == [
        " Id AAAAAAA; /undo AAAAAAA takes it back.",
        " Id BBBBBBB; /undo BBBBBBB takes it back.",
    ]
    assert await bot.rows("SELECT balance FROM balances") == [(8,)]


async def _record(act: Action, tx: Transaction) -> None:
    await actions.record(tx, MAIN, act)


async def test_the_audit_is_read_a_page_at_a_time_in_its_order(bot: Bot) -> None:
    acts = [replace(ACT, id=f"A{9 - n}", at=START) for n in range(5)]
    for act in acts:
        await bot.write(partial(_record, act))
    async with bot.app.database.read() as read:
        first = await actions.page(read, MAIN, 0, 3)
        rest = await actions.page(read, MAIN, first[-1][0], 3)
    assert [act for _, act in (*first, *rest)] == acts
