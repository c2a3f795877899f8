"""What a group hears of an answer that was asked for there and is for its asker alone.

It is decided in the transaction that ends the answer, when it is known what became of that: so
it is said once, whatever ends in between, and nothing is called answered that is not.
``docs/features/platforms.md`` §11
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.core.clock import to_micros
from bot.core.errors import DeliveryFailed
from bot.core.model import Incoming
from bot.core.outgoing import Purpose
from bot.core.ports import Transaction
from bot.core.text import Text
from bot.engine import outbox
from bot.engine.outbox import Waiting
from bot.presenter.encoding import Json, text_to_json
from bot.presenter.features import Feature
from bot.presenter.render import Limits

ASKED_IN: Final = "asked_in"
"""Under this name the body of the answer keeps where it was asked for."""


def asked_in(asked: Incoming, *, apart: bool) -> dict[str, Json]:
    """Where it was asked for; ``apart`` says that the answer goes somewhere else."""
    where: dict[str, Json] = {"chat": asked.chat, "apart": apart}
    if apart:
        where |= {"in_reply_to": asked.message_id, "answer_to": asked.answer_to}
    return where


def has_no_way(message: Waiting, limits: Limits) -> bool:
    """Whether it is to go to a private chat where the platform has none."""
    return _is_apart(message) and limits.instead(Feature.PRIVATE_MESSAGES) is not None


def answered(message: Waiting) -> Text | None:
    """What the group hears once the asker has the answer; None for nothing."""
    return Text("instead.apart") if _is_apart(message) else None


def unanswered(message: Waiting, failure: DeliveryFailed | None) -> Text | None:
    """What the group hears when the asker cannot get the answer; None for nothing."""
    if ASKED_IN not in message.body:
        return None
    if failure is not None and failure.closed:
        return Text("instead.closed", platform=message.platform)
    return Text("instead.lost")


async def tell(
    tx: Transaction, message: Waiting, word: Text, chat: str, now: datetime
) -> Waiting | None:
    """The word waits to be said in ``chat``, where it was asked for; None when it was before."""
    where = message.body[ASKED_IN]
    body = {
        "texts": [text_to_json(word)],
        "locale": str(message.body["locale"]),
        "kind": str(Purpose.REPLY),
        "in_reply_to": str(where.get("in_reply_to", "")),
    }
    if where.get("answer_to"):
        body["answer_to"] = where["answer_to"]
    return await outbox.put(
        tx,
        platform=message.platform,
        chat=chat,
        cause=message.cause,
        body=body,
        at=to_micros(now),
        dedupe_key=f"apart:{message.seq}",
    )


def _is_apart(message: Waiting) -> bool:
    return bool(message.body.get(ASKED_IN, {}).get("apart"))
