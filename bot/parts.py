"""What there is to put together: the cogs with their doors, and all sentences."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Final

import bot
import cogs
from bot.core.cog import Cog, collect
from bot.presenter.sentences import Sentences

LIVE: Final[Mapping[str, str]] = MappingProxyType(
    {"telegram": "TelegramAdapter", "discord": "DiscordAdapter"}
)
"""The platforms that ``hearth run`` can connect, each with a package of ``bot.platforms``."""

BOT: Final = Path(bot.__file__).parent
# Modules of a cog that hold no door, and one that is loaded when something is drawn.
_NO_DOORS: Final = frozenset({"__init__", "events", "picture", "rules", "store"})

_OF_PICTURES: Final = ("PIL", "manimgx_fonts", "manimgx_fonts_cjk")


def cog_folders() -> dict[str, Path]:
    """The folder of every cog by its name, in the order of names: what is there is loaded.

    They lie in ``cogs.__path__``, to which a test may add a folder of its own.
    """
    found = [door.parent for place in cogs.__path__ for door in Path(place).glob("*/cog.py")]
    return {folder.name: folder for folder in sorted(found, key=lambda folder: folder.name)}


def load_cogs() -> list[Cog]:
    """Every cog, with what its modules declare."""
    return list(_declared(tuple(cog_folders().items())))


def load_painters() -> list[Cog]:
    """Every cog, with what its ``picture.py`` declares; what that draws with is loaded here.

    Raises ModuleNotFoundError where it is not installed.
    """
    from bot.pictures.cards import warm_up

    warm_up()
    painted = [name for name, folder in cog_folders().items() if (folder / "picture.py").exists()]
    return [_cog(name, ["picture"]) for name in painted]


def missing_for_pictures() -> str:
    """A package without which no picture can be drawn, "" when all are there; none is loaded."""
    return next((name for name in _OF_PICTURES if find_spec(name) is None), "")


def sentences(*, strict: bool = False) -> Sentences:
    """The sentences of the bot and of every cog."""
    folders = [BOT / name for name in ("community", "engine", "platforms", "rehearsal", "cli")]
    folders += [BOT / "platforms" / name for name in LIVE]
    return _sentences((*folders, *cog_folders().values()), strict=strict)


@lru_cache(maxsize=8)
def _sentences(folders: tuple[Path, ...], *, strict: bool) -> Sentences:
    return Sentences(folders, strict=strict)


@lru_cache(maxsize=8)
def _declared(folders: tuple[tuple[str, Path], ...]) -> tuple[Cog, ...]:
    """Kept, since a start asks twice and each module is walked through from end to end."""
    return tuple(_cog(name, _doors(folder)) for name, folder in folders)


def _cog(name: str, modules: Sequence[str]) -> Cog:
    return collect(name, [importlib.import_module(f"cogs.{name}.{each}") for each in modules])


def _doors(folder: Path) -> list[str]:
    doors = {path.stem for path in folder.glob("*.py")} - _NO_DOORS
    return sorted(doors, key=lambda name: (name != "cog", name))
