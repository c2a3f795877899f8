"""``hearth try``: a group chat in the terminal, with the bot, several people and platforms.

It runs on the simulated room with a database file of its own: who comes back finds streak and
points again. Time goes on as it does outside, and further when somebody types ``/time``.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import TYPE_CHECKING, Final, TextIO

from bot.app import sentences
from bot.config.config import Config
from bot.core.clock import Clock, SystemClock
from bot.core.model import LOCALES
from bot.core.text import Text
from bot.presenter.sentences import Sentences
from bot.rehearsal.console_session import Answer, Done, Session
from bot.rehearsal.console_words import Act, Help, Quit, Wrong, read_typed
from bot.rehearsal.lines import MessageLine

if TYPE_CHECKING:
    from rich.console import Console

DATABASE: Final = "hearth-try.db"
Ask = Callable[[str], str | None]
"""Shows who speaks and gives what was typed, None when there is no more."""


async def chat(
    config: Config,
    database: str = DATABASE,
    lines: Iterable[str] | None = None,
    out: TextIO | None = None,
    *,
    real: Clock | None = None,
) -> None:
    """The chat was held and its end was asked for. Raises StartRefused, ConsoleRefused.

    Without ``lines`` they come from the keyboard, or from standard input where it is none.
    ``database`` is a file that is made when it is not there.
    """
    out = out or sys.stdout
    by_hand = lines is None and sys.stdin.isatty() and out.isatty()
    screen = _Coloured(out) if by_hand else _Plain(out)
    with _keyboard() if by_hand else _piped(lines) as ask:
        await _Chat(config, database, screen, ask, real or SystemClock()).run()


class _Chat:
    def __init__(
        self, config: Config, database: str, screen: _Plain, ask: Ask, real: Clock
    ) -> None:
        self._session = Session(config, database, real)
        self._database = database
        self._screen = screen
        self._ask = ask
        self._sentences: Sentences = sentences()
        self._day: date | None = None

    async def run(self) -> None:
        session = self._session
        try:
            await session.begin(self._say(Text("console.newcomer")))
            self._welcome()
            while (line := self._ask(self._prompt())) is not None:
                typed = read_typed(line)
                await session.catch_up()
                self._show_answers()
                if isinstance(typed, Quit):
                    break
                await self._do(typed)
            self._note(Text("console.bye", path=self._database))
        finally:
            await session.end()

    async def _do(self, typed: Act | Help | Wrong | None) -> None:
        match typed:
            case None:
                pass
            case Help():
                self._note(Text("console.help", platforms=", ".join(self._session.groups)))
            case Wrong():
                self._note(typed.hint)
            case _:
                await self._act(typed)

    async def _act(self, typed: Act) -> None:
        session = self._session
        who, before = self._prompt(), len(session.lines)
        said = await session.act(typed)
        for line in session.lines[before:]:
            if isinstance(line, MessageLine):
                self._screen.person(who, line.text)
        self._show_answers()
        self._note(said)

    def _welcome(self) -> None:
        for locale in LOCALES:
            welcome = Text("console.welcome", path=self._database)
            self._screen.note(self._sentences.say(welcome, locale))
            self._screen.note("")
        self._show_day(self._session.now.date())

    def _prompt(self) -> str:
        session = self._session
        place = self._say(Text("console.in_private")) if session.private else ""
        return f"{session.now:%H:%M} {session.person.name} @{session.person.platform}{place}"

    def _show_answers(self) -> None:
        for answer in self._session.answers():
            self._show_day(answer.at.date())
            if isinstance(answer, Done):
                where = f"{answer.at:%H:%M} {self._say(Text('console.bot'))} @{answer.platform}"
                self._screen.note(f"{where} {self._say(answer.what)}")
                continue
            to = self._say(Text("console.to", name=answer.to)) if answer.to else ""
            mark = self._say(Text("console.changed")) if answer.edit else ""
            mark += self._say(Text("console.picture")) if answer.picture else ""
            who = f"{self._say(Text('console.bot'))} @{answer.platform}{to}{mark}"
            self._screen.bot(f"{answer.at:%H:%M}", who, answer)
        self._show_day(self._session.now.date())

    def _show_day(self, day: date) -> None:
        if day != self._day:
            self._day = day
            self._screen.day(day.isoformat())

    def _note(self, text: Text) -> None:
        if text.key:
            self._screen.note(self._say(text))

    def _say(self, text: Text) -> str:
        return self._sentences.say(text, self._session.locale)


class _Plain:
    """A chat as text, for a file or a pipe."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def day(self, day: str) -> None:
        """A new day has begun."""
        self._line(f"── {day} ──")

    def person(self, who: str, text: str) -> None:
        """What somebody wrote: a pipe does not show what comes out of it."""
        self._line(f"{who}: {text}")

    def bot(self, time: str, who: str, answer: Answer) -> None:
        """What the bot said, with its buttons."""
        lines = answer.text.splitlines() or [""]
        self._line(f"{time} {who}: {lines[0]}")
        for line in lines[1:]:
            self._line(f"      {line}")
        if answer.buttons:
            buttons = "  ".join(f"[{each.number}] {each.label}" for each in answer.buttons)
            self._line(f"      {buttons}")

    def note(self, text: str) -> None:
        """What the console itself says."""
        self._line(text)

    def _line(self, text: str) -> None:
        self._out.write(f"{text}\n")
        self._out.flush()


class _Coloured(_Plain):
    """The same in a terminal."""

    def __init__(self, out: TextIO) -> None:
        super().__init__(out)
        from rich.console import Console

        self._console: Console = Console(file=out, highlight=False)

    def day(self, day: str) -> None:
        self._console.rule(day, style="dim")

    def person(self, who: str, text: str) -> None:
        """Nothing: it stands where it was typed."""

    def bot(self, time: str, who: str, answer: Answer) -> None:
        from rich.padding import Padding
        from rich.text import Text as Styled

        self._console.print(Styled.assemble((f"{time} ", "dim"), (who, "bold dark_orange")))
        self._console.print(Padding(Styled(answer.text), (0, 0, 0, 6)))
        if answer.buttons:
            parts = [(f" {each.number} {each.label} ", "reverse") for each in answer.buttons]
            spaced = [piece for part in parts for piece in (part, ("  ", ""))]
            self._console.print(Padding(Styled.assemble(*spaced), (0, 0, 0, 6)))

    def note(self, text: str) -> None:
        from rich.text import Text as Styled

        self._console.print(Styled(text, style="cyan"))


@contextmanager
def _keyboard() -> Iterator[Ask]:
    """Lines from the keyboard; Ctrl-C and Ctrl-D end the chat."""
    # Arrow keys and earlier lines, where the machine has them.
    with suppress(ImportError):
        import readline  # noqa: F401

    def ask(prompt: str) -> str | None:
        try:
            return input(f"{prompt} > ")
        except (EOFError, KeyboardInterrupt):
            sys.stdout.write("\n")
            return None
        except UnicodeDecodeError:
            return ""

    # The event loop would only note the signal, and this waits for a key.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield ask
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _piped(lines: Iterable[str] | None) -> Iterator[Ask]:
    """Lines one after the other, without a prompt."""
    source = iter(lines) if lines is not None else _standard_input()

    def ask(_: str) -> str | None:
        line = next(source, None)
        return None if line is None else line.rstrip("\r\n")

    yield ask


def _standard_input() -> Iterator[str]:
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", "replace")
