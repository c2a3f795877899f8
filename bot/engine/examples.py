"""Every refusal of a command says how it is right: an example that works stands behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.core.cog import CommandSpec
from bot.core.errors import NotNow, Refusal, ToldHow
from bot.core.text import Text


@contextmanager
def examples_of(command: CommandSpec | None) -> Iterator[None]:
    """What is refused in the block is refused in one line with the command's example.

    As it is without a command, when the same will be right later, and when it tells how itself.
    """
    try:
        yield
    except (NotNow, ToldHow):
        raise
    except Refusal as refusal:
        if command is None:
            raise
        example = Text(f"example.{command.key}")
        raise Refusal("input.wrong", problem=refusal.text, example=example) from refusal
