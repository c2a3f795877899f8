"""The gateway of the simulated Discord: sessions that are resumed, events that are replayed."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from aiohttp import WSMsgType, web

from tests.servers.discord_world import APPLICATION, BOT, Json, World

_HEARTBEAT_MS: Final = 41_250
DISPATCH, BEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
_HTTP: Final = range(100, 600)


@dataclass(slots=True)
class Session:
    """What one shard is told; ``socket`` while it listens."""

    name: str = ""
    events: list[Json] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None
    pings: deque[asyncio.Future[None]] = field(default_factory=deque)

    def answered(self) -> None:
        """Whoever waits longest for a ping's answer waits no more."""
        if self.pings:
            self.pings.popleft().set_result(None)


class Gateway:
    """The gateway of a bot that is to run ``shards`` of them.

    ``refuses`` are answers to the next connections: a status of HTTP in place of a socket, or a
    code with which it is closed at once; ``is_silent`` lets them wait for a first word; ``closes``
    are codes with which the next logins are closed; ``refuses_resume`` makes every session one
    that cannot be resumed; ``replays`` events already heard come again on a resume.
    """

    def __init__(self, world: World, token: str) -> None:
        self.world = world
        self.token = token
        self.address = ""
        self.shards = 1
        self.refuses: deque[int] = deque()
        self.closes: deque[int] = deque()
        self.is_silent = self.refuses_resume = False
        self.replays = 0
        self.identified = self.resumed = 0
        self.logins: list[tuple[int, datetime]] = []
        """Which shard has logged in when."""
        self.ready = asyncio.Event()
        """Set while every shard is connected and has its session."""
        self._sessions: dict[int, Session] = {}

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, until it ends."""
        refused = self.refuses.popleft() if self.refuses else 0
        if refused in _HTTP:
            return web.Response(status=refused, headers={"Date": self.world.date})
        socket = web.WebSocketResponse(autoping=False)
        socket.headers["Date"] = self.world.date
        await socket.prepare(request)
        if refused:
            await socket.close(code=refused)
            return socket
        if self.is_silent:
            await socket.receive()
            return socket
        await socket.send_json(
            {"op": HELLO, "d": {"heartbeat_interval": _HEARTBEAT_MS}, "s": None, "t": None}
        )
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._heard(socket, message.json())
            elif message.type is WSMsgType.PONG:
                self._of(socket).answered()
        ended = self._of(socket)
        if ended.socket is socket:
            ended.socket = None
            self.ready.clear()
            while ended.pings:
                ended.answered()
        return socket

    async def tell(self, event: str, data: Json) -> None:
        """The event is in the session of its shard, and sent when a client listens."""
        shard = (int(data.get("guild_id") or 0) >> 22) % self.shards
        await self._tell(self._sessions.setdefault(shard, Session()), event, data)

    async def heard(self) -> None:
        """The client has read all that was told, or has gone: a ping behind it is answered."""
        await self.ready.wait()
        for session in self._sessions.values():
            if session.socket is not None:
                answered = asyncio.get_running_loop().create_future()
                session.pings.append(answered)
                await session.socket.ping()
                await answered

    async def reconnect(self, shard: int = 0) -> None:
        """The client is asked to connect this shard anew, and has."""
        socket = self._sessions[shard].socket
        assert socket is not None
        self.ready.clear()
        await socket.send_json({"op": RECONNECT, "d": None, "s": None, "t": None})
        await self.ready.wait()

    async def _tell(self, session: Session, event: str, data: Json) -> None:
        number = len(session.events) + 1
        session.events.append({"op": DISPATCH, "t": event, "s": number, "d": data})
        if session.socket is not None:
            await session.socket.send_json(session.events[-1])

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
        shard, count = data.get("shard", [0, 1])
        self.logins.append((shard, self.world.now))
        if data["token"] != self.token:
            await socket.close(code=4004)
            return
        if self.closes:
            await socket.close(code=self.closes.popleft())
            return
        if count != self.shards:
            await socket.close(code=4011)
            return
        session = self._sessions[shard] = Session(f"session{self.identified}", socket=socket)
        theirs = [each for each in self.world.guilds if (int(each) >> 22) % count == shard]
        ready = {
            "v": 10,
            "user": self.world.user(BOT, "hearth", bot=True),
            "guilds": [{"id": each, "unavailable": True} for each in theirs],
            "session_id": session.name,
            "resume_gateway_url": self.address,
            "shard": [shard, count],
            "application": {"id": APPLICATION, "flags": 0},
        }
        await self._tell(session, "READY", ready)
        for each in theirs:
            await self._tell(session, "GUILD_CREATE", self.world.guild(each))
        self._note_ready()

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> None:
        found = [each for each in self._sessions.values() if each.name == data["session_id"]]
        if self.refuses_resume or not found:
            await socket.send_json({"op": INVALID, "d": False, "s": None, "t": None})
            return
        self.resumed += 1
        (session,) = found
        for event in session.events[max(2, int(data["seq"]) - self.replays) :]:
            await socket.send_json(event)
        session.socket = socket
        await self._tell(session, "RESUMED", {})
        self._note_ready()

    def _note_ready(self) -> None:
        listening = [each for each in self._sessions.values() if each.socket is not None]
        if len(listening) == self.shards:
            self.ready.set()

    def _of(self, socket: web.WebSocketResponse) -> Session:
        """Whose connection it is; an empty session for one that is nobody's any more."""
        found = [each for each in self._sessions.values() if each.socket is socket]
        return found[0] if found else Session()
