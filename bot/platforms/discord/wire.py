"""Discord's REST, one try at a time: what a request means that failed, and when to try again.

The library would sleep and try again by itself; here the outbox decides, which keeps the order
of a chat and survives a restart. Its buckets stay: a request waits for its route.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from types import SimpleNamespace
from typing import Any, Final, TypeVar

import aiohttp
import discord
from discord.http import HTTPClient, Route

from bot.core.clock import Clock
from bot.core.errors import AdapterFailed, DeliveryFailed
from bot.core.text import Text
from bot.platforms.discord.memory import Memory

T = TypeVar("T")

# Seconds after which a request is given up; it may have arrived.
PATIENCE_S: Final = 30.0
# No access, no rights, a person who takes no messages or shares no server with the bot any more,
# and a channel or a person that is gone.
_CLOSED: Final = (50_001, 50_007, 50_013, 50_278, 10_003, 10_013)
# Too many private chats were opened in a short time.
_TOO_MANY_OPENED: Final = 40_003

UNREACHABLE: Final = (aiohttp.ClientError, discord.DiscordException, OSError, TimeoutError)
"""What a request to Discord raises."""


class Refused(aiohttp.ClientError):
    """Discord did not take the request now; ``everywhere`` it takes none until then."""

    def __init__(self, status: int, retry_after: float | None, *, everywhere: bool) -> None:
        super().__init__(f"Discord answered {status}")
        self.status = status
        self.retry_after = retry_after
        self.everywhere = everywhere


def one_try(hear_date: Callable[[str], None]) -> aiohttp.TraceConfig:
    """Makes a client raise Refused where the library would sleep and repeat the request.

    ``hear_date`` is told the ``Date`` header of each answer.
    """

    async def hear(
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        end: aiohttp.TraceRequestEndParams,
    ) -> None:
        hear_date(end.response.headers.get("Date", ""))
        await _look_at(end.response)

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(hear)
    return trace


async def ask(clock: Clock, http: HTTPClient, method: str, path: str, **parts: Any) -> Any:
    """What Discord answers, within ``PATIENCE_S``.

    ``body`` is the JSON to send, ``form`` the fields of a multipart body, ``reason`` what stands
    in the audit log, ``query`` what stands behind the path. Other ``parts`` stand in the path.
    Raises one of UNREACHABLE.
    """
    body, query = parts.pop("body", None), parts.pop("query", None)
    sent: dict[str, Any] = {} if body is None else {"json": body}
    sent |= {"form": parts.pop("form", None), "reason": parts.pop("reason", None)}
    if query is not None:
        sent["params"] = query
    return await within(clock, PATIENCE_S, http.request(Route(method, path, **parts), **sent))


async def within(clock: Clock, seconds: float, work: Coroutine[Any, Any, T]) -> T:
    """What ``work`` returns or raises. Raises TimeoutError when it takes longer."""
    async with asyncio.TaskGroup() as group:
        worker = group.create_task(_outcome(work))
        sleeper = group.create_task(clock.sleep(seconds))
        await asyncio.wait((worker, sleeper), return_when=asyncio.FIRST_COMPLETED)
        sleeper.cancel()
        if not worker.done():
            worker.cancel()
    if worker.cancelled():
        raise TimeoutError(f"no answer in {seconds:g} s")
    value, error = worker.result()
    if error is not None:
        raise error
    return value  # type: ignore[return-value]  # there is one, since there is no error


async def attempt(clock: Clock, memory: Memory, work: Callable[[], Awaitable[T]]) -> T:
    """What ``work`` returns, whose requests are each tried once. Raises DeliveryFailed.

    While Discord takes nothing of the bot's anywhere, nothing is asked.
    """
    wait = memory.silent_until - clock.monotonic()
    if wait > 0:
        raise DeliveryFailed("Discord takes nothing now", retry_after=wait)
    try:
        return await work()
    except Refused as refused:
        if refused.everywhere and refused.retry_after:
            memory.silent_until = clock.monotonic() + refused.retry_after
        raise delivery_failed(refused) from refused
    except UNREACHABLE as error:
        raise delivery_failed(error) from error


def delivery_failed(error: Exception) -> DeliveryFailed:
    """What a failed request means for the message that it carried."""
    match error:
        case Refused() | discord.RateLimited():
            return DeliveryFailed(str(error), retry_after=error.retry_after)
        case discord.HTTPException(code=code) if code == _TOO_MANY_OPENED:
            return DeliveryFailed(in_words(error))
        case discord.HTTPException(status=403 | 404):
            closed = error.code in _CLOSED
            return DeliveryFailed(in_words(error), permanent=True, closed=closed)
        case discord.HTTPException(status=400):
            return DeliveryFailed(in_words(error), permanent=True)
    return DeliveryFailed(f"{type(error).__name__}: {error}")


def in_words(error: discord.HTTPException) -> str:
    """What Discord answered, for a log."""
    return f"Discord answered {error.status} ({error.code})"


def adapter_failed(error: Exception) -> AdapterFailed:
    """What ended a client, in a sentence for the operator."""
    match error:
        case discord.LoginFailure() | discord.ConnectionClosed(code=4004):
            return AdapterFailed(Text("discord.token"), permanent=True)
        case discord.PrivilegedIntentsRequired() | discord.ConnectionClosed(code=4013 | 4014):
            return AdapterFailed(Text("discord.intents"), permanent=True)
        case discord.ConnectionClosed():
            return AdapterFailed(Text("discord.closed", code=error.code))
        case Refused() | discord.HTTPException():
            return AdapterFailed(Text("discord.refused", status=error.status))
    return AdapterFailed(Text("discord.unreachable", reason=type(error).__name__))


async def _look_at(answer: aiohttp.ClientResponse) -> None:
    if answer.status != 429 and answer.status < 500:
        return
    try:
        said = json.loads(await answer.text())
    except ValueError:
        said = {}
    if not isinstance(said, dict):
        said = {}
    wait = said.get("retry_after") or answer.headers.get("Retry-After")
    # Without Via it was not Discord that answered but what stands before it.
    everywhere = answer.status == 429 and ("Via" not in answer.headers or bool(said.get("global")))
    answer.release()
    raise Refused(answer.status, _seconds(wait), everywhere=everywhere)


def _seconds(wait: object) -> float | None:
    try:
        seconds = float(str(wait))
    except ValueError:
        return None
    return seconds if 0 < seconds < 86_400 else None


async def _outcome(work: Coroutine[Any, Any, T]) -> tuple[T | None, Exception | None]:
    try:
        return await work, None
    except Exception as error:  # noqa: BLE001  raised again by whoever waits, out of the group
        return None, error
