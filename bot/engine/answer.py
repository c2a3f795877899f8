"""Writes an answer, and what else a turn wants to say, into the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.community import memberships, people, tallies
from bot.core.clock import to_micros
from bot.core.context import Context
from bot.core.events import TalliesMoved
from bot.core.ids import Ids
from bot.core.model import Account, CommunityId, Incoming, MemberId
from bot.core.outgoing import Act, Button, Card, Document, NoticeOf, Say
from bot.core.ports import Transaction
from bot.core.text import Text
from bot.engine import apart, buttons, counted, deeds, outbox
from bot.engine.outbox import Waiting
from bot.presenter.encoding import (
    Json,
    card_to_json,
    document_to_json,
    listed_to_json,
    otherwise_to_json,
    text_to_json,
)


class Answer:
    """The answer to one update, in one language.

    A ``private`` one that was asked for in a group goes to the asker's private chat, and the
    group hears what became of it; ``in_place`` says that its platform shows it to the asker alone
    where it was asked for.
    """

    def __init__(  # noqa: PLR0913  what makes an answer
        self,
        tx: Transaction,
        ids: Ids,
        incoming: Incoming,
        locale: str,
        *,
        private: bool = False,
        in_place: bool = False,
        secret: bool = False,
    ) -> None:
        self._tx = tx
        self._ids = ids
        self._asked_in: dict[str, Json] | None = None
        self._apart = False
        if private and not incoming.private:
            self._apart = not in_place
            self._asked_in = apart.asked_in(incoming, apart=self._apart)
        if self._apart:
            incoming = replace(incoming, chat=incoming.user, private=True, answer_to="")
        self._incoming = incoming
        self._locale = locale
        self._secret = secret
        self._buttons: list[dict[str, Json]] = []

    async def hang(self, community: CommunityId, account: Account, button: Button) -> None:
        """The answer carries this button, which works for ``account`` alone."""
        hung = await buttons.hang(
            self._tx, self._ids, community, self._incoming, account, button, self._incoming.at
        )
        self._buttons.append(hung)

    async def say(
        self,
        texts: Sequence[Text],
        *,
        replaces: bool = False,
        card: Card | None = None,
        document: Document | None = None,
    ) -> list[Waiting]:
        """The answer waits to be sent; no sentence is no answer."""
        if not texts:
            return []
        body = self._body(texts)
        if replaces and self._incoming.reply_to and not self._apart:
            body["replaces"] = self._incoming.reply_to
        if card is not None:
            body["card"] = card_to_json(card)
        if document is not None:
            body["document"] = document_to_json(document)
        waiting = await self._put(body)
        return [] if waiting is None else [waiting]

    def _body(self, texts: Sequence[Text]) -> dict[str, Any]:
        incoming = self._incoming
        body: dict[str, Any] = {
            "texts": [text_to_json(text) for text in texts],
            "locale": self._locale,
            "kind": "reply",
            "in_reply_to": incoming.message_id,
        }
        if incoming.private:
            body["to"] = incoming.user
        elif incoming.name:
            body["asker"] = incoming.name
        if incoming.answer_to:
            body["answer_to"] = incoming.answer_to
        if self._buttons:
            body["buttons"] = self._buttons
        if self._asked_in is not None:
            body["private"] = True
            body[apart.ASKED_IN] = self._asked_in
        if self._secret:
            body["secret"] = True
        return body

    async def _put(self, body: dict[str, Any]) -> Waiting | None:
        incoming = self._incoming
        return await outbox.put(
            self._tx,
            platform=incoming.platform,
            chat=incoming.chat,
            cause=incoming.update_id,
            body=body,
            at=to_micros(incoming.at),
        )

    async def others(self, ctx: Context) -> list[Waiting]:
        """What the turn says besides its answer, and does, waits in its order.

        What it cancels is not sent and not done.
        """
        for key in ctx.cancelled:
            for body in await outbox.cancel(self._tx, key):
                await counted.take_back(self._tx, body)
        put = [
            await deeds.put(self._tx, ctx, each)
            if isinstance(each, Act)
            else await put_notice(self._tx, ctx, each)
            for each in ctx.wanted
        ]
        return [waiting for waiting in put if waiting is not None]


async def put_notice(tx: Transaction, ctx: Context, message: Say) -> Waiting | None:
    """A message that nobody asked for waits to be sent; None when its dedupe key was used."""
    body = await _notice_body(tx, ctx, message)
    waiting = await outbox.put(
        tx,
        platform=message.platform,
        chat=message.chat,
        cause=ctx.incoming.update_id,
        body=body,
        at=to_micros(ctx.now),
        not_before=message.not_before,
        not_after=message.not_after,
        cancel_key=message.cancel_key,
        dedupe_key=message.dedupe_key,
    )
    if waiting is None:
        await counted.take_back(tx, body)
    return waiting


async def write_tallies(ctx: Context) -> None:
    """The tallies that were collected in the turn are written, and it is told whose moved."""
    await tallies.write(ctx.tx, ctx.community.id, ctx.tally_sets, ctx.tally_adds)
    moved: dict[str, set[str]] = {}
    for member, name, _ in (*ctx.tally_sets, *ctx.tally_adds):
        moved.setdefault(member, set()).add(name)
    fallen = {member for (member, _, _), amount in ctx.tally_adds.items() if amount < 0}
    ctx.tally_sets.clear()
    ctx.tally_adds.clear()
    # Of many who were heard at once the same has moved: they are told of together.
    alike: dict[tuple[tuple[str, ...], bool], list[MemberId]] = {}
    for member, names in moved.items():
        alike.setdefault((tuple(sorted(names)), member in fallen), []).append(MemberId(member))
    for (told, fell), members in alike.items():
        ctx.tell(TalliesMoved(ctx.community.id, tuple(members), told, ctx.now, fell))


async def _notice_body(tx: Transaction, ctx: Context, message: Say) -> dict[str, Any]:
    texts = message.texts
    if message.of_community and await _is_of_several(tx, ctx, message):
        texts = (Text("notice.of", community=ctx.community.name, said=texts[0]), *texts[1:])
    body: dict[str, Any] = {
        "texts": [text_to_json(text) for text in texts],
        "locale": message.locale or ctx.community.locale,
        "kind": str(message.purpose),
        # In a group everybody sees it.
        "to": message.to if message.to == message.chat else "",
        "mentions": list(message.mentions),
    }
    if message.mentions:
        body["named"] = await _names(tx, ctx, message)
    if message.replaces:
        body["replaces"] = message.replaces
    if message.card is not None:
        body["card"] = card_to_json(message.card)
    if message.buttons:
        body["buttons"] = await _hung(tx, ctx, message)
    if message.otherwise is not None:
        body["otherwise"] = otherwise_to_json(message.otherwise)
    if message.notice is not None:
        body |= _asked_again(ctx, message.notice)
    return body


def _asked_again(ctx: Context, notice: NoticeOf) -> dict[str, Json]:
    """What is asked of the message when it has waited, and whose day counts it."""
    body: dict[str, Json] = {
        "notice": [notice.kind, list(notice.users), notice.still],
        "community": ctx.community.id,
    }
    if notice.listed is not None:
        body["listed"] = listed_to_json(notice.listed)
    if notice.counted is not None:
        body[counted.COUNTED] = list(notice.counted)
    return body


async def _is_of_several(tx: Transaction, ctx: Context, message: Say) -> bool:
    """Whether it goes to somebody alone who belongs to another community as well."""
    others = [each for each in ctx.house.communities if each != ctx.community.id]
    if not others or message.to != message.chat:
        return False
    known = await people.find(tx, ctx.community.id, message.platform, message.to)
    if known is None:
        return False
    return bool(await memberships.elsewhere(tx, others, [known.account.person]))


async def _names(tx: Transaction, ctx: Context, message: Say) -> dict[str, Json]:
    """How those are called whom the message may mention, by the platform's id."""
    community, platform = ctx.community.id, message.platform
    found = [await people.find(tx, community, platform, user) for user in message.mentions]
    return {each.account.user: each.account.shown for each in found if each is not None}


async def _hung(tx: Transaction, ctx: Context, message: Say) -> list[dict[str, Json]]:
    """The buttons of the message, which work for whom it is to, where it is sent."""
    owner = await people.find(tx, ctx.community.id, message.platform, message.to)
    if owner is None:
        raise LookupError(f"buttons for nobody: {message.platform} {message.to!r}")
    where = replace(ctx.incoming, platform=message.platform, chat=message.chat)
    return [
        await buttons.hang(tx, ctx.ids, ctx.community.id, where, owner.account, each, ctx.now)
        for each in message.buttons
    ]
