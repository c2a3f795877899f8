"""Buttons: each carries a nonce bound to person, chat, action and expiry."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.community import people
from bot.core.clock import to_micros
from bot.core.errors import Refusal
from bot.core.ids import Ids
from bot.core.model import Account, AccountId, CommunityId, Incoming
from bot.core.outgoing import Button
from bot.core.ports import Reader, Transaction
from bot.engine.encoder import dumps
from bot.presenter.encoding import Json, text_to_json

_MICROS = 1_000_000


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that may be pressed: what it does, in which community."""

    community: CommunityId
    action: str
    args: tuple[str, ...]


async def hang(  # noqa: PLR0913  everything that a nonce is bound to
    tx: Transaction,
    ids: Ids,
    community: CommunityId,
    incoming: Incoming,
    account: Account,
    button: Button,
    now: datetime,
) -> dict[str, Json]:
    """The button exists and works for this person in this chat; returns it for the outbox."""
    token = ids.token()
    await tx.execute(
        "INSERT INTO buttons"
        " (token, community, platform, chat, account, action, args, expires_at, once, used_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
        token,
        community,
        incoming.platform,
        incoming.chat,
        account.id,
        button.action,
        dumps(list(button.args)),
        to_micros(now) + button.lifetime_s * _MICROS,
        int(button.once),
    )
    return {
        "key": button.key,
        "label": text_to_json(button.label),
        "token": token,
        "command": button.command,
    }


async def find(read: Reader, incoming: Incoming, now: datetime) -> Pressed:
    """What the pressed button does. Raises Refusal when it is not theirs, over, or used up.

    A nonce of another chat or one that was never given is answered like an expired one, so
    that guessing teaches nothing.
    """
    row = await read.fetch_one(
        "SELECT community, account, action, args, expires_at, once, used_by FROM buttons"
        " WHERE token = ? AND platform = ? AND chat = ?",
        incoming.button,
        incoming.platform,
        incoming.chat,
    )
    if row is None or int(row[4] or 0) <= to_micros(now):
        raise Refusal("button.expired")
    community = CommunityId(str(row[0]))
    owner = await people.find_account(read, community, str(row[1]))
    presser = await people.find(read, community, incoming.platform, incoming.user)
    if owner is None:
        raise Refusal("button.expired")
    if presser is None or presser.account.person != owner.account.person:
        raise Refusal("button.foreign", name=owner.account.shown)
    if row[5] and row[6]:
        raise Refusal("button.used")
    return Pressed(community, str(row[2]), tuple(json.loads(str(row[3]))))


async def use_up(tx: Transaction, incoming: Incoming) -> None:
    """A button that works once does not work again. Raises Refusal when another press was first."""
    changed = await tx.execute(
        "UPDATE buttons SET used_by = ? WHERE token = ? AND (once = 0 OR used_by = '')",
        incoming.update_id,
        incoming.button,
    )
    if not changed:
        raise Refusal("button.used")


async def move_chat(tx: Transaction, platform: str, old: str, new: str) -> None:
    """Buttons of chat ``old`` work in ``new``."""
    await tx.execute(
        "UPDATE buttons SET chat = ? WHERE platform = ? AND chat = ?", new, platform, old
    )


async def forget_account(
    tx: Transaction, account: AccountId, communities: Sequence[CommunityId] | None
) -> None:
    """Nothing can be pressed by the account any more, in these communities or, None, anywhere."""
    where = (
        "" if communities is None else f" AND community IN ({', '.join('?' * len(communities))})"
    )
    await tx.execute(f"DELETE FROM buttons WHERE account = ?{where}", account, *(communities or ()))


async def forget(tx: Transaction, expired_before: int) -> None:
    """Buttons that expired before this instant (microseconds) are gone."""
    await tx.execute("DELETE FROM buttons WHERE expires_at < ?", expired_before)
