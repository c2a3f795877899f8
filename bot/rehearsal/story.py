"""A story for tests: people talk, time passes, and the whole answer is compared.

    async with Story() as story:
        await story.says("telegram:42", "/checkin", name="Ann")
        assert story.texts() == ["Checked in: day 1."]

It is the simulated room with a throwaway database. Who acts is ``platform:user``.
"""

from __future__ import annotations

import tempfile
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Self, TypedDict, Unpack

from bot.app import read_config
from bot.config.config import Config
from bot.core.exporting import Json
from bot.core.ids import Ids
from bot.core.model import Sender
from bot.rehearsal.console_people import groups_of, mentions_in
from bot.rehearsal.export import export
from bot.rehearsal.instants import read_instant
from bot.rehearsal.lines import (
    ButtonLine,
    ClockLine,
    DownLine,
    Fault,
    FaultLine,
    Line,
    MessageLine,
    RoleLine,
    TickLine,
    UpLine,
)
from bot.rehearsal.replies import ReplyRow
from bot.rehearsal.room import Room

COMMUNITY: Final = """
[recaps]
weekly = ""
monthly = ""
yearly = ""

[community.main]
name = "Dawn"
zone = "Asia/Shanghai"
locale = "en"
chats = ["telegram:-1001", "discord:2001/3001", "console:room"]
moderators = ["telegram:900"]
admins = ["telegram:901"]
"""
"""What comes by itself in the morning is off: a story of recaps switches it on."""
START: Final = "2026-11-23T09:00:00+08:00"
When = datetime | str | None
"""An instant, also as ISO-8601 text with an offset; None is as late as it is already."""


class Keys(TypedDict, total=False):
    """What else a message may have, as its line in a transcript.

    Without ``mentions`` an @word of the text is the id of whom it names.
    """

    id: str
    name: str
    locale: str
    reply_to: str
    mentions: tuple[str, ...]
    sender: Sender


class Story:
    """A community in a room. ``config`` is TOML; ids are drawn from ``seed``."""

    def __init__(
        self, config: str | Config = COMMUNITY, *, start: str = START, seed: int = 0
    ) -> None:
        self.config = read_config(config) if isinstance(config, str) else config
        self._start = read_instant(start)
        self._seed = seed
        self._number = 0
        self._heard = 0
        self._ends = AsyncExitStack()

    async def __aenter__(self) -> Self:
        folder = self._ends.enter_context(tempfile.TemporaryDirectory(prefix="hearth-story-"))
        self.room = Room(
            self.config,
            database=f"sqlite:///{Path(folder) / 'story.db'}",
            ids=Ids(self._seed),
            start=self._start,
            durable=False,
        )
        self._ends.push_async_callback(self.room.close)
        await self.room.open()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._ends.aclose()

    @property
    def now(self) -> datetime:
        """The present instant of the story, in UTC."""
        return self.room.clock.now()

    async def says(
        self,
        who: str,
        text: str,
        *,
        at: When = None,
        chat: str = "",
        sent_at: When = None,
        **keys: Unpack[Keys],
    ) -> list[str]:
        """Somebody writes, in the group unless a chat is named; returns what the bot says."""
        line = self.message(who, text, at=at, chat=chat, sent_at=sent_at, **keys)
        return await self.happens(line)

    async def whispers(
        self, who: str, text: str, *, at: When = None, name: str = "", locale: str = ""
    ) -> list[str]:
        """Somebody writes to the bot alone; returns what the bot says."""
        user = who.partition(":")[2]
        return await self.says(who, text, at=at, chat=user, name=name, locale=locale)

    async def presses(
        self, who: str, label: str, *, reply: int = 0, chat: str = "", at: When = None
    ) -> list[str]:
        """Somebody presses a button, by its label or key, on the bot's ``reply``-th message."""
        platform, user = self._who(who)
        return await self.happens(
            ButtonLine(
                number=self.next_number(),
                at=self._at(at),
                platform=platform,
                chat=chat or self.group(platform),
                user=user,
                reply=reply,
                label=label,
            )
        )

    async def is_now(self, who: str, role: str, *, chat: str = "") -> list[str]:
        """The platform says that this person is a member, moderator, admin or owner."""
        platform, user = self._who(who)
        chat = chat or self.group(platform)
        return await self.happens(
            RoleLine(
                number=self.next_number(),
                at=self.now,
                platform=platform,
                chat=chat,
                user=user,
                role=role,
            )
        )

    async def tick(self, *, to: When = None, **span: float) -> list[str]:
        """Time passes: to an instant, or by ``days=``, ``hours=``, ``minutes=``, ``seconds=``."""
        at = self._at(to) + timedelta(**span)
        return await self.happens(TickLine(number=self.next_number(), at=at))

    async def jumps(self, to: When) -> list[str]:
        """The wall clock shows another instant, earlier or later."""
        return await self.happens(ClockLine(number=self.next_number(), at=self._at(to)))

    async def down(self, platform: str = "") -> list[str]:
        """The whole bot, or the adapter of one platform, is off."""
        line = DownLine(number=self.next_number(), at=self.now, platform=platform)
        return await self.happens(line)

    async def up(self, platform: str = "") -> list[str]:
        """It is on again; returns what it says to what it finds."""
        line = UpLine(number=self.next_number(), at=self.now, platform=platform)
        return await self.happens(line)

    async def fault(
        self, platform: str, what: Fault, *, times: int = 1, retry_after: float | None = None
    ) -> None:
        """The next sends to the platform meet this."""
        await self.happens(
            FaultLine(
                number=self.next_number(),
                at=self.now,
                platform=platform,
                what=what,
                times=times,
                retry_after=retry_after,
            )
        )

    async def happens(self, line: Line) -> list[str]:
        """Any line of a transcript; returns what the bot says until all is quiet."""
        self._heard = len(self.room.accepted)
        await self.room.play(line)
        return self.texts()

    def message(
        self,
        who: str,
        text: str,
        *,
        at: When = None,
        chat: str = "",
        sent_at: When = None,
        **keys: Unpack[Keys],
    ) -> MessageLine:
        """The line that ``says`` plays."""
        platform, user = self._who(who)
        keys.setdefault("mentions", mentions_in(text, (), platform))
        return MessageLine(
            number=self.next_number(),
            at=self._at(at),
            platform=platform,
            chat=chat or self.group(platform),
            user=user,
            text=text,
            sent_at=None if sent_at is None else self._at(sent_at),
            **keys,
        )

    def texts(self) -> list[str]:
        """What the bot has said since the last thing that happened, each message whole."""
        return [row.text for row in self.rows()]

    def rows(self) -> list[ReplyRow]:
        """The same as ``--replies`` has it."""
        return [each.row() for each in self.room.accepted[self._heard :]]

    def files(self) -> dict[str, bytes]:
        """The files that came with what the bot has said since then, by name."""
        shown = [each.shown.file for each in self.room.accepted[self._heard :]]
        return dict(file for file in shown if file is not None)

    async def export(self, *, community: str = "", member: str = "") -> dict[str, Json]:
        """The community as it is now."""
        machine = await self.room.machine()
        return await export(machine, as_of=self.now, community=community, member=member)

    def group(self, platform: str) -> str:
        """The group chat on this platform, of the first community that has one."""
        for community in self.config.communities.values():
            if (chat := groups_of(community).get(platform)) is not None:
                return chat
        raise ValueError(f"the config names no chat on {platform}")

    def next_number(self) -> int:
        """The number of the next line."""
        self._number += 1
        return self._number

    def _who(self, who: str) -> tuple[str, str]:
        platform, colon, user = who.partition(":")
        if not (colon and user):
            raise ValueError(f"who acts is written platform:user, not {who!r}")
        return platform, user

    def _at(self, when: When) -> datetime:
        if when is None:
            return self.now
        return read_instant(when) if isinstance(when, str) else when
