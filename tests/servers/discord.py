"""Our own Discord on loopback: the REST API and the gateway, as strict as the documents say.

What was refused since it was malformed stands in ``mistakes``, for the test to look at.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, Self

from aiohttp import web

from bot.core.clock import Clock
from tests.servers.discord_gateway import Gateway
from tests.servers.discord_world import APPLICATION, BOT, CHANNEL, GUILD, THREAD, Json, World

TOKEN: Final = "a-token-of-the-simulated-server"
MEMBERS, CONTENT = 1 << 14, 1 << 18
_KEYS: Final = {
    "content", "allowed_mentions", "components", "flags", "nonce", "enforce_nonce",
    "message_reference",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a send meets: a status, ``hang`` (no answer) or ``lost`` (done, no answer).

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
        self.gateway = Gateway(self.world, TOKEN)
        self.token = TOKEN
        self.flags = MEMBERS | CONTENT
        self.commands: list[Json] = []
        self.synced = 0
        self.mistakes: list[str] = []
        self.calls: list[tuple[str, str]] = []
        self.troubles: deque[Trouble] = deque()
        self.trouble_for: Callable[[str, str], Trouble | None] = lambda method, path: None
        self.words: dict[str, Json] = {}
        """The first word on each interaction."""
        self.word = asyncio.Event()
        """Set when a first word has come."""
        self.answers: dict[str, str] = {}
        self.hanging = asyncio.Event()
        self.base = ""
        self._nonces: dict[tuple[str, str], Json] = {}
        self._news = asyncio.Event()

    async def __aenter__(self) -> Self:
        application = web.Application(middlewares=[self._front])
        send = self._send
        application.add_routes(
            [
                web.get("/gateway", self.gateway.serve),
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
                web.patch("/api/v10/channels/{channel}/messages/{message}", self._edit),
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
        self.gateway.address = f"ws://{host}:{port}/gateway"
        return self

    async def __aexit__(self, *error: object) -> None:
        self._news.set()
        await self._runner.cleanup()

    @web.middleware
    async def _front(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if request.path == "/gateway":
            return await handler(request)
        path = request.path.removeprefix("/api/v10")
        self.calls.append((request.method, path))
        if request.headers.get("Authorization") != f"Bot {self.token}":
            return _error(401, 0, "401: Unauthorized")
        trouble = self.trouble_for(request.method, path)
        says = request.method in ("POST", "PATCH") and "/messages" in path
        if trouble is None and says and self.troubles:
            trouble = self.troubles.popleft()
        if trouble is None:
            return await handler(request)
        return await self._meet(trouble, request, handler)

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
            return _error(status, trouble.code, "trouble")
        headers = {"Retry-After": str(trouble.retry_after)}
        if not trouble.via:
            return web.Response(status=429, text="error code: 1015", headers=headers)
        headers["Via"] = "1.1 google"
        body = {"message": "limited", "retry_after": trouble.retry_after,
                "global": trouble.everywhere}  # fmt: skip
        return _json(body, status=429, headers=headers)

    async def _me(self, request: web.Request) -> web.Response:
        return _json(self.world.user(BOT, "hearth", bot=True))

    async def _application(self, request: web.Request) -> web.Response:
        bot = self.world.user(BOT, "hearth", bot=True)
        return _json(
            {
                "id": APPLICATION, "name": "hearth", "icon": None, "description": "",
                "bot_public": True, "bot_require_code_grant": False, "verify_key": "0" * 64,
                "owner": bot, "flags": self.flags, "team": None, "summary": "",
            }
        )  # fmt: skip

    async def _gateway_bot(self, request: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}
        body = {"url": self.gateway.address, "shards": 1, "session_start_limit": limit}
        return _json(body)

    async def _list_commands(self, request: web.Request) -> web.Response:
        return _json(self.commands)

    async def _put_commands(self, request: web.Request) -> web.Response:
        self.synced += 1
        self.commands = [
            {**each, "id": self.world.snowflake(), "application_id": APPLICATION, "nsfw": False}
            for each in await request.json()
        ]
        return _json(self.commands)

    async def _open_private(self, request: web.Request) -> web.Response:
        user = str((await request.json())["recipient_id"])
        return _json({"id": self.world.private_channel(user), "type": 1})

    async def _get_channel(self, request: web.Request) -> web.Response:
        number = request.match_info["channel"]
        if number not in (CHANNEL, THREAD, "3002"):
            return _error(404, 10_003, "Unknown Channel")
        return _json({"id": number, "type": 0, "guild_id": GUILD})

    async def _get_guild(self, request: web.Request) -> web.Response:
        if request.match_info["guild"] != GUILD:
            return _error(404, 10_004, "Unknown Guild")
        return _json(self.world.guild())

    async def _history(self, request: web.Request) -> web.Response:
        after, limit = int(request.query.get("after", 0)), int(request.query["limit"])
        channel = request.match_info["channel"]
        there = [each for each in self.world.history if each["channel_id"] == channel]
        found = sorted(int(each["id"]) for each in there if int(each["id"]) > after)[:limit]
        page = [each for each in reversed(there) if int(each["id"]) in found]
        left_out = ("guild_id", "member")
        return _json([{k: v for k, v in each.items() if k not in left_out} for each in page])

    async def _send(self, request: web.Request) -> web.Response:
        body, channel = await request.json(), request.match_info["channel"]
        self._check(body)
        nonce = (channel, str(body.get("nonce", "")))
        if body.get("enforce_nonce") and nonce in self._nonces:
            return _json(self._nonces[nonce])
        sent = self.world.add(channel, body)
        if nonce[1]:
            self._nonces[nonce] = sent
        return _json(sent)

    async def _edit(self, request: web.Request) -> web.Response:
        number = request.match_info["message"]
        body = await request.json()
        self._check(body)
        if number not in self.world.shown:
            return _error(404, 10_008, "Unknown Message")
        return _json(self.world.change(number, body))

    async def _word(self, request: web.Request) -> web.Response:
        number, body = request.match_info["id"], await request.json()
        if number in self.words:
            return _error(400, 40_060, "Interaction has already been acknowledged.")
        self.words[number] = body
        self.word.set()
        return web.Response(status=204)

    async def _answer(self, request: web.Request) -> web.Response:
        token, body = request.match_info["token"], await request.json()
        number = token.removeprefix("token-")
        self._check(body)
        if self.words.get(number, {}).get("type") != 5:
            return _error(404, 10_015, "Unknown Webhook")
        if number not in self.answers:
            sent = self.world.add(CHANNEL, body)
            self.answers[number] = str(sent["id"])
            return _json(sent)
        return _json(self.world.change(self.answers[number], body))

    def _check(self, body: Json) -> None:
        """Notes what Discord would refuse, or what would ping somebody."""
        units = len(str(body["content"]).encode("utf-16-le")) // 2
        rows = body.get("components", [])
        buttons = [button for row in rows for button in row["components"]]
        wrong = {
            "unknown key": bool(set(body) - _KEYS),
            "length": not 1 <= units <= 2_000,
            "pings": body["allowed_mentions"].get("parse") != [],
            "rows": len(rows) > 5 or any(not 1 <= len(r["components"]) <= 5 for r in rows),
            "button": any(not 1 <= len(b["custom_id"]) <= 100 for b in buttons),
            "label": any(not 1 <= len(b["label"]) <= 80 for b in buttons),
            "nonce": len(str(body.get("nonce", ""))) > 25,
        }
        self.mistakes += [name for name, is_wrong in wrong.items() if is_wrong]


def _json(value: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    # The library compares the whole header.
    said = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=json.dumps(value).encode(), status=status, headers=said)


def _error(status: int, code: int, message: str) -> web.Response:
    body: dict[str, Any] = {"code": code, "message": message}
    return _json(body, status=status)
