"""Takes updates from Telegram: each is confirmed only after the bot has stored it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from telegram import Bot, ChatMemberUpdated, Update
from telegram.constants import ChatType, UpdateType
from telegram.error import RetryAfter, TelegramError

from bot.core.clock import Clock
from bot.core.model import Incoming
from bot.core.text import Text
from bot.platforms.telegram.checks import judge
from bot.platforms.telegram.mentions import Me
from bot.platforms.telegram.translate import is_inside, translate
from bot.platforms.telegram.wire import MALFORMED, adapter_failed, seconds, skip
from bot.presenter.delivery import TakeIn

log = logging.getLogger(__name__)

# What Telegram leaves out unless it is named: members, reactions.
ALLOWED: Final = (
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.MESSAGE_REACTION,
    UpdateType.CHAT_MEMBER,
    UpdateType.MY_CHAT_MEMBER,
)
# Seconds that Telegram keeps an empty answer back.
LONG_POLL_S: Final = 25
BATCH: Final = 100
# Seconds before the next try while Telegram cannot be reached; the last one holds.
WAITS_S: Final = (1.0, 2.0, 5.0, 10.0, 30.0)
# After the bot has read a press, the button need not turn for longer than this.
_ANSWER_S: Final = 5.0


class Receiver:
    """Gives what happens to ``take_in``; ``tell`` hears of trouble, once for each."""

    def __init__(
        self,
        bot: Bot,
        me: Me,
        clock: Clock,
        up: asyncio.Event,
        take_in: TakeIn,
        tell: Callable[[Text], None],
    ) -> None:
        self._bot = bot
        self._me = me
        self._clock = clock
        self._up = up
        self._take_in = take_in
        self._tell = tell

    async def poll(self) -> None:
        """Asks for updates until it is cancelled. Raises AdapterFailed for a refused token.

        The next question confirms what the last one brought: it is asked when all of that is
        stored.
        """
        offset: int | None = None
        tries = 0
        while True:
            try:
                updates = await self._bot.get_updates(
                    offset=offset,
                    limit=BATCH,
                    timeout=LONG_POLL_S if self._up.is_set() else 0,
                    allowed_updates=ALLOWED,
                )
            except TelegramError as error:
                await self._wait_out(error, tries)
                tries += 1
                continue
            if tries:
                self._tell(Text("telegram.back"))
            tries = 0
            self._up.set()
            if updates:
                await self.take(updates)
                offset = max(each.update_id for each in updates) + 1

    async def take(self, updates: Sequence[Update]) -> None:
        """All of these are stored or handled; those of one chat are so in this order."""
        at = self._clock.now()
        happened = [(update, each) for update in updates for each in self._read(update, at)]
        await asyncio.gather(*(self._one(update, each) for update, each in happened))

    def _read(self, update: Update, at: datetime) -> Sequence[Incoming]:
        """What has happened; nothing of an update that cannot be read, which the log says."""
        try:
            if update.my_chat_member is not None:
                self._tell_of_own(update.my_chat_member)
            found = translate(update, self._me, at)
        except MALFORMED as error:
            skip(update.update_id, error)
            return ()
        if not found and all(getattr(update, kind) is None for kind in ALLOWED):
            kinds = sorted(update.to_dict().keys() - {"update_id"})
            if kinds:
                log.warning("update %s of Telegram was skipped: %s", update.update_id, kinds)
        return found

    def _tell_of_own(self, changed: ChatMemberUpdated) -> None:
        """The operator hears where the bot was added, since the config needs the id.

        Also of rights that it has lost.
        """
        if changed.chat.type == ChatType.PRIVATE:
            return
        chat, old, new = str(changed.chat.id), changed.old_chat_member, changed.new_chat_member
        if is_inside(old) != is_inside(new):
            key = "telegram.added" if is_inside(new) else "telegram.removed"
            self._tell(Text(key, chat=chat, title=changed.chat.title or ""))
        elif is_inside(new):
            known = judge(chat, old)
            for problem in judge(chat, new):
                if problem not in known:
                    self._tell(problem)

    async def _one(self, update: Update, incoming: Incoming) -> None:
        await self._take_in(incoming)
        if update.callback_query is None:
            return
        try:
            # The button stops turning. A press that is too old needs no answer any more.
            await self._bot.answer_callback_query(
                update.callback_query.id, read_timeout=_ANSWER_S, connect_timeout=_ANSWER_S
            )
        except TelegramError as error:
            log.debug("press %s not answered: %s", update.update_id, type(error).__name__)

    async def _wait_out(self, error: TelegramError, tries: int) -> None:
        failed = adapter_failed(error)
        self._up.clear()
        if failed.permanent:
            raise failed from None
        if tries == 0:
            self._tell(failed.text)
        wait = WAITS_S[min(tries, len(WAITS_S) - 1)]
        if isinstance(error, RetryAfter):
            wait = max(wait, seconds(error))
        await self._clock.sleep(wait)
