"""The connection to the Bot API, and what its errors mean."""

from __future__ import annotations

import json
import logging
import os
import ssl
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, Protocol

import httpx
from telegram import Bot, Update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.core.errors import AdapterFailed, DeliveryFailed
from bot.core.text import Text

log = logging.getLogger(__name__)

# Seconds. A send that takes longer may have arrived; it is tried again.
CONNECT_S: Final = 10.0
READ_S: Final = 15.0
# A batch of updates is read whole before any of it is handled.
_CONNECTIONS: Final = 64

# What the Bot API says of a chat that takes nothing any more, in its own words.
_CLOSED: Final = (
    "chat not found",
    "peer_id_invalid",
    "user is deactivated",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "topic_closed",
    "message thread not found",
    "group chat was deactivated",
)


MALFORMED: Final = (
    ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError,
)  # fmt: skip
"""What reading an update raises that is not as the Bot API says."""
# Numbers of updates beyond this are none: the next question could not name them.
_HIGHEST: Final = 2**53


def open_bot(token: str, base: str, hear_date: Callable[[str], None]) -> Bot:
    """A client of the Bot API at ``base``, not opened.

    ``hear_date`` is told the ``Date`` header of each answer, but for those that bring updates.
    """

    async def hear(answer: _Answer) -> None:
        hear_date(answer.headers.get("date", ""))

    # The library asks for this word, or warns at every wait.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    # Without TLS nobody needs to be trusted.
    plain = base.lower().startswith("http:")
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if plain else _trust()
    return Bot(
        token,
        base_url=f"{base.rstrip('/')}/bot",
        base_file_url=f"{base.rstrip('/')}/file/bot",
        request=HTTPXRequest(
            connection_pool_size=_CONNECTIONS,
            connect_timeout=CONNECT_S,
            read_timeout=READ_S,
            write_timeout=READ_S,
            pool_timeout=READ_S,
            httpx_kwargs={"verify": trust, "event_hooks": {"response": [hear]}},
        ),
        get_updates_request=_UpdatesRequest(
            connection_pool_size=1,
            connect_timeout=CONNECT_S,
            read_timeout=READ_S,
            httpx_kwargs={"verify": trust},
        ),
    )


@cache
def _trust() -> ssl.SSLContext:
    """Whom this machine trusts, read once: each client of the library would read it anew."""
    return httpx.create_ssl_context()


def read_update(raw: object) -> Update | None:
    """The update, None for one that is malformed: that is logged, without its content."""
    if not isinstance(raw, dict) or not _is_numbered(raw):
        log.warning("an update of Telegram without a number was skipped")
        return None
    try:
        return Update.de_json(raw, None)
    except MALFORMED as error:
        skip(raw["update_id"], error)
        return None


def skip(number: int, error: Exception) -> None:
    """The log says that this update was malformed, and nothing of what it holds."""
    log.warning("malformed update %s of Telegram was skipped: %s", number, type(error).__name__)


class _Answer(Protocol):
    """What the library's own client has been answered."""

    @property
    def headers(self) -> Mapping[str, str]: ...


class _UpdatesRequest(HTTPXRequest):
    """Asks for updates; one that is malformed arrives empty, so that the others are handled."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or answer.keys().isdisjoint(("result", "description")):
            raise NetworkError("what answers is not the Bot API")
        updates = answer.get("result")
        if isinstance(updates, list):
            numbered = [each for each in updates if _is_numbered(each)]
            if updates and not numbered:
                # They cannot be confirmed, and would come again at once.
                raise NetworkError("updates without numbers")
            answer["result"] = [
                each if read_update(each) is not None else {"update_id": each["update_id"]}
                for each in numbered
            ]
        return answer


def _is_numbered(raw: object) -> bool:
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return type(number) is int and 0 <= number < _HIGHEST


def delivery_failed(error: TelegramError) -> DeliveryFailed:
    """What the error says about the message that was to be sent."""
    match error:
        case RetryAfter():
            return DeliveryFailed("rate limited", retry_after=seconds(error))
        case ChatMigrated():
            return DeliveryFailed("the group has moved", moved_to=str(error.new_chat_id))
        case Forbidden():
            return DeliveryFailed(str(error), permanent=True, closed=True)
        case InvalidToken():
            return DeliveryFailed("the token is refused")
        case BadRequest():
            words = str(error).lower()
            closed = any(each in words for each in _CLOSED)
            return DeliveryFailed(str(error), permanent=True, closed=closed)
        case _:
            return DeliveryFailed(reason(error))


def adapter_failed(error: TelegramError) -> AdapterFailed:
    """What the error says about the connection as a whole."""
    match error:
        case InvalidToken() | Forbidden():
            return AdapterFailed(Text("telegram.token.refused"), permanent=True)
        case Conflict():
            return AdapterFailed(Text("telegram.conflict"))
        case RetryAfter():
            return AdapterFailed(Text("telegram.slow", seconds=int(seconds(error)) + 1))
        case _:
            return AdapterFailed(Text("telegram.unreachable", reason=reason(error)))


def seconds(error: RetryAfter) -> float:
    """How long to wait."""
    wait = error.retry_after
    return float(wait if isinstance(wait, int) else wait.total_seconds())


def reason(error: TelegramError) -> str:
    """The error in few words; a refused token is not repeated."""
    if isinstance(error, TimedOut):
        return "timeout"
    return type(error).__name__ if isinstance(error, InvalidToken) else str(error)
