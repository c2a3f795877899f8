"""What is overheard: many messages in one turn, each once, in order, and none lost."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.cog import Cog, Heard, listen, overhear
from bot.core.context import Context
from bot.core.events import Reacted
from bot.core.model import Incoming, Kind
from tests.kit import Bot, a_bot, a_cog


class Ear:
    """Remembers what it heard in turns that were kept; one text makes it fail."""

    def __init__(self) -> None:
        self.heard: list[list[str]] = []
        self.reactions: list[tuple[str, int, bool]] = []

    def cog(self) -> Cog:
        """The cog that hears."""

        @overhear()
        async def hear(ctx: Context, heard: Sequence[Heard]) -> None:
            texts = [each.incoming.text for each in heard]
            self.heard.append(texts)
            if "poison" in texts:
                raise ValueError("poison")

        @listen(Reacted)
        async def note(ctx: Context, event: Reacted) -> None:
            self.reactions.append((event.emoji, event.standing, bool(event.author)))

        return a_cog("ear", hear, note)


def reaction(
    bot: Bot, who: str, message: Incoming, emoji: str, *, removed: bool = False
) -> Incoming:
    """A reaction to this message."""
    update = bot.message(who, "", message_id=message.message_id, chat=message.chat)
    return replace(update, kind=Kind.REACTION, emoji=emoji, handle="", removed=removed)


async def tally(bot: Bot) -> int:
    """How many messages are counted in all."""
    rows = await bot.rows("SELECT coalesce(sum(value), 0) FROM tallies WHERE name = 'messages'")
    return int(rows[0][0] or 0)


async def test_what_comes_together_is_heard_together(tmp_path: Path) -> None:
    ear = Ear()
    async with a_bot(tmp_path, cogs=[ear.cog()]) as bot:
        said = [bot.message(f"telegram:{40 + number % 3}", f"text {number}") for number in range(9)]
        assert await bot.takes(*said) == []
        assert ear.heard == [[f"text {number}" for number in range(9)]]
        assert await tally(bot) == 9
        assert await bot.count("messages") == 9
        assert await bot.problems() == []


@pytest.mark.parametrize("first", [0, 4], ids=["all at once", "some were heard before"])
async def test_what_comes_twice_is_heard_once(tmp_path: Path, first: int) -> None:
    ear = Ear()
    async with a_bot(tmp_path, cogs=[ear.cog()]) as bot:
        said = [bot.message(f"telegram:{40 + number % 3}", f"text {number}") for number in range(9)]
        if first:
            assert await bot.takes(*said[:first]) == []
        assert await bot.takes(*said, *said) == []
        heard = [text for texts in ear.heard for text in texts]
        assert heard == [f"text {number}" for number in range(9)]
        assert await tally(bot) == 9
        assert await bot.count("messages") == 9
        assert await bot.problems() == []


async def test_a_reaction_finds_the_message_that_came_with_it(tmp_path: Path) -> None:
    ear = Ear()
    async with a_bot(tmp_path, cogs=[ear.cog()]) as bot:
        said = bot.message("telegram:42", "in a topic", chat="-1001/7")
        there = replace(said, chat="-1001")
        await bot.takes(
            said,
            reaction(bot, "telegram:43", there, "👍"),
            reaction(bot, "telegram:43", there, "🎉"),
            reaction(bot, "telegram:43", there, "🎉"),
            reaction(bot, "telegram:43", there, "👍", removed=True),
            reaction(bot, "telegram:43", there, "👀", removed=True),
        )
        assert ear.reactions == [("👍", 1, True), ("🎉", 2, True), ("👍", 1, True)]


async def test_a_command_is_handled_between_what_was_written_before_and_behind(
    tmp_path: Path,
) -> None:
    ear = Ear()
    async with a_bot(tmp_path, cogs=[ear.cog()]) as bot:
        updates = [
            bot.message("telegram:42", text) for text in ("one", "two", "/checkin", "three", "four")
        ]
        assert await bot.takes(*updates) == [
            "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."
        ]
        assert ear.heard == [["one", "two"], ["three", "four"]]


async def test_one_that_cannot_be_heard_is_set_aside_and_the_others_are_heard(
    tmp_path: Path,
) -> None:
    ear = Ear()
    async with a_bot(tmp_path, cogs=[ear.cog()]) as bot:
        await bot.takes(*(bot.message("telegram:42", text) for text in ("one", "poison", "two")))
        assert await tally(bot) == 2
        assert await bot.rows("SELECT state, tries FROM inbox WHERE state <> 'done'") == [
            ("set_aside", 5)
        ]


async def test_what_was_under_way_when_the_process_ended_is_counted_once(tmp_path: Path) -> None:
    async with a_bot(tmp_path, durable=True) as bot:
        await bot.says("telegram:42", "I am here")
        said = [
            bot.message(f"telegram:{42 + number % 2}", f"text {number}") for number in range(40)
        ]
        taking = [bot.hands_over(each) for each in said]
        await asyncio.sleep(0)
        await bot.crash()
        confirmed = sum(not task.cancelled() and task.exception() is None for task in taking)
        await bot.start()
        await bot.settle()
        assert await tally(bot) >= 1 + confirmed
        await bot.takes(*said)
        assert await tally(bot) == 41
        assert await bot.problems() == []


async def test_messages_are_forgotten_after_ninety_days_and_stay_counted(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        said = bot.message("telegram:42", "look at this")
        await bot.takes(said, reaction(bot, "telegram:43", said, "👍"))
        await bot.tick(days=91)
        assert (await bot.count("messages"), await bot.count("reactions")) == (0, 0)
        assert await bot.rows("SELECT messages, reactions FROM messages_past") == [(1, 1)]
        assert await bot.problems() == []
