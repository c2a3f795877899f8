"""A cog that reminds many people at once, of whom some do it meanwhile."""

from __future__ import annotations

from typing import Final

from bot.core.clock import to_micros
from bot.core.cog import Cog, command
from bot.core.context import Context
from bot.core.options import Amount
from bot.core.outgoing import Purpose, Reply, Say
from bot.core.ports import Transaction
from bot.engine import outbox
from bot.presenter.encoding import text_to_json
from tests.kit import Script, a_cog, line

HOUR: Final = 3_600_000_000
FIRST: Final = 5_000


def batch(platform: str) -> Cog:
    """``/remindall N`` reminds N people in private, ``/did N`` makes the first N need it no more.

    ``/did`` alone is for who writes it.
    """

    @command("remindall")
    async def remind(ctx: Context, count: Amount) -> Reply:
        for user in range(FIRST, FIRST + count):
            ctx.say(reminder(platform, str(user), until=to_micros(ctx.now) + HOUR))
        return Reply(())

    @command("did")
    async def did(ctx: Context, count: Amount | None = None) -> Reply:
        users = range(FIRST, FIRST + count) if count else [ctx.incoming.user]
        for user in users:
            ctx.cancel(f"k:{user}")
        return Reply((line("well done"),))

    return a_cog("batch", remind, did)


def reminder(platform: str, user: str, *, until: int) -> Say:
    """One that is for this person alone, and once."""
    return Say(
        platform,
        user,
        (line(f"remember, {user}"),),
        Purpose.REMINDER,
        to=user,
        cancel_key=f"k:{user}",
        dedupe_key=f"d:{user}",
        not_after=until,
    )


def put_reminders(platform: str, count: int, now: int) -> Script:
    """Writes reminders of so many people as rows that wait; nobody is told of them."""

    async def put(tx: Transaction) -> None:
        for user in range(FIRST, FIRST + count):
            said = reminder(platform, str(user), until=now + HOUR)
            await outbox.put(
                tx,
                platform=said.platform,
                chat=said.chat,
                cause="",
                body={
                    "texts": [text_to_json(text) for text in said.texts],
                    "locale": "en",
                    "kind": str(said.purpose),
                    "to": said.to,
                },
                at=now,
                not_after=said.not_after,
                cancel_key=said.cancel_key,
                dedupe_key=said.dedupe_key,
            )

    return put
