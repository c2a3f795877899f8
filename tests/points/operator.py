"""An operator at the command line, beside a bot that a test talks to."""

from __future__ import annotations

import re
from typing import Any

import bot.app
from bot.cli.desk import CommunityDesk
from bot.core.model import CommunityId
from bot.core.operating import OPERATOR
from tests.kit import Bot


async def operates(bot_: Bot, verb: str, locale: str = "en", **values: Any) -> list[str]:
    """What ``hearth VERB`` says of the first community, the ids of acts as ``#``."""
    offer = bot_.machine.router.offers_by_key(OPERATOR)[verb]
    place = bot_.machine.world.places[CommunityId("main")]
    say = bot.app.sentences(strict=True).say
    desk = CommunityDesk(bot_.machine, place, verb)
    lines = [say(line, locale) async for line in offer.run(desk, **values)]
    await bot_.settle()
    return [re.sub(r"\b[2-9A-HJ-NP-Z]{7}\b", "#", line) for line in lines]


async def changes_rules(bot_: Bot, config: str) -> None:
    """The bot is started again with this config."""
    await bot_.stop()
    bot_.config = config
    await bot_.start()


async def last_act(bot_: Bot, action: str) -> str:
    """The id of the latest act of this kind."""
    rows = await bot_.rows("SELECT id FROM actions WHERE action = ? ORDER BY seq DESC", action)
    return str(rows[0][0])
