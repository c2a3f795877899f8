"""Fetches what people have sent: photos above all."""

from __future__ import annotations

from typing import Final

from telegram import Bot
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest, TelegramError

from bot.core.errors import DeliveryFailed
from bot.platforms.telegram.wire import delivery_failed

# Bytes. Telegram gives bots nothing larger.
MOST_BYTES: Final = int(FileSizeLimit.FILESIZE_DOWNLOAD)
# Seconds for a whole file.
PATIENCE_S: Final = 60.0


async def fetch(bot: Bot, file: str) -> bytes:
    """The content of a file, named as in ``Incoming.file``. Raises DeliveryFailed.

    More than ``MOST_BYTES`` are not read, whatever Telegram says of its size.
    """
    try:
        found = await bot.get_file(file)
    except BadRequest as error:
        raise DeliveryFailed(str(error), permanent=True) from error
    except TelegramError as error:
        raise delivery_failed(error) from error
    if (found.file_size or 0) > MOST_BYTES:
        raise _too_large(found.file_size or 0)
    address = found.file_path or ""
    # A Bot API that keeps its files beside it names a path, which may be any on this disk.
    if not address.startswith(("http://", "https://")):
        raise DeliveryFailed("the Bot API gives no address of the file", permanent=True)
    return await _read(address)


async def _read(address: str) -> bytes:
    from aiohttp import ClientError, ClientSession, ClientTimeout

    content = bytearray()
    try:
        async with (
            ClientSession(timeout=ClientTimeout(PATIENCE_S), trust_env=True) as session,
            session.get(address) as answer,
        ):
            if answer.status != 200:
                raise DeliveryFailed(f"Telegram answered {answer.status} for a file")
            async for piece in answer.content.iter_any():
                content += piece
                if len(content) > MOST_BYTES:
                    raise _too_large(len(content))
    except (ClientError, OSError, TimeoutError) as error:
        # Its words may hold the address, and that the token.
        raise DeliveryFailed(f"a file was not read: {type(error).__name__}") from None
    return bytes(content)


def _too_large(size: int) -> DeliveryFailed:
    return DeliveryFailed(f"the file is too large: {size} bytes or more", permanent=True)
