"""Gives messages to Telegram: as plain text, so that nothing in a name is ever markup."""

from __future__ import annotations

from telegram import Bot, LinkPreviewOptions, ReplyParameters
from telegram.error import BadRequest, TelegramError

from bot.core.errors import DeliveryFailed
from bot.platforms.telegram.markup import keyboard
from bot.platforms.telegram.places import chat_and_topic
from bot.platforms.telegram.wire import delivery_failed
from bot.presenter.delivery import Delivery

# Telegram takes no message without a text.
_NO_TEXT = "\u2026"
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def deliver(bot: Bot, delivery: Delivery) -> str:
    """Telegram has the message; its id in the chat. Raises DeliveryFailed."""
    try:
        chat, topic = chat_and_topic(delivery.chat)
    except ValueError:
        raise DeliveryFailed(f"no chat of Telegram: {delivery.chat}", permanent=True) from None
    try:
        if delivery.replaces.isdigit() and await _edit(bot, chat, delivery):
            return delivery.replaces
        return await _send(bot, chat, topic, delivery)
    except TelegramError as error:
        raise delivery_failed(error) from error


async def _send(bot: Bot, chat: int, topic: int | None, delivery: Delivery) -> str:
    message = await bot.send_message(
        chat_id=chat,
        text=delivery.part.text or _NO_TEXT,
        message_thread_id=topic,
        link_preview_options=_NO_PREVIEW,
        reply_parameters=_answered(chat, delivery),
        reply_markup=keyboard(delivery.part.buttons),
    )
    return str(message.message_id)


async def _edit(bot: Bot, chat: int, delivery: Delivery) -> bool:
    """Whether the message shows this now; False for one that can be changed no more."""
    try:
        await bot.edit_message_text(
            text=delivery.part.text or _NO_TEXT,
            chat_id=chat,
            message_id=int(delivery.replaces),
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard(delivery.part.buttons),
        )
    except BadRequest as error:
        words = str(error).lower()
        if "message is not modified" in words:
            return True
        if "message to edit not found" in words or "message can't be edited" in words:
            return False
        raise
    return True


def _answered(chat: int, delivery: Delivery) -> ReplyParameters | None:
    """In a group an answer shows what it answers, also when that is deleted meanwhile."""
    answered = str(delivery.body.get("in_reply_to", ""))
    if chat > 0 or not answered.isdigit():
        return None
    return ReplyParameters(message_id=int(answered), allow_sending_without_reply=True)
