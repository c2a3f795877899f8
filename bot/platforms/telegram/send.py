"""Gives messages to Telegram: as plain text, so that nothing in a name is ever markup."""

from __future__ import annotations

import logging
from enum import Enum, auto
from typing import Final

from telegram import (
    Bot,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.core.errors import DeliveryFailed
from bot.platforms.capabilities import TELEGRAM
from bot.platforms.telegram.markup import keyboard
from bot.platforms.telegram.pings import with_mentions
from bot.platforms.telegram.places import chat_and_topic
from bot.platforms.telegram.wire import delivery_failed
from bot.presenter.delivery import Delivery, File, Image
from bot.presenter.graphemes import utf16_length

log = logging.getLogger(__name__)

# Bytes that Telegram takes as a photo.
MOST_BYTES: Final = 10_000_000
# Telegram takes no message without a text.
_NO_TEXT: Final = "\u2026"
_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_GONE: Final = ("message to edit not found", "message can't be edited", "message_id_invalid")
_SAME: Final = "message is not modified"
_HAS_A_CAPTION: Final = "there is no text in the message to edit"
_TOO_MUCH: Final = "request entity too large"


class _Edit(Enum):
    """What became of a message that was to show something else."""

    DONE = auto()
    GONE = auto()
    UNFIT = auto()
    """It stands as it was: it has a picture or a file, and the text is too long to stand there."""


async def deliver(bot: Bot, delivery: Delivery) -> str:
    """Telegram has the message; its id in the chat. Raises DeliveryFailed.

    A picture that it does not take is left out; with a file the failure says so, ``unfit``.
    """
    try:
        chat, topic = chat_and_topic(delivery.chat)
    except ValueError:
        raise DeliveryFailed(f"no chat of Telegram: {delivery.chat}", permanent=True) from None
    try:
        if not delivery.replaces.isdigit():
            return await _send(bot, chat, topic, delivery)
        edited = await _edit(bot, chat, delivery)
        if edited is _Edit.DONE:
            return delivery.replaces
        sent = await _send(bot, chat, topic, delivery)
        if edited is _Edit.UNFIT:
            await _remove(bot, chat, int(delivery.replaces))
        return sent
    except TelegramError as error:
        if delivery.file is not None and _may_be_what_came_with_it(error):
            raise DeliveryFailed(str(error), permanent=True, unfit=True) from error
        raise delivery_failed(error) from error


async def _send(bot: Bot, chat: int, topic: int | None, delivery: Delivery) -> str:
    markup, answered = keyboard(delivery.part.buttons), _answered(chat, delivery)
    if delivery.image is not None and _is_small(delivery.image):
        try:
            message = await bot.send_photo(
                chat_id=chat,
                photo=delivery.image.data,
                filename=delivery.image.name,
                caption=delivery.part.text or None,
                message_thread_id=topic,
                reply_parameters=answered,
                reply_markup=markup,
            )
            return str(message.message_id)
        except NetworkError as error:
            _leave_out(error)
    if delivery.file is not None:
        message = await bot.send_document(
            chat_id=chat,
            document=delivery.file.data,
            filename=delivery.file.name,
            caption=delivery.part.text or None,
            disable_content_type_detection=True,
            message_thread_id=topic,
            reply_parameters=answered,
            reply_markup=markup,
        )
        return str(message.message_id)
    text, entities = delivery.part.text or _NO_TEXT, None
    if delivery.first and delivery.body.get("mentions"):
        text, entities = with_mentions(text, delivery.body)
    message = await bot.send_message(
        chat_id=chat,
        text=text,
        entities=entities,
        message_thread_id=topic,
        link_preview_options=_NO_PREVIEW,
        reply_parameters=answered,
        reply_markup=markup,
    )
    return str(message.message_id)


async def _edit(bot: Bot, chat: int, delivery: Delivery) -> _Edit:
    """The message shows this now, if it can still be changed."""
    if delivery.image is not None and _is_small(delivery.image):
        image, said = delivery.image, delivery.part.text or None
        shown = InputMediaPhoto(image.data, said, filename=image.name)
        try:
            return await _edit_media(bot, chat, delivery, shown)
        except NetworkError as error:
            _leave_out(error)
    if delivery.file is not None:
        return await _edit_media(bot, chat, delivery, _document(delivery, delivery.file))
    try:
        await bot.edit_message_text(
            text=delivery.part.text or _NO_TEXT,
            chat_id=chat,
            message_id=int(delivery.replaces),
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard(delivery.part.buttons),
        )
    except BadRequest as error:
        if _HAS_A_CAPTION in str(error).lower():
            return await _edit_caption(bot, chat, delivery)
        return _outcome(error)
    return _Edit.DONE


def _document(delivery: Delivery, file: File) -> InputMediaDocument:
    return InputMediaDocument(
        file.data,
        delivery.part.text or None,
        disable_content_type_detection=True,
        filename=file.name,
    )


async def _edit_media(
    bot: Bot, chat: int, delivery: Delivery, shown: InputMediaPhoto | InputMediaDocument
) -> _Edit:
    try:
        await bot.edit_message_media(
            shown,
            chat_id=chat,
            message_id=int(delivery.replaces),
            reply_markup=keyboard(delivery.part.buttons),
        )
    except BadRequest as error:
        return _outcome(error)
    return _Edit.DONE


async def _edit_caption(bot: Bot, chat: int, delivery: Delivery) -> _Edit:
    """A picture or a file stays, since Telegram cannot take it off; the text under it is this."""
    if utf16_length(delivery.part.text) > TELEGRAM.caption_limit:
        return _Edit.UNFIT
    try:
        await bot.edit_message_caption(
            chat_id=chat,
            message_id=int(delivery.replaces),
            caption=delivery.part.text,
            reply_markup=keyboard(delivery.part.buttons),
        )
    except BadRequest as error:
        return _outcome(error)
    return _Edit.DONE


def _outcome(error: BadRequest) -> _Edit:
    """What the error of an edit means. Raises it when it is no outcome."""
    words = str(error).lower()
    if _SAME in words:
        return _Edit.DONE
    if any(each in words for each in _GONE):
        return _Edit.GONE
    raise error


async def _remove(bot: Bot, chat: int, message: int) -> None:
    """What the new message stands for is gone, if it can be: a second try would say it twice."""
    try:
        await bot.delete_message(chat, message)
    except TelegramError as error:
        log.info("message %s stays beside the one that replaces it: %s", message, error)


def _is_small(image: Image) -> bool:
    if len(image.data) > MOST_BYTES:
        log.warning("a picture of %s bytes is left out", len(image.data))
        return False
    return True


def _leave_out(error: NetworkError) -> None:
    """The text goes alone after this. Raises the error when it is not the picture's fault.

    Of what Telegram says of pictures only a part is documented; what is wrong with the chat
    is wrong for the text as well, and said again.
    """
    if not _may_be_what_came_with_it(error):
        raise error
    log.warning("a picture is left out: %s", error)


def _may_be_what_came_with_it(error: TelegramError) -> bool:
    return isinstance(error, BadRequest) or _TOO_MUCH in str(error).lower()


def _answered(chat: int, delivery: Delivery) -> ReplyParameters | None:
    """In a group an answer shows what it answers, also when that is deleted meanwhile."""
    answered = str(delivery.body.get("in_reply_to", ""))
    if chat > 0 or not answered.isdigit():
        return None
    return ReplyParameters(message_id=int(answered), allow_sending_without_reply=True)
