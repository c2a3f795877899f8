"""How the simulated REST API answers."""

from __future__ import annotations

import json

from aiohttp import web


def json_response(
    value: object, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    """The value; the library compares the whole header."""
    said = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=json.dumps(value).encode(), status=status, headers=said)


def error(status: int, code: int, message: str) -> web.Response:
    """An error of the API."""
    return json_response({"code": code, "message": message}, status=status)
