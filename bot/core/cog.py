"""How a cog says what it does: decorators that only mark functions, and the context they get.

    @command("streak", "连签")
    async def show_streak(ctx: Context, who: Who | None = None) -> Reply: ...

A handler decides, writes through ``ctx.tx`` and *returns* what to say. It awaits its
transaction and nothing else; it never sends, reads a clock or holds a sentence.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeVar

from bot.core.events import Event, Stage
from bot.core.jobs import CatchUp, Looking, Page, Schedule
from bot.core.model import Account, CommunityId, Incoming, MemberId, Rank
from bot.core.outgoing import Reply
from bot.core.permissions import Need
from bot.core.ports import Reader
from bot.core.text import Text

if TYPE_CHECKING:
    from bot.core.context import Context, Tally

MARK: Final = "__hearth__"
F = TypeVar("F", bound=Callable[..., Any])
S = TypeVar("S")

Times = Callable[[Reader, CommunityId], Awaitable[Sequence[tuple[str, str]]]]
"""The times of day that members of a community chose, each as its zone and "HH:MM"."""


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """A command as declared once: its names, who may use it, and how it is read.

    ``name`` is the English name; a form of a command has two words ("points why"). ``names``
    are all that may follow a slash, ``bare`` what is a command as a whole message. The sentence
    ``help.<name>`` (``help.points.why``) says what it is for, ``example.<name>`` is a call that
    works, for refusals. The answer to a ``private`` one is for the asker alone, where a platform
    can show it so in a chat of several.
    """

    name: str
    names: tuple[str, ...]
    bare: tuple[str, ...]
    need: Need
    query: bool
    cooldown_s: int
    run: Callable[..., Awaitable[Reply]]
    private: bool = False

    @property
    def key(self) -> str:
        """The command's name as part of a sentence's key."""
        return self.name.replace(" ", ".")


@dataclass(frozen=True, slots=True)
class ButtonSpec:
    """What pressing a button with this action does."""

    action: str
    need: Need
    run: Callable[..., Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class ListenSpec:
    """A reaction to an event, in its stage of the turn."""

    event: type[Event]
    stage: Stage
    name: str
    run: Callable[[Context, Any], Awaitable[Sequence[Text] | None]]


@dataclass(frozen=True, slots=True)
class OfferSpec:
    """Something that a room with many doors is filled by, as ``verify`` or ``undo``."""

    room: str
    key: str
    run: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class JobSpec:
    """Something that the bot does by itself. ``zones`` says whether once for each zone in use.

    Without a schedule an occurrence comes only from ``Context.plan``. ``late_s`` is how many
    seconds after its time it still happens, 0 for however late; with ``until_day_ends`` it does
    not happen any more once the local day of its time is over. With ``times`` there is one
    occurrence for each of them. ``internal``: no export names it.
    """

    name: str
    schedule: Schedule | None
    find: Callable[[Looking], Awaitable[Page]] | None
    catch_up: CatchUp
    late_s: int
    until_day_ends: bool
    zones: bool
    times: Times | None
    internal: bool
    run: Callable[..., Awaitable[None]]


class Heard(NamedTuple):
    """A message that asks for nothing, in a chat of a community, and the member who wrote it."""

    incoming: Incoming
    account: Account
    member: MemberId


@dataclass(frozen=True, slots=True)
class OverhearSpec:
    """What is done with messages that ask for nothing, many at a time."""

    stage: Stage
    name: str
    run: Callable[[Context, Sequence[Heard]], Awaitable[None]]


Spec = CommandSpec | ButtonSpec | ListenSpec | OverhearSpec | OfferSpec | JobSpec


@dataclass(slots=True)
class Cog:
    """All that one cog declares."""

    name: str
    commands: list[CommandSpec] = field(default_factory=list)
    buttons: list[ButtonSpec] = field(default_factory=list)
    listeners: list[ListenSpec] = field(default_factory=list)
    overhearers: list[OverhearSpec] = field(default_factory=list)
    offers: list[OfferSpec] = field(default_factory=list)
    jobs: list[JobSpec] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)


class SettingsOf(Protocol):
    """Gives a section's settings as they hold in the community of the turn."""

    def __call__(self, section: type[S]) -> S: ...

    def listed(self, section: type[S]) -> tuple[S, ...]:
        """The tables of a list section, as ``[[shop]]``, in the order of the file."""
        ...


def command(  # noqa: PLR0913  what a command may declare
    name: str,
    *more: str,
    bare: tuple[str, ...] = (),
    rank: Rank = Rank.MEMBER,
    member: bool = True,
    query: bool = False,
    cooldown_s: int = 0,
    private: bool = False,
) -> Callable[[F], F]:
    """Marks a command. ``more`` are its other names, the first of them the Chinese one.

    ``member=False`` lets someone use it who is not in the community; ``query=True`` says that
    it only reads: it gets a ``QueryContext`` and runs on a reader, outside any turn.
    ``cooldown_s`` is the time in which one account gets at most five answers of it; 0 is no limit.
    ``private=True`` says that the answer is for the asker alone, as a slash command shows it.
    """

    def mark(function: F) -> F:
        need = Need(rank, member)
        spec = CommandSpec(name, (name, *more), bare, need, query, cooldown_s, function, private)
        return _mark(function, spec)

    return mark


def query(name: str, *more: str, **options: Any) -> Callable[[F], F]:
    """Marks a command that only reads; otherwise as ``command``."""
    return command(name, *more, query=True, **options)


def button(action: str, *, rank: Rank = Rank.MEMBER, member: bool = True) -> Callable[[F], F]:
    """Marks what pressing a button with this ``action`` does; it gets the button's args as str."""

    def mark(function: F) -> F:
        return _mark(function, ButtonSpec(action, Need(rank, member), function))

    return mark


def listen(event: type[Event], stage: Stage = Stage.OTHERS) -> Callable[[F], F]:
    """Marks a reaction to ``event``; the sentences it returns are added to the answer.

    EARNING shares the fate of what was done. Another listener that fails is left out, and its
    event is kept and tried again with the event's own instant.
    """

    def mark(function: F) -> F:
        # With the event, since one function may hear several.
        name = f"{function.__module__}.{function.__qualname__}:{event.__name__}"
        return _mark(function, ListenSpec(event, stage, name, function))

    return mark


def overhear(stage: Stage = Stage.OTHERS) -> Callable[[F], F]:
    """Marks what hears the messages of groups that ask for nothing: ``(ctx, heard)``.

    It gets those of one community that came together, in their order, in the turn that stores
    them. Nobody acts in it, and nothing is answered; what it tells, says and counts is kept as
    in every turn. When it fails, the messages are taken one by one, and the one that it fails
    with is tried again and set aside as any update.
    """

    def mark(function: F) -> F:
        name = f"{function.__module__}.{function.__qualname__}"
        return _mark(function, OverhearSpec(stage, name, function))

    return mark


def offers(room: str, key: str = "") -> Callable[[F], F]:
    """Marks what this cog brings to a room that many share, as ``verify`` or ``undo``."""

    def mark(function: F) -> F:
        return _mark(function, OfferSpec(room, key, function))

    return mark


def job(  # noqa: PLR0913  a declaration names everything once
    name: str,
    schedule: Schedule | None = None,
    *,
    find: Callable[[Looking], Awaitable[Page]] | None = None,
    catch_up: CatchUp = CatchUp.RUN_ONCE,
    late_s: int = 0,
    until_day_ends: bool = False,
    zones: bool = False,
    times: Times | None = None,
    internal: bool = False,
) -> Callable[[F], F]:
    """Marks what is done when an occurrence of the job is due.

    ``find`` looks, page by page, for the keys of those whom it concerns; the function gets each
    page in a turn of its own, so a kill repeats nothing. Without ``find`` it runs once, without
    keys. The rest is as ``JobSpec`` says.
    """

    def mark(function: F) -> F:
        spec = JobSpec(
            name, schedule, find, catch_up, late_s, until_day_ends, zones, times, internal, function
        )
        return _mark(function, spec)

    return mark


def collect(name: str, modules: Sequence[ModuleType]) -> Cog:
    """The cog that these modules declare, in the order of their lines."""
    # It stands on this module.
    from bot.core.context import Tally

    cog = Cog(name)
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, Tally):
                cog.tallies[value.name] = value
            if getattr(value, "__module__", None) != module.__name__:
                continue
            for spec in getattr(value, MARK, ()):
                _place(cog, spec)
    return cog


def _mark(function: F, spec: Spec) -> F:
    setattr(function, MARK, (*getattr(function, MARK, ()), spec))
    return function


def _place(cog: Cog, spec: Spec) -> None:
    match spec:
        case CommandSpec():
            cog.commands.append(spec)
        case ButtonSpec():
            cog.buttons.append(spec)
        case ListenSpec():
            cog.listeners.append(spec)
        case OverhearSpec():
            cog.overhearers.append(spec)
        case OfferSpec():
            cog.offers.append(spec)
        case JobSpec():
            cog.jobs.append(spec)
