"""A strict Bot API on loopback: it takes what Telegram takes, and refuses the rest.

``world`` is what people do and see; ``meets`` says what the next sends of the bot meet. What
was refused since it was malformed stands in ``mistakes``, for the test to look at.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, Self

from aiohttp import ClientError, ClientSession, web

from tests.servers.telegram_requests import Params, Refused, bad, read_request
from tests.servers.telegram_world import BOT_ID, Chat, Json, Shown, World, bot_json, status

TOKEN: Final = "7000000001:AAtest-token-of-the-strict-server"
_NOT_ASKED: Final = ("chat_member", "message_reaction", "message_reaction_count")
_GONE: Final = "bot was kicked from the group chat"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a send meets: an HTTP status, ``drop`` (no answer) or ``lost`` (done, no answer).

    ``hang`` keeps the connection open without an answer.
    """

    what: int | str
    retry_after: int = 0


class TelegramServer:
    """One Bot API with one bot account, as an async context."""

    def __init__(self) -> None:
        self.world = World()
        self.token = TOKEN
        self.mistakes: list[str] = []
        self.calls: list[tuple[str, Params]] = []
        self.troubles: deque[Trouble] = deque()
        self.trouble_for: Callable[[str, Params], Trouble | None] = lambda method, values: None
        self.noted: Callable[[str, Params], None] = lambda method, values: None
        """Is told of every request that was done."""
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.webhook: Params = {}
        self.answered: set[str] = set()
        self.base = ""
        self.parked = asyncio.Event()
        """Set while a poller waits and everything is confirmed."""
        self.broken = False
        """Whether every request meets a 502."""
        self.broken_sends = False
        """Whether every send hangs; ``hanging`` is set by the first."""
        self.hanging = asyncio.Event()
        self.handed_over = asyncio.Event()
        """Set when a poller has been given updates, until there are new ones."""
        self._seen = 0
        self._pending: deque[Json] = deque()
        self._allowed: list[str] = []
        self._poller: asyncio.Future[None] | None = None
        self._news = asyncio.Event()
        self._calling: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_post("/bot{token}/{method}", self._asked)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._calling is not None:
            self._calling.cancel()
        if self._poller is not None and not self._poller.done():
            self._poller.cancel()
        await self._runner.cleanup()

    def publish(self) -> None:
        """What has happened in the world is on its way to the bot."""
        new = self.world.happened[self._seen :]
        self._seen = len(self.world.happened)
        for update in new:
            self.push(update)

    def push(self, update: Json) -> None:
        """The bot gets this update, whatever it is, also one that it got before."""
        self.parked.clear()
        self.handed_over.clear()
        self._pending.append(update)
        self._news.set()
        if self.broken and self._poller is not None and not self._poller.done():
            self._poller.set_exception(Refused(502, "Bad Gateway"))

    @property
    def pending(self) -> int:
        """How many updates the bot has not confirmed."""
        return len(self._pending)

    async def _asked(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            if request.match_info["token"] != self.token:
                raise Refused(401, "Unauthorized")
            if self.broken:
                raise Refused(502, "Bad Gateway")
            form = {name: str(value) for name, value in (await request.post()).items()}
            values = read_request(method, form)
            self.calls.append((method, values))
            handler: Callable[[Params], Awaitable[Any]] | None = getattr(self, f"_{method}", None)
            if handler is None:
                raise Refused(404, "Not Found: method not found")
            result = None
            trouble = self._trouble(method, values)
            if trouble is None or trouble.what == "lost":
                result = await handler(values)
                self.noted(method, values)
            if trouble is not None:
                return await self._make_trouble(request, trouble)
        except Refused as refused:
            if refused.code in (400, 404) and "moved" not in refused.parameters:
                self.mistakes.append(f"{method}: {refused.description}")
            return self._error(refused.code, refused.description, refused.parameters)
        return web.json_response({"ok": True, "result": result})

    def _trouble(self, method: str, values: Params) -> Trouble | None:
        if method not in ("sendMessage", "editMessageText"):
            return None
        if self.broken_sends:
            return Trouble("hang")
        return self.troubles.popleft() if self.troubles else self.trouble_for(method, values)

    async def _make_trouble(self, request: web.Request, trouble: Trouble) -> web.StreamResponse:
        match trouble.what:
            case int() as code:
                more = {"retry_after": trouble.retry_after} if trouble.retry_after else {}
                words = {403: f"Forbidden: {_GONE}", 429: "Too Many Requests"}
                return self._error(code, words.get(code, "Bad Gateway"), more)
            case "hang":
                self.hanging.set()
                await asyncio.Event().wait()
        if request.transport is not None:
            request.transport.close()
        return web.Response()

    def _error(self, code: int, description: str, parameters: dict[str, int]) -> web.Response:
        answer: Json = {"ok": False, "error_code": code, "description": description}
        if parameters:
            answer["parameters"] = parameters
        return web.json_response(answer, status=code)

    async def _getMe(self, values: Params) -> Json:  # noqa: N802  the names of the Bot API
        return {**bot_json(), "can_join_groups": True,
                "can_read_all_group_messages": not self.world.privacy,
                "supports_inline_queries": False}  # fmt: skip

    async def _getUpdates(self, values: Params) -> list[Json]:  # noqa: N802
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(
                Refused(409, "Conflict: terminated by other getUpdates request; make sure that"
                        " only one bot instance is running")
            )  # fmt: skip
        self._allowed = values.get("allowed_updates", self._allowed)
        while self._pending and self._pending[0]["update_id"] < values.get("offset", 0):
            self._pending.popleft()
        mine = self._poller = asyncio.get_running_loop().create_future()
        if not self._sendable() and values.get("timeout"):
            self.parked.set()
            self._news.clear()
            news = asyncio.ensure_future(self._news.wait())
            try:
                await asyncio.wait(
                    (mine, news), timeout=values["timeout"], return_when=asyncio.FIRST_COMPLETED
                )
            finally:
                news.cancel()
                if self._poller is mine:
                    self.parked.clear()
        if mine.done():
            mine.result()
        else:
            mine.set_result(None)
        updates = self._sendable()[: values.get("limit", 100)]
        if updates:
            self.handed_over.set()
        return updates

    def _sendable(self) -> list[Json]:
        asked = [each for each in self._pending if self._is_asked(each)]
        if len(asked) < len(self._pending):
            self._pending = deque(asked)
        return asked

    def _is_asked(self, update: Json) -> bool:
        kinds = set(update) - {"update_id"}
        if self._allowed:
            known = kinds & {"message", "edited_message", "callback_query", *_NOT_ASKED}
            return not known or bool(known & set(self._allowed))
        return not kinds & set(_NOT_ASKED)

    async def _sendMessage(self, values: Params) -> Json:  # noqa: N802
        chat = self._chat(values)
        topic = values.get("message_thread_id")
        if topic is not None and topic not in chat.topics:
            raise bad("message thread not found")
        reply = values.get("reply_parameters", {})
        answered = reply.get("message_id")
        if answered is not None and answered not in chat.people and answered not in chat.shown:
            if not reply.get("allow_sending_without_reply"):
                raise bad("message to be replied not found")
            answered = None
        shown = Shown(chat.next_id(), values["text"], _buttons(values), topic, answered)
        chat.shown[shown.id] = shown
        return self._message(chat, shown)

    async def _editMessageText(self, values: Params) -> Json:  # noqa: N802
        chat = self._chat(values)
        shown = chat.shown.get(values["message_id"])
        if shown is None:
            raise bad("message to edit not found")
        if (shown.text, shown.buttons) == (values["text"], _buttons(values)):
            raise bad("message is not modified")
        shown.text, shown.buttons = values["text"], _buttons(values)
        return self._message(chat, shown)

    def _message(self, chat: Chat, shown: Shown) -> Json:
        return {"message_id": shown.id, "date": self.world.now(), "chat": chat.json(),
                "from": bot_json(), "text": shown.text}  # fmt: skip

    def _chat(self, values: Params) -> Chat:
        chat = self.world.chats.get(int(values["chat_id"]))
        if chat is None:
            raise bad("chat not found")
        if chat.moved_to:
            raise Refused(
                400, "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.moved_to, moved=1,
            )  # fmt: skip
        if chat.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return chat

    async def _answerCallbackQuery(self, values: Params) -> bool:  # noqa: N802
        query = values["callback_query_id"]
        if query in self.answered:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        self.answered.add(query)
        return True

    async def _getChatMember(self, values: Params) -> Json:  # noqa: N802
        chat = self._chat(values)
        assert values["user_id"] == BOT_ID
        return {"user": bot_json(), **status(chat.status), **self._rights(chat)}

    def _rights(self, chat: Chat) -> Json:
        if chat.status != "administrator":
            return {}
        return {"can_delete_messages": True, "can_restrict_members": True, **chat.rights}

    async def _getChatAdministrators(self, values: Params) -> list[Json]:  # noqa: N802
        return self._chat(values).staff

    async def _getMyCommands(self, values: Params) -> list[Json]:  # noqa: N802
        return self.commands.get(_list_of(values), [])

    async def _setMyCommands(self, values: Params) -> bool:  # noqa: N802
        self.commands[_list_of(values)] = values["commands"]
        return True

    async def _setWebhook(self, values: Params) -> bool:  # noqa: N802
        self.webhook = values
        self._allowed = values.get("allowed_updates", self._allowed)
        if self._calling is None:
            self._calling = asyncio.ensure_future(self._call())
        return True

    async def _deleteWebhook(self, values: Params) -> bool:  # noqa: N802
        self.webhook = {}
        return True

    async def _getWebhookInfo(self, values: Params) -> Json:  # noqa: N802
        return {"url": self.webhook.get("url", ""), "has_custom_certificate": False,
                "pending_update_count": len(self._pending)}  # fmt: skip

    async def _call(self) -> None:
        async with ClientSession() as session:
            while True:
                if not self._sendable():
                    self.parked.set()
                    self._news.clear()
                    await self._news.wait()
                    continue
                headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret_token"]}
                update, url = self._pending[0], self.webhook["url"]
                try:
                    async with session.post(url, json=update, headers=headers) as answer:
                        if answer.status == 200:
                            self._pending.popleft()
                            continue
                except ClientError:
                    pass
                self._news.clear()
                await asyncio.wait({asyncio.ensure_future(self._news.wait())}, timeout=0.05)


def _list_of(values: Params) -> tuple[str, str]:
    scope = values.get("scope", {"type": "default"})
    return scope["type"], values.get("language_code", "")


def _buttons(values: Params) -> tuple[tuple[str, str], ...]:
    rows = values.get("reply_markup", {}).get("inline_keyboard", [])
    return tuple((button["text"], button["callback_data"]) for row in rows for button in row)
