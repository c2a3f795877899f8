"""Discord's REST, one try at a time: what a request means that failed, and when to try again.

The library would sleep and try again by itself; here the outbox decides, which keeps the order
of a chat and survives a restart. Its buckets stay: a request waits for its route.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from types import SimpleNamespace
from typing import Any, Final, TypeVar

import aiohttp
import discord
from discord.http import HTTPClient, Route

from bot.core.clock import Clock
from bot.core.errors import AdapterFailed, DeliveryFailed
from bot.core.text import Text

T = TypeVar("T")

# Seconds after which a request is given up; it may have arrived.
PATIENCE_S: Final = 30.0
# No access, no rights, a person who takes no messages, and a channel that is gone.
_CLOSED: Final = (50_001, 50_007, 50_013, 10_003)

UNREACHABLE: Final = (aiohttp.ClientError, discord.DiscordException, OSError, TimeoutError)
"""What a request to Discord raises."""


class Refused(aiohttp.ClientError):
    """Discord did not take the request now; ``everywhere`` it takes none until then."""

    def __init__(self, status: int, retry_after: float | None, *, everywhere: bool) -> None:
        super().__init__(f"Discord answered {status}")
        self.status = status
        self.retry_after = retry_after
        self.everywhere = everywhere


def one_try() -> aiohttp.TraceConfig:
    """Makes a client raise Refused where the library would sleep and repeat the request."""
    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(_look_at)
    return trace


async def ask(clock: Clock, http: HTTPClient, method: str, path: str, **parts: Any) -> Any:
    """What Discord answers, within ``PATIENCE_S``. ``body`` is the JSON to send.

    Other ``parts`` stand in the path. Raises one of UNREACHABLE.
    """
    body = parts.pop("body", None)
    sent = {} if body is None else {"json": body}
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


def delivery_failed(error: Exception) -> DeliveryFailed:
    """What a failed request means for the message that it carried."""
    match error:
        case Refused() | discord.RateLimited():
            return DeliveryFailed(str(error), retry_after=error.retry_after)
        case discord.HTTPException(status=403 | 404):
            closed = error.code in _CLOSED
            return DeliveryFailed(_words(error), permanent=True, closed=closed)
        case discord.HTTPException(status=400):
            return DeliveryFailed(_words(error), permanent=True)
    return DeliveryFailed(f"{type(error).__name__}: {error}")


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


async def _look_at(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, end: aiohttp.TraceRequestEndParams
) -> None:
    answer = end.response
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


def _words(error: discord.HTTPException) -> str:
    return f"Discord answered {error.status} ({error.code})"


async def _outcome(work: Coroutine[Any, Any, T]) -> tuple[T | None, Exception | None]:
    try:
        return await work, None
    except Exception as error:  # noqa: BLE001  raised again by whoever waits, out of the group
        return None, error
