"""``hearth try``: the chat in the terminal, on a config or on the example."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import cogs
from bot.app import read_config
from bot.cli.speaking import Speaker, log_to_stderr, open_config, refusals
from bot.config.config import Config
from bot.config.example import example_text
from bot.config.sections import known_sections
from bot.rehearsal.console import chat


def run_console(database: Path, path: Path | None, locale: str) -> None:
    """The chat was held; what was said and earned is in ``database``.

    In ``locale`` where one is given: on the example the bot itself speaks it as well.
    """
    if path is None:
        config = read_config(example_text(known_sections(cogs)))
        speaker = Speaker(locale or config.hearth.locale)
        if locale:
            config = _spoken(config, speaker.locale)
    else:
        config, speaker = open_config(path, locale)
    config = replace(config, hearth=replace(config.hearth, locale=speaker.locale))
    log_to_stderr("warning")
    with refusals(speaker):
        asyncio.run(chat(config, str(database)))


def _spoken(config: Config, locale: str) -> Config:
    """The config with communities that speak this language."""
    spoken = {
        name: replace(each, community=replace(each.community, locale=locale))
        for name, each in config.communities.items()
    }
    return replace(config, communities=spoken)
