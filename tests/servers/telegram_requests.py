"""Whether a request to the Bot API is one that Telegram would take.

aiogram's models say which methods and parameters there are and of what type; what they let
pass (unknown fields, texts that are too long, odd buttons) is checked here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

import aiogram.methods
from aiogram.methods import TelegramMethod
from pydantic import ValidationError

Params = dict[str, Any]

METHODS: Final[Mapping[str, type[TelegramMethod[Any]]]] = {
    method.__api_method__: method
    for method in vars(aiogram.methods).values()
    if isinstance(method, type)
    and issubclass(method, TelegramMethod)
    and method is not TelegramMethod
}
TEXT_LIMIT: Final = 4096
# These are strings, whatever they look like.
_WORDS: Final = frozenset({"text", "callback_query_id", "url", "secret_token", "language_code"})
_COMMAND: Final = re.compile(r"[a-z0-9_]{1,32}")
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")
_UPDATES: Final = frozenset(
    {
        "message", "edited_message", "channel_post", "edited_channel_post", "callback_query",
        "message_reaction", "message_reaction_count", "chat_member", "my_chat_member",
        "chat_join_request", "inline_query", "poll", "poll_answer",
    }
)  # fmt: skip


class Refused(Exception):
    """The Bot API answers with an error."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(description: str) -> Refused:
    """The request is not one that Telegram takes."""
    return Refused(400, f"Bad Request: {description}")


def read_request(method: str, form: Mapping[str, str]) -> Params:
    """The parameters as values. Raises Refused."""
    model = METHODS.get(method)
    if model is None:
        raise Refused(404, "Not Found: method not found")
    if unknown := sorted(set(form) - set(model.model_fields)):
        raise bad(f"unknown parameters {unknown} of {method}")
    values = {name: raw if name in _WORDS else _decode(raw) for name, raw in form.items()}
    try:
        model.model_validate(values)
    except ValidationError as error:
        raise bad(f"{method}: {error}") from error
    _CHECKS.get(method, _nothing)(values)
    return values


def units(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _decode(raw: str) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return raw


def _nothing(values: Params) -> None:
    return None


def _message(values: Params) -> None:
    text = values["text"]
    if not text.strip():
        raise bad("message text is empty")
    if units(text) > TEXT_LIMIT:
        raise bad("message is too long")
    if "\0" in text:
        raise bad("strings must not hold NUL")
    if "parse_mode" in values:
        raise bad("this bot sends entities, not markup")
    if "reply_markup" in values:
        _keyboard(values["reply_markup"])


def _keyboard(markup: Any) -> None:
    if not isinstance(markup, dict) or set(markup) != {"inline_keyboard"}:
        raise bad("an inline keyboard is expected")
    rows = markup["inline_keyboard"]
    if not rows or not all(rows) or sum(map(len, rows)) > 100 or max(map(len, rows)) > 8:
        raise bad("keyboard of a wrong size")
    for button in (button for row in rows for button in row):
        if set(button) != {"text", "callback_data"}:
            raise bad("a button has a text and one action")
        if not button["text"].strip() or units(button["text"]) > 64:
            raise bad("BUTTON_TEXT_INVALID")
        if not 1 <= len(button["callback_data"].encode()) <= 64:
            raise bad("BUTTON_DATA_INVALID")


def _get_updates(values: Params) -> None:
    if not 1 <= values.get("limit", 100) <= 100 or not 0 <= values.get("timeout", 0) <= 50:
        raise bad("limit or timeout out of range")
    _allowed(values)


def _allowed(values: Params) -> None:
    if unknown := set(values.get("allowed_updates", ())) - _UPDATES:
        raise bad(f"no such updates: {sorted(unknown)}")


def _set_webhook(values: Params) -> None:
    _allowed(values)
    if not _SECRET.fullmatch(values.get("secret_token", "none")):
        raise bad("secret token has unallowed characters")
    if not 1 <= values.get("max_connections", 40) <= 100:
        raise bad("max_connections out of range")


def _commands(values: Params) -> None:
    commands = values["commands"]
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for each in commands:
        if set(each) != {"command", "description"} or not _COMMAND.fullmatch(each["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(each["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    if values.get("language_code", "") not in ("", "zh", "en"):
        raise bad("language code is invalid")


_CHECKS: Final = {
    "sendMessage": _message,
    "editMessageText": _message,
    "getUpdates": _get_updates,
    "setWebhook": _set_webhook,
    "setMyCommands": _commands,
}
