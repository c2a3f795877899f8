"""What was counted of messages is forgotten after 30 days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from bot.community import notice_days
from bot.core.cog import job
from bot.core.context import JobContext
from bot.core.jobs import EndOfDay, Looking, Page

PAGE: Final = 500
_KEPT: Final = timedelta(days=30)


async def find_old(looking: Looking) -> Page:
    """Counts of days long past, page by page."""
    before = date.fromisoformat(looking.occurrence.period) - _KEPT
    found = await notice_days.old_after(
        looking.read, looking.community.id, before, looking.cursor, PAGE
    )
    return Page(found, found[-1] if len(found) == PAGE else None)


@job("notice_days", EndOfDay(), find=find_old, internal=True)
async def forget_days(ctx: JobContext, rows: Sequence[str]) -> None:
    """They are gone."""
    await notice_days.forget(ctx.tx, ctx.community.id, rows)
