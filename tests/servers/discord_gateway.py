"""The gateway of the simulated Discord: sessions that are resumed, events that are replayed."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final

from aiohttp import WSMsgType, web

from tests.servers.discord_world import APPLICATION, BOT, GUILD, Json, World

_HEARTBEAT_MS: Final = 41_250
DISPATCH, BEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11


class Gateway:
    """One shard's gateway.

    ``closes`` are codes with which the next logins are closed; ``refuses_resume`` makes every
    session one that cannot be resumed; ``replays`` events already heard come again on a resume.
    """

    def __init__(self, world: World, token: str) -> None:
        self.world = world
        self.token = token
        self.address = ""
        self.closes: deque[int] = deque()
        self.refuses_resume = False
        self.replays = 0
        self.identified = self.resumed = 0
        self.intents = 0
        self.ready = asyncio.Event()
        """Set while a client is connected and has its session."""
        self._session = ""
        self._events: list[Json] = []
        self._socket: web.WebSocketResponse | None = None
        self._pings: deque[asyncio.Future[None]] = deque()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, until it ends."""
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        await socket.send_json(
            {"op": HELLO, "d": {"heartbeat_interval": _HEARTBEAT_MS}, "s": None, "t": None}
        )
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._heard(socket, message.json())
            elif message.type is WSMsgType.PONG and self._pings:
                self._pings.popleft().set_result(None)
        if self._socket is socket:
            self._socket = None
            self.ready.clear()
        return socket

    async def tell(self, event: str, data: Json) -> None:
        """The event is in the session, and sent when a client listens."""
        self._events.append({"op": DISPATCH, "t": event, "s": len(self._events) + 1, "d": data})
        if self._socket is not None:
            await self._socket.send_json(self._events[-1])

    async def heard(self) -> None:
        """The client has read all that was told: it answers a ping behind it."""
        await self.ready.wait()
        answered = asyncio.get_running_loop().create_future()
        self._pings.append(answered)
        assert self._socket is not None
        await self._socket.ping()
        await answered

    async def reconnect(self) -> None:
        """The client is asked to connect anew, and has."""
        socket = self._socket
        assert socket is not None
        self.ready.clear()
        await socket.send_json({"op": RECONNECT, "d": None, "s": None, "t": None})
        await self.ready.wait()

    async def drop(self, code: int) -> None:
        """The connection is closed with this code."""
        assert self._socket is not None
        socket, self._socket = self._socket, None
        self.ready.clear()
        await socket.close(code=code)

    async def _heard(self, socket: web.WebSocketResponse, message: Json) -> None:
        match message["op"]:
            case 1:
                await socket.send_json({"op": ACK, "d": None, "s": None, "t": None})
            case 2:
                await self._identify(socket, message["d"])
            case 6:
                await self._resume(socket, message["d"])

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> None:
        self.identified += 1
        self.intents = data["intents"]
        if data["token"] != self.token:
            await socket.close(code=4004)
            return
        if self.closes:
            await socket.close(code=self.closes.popleft())
            return
        self._session = f"session{self.identified}"
        self._events = []
        self._socket = socket
        await self.tell(
            "READY",
            {
                "v": 10,
                "user": self.world.user(BOT, "hearth", bot=True),
                "guilds": [{"id": GUILD, "unavailable": True}],
                "session_id": self._session,
                "resume_gateway_url": self.address,
                "shard": data.get("shard", [0, 1]),
                "application": {"id": APPLICATION, "flags": 0},
            },
        )
        await self.tell("GUILD_CREATE", self.world.guild())
        self.ready.set()

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> None:
        if self.refuses_resume or data["session_id"] != self._session:
            await socket.send_json({"op": INVALID, "d": False, "s": None, "t": None})
            return
        self.resumed += 1
        for event in self._events[max(2, int(data["seq"]) - self.replays) :]:
            await socket.send_json(event)
        self._socket = socket
        await self.tell("RESUMED", {})
        self.ready.set()
