"""A strict Bot API on loopback: it takes what Telegram takes, and refuses the rest.

``world`` is what people do and see; ``meets`` says what the next sends of the bot meet. What
was refused since it was malformed stands in ``mistakes``, for the test to look at.
"""

from __future__ import annotations

import asyncio
import io
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import formatdate
from types import MappingProxyType
from typing import Any, Final, Self

from aiohttp import ClientError, ClientSession, web

from tests.servers import telegram_messages as messages
from tests.servers import telegram_sanctions as sanctions
from tests.servers.pace import TelegramPace
from tests.servers.telegram_requests import Params, Refused, bad, no, read_request
from tests.servers.telegram_world import Json, World, bot_json

TOKEN: Final = "7000000001:AAtest-token-of-the-strict-server"
_NOT_ASKED: Final = ("chat_member", "message_reaction", "message_reaction_count")
_GONE: Final = "bot was kicked from the group chat"
# With room for the form around a file.
_MOST_BYTES: Final = 60_000_000
_WORDS: Final = MappingProxyType(
    {403: f"Forbidden: {_GONE}", 413: "Request Entity Too Large", 429: "Too Many Requests"}
)
DOES: Final[Mapping[str, Callable[[World, Params], Any]]] = MappingProxyType(
    {
        "sendMessage": messages.send_message,
        "sendPhoto": messages.send_photo,
        "sendDocument": messages.send_document,
        "editMessageText": messages.edit_message_text,
        "editMessageCaption": messages.edit_message_caption,
        "editMessageMedia": messages.edit_message_media,
        "deleteMessage": messages.delete_message,
        "setMessageReaction": messages.set_message_reaction,
        "getFile": messages.get_file,
        "getChatMember": sanctions.get_chat_member,
        "restrictChatMember": sanctions.restrict_chat_member,
        "banChatMember": sanctions.ban_chat_member,
        "unbanChatMember": sanctions.unban_chat_member,
        "banChatSenderChat": sanctions.ban_chat_sender_chat,
        "unbanChatSenderChat": sanctions.unban_chat_sender_chat,
        "setChatMemberTag": sanctions.set_chat_member_tag,
    }
)
"""What is done to the world; all but the two that only look meets trouble."""


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
        self.pace: TelegramPace | None = None
        """How fast the bot may speak; None for as fast as it likes."""
        self.noted: Callable[[str, Params], None] = lambda method, values: None
        """Is told of every request that was done."""
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.webhook: Params = {}
        self.answered: set[str] = set()
        self.date: Callable[[], float] | None = None
        """What time Telegram says it is; None for the machine's."""
        self.https_only = False
        """Whether a webhook needs https, as at Telegram; a server of one's own takes both."""
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
        self.odd: deque[bytes] = deque()
        """What the next questions for updates are answered with, whatever it is."""
        self.breaks_off = False
        """Whether a download ends before it began."""
        self.fetched = 0
        """How many files were asked for and found."""
        self._seen = 0
        self._pending: deque[Json] = deque()
        self._allowed: list[str] = []
        self._poller: asyncio.Future[None] | None = None
        self._news = asyncio.Event()
        self._calling: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=_MOST_BYTES)
        application.router.add_post("/bot{token}/{method}", self._asked)
        application.router.add_get("/file/bot{token}/{path:.+}", self._fetched)
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
            values = read_request(method, *await _body_of(request))
            self.calls.append((method, values))
            if method == "getUpdates" and self.odd:
                return web.Response(body=self.odd.popleft(), content_type="application/json")
            result = None
            self._slow_down(method, values)
            trouble = self._trouble(method, values)
            if trouble is None or trouble.what == "lost":
                result = await self._do(method, values)
                self.noted(method, values)
            if trouble is not None:
                return await self._make_trouble(request, trouble)
        except Refused as refused:
            if refused.mistake:
                self.mistakes.append(f"{method}: {refused.description}")
            return self._error(refused.code, refused.description, refused.parameters)
        return self._answer({"ok": True, "result": result})

    async def _do(self, method: str, values: Params) -> Any:
        if method in DOES:
            result = DOES[method](self.world, values)
            self.publish()
            return result
        handler: Callable[[Params], Awaitable[Any]] | None = getattr(self, f"_{method}", None)
        if handler is None:
            raise Refused(404, "Not Found: method not found", mistake=True)
        return await handler(values)

    async def _fetched(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        known = {file.path: file.content for file in self.world.files.values()}
        if self.breaks_off and request.transport is not None:
            request.transport.close()
        content = known.get(path)
        if request.match_info["token"] != self.token or content is None:
            return web.Response(status=404)
        self.fetched += 1
        return web.Response(body=content)

    def _slow_down(self, method: str, values: Params) -> None:
        if self.pace is not None and _is_sent(method):
            wait = self.pace.wait(method, str(values["chat_id"]))
            if wait:
                raise Refused(429, f"Too Many Requests: retry after {wait}", retry_after=wait)

    def _trouble(self, method: str, values: Params) -> Trouble | None:
        if not _is_sent(method):
            return None
        if self.broken_sends:
            return Trouble("hang")
        return self.troubles.popleft() if self.troubles else self.trouble_for(method, values)

    async def _make_trouble(self, request: web.Request, trouble: Trouble) -> web.StreamResponse:
        match trouble.what:
            case int() as code:
                more = {"retry_after": trouble.retry_after} if trouble.retry_after else {}
                return self._error(code, _WORDS.get(code, "Bad Gateway"), more)
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
        return self._answer(answer, status=code)

    def _answer(self, answer: Json, status: int = 200) -> web.Response:
        headers = {} if self.date is None else {"Date": formatdate(self.date(), usegmt=True)}
        return web.json_response(answer, status=status, headers=headers)

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

    async def _answerCallbackQuery(self, values: Params) -> bool:  # noqa: N802
        query = values["callback_query_id"]
        if query in self.answered:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        self.answered.add(query)
        return True

    async def _getChatAdministrators(self, values: Params) -> list[Json]:  # noqa: N802
        return self.world.find(values).staff

    async def _getMyCommands(self, values: Params) -> list[Json]:  # noqa: N802
        return self.commands.get(_list_of(values), [])

    async def _setMyCommands(self, values: Params) -> bool:  # noqa: N802
        self.commands[_list_of(values)] = values["commands"]
        return True

    async def _deleteMyCommands(self, values: Params) -> bool:  # noqa: N802
        self.commands.pop(_list_of(values), None)
        return True

    def listed(self, language: str, *, admin: bool = False, private: bool = False) -> list[str]:
        """The commands that Telegram shows somebody, the nearest list that there is."""
        # https://core.telegram.org/bots/api#determining-list-of-commands
        scopes = ["all_private_chats"] if private else ["all_group_chats"]
        if admin and not private:
            scopes.insert(0, "all_chat_administrators")
        for scope in (*scopes, "default"):
            for code in (language, ""):
                if (scope, code) in self.commands:
                    return [
                        f"{c['command']}: {c['description']}" for c in self.commands[scope, code]
                    ]
        return []

    async def _setWebhook(self, values: Params) -> bool:  # noqa: N802
        if self.https_only and not values["url"].startswith("https://"):
            raise no("bad webhook: An HTTPS URL must be provided for webhook")
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
                headers = {
                    "X-Telegram-Bot-Api-Secret-Token": self.webhook["secret_token"],
                    "Content-Type": "application/json",
                }
                update, url = self._pending[0], self.webhook["url"]
                try:
                    body = io.BytesIO(json.dumps(update).encode())
                    async with session.post(url, data=body, headers=headers) as answer:
                        if answer.status == 200:
                            self._pending.popleft()
                            continue
                except ClientError:
                    pass
                self._news.clear()
                await asyncio.wait({asyncio.ensure_future(self._news.wait())}, timeout=0.05)


def _is_sent(method: str) -> bool:
    """Whether the request says or does something."""
    return method in DOES and method not in ("getChatMember", "getFile")


def _list_of(values: Params) -> tuple[str, str]:
    scope = values.get("scope", {"type": "default"})
    return scope["type"], values.get("language_code", "")


async def _body_of(request: web.Request) -> tuple[dict[str, str], dict[str, tuple[str, bytes]]]:
    """The words of a request, and its files with their names."""
    words: dict[str, str] = {}
    files: dict[str, tuple[str, bytes]] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = (value.filename, value.file.read())
        else:
            words[name] = str(value)
    return words, files
