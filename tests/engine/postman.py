"""A cog that says what a test wants said."""

from __future__ import annotations

from bot.core.cog import Cog, button, command
from bot.core.context import Context
from bot.core.errors import DeliveryFailed
from bot.core.options import Note, Word
from bot.core.outgoing import Act, Button, Doing, Reply, Say
from bot.core.ports import Row
from bot.core.text import Text
from tests.kit import Bot, a_cog, line

LATER = DeliveryFailed("server error")
NEVER = DeliveryFailed("bot was kicked", permanent=True)


class Post:
    """What the next ``/post`` says and does, in this order."""

    def __init__(self) -> None:
        self.says: list[Say | Act] = []

    def put(self, text: str, chat: str = "-1001", **more: object) -> None:
        """One message more."""
        self.says.append(Say("telegram", chat, (line(text),), **more))  # type: ignore[arg-type]

    def act(self, doing: Doing, chat: str = "-1001", **more: object) -> Act:
        """One act more."""
        act = Act(doing, "telegram", chat, **more)  # type: ignore[arg-type]
        self.says.append(act)
        return act


def postman(post: Post) -> Cog:
    """``/post`` says what is in the bag, ``/cancel KEY``, ``/long N``, ``/panel``."""

    @command("post")
    async def deliver(ctx: Context, words: Note = "") -> Reply:
        for each in post.says:
            if isinstance(each, Act):
                ctx.do(each)
            else:
                ctx.say(each)
        return Reply(())

    @command("cancel")
    async def cancel(ctx: Context, key: Word) -> Reply:
        ctx.cancel(key)
        return Reply(())

    @command("long")
    async def long(ctx: Context, words: Note = "") -> Reply:
        lines = tuple(line(f"{n:03} " + "x" * 95) for n in range(100))
        return Reply(lines, (Button("ok", Text("history.older"), "post.change"),))

    @button("post.change")
    async def change(ctx: Context) -> Reply:
        return Reply((line("changed"),), replaces=True)

    @command("say")
    async def say(ctx: Context, words: Note = "") -> Reply:
        return Reply((line(words),))

    return a_cog("postman", deliver, cancel, long, change, say)


async def states(bot: Bot) -> list[Row]:
    """State, tries and error of what the outbox holds."""
    return await bot.rows("SELECT state, tries, error FROM outbox ORDER BY seq")
