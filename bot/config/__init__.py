"""From the TOML file to settings, with every problem at once.

``load`` reads a file, ``loads`` a text; both give a ``Config`` or raise ``ConfigProblems``.
"""

from __future__ import annotations

from bot.config.config import CommunityConfig, Config, Explanation, Note, UnknownSetting
from bot.config.loading import load, loads
from bot.config.problems import ConfigProblems, Problem
from bot.config.sections import known_sections, sections_of

__all__ = [
    "CommunityConfig",
    "Config",
    "ConfigProblems",
    "Explanation",
    "Note",
    "Problem",
    "UnknownSetting",
    "known_sections",
    "load",
    "loads",
    "sections_of",
]
