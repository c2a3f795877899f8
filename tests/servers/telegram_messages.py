"""What the strict Bot API does with messages: sends, edits, deletes, reacts, keeps files."""

from __future__ import annotations

import io
from typing import Any, Final

from PIL import Image, UnidentifiedImageError

from tests.servers.telegram_members import Json
from tests.servers.telegram_requests import Params, Refused, Upload, bad, no
from tests.servers.telegram_world import Chat, Shown, World, bot_json

# Bytes, pixels, seconds; https://core.telegram.org/bots/api
MOST_SENT: Final = 10_000_000
MOST_FETCHED: Final = 20_000_000
MOST_IN_A_FILE: Final = 50_000_000
_MOST_PIXELS: Final = 10_000
_MOST_RATIO: Final = 20
_DELETABLE_S: Final = 48 * 3600


def send_message(world: World, values: Params) -> Json:
    chat = world.find(values)
    return _sent(world, chat, values, Shown(0, values["text"]))


def send_photo(world: World, values: Params) -> Json:
    chat = world.find(values)
    _look_at(chat, values["photo"])
    return _sent(world, chat, values, Shown(0, values.get("caption", ""), picture=values["photo"]))


def send_document(world: World, values: Params) -> Json:
    chat = world.find(values)
    file = values["document"]
    _check(chat, file)
    return _sent(world, chat, values, Shown(0, values.get("caption", ""), file=file))


def edit_message_text(world: World, values: Params) -> Json:
    chat, shown = _found(world, values)
    if shown.picture or shown.file:
        raise no("there is no text in the message to edit")
    return _edited(world, chat, shown, values["text"], None, values)


def edit_message_caption(world: World, values: Params) -> Json:
    chat, shown = _found(world, values)
    if not shown.picture and not shown.file:
        raise no("there is no caption in the message to edit")
    medium = shown.file or shown.picture
    return _edited(world, chat, shown, values.get("caption", ""), medium, values)


def edit_message_media(world: World, values: Params) -> Json:
    chat, shown = _found(world, values)
    media = values["media"]
    if media["type"] == "document":
        _check(chat, media["media"])
    else:
        _look_at(chat, media["media"])
    return _edited(world, chat, shown, media.get("caption", ""), media["media"], values)


def delete_message(world: World, values: Params) -> bool:
    chat, number = world.find(values), values["message_id"]
    if number not in chat.sent_at:
        raise no("message to delete not found")
    own = number in chat.shown
    may = own or chat.type == "private" or bool(chat.own().get("can_delete_messages"))
    if not may or world.now() - chat.sent_at[number] >= _DELETABLE_S:
        raise no("message can't be deleted")
    chat.forget(number)
    return True


def set_message_reaction(world: World, values: Params) -> bool:
    chat, number = world.find(values), values["message_id"]
    wanted = [each["emoji"] for each in values.get("reaction", ())]
    if number not in chat.sent_at:
        raise no("message to react not found")
    if any(each.replace("\ufe0f", "") not in chat.reactions_allowed for each in wanted):
        raise no("REACTION_INVALID")
    chat.reactions[number] = wanted
    return True


def get_file(world: World, values: Params) -> Json:
    file = world.files.get(values["file_id"])
    if file is None:
        raise no("wrong file_id or the file is temporarily unavailable")
    if len(file.content or b"") > MOST_FETCHED and file.size is not None:
        raise no("file is too big")
    found: Json = {"file_id": values["file_id"], "file_unique_id": "u", "file_path": file.path}
    return found if file.size is None else {**found, "file_size": file.size}


def _sent(world: World, chat: Chat, values: Params, shown: Shown) -> Json:
    topic = values.get("message_thread_id")
    if topic is not None and topic not in chat.topics:
        raise bad("message thread not found")
    reply = values.get("reply_parameters", {})
    answered = reply.get("message_id")
    if answered is not None and answered not in chat.sent_at:
        if not reply.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
        answered = None
    shown.id, shown.topic, shown.reply_to = chat.next_id(), topic, answered
    shown.buttons = _buttons(values)
    chat.shown[shown.id] = shown
    chat.sent_at[shown.id] = world.now()
    return _message(world, chat, shown)


def _found(world: World, values: Params) -> tuple[Chat, Shown]:
    chat = world.find(values)
    number = values["message_id"]
    if number not in chat.shown:
        raise no(
            "message can't be edited" if number in chat.sent_at else "message to edit not found"
        )
    return chat, chat.shown[number]


def _edited(
    world: World, chat: Chat, shown: Shown, text: str, medium: bytes | Upload | None, values: Params
) -> Json:
    file = medium if isinstance(medium, Upload) else None
    picture = medium if isinstance(medium, bytes) else b""
    changed = (text, picture, file, _buttons(values))
    if (shown.text, shown.picture, shown.file, shown.buttons) == changed:
        raise no("message is not modified")
    shown.text, shown.picture, shown.file, shown.buttons = changed
    return _message(world, chat, shown)


def _look_at(chat: Chat, picture: Any) -> None:
    """Telegram takes the picture."""
    if not isinstance(picture, bytes):
        raise bad("a picture is uploaded")
    if not chat.takes_pictures:
        raise no("not enough rights to send photos to the chat")
    if len(picture) > MOST_SENT:
        raise no("file is too big")
    try:
        width, height = Image.open(io.BytesIO(picture)).size
    except UnidentifiedImageError:
        raise no("IMAGE_PROCESS_FAILED") from None
    if width + height > _MOST_PIXELS or max(width, height) > _MOST_RATIO * min(width, height):
        raise no("PHOTO_INVALID_DIMENSIONS")


def _check(chat: Chat, file: Any) -> None:
    """Telegram takes the file."""
    if not isinstance(file, Upload):
        raise bad("a file is uploaded")
    if not chat.takes_files:
        raise no("not enough rights to send documents to the chat")
    if not file.content:
        raise no("file must be non-empty")
    if len(file.content) > MOST_IN_A_FILE:
        raise Refused(413, "Request Entity Too Large", mistake=True)


def _message(world: World, chat: Chat, shown: Shown) -> Json:
    message = {"message_id": shown.id, "date": world.now(), "chat": chat.json(),
               "from": bot_json()}  # fmt: skip
    if shown.file:
        name, content = shown.file
        file = {"file_id": f"sent{shown.id}", "file_unique_id": "u", "file_name": name,
                "file_size": len(content)}  # fmt: skip
        return {**message, "document": file, "caption": shown.text}
    if not shown.picture:
        return {**message, "text": shown.text}
    photo = [{"file_id": f"sent{shown.id}", "file_unique_id": "u", "width": 1, "height": 1}]
    return {**message, "photo": photo, "caption": shown.text}


def _buttons(values: Params) -> tuple[tuple[str, str], ...]:
    rows = values.get("reply_markup", {}).get("inline_keyboard", [])
    return tuple((button["text"], button["callback_data"]) for row in rows for button in row)
