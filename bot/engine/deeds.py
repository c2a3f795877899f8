"""Acts in the outbox: what they are as a row, and what is said where they cannot be done.

``docs/features/platforms.md`` §2, §6
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.community import people
from bot.core.clock import from_micros, to_micros
from bot.core.context import Context
from bot.core.errors import DeliveryFailed
from bot.core.model import Community
from bot.core.outgoing import Act, Doing, Purpose
from bot.core.ports import Transaction
from bot.core.text import Text, TextValue
from bot.engine import outbox
from bot.engine.outbox import Waiting
from bot.presenter.encoding import Json, act_from_json, act_to_json, text_from_json, text_to_json
from bot.presenter.features import NEEDS, Instead
from bot.presenter.render import Limits

ACT: Final = "act"
"""The ``kind`` of a body that is no message but an act."""
# An end that no calendar has, in any zone, is none.
_LAST: Final = to_micros(datetime.max.replace(tzinfo=UTC) - timedelta(days=2))

Body = Mapping[str, Any]


async def put(tx: Transaction, ctx: Context, act: Act) -> Waiting | None:
    """The act waits to be done; None when its dedupe key was used.

    The row keeps the name of whom it is done to, for those who may be asked to do it by hand.
    """
    community = ctx.community
    known = None
    if act.user:
        known = await people.find(tx, community.id, act.platform, act.user)
    if act.until > _LAST:
        act = replace(act, until=0)
    body = {
        **act_to_json(act),
        "kind": ACT,
        "locale": community.locale,
        "community": community.id,
        "name": known.account.name if known is not None else "",
    }
    return await outbox.put(
        tx,
        platform=act.platform,
        chat=act.chat,
        cause=ctx.incoming.update_id,
        body=body,
        at=to_micros(ctx.now),
        cancel_key=act.cancel_key,
        dedupe_key=act.dedupe_key,
    )


def is_act(message: Waiting) -> bool:
    """Whether something is to be done, and not said."""
    return message.body.get("kind") == ACT


def has_ended(message: Waiting, now: int) -> bool:
    """Whether it is a mute or a ban whose end has come before it was done.

    Platforms read an end that is past as none at all.
    """
    return has_end(message) and int(message.body["until"]) <= now


def has_end(message: Waiting) -> bool:
    """Whether it is a mute or a ban that ends."""
    return is_act(message) and bool(message.body.get("until", 0))


def is_out_of_reach(message: Waiting) -> bool:
    """Whether it would be done to a message of the chat from before it moved."""
    needed = message.body.get("doing") in (Doing.DELETE, Doing.REACT)
    return needed and not message.body.get("message")


def can_be_done(message: Waiting, limits: Limits) -> bool:
    """Whether the platform is one where this can be done."""
    return limits.instead(NEEDS[act_of(message).doing]) is None


def act_of(message: Waiting) -> Act:
    """What is to be done, in the chat as it is called today."""
    return act_from_json(message.body, message.platform, message.chat)


def readable_act(message: Waiting) -> Act | None:
    """What is to be done; None for what is no act, or one that cannot be read any more."""
    if not is_act(message):
        return None
    try:
        return act_of(message)
    except ValueError:
        return None


def instead(message: Waiting, community: Community, limits: Limits) -> Body | None:
    """The message in place of an act that the platform cannot do; None where it can.

    A body without sentences is nothing to say.
    """
    act = act_of(message)
    match limits.instead(NEEDS[act.doing]):
        case None:
            return None
        case Instead.SHORT_ANSWER:
            texts = [Text("act.react", emoji=act.emoji)] if act.emoji else []
        case _:
            texts = [Text("act.asked", act=_phrase(message, act, community)), *_reason(act)]
    return _body(message, act, texts)


async def report(
    tx: Transaction, message: Waiting, community: Community, failure: DeliveryFailed, now: datetime
) -> Waiting | None:
    """The chat hears that an act was not done, and what the bot lacks; None when it heard before.

    What is lacking is told once a day for each kind of act. A role, which is tried again by
    itself, is told of once, however many members it is refused for, as long as the outbox
    remembers. A reaction is not worth a word.
    """
    act = act_of(message)
    if act.doing is Doing.REACT:
        return None
    phrase = _phrase(message, act, community)
    day = "" if act.role else now.astimezone(ZoneInfo(community.zone)).date().isoformat()
    place = f"{message.platform}:{message.chat.partition('/')[0]}"
    if failure.lacks is None:
        said, about = Text("act.failed", act=phrase), act.role or act.user or act.message
    else:
        said, about = Text("act.lacks", act=phrase, right=failure.lacks), act.role
    return await outbox.put(
        tx,
        platform=message.platform,
        chat=message.chat,
        cause=message.cause,
        body=_body(message, act, [said, *_reason(act)]),
        at=to_micros(now),
        dedupe_key=f"act:{place}:{act.doing}:{about}:{day}",
    )


def _body(message: Waiting, act: Act, texts: list[Text]) -> dict[str, Json]:
    return {
        "texts": [text_to_json(text) for text in texts],
        "locale": str(message.body["locale"]),
        "kind": str(Purpose.MODERATION),
        "in_reply_to": act.message,
    }


def _phrase(message: Waiting, act: Act, community: Community) -> Text:
    """What is to be done, in words that stand inside a sentence."""
    values: dict[str, TextValue] = {}
    if act.user:
        values["name"] = str(message.body.get("name", "")) or act.user
    if act.doing in (Doing.MUTE, Doing.BAN):
        values["until"] = _local(act.until, community.zone)
    if act.role:
        values["role"] = act.role
    return Text(f"act.{act.doing}", **values)


def _reason(act: Act) -> list[Text]:
    return [] if act.reason is None else [Text("act.reason", reason=act.reason)]


def _local(micros: int, zone: str) -> str:
    """The instant as people there write it, "" for none."""
    return f"{from_micros(micros).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if micros else ""


def reason_of(message: Waiting) -> Text | None:
    """Why it is done, for the platform's own record."""
    said = message.body.get("reason")
    return None if said is None else text_from_json(said)
