"""Whether a request to the Bot API is one that Telegram would take.

aiogram's models say which methods and parameters there are and of what type; what they let
pass (unknown fields, texts that are too long, odd buttons) is checked here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import aiogram.methods
from aiogram.methods import TelegramMethod
from pydantic import ValidationError

Params = dict[str, Any]
NO_FILES: Final[Mapping[str, tuple[str, bytes]]] = MappingProxyType({})

METHODS: Final[Mapping[str, type[TelegramMethod[Any]]]] = {
    method.__api_method__: method
    for method in vars(aiogram.methods).values()
    if isinstance(method, type)
    and issubclass(method, TelegramMethod)
    and method is not TelegramMethod
}
TEXT_LIMIT: Final = 4096
CAPTION_LIMIT: Final = 1024
# These are strings, whatever they look like.
_WORDS: Final = frozenset(
    {
        "text",
        "callback_query_id",
        "url",
        "secret_token",
        "language_code",
        "caption",
        "file_id",
        "tag",
    }
)
_COMMAND: Final = re.compile(r"[a-z0-9_]{1,32}")
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")
_UPDATES: Final = frozenset(
    {
        "message", "edited_message", "channel_post", "edited_channel_post", "callback_query",
        "message_reaction", "message_reaction_count", "chat_member", "my_chat_member",
        "chat_join_request", "inline_query", "poll", "poll_answer",
    }
)  # fmt: skip


class Upload(NamedTuple):
    """A file that is no picture."""

    name: str
    content: bytes


class Refused(Exception):
    """The Bot API answers with an error; ``mistake``: a right bot would not have asked so."""

    def __init__(
        self, code: int, description: str, *, mistake: bool = False, **parameters: int
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.mistake = mistake
        self.parameters = parameters


def bad(description: str) -> Refused:
    """The request is not one that Telegram takes, ever."""
    return Refused(400, f"Bad Request: {description}", mistake=True)


def no(description: str) -> Refused:
    """The request is well formed, and cannot be done as things are."""
    return Refused(400, f"Bad Request: {description}")


def read_request(
    method: str, form: Mapping[str, str], files: Mapping[str, tuple[str, bytes]] = NO_FILES
) -> Params:
    """The parameters as values, uploaded pictures as their bytes, other files as an ``Upload``.

    Raises Refused.

    ``files`` are name and content of what the body brings besides words.
    """
    model = METHODS.get(method)
    if model is None:
        raise Refused(404, "Not Found: method not found", mistake=True)
    named = set(files) & set(model.model_fields)
    if unknown := sorted(set(form) - set(model.model_fields)):
        raise bad(f"unknown parameters {unknown} of {method}")
    values: Params = {n: raw if n in _WORDS else _decode(raw) for n, raw in form.items()}
    try:
        model.model_validate(values | dict.fromkeys(named, "attach://file"))
    except ValidationError as error:
        raise bad(f"{method}: {error}") from error
    _CHECKS.get(method, _nothing)(values)
    attached = set(files) - named
    if method == "editMessageMedia":
        attached.discard(str(values["media"]["media"]).removeprefix("attach://"))
    if attached:
        raise bad(f"files that nothing names: {sorted(attached)}")
    read = {name: _uploaded(name, *files[name]) for name in named}
    return values | read | _attached(values, files)


def _attached(values: Params, files: Mapping[str, tuple[str, bytes]]) -> Params:
    """The medium of an edit with the file that it points to."""
    media = values.get("media")
    if media is None:
        return {}
    where = str(media["media"]).removeprefix("attach://")
    if where not in files:
        raise bad("a picture or a file is uploaded")
    return {"media": {**media, "media": _uploaded(media["type"], *files[where])}}


def _uploaded(kind: str, name: str, content: bytes) -> Any:
    if kind == "document":
        if not re.fullmatch(r"[\w.-]+\.\w+", name):
            raise bad(f"a file has a name that says what it is: {name}")
        return Upload(name, content)
    if not name.lower().endswith((".png", ".jpg", ".jpeg")):
        raise bad(f"PHOTO_EXT_INVALID: {name}")
    return content


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


def _captioned(values: Params) -> None:
    caption = values.get("caption", "")
    if units(caption) > CAPTION_LIMIT:
        raise bad("message caption is too long")
    if "\0" in caption:
        raise bad("strings must not hold NUL")
    if "parse_mode" in values:
        raise bad("this bot sends entities, not markup")
    if "reply_markup" in values:
        _keyboard(values["reply_markup"])


def _media(values: Params) -> None:
    media = values["media"]
    known = {"photo": set(), "document": {"disable_content_type_detection"}}
    more = known.get(media["type"])
    if more is None or set(media) - {"type", "media", "caption"} - more:
        raise bad(f"a photo or a file with a caption is expected: {sorted(media)}")
    _captioned({"caption": media.get("caption", ""), **values})


def _reaction(values: Params) -> None:
    reaction = values.get("reaction", [])
    if len(reaction) > 1 or any(set(each) != {"type", "emoji"} for each in reaction):
        raise bad("a bot sets one reaction")


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
    "sendPhoto": _captioned,
    "sendDocument": _captioned,
    "editMessageCaption": _captioned,
    "editMessageMedia": _media,
    "setMessageReaction": _reaction,
    "getUpdates": _get_updates,
    "setWebhook": _set_webhook,
    "setMyCommands": _commands,
}
