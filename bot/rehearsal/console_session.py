"""One chat in the terminal: who speaks where, which buttons have which number, what happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.community import ledger
from bot.config.config import Config
from bot.core.clock import Clock
from bot.core.ids import Ids
from bot.core.schedule import zone_of
from bot.core.text import Text
from bot.rehearsal.console_deeds import line_of
from bot.rehearsal.console_people import Person, community_of, groups_of, mentions_in
from bot.rehearsal.console_words import (
    Act,
    As,
    Message,
    Place,
    Power,
    Press,
    Role,
    Save,
    Time,
    moment,
)
from bot.rehearsal.lines import (
    ButtonLine,
    DownLine,
    Line,
    MessageLine,
    RoleLine,
    TickLine,
    UpLine,
)
from bot.rehearsal.room import Room
from bot.rehearsal.room_chat import Shown
from bot.rehearsal.room_platform import Accepted, Performed
from bot.rehearsal.transcript import line_json

# Every day on the way is lived through.
_FARTHEST: Final = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A button as it can be pressed: its number, and what stands on it."""

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Something that the bot said. ``to`` is whom it said it in private, "" for the group."""

    at: datetime
    platform: str
    to: str
    text: str
    buttons: tuple[Numbered, ...]
    edit: bool
    picture: bool


@dataclass(frozen=True, slots=True)
class Done:
    """Something that the bot did besides speaking; ``what`` is a sentence of the console."""

    at: datetime
    platform: str
    what: Text


class Session:
    """The chat. ``begin`` it, ``act``, and ``end`` it; the database outlives it.

    ``real`` is the clock of the world outside: time in the chat goes on with it, and jumps
    ahead when somebody asks for that.
    """

    def __init__(self, config: Config, database: str, real: Clock) -> None:
        community = community_of(config)
        self.locale = config.hearth.locale
        self.groups = groups_of(community)
        self.zone = zone_of(community.community.zone)
        self.person = Person("", next(iter(self.groups)))
        self.private = False
        self.lines: list[Line] = []
        self._people: list[Person] = []
        self._real = real
        self._began = real.monotonic()
        self._ahead = timedelta()
        self._start = real.now().replace(microsecond=0)
        ids = Ids()
        self._room = Room(
            config,
            database=f"sqlite:///{database}",
            ids=ids,
            start=self._start,
            session=f"{ids.code()}-",
        )
        self._shown = self._seen_done = 0
        self._numbers: dict[tuple[str, str], tuple[str, list[str]]] = {}

    async def begin(self, name: str) -> None:
        """The bot runs, ``name`` speaks; it is now, or later where the database is ahead.

        Raises StartRefused.
        """
        self._speak(Person(name, self.person.platform))
        await self._room.open()
        machine = await self._room.machine()
        async with machine.database.read() as read:
            last = [await ledger.last_at(read, each) for each in machine.world.places]
        self._start = max([self._start, *(at for at in last if at is not None)])
        self._room.clock.jump_to(self._start)

    async def end(self) -> None:
        """The bot has ended. Safe to call twice."""
        await self._room.close()

    @property
    def now(self) -> datetime:
        """The local time in the chat."""
        elapsed = timedelta(seconds=self._real.monotonic() - self._began)
        instant = (self._start + self._ahead + elapsed).replace(microsecond=0)
        return max(instant, self._room.clock.now()).astimezone(self.zone)

    async def act(self, typed: Act) -> Text:
        """It was done; returns what the console says to it, an empty key for nothing.

        ``answers`` then has what the bot said.
        """
        match typed:
            case As():
                return self._as(typed)
            case Message():
                return await self._write(typed)
            case Press():
                return await self._press(typed)
            case Place():
                self.private = typed.private
                return Text("console.private" if typed.private else "console.group")
            case Role():
                await self._play(
                    RoleLine(
                        number=self._number,
                        at=self.now,
                        platform=self.person.platform,
                        chat=self.groups[self.person.platform],
                        user=self.person.user,
                        role=typed.role,
                    )
                )
                return Text("console.role", name=self.person.name, role=typed.role)
            case Power():
                return await self._power(typed)
            case Save():
                return self._save(typed.path)
            case Time():
                return await self._move(typed)

    async def catch_up(self) -> None:
        """What fell due since the last line has happened."""
        await self._room.play(TickLine(number=0, at=self.now))

    def answers(self) -> Iterator[Answer | Done]:
        """What the bot said and did since this was asked last, each with its buttons numbered."""
        accepted, performed = self._room.accepted, self._room.performed
        while self._shown < len(accepted) or self._seen_done < len(performed):
            latest = performed[self._seen_done] if self._seen_done < len(performed) else None
            if latest is not None and latest.after <= self._shown:
                self._seen_done += 1
                yield self._done(latest)
            else:
                self._shown += 1
                yield self._answer(accepted[self._shown - 1])

    @property
    def _number(self) -> int:
        return len(self.lines) + 1

    @property
    def _chat(self) -> str:
        return self.person.user if self.private else self.groups[self.person.platform]

    async def _play(self, line: Line) -> None:
        self.lines.append(line)
        await self._room.play(line)

    def _speak(self, person: Person) -> None:
        self.person = person
        if person not in self._people:
            self._people.append(person)

    def _as(self, asked: As) -> Text:
        platform = asked.platform or self.person.platform
        if platform not in self.groups:
            return Text("console.no_platform", found=platform, names=", ".join(self.groups))
        self._speak(Person(asked.name or self.person.name, platform))
        self.private = False
        return Text("console.as", name=self.person.name, platform=platform)

    async def _write(self, typed: Message) -> Text:
        reply_to = ""
        if typed.reply_to:
            reply_to = self._latest_of(typed.reply_to)
            if not reply_to:
                return Text("console.no_message", name=typed.reply_to)
        await self._play(
            MessageLine(
                number=self._number,
                at=self.now,
                platform=self.person.platform,
                chat=self._chat,
                user=self.person.user,
                text=typed.text,
                name=self.person.name,
                reply_to=reply_to,
                mentions=mentions_in(typed.text, self._people, self.person.platform),
            )
        )
        return Text("")

    def _latest_of(self, name: str) -> str:
        user = Person(name, self.person.platform).user
        for line in reversed(self.lines):
            match line:
                case MessageLine() if (line.chat, line.user) == (self._chat, user):
                    return line.answered_as
        return ""

    async def _press(self, typed: Press) -> Text:
        message_id, keys = self._numbers.get((self.person.platform, self._chat), ("", []))
        if typed.plain and not keys:
            return await self._write(Message(typed.plain))
        if not 1 <= typed.number <= len(keys):
            return Text("console.no_button", number=typed.number, last=len(keys))
        chat = self._room.platform(self.person.platform).chat(self._chat)
        own = [each.id for each in chat.messages.values() if each.shown is not None]
        await self._play(
            ButtonLine(
                number=self._number,
                at=self.now,
                platform=self.person.platform,
                chat=self._chat,
                user=self.person.user,
                reply=len(own) - 1 - own.index(message_id),
                label=keys[typed.number - 1],
            )
        )
        return Text("")

    async def _power(self, typed: Power) -> Text:
        if typed.platform and typed.platform not in self.groups:
            return Text("console.no_platform", found=typed.platform, names=", ".join(self.groups))
        made = UpLine if typed.on else DownLine
        await self._play(made(number=self._number, at=self.now, platform=typed.platform))
        word = "up" if typed.on else "down"
        return Text(f"console.{word}", platform=typed.platform)

    def _save(self, path: str) -> Text:
        try:
            with Path(path).expanduser().open("x", encoding="utf-8") as file:
                file.writelines(f"{line_json(line)}\n" for line in self.lines)
        except FileExistsError:
            return Text("console.exists", path=path)
        except OSError as error:
            return Text("replay.no_output", path=path, why=error.strerror or "")
        return Text("console.saved", path=path, lines=len(self.lines))

    async def _move(self, typed: Time) -> Text:
        now = self.now
        if typed != Time():
            try:
                target = moment(typed, now)
            except OverflowError:
                return Text("console.too_far")
            if target - now > _FARTHEST:
                return Text("console.too_far")
            if target < now:
                return Text("console.no_way_back")
            self._ahead += target - now
            await self._play(TickLine(number=self._number, at=target))
        return Text("console.time", time=f"{self.now:%Y-%m-%d %H:%M}")

    def _answer(self, accepted: Accepted) -> Answer:
        shown = accepted.shown
        if shown.buttons or accepted.edit:
            keys = [button.key for button in shown.buttons]
            self._numbers[accepted.platform, shown.chat] = (accepted.id, keys)
        names = self._names(accepted.platform)
        return Answer(
            at=accepted.at.astimezone(self.zone),
            platform=accepted.platform,
            to=names.get(shown.to, shown.to),
            text=_with_file(shown),
            buttons=tuple(
                Numbered(number, button.label)
                for number, button in enumerate(shown.buttons, start=1)
            ),
            edit=accepted.edit,
            picture=bool(shown.picture),
        )

    def _done(self, performed: Performed) -> Done:
        act, platform = performed.act, performed.platform
        message = self._room.platform(platform).message(act.chat, act.message)
        what = line_of(act, self._names(platform), message, self.zone)
        return Done(performed.at.astimezone(self.zone), platform, what)

    def _names(self, platform: str) -> dict[str, str]:
        return {one.user: one.name for one in self._people if one.platform == platform}


def _with_file(shown: Shown) -> str:
    """The text, and the name and size of a file that came with it."""
    if shown.file is None:
        return shown.text
    name, data = shown.file
    return f"{shown.text}\n[{name}, {len(data)} B]"
