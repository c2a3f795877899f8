"""What was counted of messages is forgotten after 30 days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from bot.community import notice_days
from bot.core.cog import job
from bot.core.context import JobContext
from bot.core.jobs import EndOfDay

_KEPT: Final = timedelta(days=30)


@job("notice_days", EndOfDay(), internal=True)
async def forget_days(ctx: JobContext, _: Sequence[str]) -> None:
    """The counts of days long past are gone."""
    before = date.fromisoformat(ctx.occurrence.period) - _KEPT
    await notice_days.forget(ctx.tx, ctx.community.id, before)
