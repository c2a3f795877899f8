"""Every command's example, said to the bot as a member would."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.core.model import Incoming
from bot.core.text import Text
from bot.engine.router import Asked, Router
from bot.rehearsal.instants import read_instant
from bot.rehearsal.replies import ReplyRow
from bot.rehearsal.story import START, Story
from tests.every_cog.gathered import Gathered

# Whom examples name; and the one who says them may do all.
MEMBERS = {"en": "rain", "zh": "小雨"}
ADMIN = "telegram:901"
_WRONG = ("command.unknown", "command.unknown.near", "trouble.update.set.aside")
_MISREAD = ("input.", "who.")
_SENSELESS = "xyzzy yzzyx"


def misread(all_of: Gathered) -> list[str]:
    """Examples that are read as another command than their own, or as none."""
    router = Router(all_of.cogs)
    at = read_instant(START)
    problems = []
    for command in router.commands:
        for locale in all_of.sentences.locales:
            example = all_of.sentences.say(Text(f"example.{command.key}"), locale)
            route = router.route(Incoming("telegram", "1", "-1001", "901", at, at, text=example))
            if not isinstance(route, Asked) or route.command is not command:
                problems.append(f"{example} does not call /{command.name}")
    return problems


async def refused(all_of: Gathered) -> list[str]:
    """Examples that the bot does not understand, or cannot handle."""
    problems = []
    async with Story() as story:
        for name in MEMBERS.values():
            await story.says(f"telegram:{name}", "hello", name=name)
        await story.says(ADMIN, "hello", name="admin")
        for cog in all_of.cogs:
            for command in cog.commands:
                for locale in all_of.sentences.locales:
                    await story.tick(minutes=1)
                    example = all_of.sentences.say(Text(f"example.{command.key}"), locale)
                    said = await story.says(ADMIN, example)
                    rows = story.rows()
                    if not rows or any(map(_was_misread, rows)):
                        problems.append(f"{example}: {said}")
    return problems


async def swallowed(all_of: Gathered, free: Collection[str]) -> list[str]:
    """Examples that are answered as if no senseless words stood behind them.

    ``free`` are the commands behind which free text belongs.
    """
    problems = []
    async with Story() as story:
        for name in MEMBERS.values():
            await story.says(f"telegram:{name}", "hello", name=name)
        await story.says(ADMIN, "hello", name="admin")
        for command in (each for cog in all_of.cogs for each in cog.commands):
            if command.name in free:
                continue
            for locale in all_of.sentences.locales:
                await story.tick(minutes=1)
                example = all_of.sentences.say(Text(f"example.{command.key}"), locale)
                said = await story.says(ADMIN, f"{example} {_SENSELESS}")
                if not any(word in "".join(said) for word in _SENSELESS.split()):
                    problems.append(f"{example} {_SENSELESS}: {said}")
    return problems


def _was_misread(row: ReplyRow) -> bool:
    """Not understood, or one of its words not; a handler may refuse what it understands."""
    if row.key in _WRONG:
        return True
    problem = row.values.get("problem") if isinstance(row.values, Mapping) else None
    return isinstance(problem, Mapping) and str(problem["key"]).startswith(_MISREAD)
