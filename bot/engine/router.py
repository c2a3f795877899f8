"""Finds the handler of an update: all that the cogs declare, in one fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.core.cog import ButtonSpec, Cog, CommandSpec, JobSpec, ListenSpec, OfferSpec, OverhearSpec
from bot.core.context import Tally
from bot.core.events import Event
from bot.core.model import Incoming, Kind
from bot.core.options import Option, options_of
from bot.core.parsing import Call, Spelling, Unknown, Vocabulary


@dataclass(frozen=True, slots=True)
class Asked:
    """A command, with what was written behind it.

    As many of the message's mentions as ``mentions`` says name the bot, before the command.
    """

    command: CommandSpec
    rest: str
    mentions: int = 0


_SHORT = 32
_MESSAGE = Kind.MESSAGE
_REMEMBERED = 1024

Route = Asked | Unknown | None


class Router:
    """What to do with an update; built once from the cogs that are there.

    Raises ValueError when two cogs declare the same command, name, button or job.
    """

    def __init__(self, cogs: Iterable[Cog]) -> None:
        self.cogs = sorted(cogs, key=lambda cog: cog.name)
        self.commands: list[CommandSpec] = []
        self._by_name: dict[str, CommandSpec] = {}
        self._options: dict[str, tuple[Option, ...]] = {}
        self.buttons: dict[str, ButtonSpec] = {}
        self._listeners: dict[type[Event], list[ListenSpec]] = {}
        self.listeners: dict[str, ListenSpec] = {}
        self.overhearers: list[OverhearSpec] = []
        self.jobs: dict[str, JobSpec] = {}
        self.tallies: dict[str, Tally] = {}
        for cog in self.cogs:
            self._add(cog)
        self._vocabulary = _vocabulary(
            tuple(Spelling(each.name, each.names, each.bare) for each in self.commands)
        )
        # A community writes the same few commands all day.
        self._read_short = lru_cache(_REMEMBERED)(self._vocabulary.read)

    def route(self, incoming: Incoming) -> Route:
        """What a message asks for; None for one that asks for nothing."""
        text = incoming.text
        if incoming.kind is not _MESSAGE or not text:
            return None
        read_text = self._read_short if len(text) <= _SHORT else self._vocabulary.read
        read = read_text(text, incoming.bot)
        if isinstance(read, Call):
            return Asked(self._by_name[read.command], read.rest, read.mentions)
        return read

    def options(self, command: CommandSpec) -> tuple[Option, ...]:
        """The options that the command declares."""
        found = self._options.get(command.name)
        if found is None:
            found = self._options[command.name] = options_of(command.run)
        return found

    def command_of(self, button: ButtonSpec) -> CommandSpec | None:
        """The command that the button's action is named after, as ``history`` of ``history.page``.

        None for a button that stands for itself.
        """
        return self._by_name.get(button.action.partition(".")[0])

    def listeners_of(self, event: type[Event]) -> list[ListenSpec]:
        """Who hears this event: by stage, within one by the cogs' names."""
        return self._listeners.get(event, [])

    def offers(self, room: str) -> list[OfferSpec]:
        """What the cogs bring to this room, by the cogs' names."""
        return [offer for cog in self.cogs for offer in cog.offers if offer.room == room]

    def offers_by_key(self, room: str) -> Mapping[str, OfferSpec]:
        """As ``offers``, by their keys."""
        return {offer.key: offer for offer in self.offers(room)}

    def _add(self, cog: Cog) -> None:
        for command in cog.commands:
            if command.name in self._by_name:
                raise ValueError(f"two commands are named {command.name}")
            self._by_name[command.name] = command
            self.commands.append(command)
        for button in cog.buttons:
            if button.action in self.buttons:
                raise ValueError(f"two buttons do {button.action}")
            self.buttons[button.action] = button
        for job in cog.jobs:
            if self.jobs.setdefault(job.name, job) is not job:
                raise ValueError(f"two jobs are named {job.name}")
        self.tallies |= cog.tallies
        self.overhearers += cog.overhearers
        self.overhearers.sort(key=lambda each: each.stage)
        for listener in cog.listeners:
            hears = self._listeners.setdefault(listener.event, [])
            hears.append(listener)
            hears.sort(key=lambda each: each.stage)
            if self.listeners.setdefault(listener.name, listener) is not listener:
                raise ValueError(f"two listeners are named {listener.name}")


@lru_cache(maxsize=4)
def _vocabulary(spellings: tuple[Spelling, ...]) -> Vocabulary:
    """Kept: the rehearsals of one process all speak the same one."""
    return Vocabulary(spellings)
