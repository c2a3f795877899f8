"""The bench of Telegram: its client library against the strict server on loopback."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.core.clock import to_micros
from bot.platforms.capabilities import TELEGRAM
from bot.rehearsal.lines import Fault
from tests.contracts.bench import Act, Seen, Standing
from tests.servers.telegram import TelegramServer, Trouble
from tests.servers.telegram_bot import TelegramBot
from tests.servers.telegram_members import Member
from tests.servers.telegram_world import Chat, Json, Shown, user_json

_TROUBLES: Final[dict[Fault, int | str]] = {
    Fault.FORBIDDEN: 403,
    Fault.RATE_LIMITED: 429,
    Fault.SERVER_ERROR: 502,
    Fault.TIMEOUT: "drop",
    Fault.ANSWER_LOST: "lost",
}


class TelegramBench:
    """One group, and everybody's private chat."""

    platform = "telegram"
    repeats_what_was_lost = True
    lacks_to_mute = "the admin right “Ban users”"

    def __init__(self, server: TelegramServer, bot: TelegramBot) -> None:
        self.text_limit = TELEGRAM.text_limit
        self._server = server
        self._bot = bot
        self._group = server.world.group(-1001)
        self._known: dict[str, Json] = {}

    @property
    def now(self) -> int:
        return to_micros(self._bot.clock.now())

    async def send(self, act: Act, *, private: bool = False) -> str:
        update = self._happens(act, private=private)
        await self._bot.quiet()
        return str(update["message"]["message_id"])

    async def burst(self, acts: Sequence[Act]) -> None:
        for act in acts:
            self._happens(act)
        await self._bot.quiet()

    async def burst_and_restart(self, acts: Sequence[Act]) -> None:
        updates = [self._happens(act) for act in acts]
        self._server.publish()
        await self._server.handed_over.wait()
        await self._bot.restart()
        for update in updates:
            self._server.push(update)
        await self._bot.quiet()

    async def press(self, user: str, label: str) -> None:
        newest = next(
            shown for shown in reversed(self._group.shown.values()) if label in shown.labels
        )
        data = next(data for name, data in newest.buttons if name == label)
        self._server.world.presses(int(user), self._group, newest, data)
        await self._bot.quiet()

    async def press_forged(self, user: str) -> None:
        self._server.world.presses(int(user), self._group, Shown(1, "…"), "no such token")
        await self._bot.quiet()

    async def restart(self) -> None:
        await self._bot.restart()

    async def meet(self, fault: Fault, *, times: int = 1, retry_after: float | None = None) -> None:
        trouble = Trouble(_TROUBLES[fault], int(retry_after or 0))
        self._server.troubles.extend([trouble] * times)

    async def wait(self, seconds: float) -> None:
        await self._bot.wait(seconds)

    def disarm(self) -> None:
        self._group.rights = {"can_delete_messages": False, "can_restrict_members": False}

    def refuse_pictures(self) -> None:
        self._group.takes_pictures = False

    def refuse_files(self) -> None:
        for chat in self._server.world.chats.values():
            chat.takes_files = False

    def open_private(self, user: str) -> None:
        self._server.world.private(int(user)).blocked = False

    def close_private(self, user: str) -> None:
        # Who has never opened one has none that takes anything.
        if chat := self._server.world.chats.get(int(user)):
            chat.blocked = True

    def leaves(self, user: str) -> None:
        self._group.members[int(user)] = Member("left")

    def delete(self, message: str) -> None:
        self._group.forget(int(message))

    def seen(self, *, private: str = "") -> list[Seen]:
        chats = self._server.world.chats
        chat = chats.get(int(private)) if private else self._group
        return [
            Seen(shown.text, shown.labels, shown.picture, shown.file, str(shown.id))
            for shown in ({} if chat is None else chat.shown).values()
        ]

    def stands(self, message: str) -> bool:
        return int(message) in self._group.sent_at

    def reactions(self, message: str) -> list[str]:
        return self._group.reactions.get(int(message), [])

    def standing(self, user: str) -> Standing:
        member = self._group.members[int(user)]
        return Standing(
            inside=member.is_inside,
            banned=member.status == "kicked",
            muted_until=member.until * 1_000_000 if member.is_muted else None,
            roles=(member.tag,) if member.tag else (),
        )

    def _happens(self, act: Act, *, private: bool = False) -> Json:
        known = self._known.get(act.update) if act.update else None
        if known is not None:
            self._server.push(known)
            return known
        chat: Chat = self._server.world.private(int(act.user)) if private else self._group
        named = [
            {
                "type": "text_mention",
                "offset": found.start(),
                "length": len(found[0]),
                "user": user_json(int(found[1])),
            }
            for found in re.finditer(r"@(\d+)\b", act.text)
        ]
        more: Json = {"entities": named} if named else {}
        update = self._server.world.says(int(act.user), chat, act.text, name=act.name, **more)
        if act.update:
            self._known[act.update] = update
        return update
