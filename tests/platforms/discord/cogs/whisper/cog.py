"""``/whisper 3`` answers three lines, with a button that changes them and one that answers anew."""

from __future__ import annotations

from bot.core.cog import button, command
from bot.core.context import Context
from bot.core.options import Note
from bot.core.outgoing import Button, Reply
from bot.core.text import Text


@command("whisper", "悄悄话", private=True)
async def whisper(ctx: Context, words: Note = "1") -> Reply:
    """So many lines."""
    lines = tuple(Text("whisper.line", number=n, words="w" * 40) for n in range(int(words)))
    turn = Button("turn", Text("whisper.turn"), "whisper.turn")
    again = Button("again", Text("whisper.again"), "whisper.again")
    return Reply(lines, (turn, again))


@button("whisper.turn")
async def turn(ctx: Context) -> Reply:
    """Something else in place of the lines."""
    return Reply((Text("whisper.turned"),), replaces=True)


@button("whisper.again")
async def again(ctx: Context) -> Reply:
    """Something besides the lines."""
    return Reply.of("whisper.turned")
