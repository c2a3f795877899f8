"""Our own Discord on loopback: the REST API and the gateway, as strict as the documents say.

What was refused since it was malformed stands in ``mistakes``, for the test to look at.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Self

from aiohttp import web

from bot.core.clock import Clock
from tests.servers.discord_answers import error, json_response
from tests.servers.discord_deeds import Deeds
from tests.servers.discord_gateway import Gateway
from tests.servers.discord_world import (
    APPLICATION,
    BOT,
    CHANNELS,
    THREAD,
    Attached,
    Json,
    World,
)
from tests.servers.pace import DiscordPace

TOKEN: Final = "a-token-of-the-simulated-server"
MEMBERS, CONTENT = 1 << 14, 1 << 18
_KEYS: Final = {
    "content", "allowed_mentions", "components", "flags", "nonce", "enforce_nonce",
    "message_reference", "attachments",
}  # fmt: skip
_PRIVATE: Final = 1 << 6
_FILE: Final = "files[0]"
_LARGEST: Final = 10_000_000
_WRITES: Final = ("POST", "PATCH", "PUT", "DELETE")
_MEETS: Final = ("/messages", "/members/", "/bans/", "/webhooks/")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a send or an act meets: a status, ``hang`` (no answer) or ``lost`` (done, no answer).

    A 429 has the header ``Via`` unless ``via`` is false, as one from before the API.
    """

    what: int | str
    retry_after: float = 0.0
    code: int = 0
    everywhere: bool = False
    via: bool = True


class DiscordServer:
    """One application with one bot, as an async context."""

    def __init__(self, clock: Clock) -> None:
        self.world = World(clock)
        self.deeds = Deeds(self.world)
        self.gateway = Gateway(self.world, TOKEN)
        self.token = TOKEN
        self.flags = MEMBERS | CONTENT
        self.commands: list[Json] = []
        self.synced = 0
        self.mistakes = self.deeds.mistakes
        self.pictures_refused = (0, 0)
        self.files_refused = (0, 0)
        """The status and the code with which a message with a picture, or a file, is refused."""
        self.files: dict[str, bytes] = {}
        """What can be downloaded, by the name behind ``file_base``."""
        self.calls: list[tuple[str, str]] = []
        self.under_way = 0
        """Requests that are not answered yet."""
        self.troubles: deque[Trouble] = deque()
        self.trouble_for: Callable[[str, str], Trouble | None] = lambda method, path: None
        self.pace: DiscordPace | None = None
        """How fast the bot may ask; None for as fast as it likes."""
        self.words: dict[str, Json] = {}
        """The first word on each interaction."""
        self.word = asyncio.Event()
        """Set when a first word has come."""
        self.answers: dict[str, str] = {}
        self.hanging = asyncio.Event()
        self.base = self.file_base = ""
        self._nonces: dict[tuple[str, str], Json] = {}
        self._news = asyncio.Event()

    async def __aenter__(self) -> Self:
        application = web.Application(middlewares=[self._front], client_max_size=4 * _LARGEST)
        send = self._send
        application.add_routes(
            [
                web.get("/gateway", self.gateway.serve),
                web.get("/files/{name}", self._file),
                web.get("/api/v10/users/@me", self._me),
                web.get("/api/v10/oauth2/applications/@me", self._application),
                web.get("/api/v10/gateway/bot", self._gateway_bot),
                web.get("/api/v10/applications/{id}/commands", self._list_commands),
                web.put("/api/v10/applications/{id}/commands", self._put_commands),
                web.post("/api/v10/users/@me/channels", self._open_private),
                web.get("/api/v10/channels/{channel}", self._get_channel),
                web.get("/api/v10/guilds/{guild}", self._get_guild),
                web.get("/api/v10/channels/{channel}/messages", self._history),
                web.post("/api/v10/channels/{channel}/messages", send),
                web.get("/api/v10/channels/{channel}/messages/{message}", self._get_message),
                web.patch("/api/v10/channels/{channel}/messages/{message}", self._edit),
                web.post("/api/v10/webhooks/{id}/{token}", self._follow_up),
                *self.deeds.routes(),
                web.post("/api/v10/interactions/{id}/{token}/callback", self._word),
                web.patch("/api/v10/webhooks/{id}/{token}/messages/@original", self._answer),
            ]
        )
        self._runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}/api/v10"
        self.file_base = f"http://{host}:{port}/files"
        self.gateway.address = f"ws://{host}:{port}/gateway"
        return self

    async def __aexit__(self, *error: object) -> None:
        self._news.set()
        await self._runner.cleanup()

    @web.middleware
    async def _front(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if not request.path.startswith("/api/"):
            return await handler(request)
        self.under_way += 1
        try:
            answer = await self._answered(request, handler)
            answer.headers["Date"] = self.world.date
            return answer
        finally:
            self.under_way -= 1

    async def _answered(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        path = request.path.removeprefix("/api/v10")
        self.calls.append((request.method, path))
        if request.headers.get("Authorization") != f"Bot {self.token}":
            return error(401, 0, "401: Unauthorized")
        if self.pace is not None:
            wait, everywhere = self.pace.wait(request.method, path)
            if wait:
                return _limited(Trouble(429, wait, everywhere=everywhere))
        trouble = self.trouble_for(request.method, path)
        met = request.method in _WRITES and any(each in path for each in _MEETS)
        if trouble is None and met and self.troubles:
            trouble = self.troubles.popleft()
        if trouble is not None:
            return await self._meet(trouble, request, handler)
        answer = await handler(request)
        if self.pace is not None:
            answer.headers.update(self.pace.headers(request.method, path))
        return answer

    async def _meet(
        self,
        trouble: Trouble,
        request: web.Request,
        handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        if trouble.what == "hang":
            self.hanging.set()
            try:
                await self._news.wait()
            finally:
                self.hanging.clear()
            raise web.HTTPServiceUnavailable
        if trouble.what == "lost":
            await handler(request)
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        status = int(trouble.what)
        if status != 429:
            return error(status, trouble.code, "trouble")
        return _limited(trouble)

    async def _me(self, request: web.Request) -> web.Response:
        return json_response(self.world.user(BOT, "hearth", bot=True))

    async def _application(self, request: web.Request) -> web.Response:
        bot = self.world.user(BOT, "hearth", bot=True)
        return json_response(
            {
                "id": APPLICATION, "name": "hearth", "icon": None, "description": "",
                "bot_public": True, "bot_require_code_grant": False, "verify_key": "0" * 64,
                "owner": bot, "flags": self.flags, "team": None, "summary": "",
            }
        )  # fmt: skip

    async def _gateway_bot(self, request: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}
        shards = self.gateway.shards
        body = {"url": self.gateway.address, "shards": shards, "session_start_limit": limit}
        return json_response(body)

    async def _list_commands(self, request: web.Request) -> web.Response:
        return json_response(self.commands)

    async def _put_commands(self, request: web.Request) -> web.Response:
        self.synced += 1
        self.commands = [
            {**each, "id": self.world.snowflake(), "application_id": APPLICATION, "nsfw": False}
            for each in await request.json()
        ]
        return json_response(self.commands)

    async def _open_private(self, request: web.Request) -> web.Response:
        user = str((await request.json())["recipient_id"])
        return json_response({"id": self.world.private_channel(user), "type": 1})

    async def _get_channel(self, request: web.Request) -> web.Response:
        number = request.match_info["channel"]
        if number != THREAD and number not in CHANNELS:
            return error(404, 10_003, "Unknown Channel")
        if not self.world.shows(number):
            return error(403, 50_001, "Missing Access")
        return json_response(self.world.channel(number))

    async def _get_guild(self, request: web.Request) -> web.Response:
        number = request.match_info["guild"]
        if number not in self.world.guilds:
            return error(404, 10_004, "Unknown Guild")
        return json_response(self.world.guild(number))

    async def _history(self, request: web.Request) -> web.Response:
        if not self.world.shows(request.match_info["channel"]):
            return error(403, 50_001, "Missing Access")
        after, limit = int(request.query.get("after", 0)), int(request.query["limit"])
        there = self.world.history(request.match_info["channel"])
        page = [each for each in there if int(each["id"]) > after][:limit]
        return json_response(
            [{k: each[k] for k in each.keys() - {"guild_id", "member"}} for each in page[::-1]]
        )

    async def _get_message(self, request: web.Request) -> web.Response:
        number = request.match_info["message"]
        found = self.world.said.get(number)
        if found is None and number in self.world.shown:
            found = self.world.sent_json(self.world.shown[number])
        if found is None:
            return error(404, 10_008, "Unknown Message")
        reactions = [
            {"emoji": _emoji(each), "me": True, "count": 1}
            for each in self.world.reactions.get(number, ())
        ]
        others = [{"emoji": {"id": None, "name": "😀"}, "me": False, "count": 2}]
        return json_response({**found, "reactions": [*reactions, *others]})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        data = self.files.get(request.match_info["name"])
        if data is None:
            return web.Response(status=404)
        # Without a length, which is a promise that need not be kept.
        answer = web.StreamResponse()
        answer.enable_chunked_encoding()
        await answer.prepare(request)
        await answer.write(data)
        return answer

    async def _send(self, request: web.Request) -> web.Response:
        body, attached = await _body(request)
        channel = request.match_info["channel"]
        if (refused := self._refused(body, attached)) is not None:
            return refused
        if channel in self.world.closed:
            return error(403, 50_007, "Cannot send messages to this user")
        nonce = (channel, str(body.get("nonce", "")))
        if body.get("enforce_nonce") and nonce in self._nonces:
            return json_response(self._nonces[nonce])
        sent = self.world.add(channel, body, attached)
        if nonce[1]:
            self._nonces[nonce] = sent
        return json_response(sent)

    async def _edit(self, request: web.Request) -> web.Response:
        number = request.match_info["message"]
        body, attached = await _body(request)
        if (refused := self._refused(body, attached)) is not None:
            return refused
        if number in self.world.said:
            return error(403, 50_005, "Cannot edit a message authored by another user")
        if number not in self.world.shown or self.world.shown[number].reader:
            return error(404, 10_008, "Unknown Message")
        return json_response(self.world.change(number, body, attached))

    async def _word(self, request: web.Request) -> web.Response:
        number, body = request.match_info["id"], await request.json()
        if number in self.words:
            return error(400, 40_060, "Interaction has already been acknowledged.")
        self.words[number] = body
        self.word.set()
        return web.Response(status=204)

    async def _answer(self, request: web.Request) -> web.Response:
        number = request.match_info["token"].removeprefix("token-")
        body, attached = await _body(request)
        if (refused := self._refused(body, attached)) is not None:
            return refused
        word = self.words.get(number, {})
        if not self.world.is_answerable(number) or not word:
            return error(404, 10_015, "Unknown Webhook")
        if word["type"] == 6:
            pressed = self.world.interactions[number]["message"]["id"]
            return json_response(self.world.change(pressed, body, attached))
        if number not in self.answers:
            sent = self._add_answer(number, body, attached, word.get("data", {}).get("flags", 0))
            self.answers[number] = str(sent["id"])
            return json_response(sent)
        return json_response(self.world.change(self.answers[number], body, attached))

    async def _follow_up(self, request: web.Request) -> web.Response:
        number = request.match_info["token"].removeprefix("token-")
        body, attached = await _body(request)
        if (refused := self._refused(body, attached)) is not None:
            return refused
        if not self.world.is_answerable(number) or number not in self.words:
            return error(404, 10_015, "Unknown Webhook")
        return json_response(self._add_answer(number, body, attached, body["flags"]))

    def _add_answer(self, number: str, body: Json, attached: Attached | None, flags: int) -> Json:
        asked = self.world.interactions[number]
        reader = (asked.get("member") or asked)["user"]["id"] if flags & _PRIVATE else ""
        return self.world.add(asked["channel_id"], body, attached, reader)

    def _refused(self, body: Json, attached: Attached | None) -> web.Response | None:
        """Notes what Discord would refuse, or what would ping somebody; refuses an upload."""
        units = len(str(body["content"]).encode("utf-16-le")) // 2
        rows = body.get("components", [])
        buttons = [button for row in rows for button in row["components"]]
        wrong = {
            "unknown key": bool(set(body) - _KEYS),
            "length": not (0 if attached else 1) <= units <= 2_000,
            "pings": body["allowed_mentions"].get("parse") != [],
            "rows": len(rows) > 5 or any(not 1 <= len(r["components"]) <= 5 for r in rows),
            "button": any(not 1 <= len(b["custom_id"]) <= 100 for b in buttons),
            "label": any(not 1 <= len(b["label"]) <= 80 for b in buttons),
            "nonce": len(str(body.get("nonce", ""))) > 25,
            "attachments": [(each["id"], each["filename"]) for each in body.get("attachments", ())]
            != ([(0, attached.name)] if attached else []),
            "alt text": any(
                len(each.get("description", "")) > 1_024 for each in body.get("attachments", ())
            ),
        }
        self.mistakes += [name for name, is_wrong in wrong.items() if is_wrong]
        if attached is None:
            return None
        if not attached.data:
            self.mistakes.append("an empty file")
        status, code = self.pictures_refused if attached.is_picture else self.files_refused
        if status:
            return error(status, code, "not that")
        if len(attached.data) > _LARGEST:
            return error(413, 40_005, "Request entity too large")
        return None


def _limited(trouble: Trouble) -> web.Response:
    headers = {"Retry-After": str(trouble.retry_after)}
    if not trouble.via:
        return web.Response(status=429, text="error code: 1015", headers=headers)
    headers["Via"] = "1.1 google"
    body = {"message": "limited", "retry_after": trouble.retry_after,
            "global": trouble.everywhere}  # fmt: skip
    return json_response(body, status=429, headers=headers)


async def _body(request: web.Request) -> tuple[Json, Attached | None]:
    """The message, and what comes with it."""
    if request.content_type != "multipart/form-data":
        body: Json = await request.json()
        return body, None
    fields = await request.post()
    assert set(fields) == {"payload_json", _FILE}
    payload, file = fields["payload_json"], fields[_FILE]
    assert isinstance(file, web.FileField)
    assert isinstance(payload, str | bytes | bytearray)
    return json.loads(payload), Attached(file.filename, file.content_type, file.file.read())


def _emoji(written: str) -> Json:
    name, _, number = written.partition(":")
    return {"id": number or None, "name": name}
