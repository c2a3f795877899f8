"""Earns points by talk: messages, answers to them, reactions (``docs/features/points.md`` §2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.community import messages, people
from bot.core.cog import Heard, listen, overhear
from bot.core.context import Context
from bot.core.events import MessageDeleted, Reacted, Stage
from bot.core.model import AccountId, Incoming
from cogs.points.purse import Deed, Purse
from cogs.points.rules.farming import (
    Talker,
    judge_answer,
    judge_message,
    letters_of,
    pairs_of,
)
from cogs.points.settings import PointsSettings
from cogs.points.store import talk
from cogs.points.tallies import MESSAGES, REACTIONS

TAKES_BACK = "takes_back"
"""The room whose offers ``(settings, event, written_at)`` say whether a deletion takes back."""


@overhear(Stage.EARNING)
async def hear_messages(ctx: Context, heard: Sequence[Heard]) -> None:
    """Every message counts; it earns for its writer, and as an answer for whom it answers."""
    for member, count in Counter([each.member for each in heard]).items():
        ctx.add_tally(MESSAGES, member, count)
    settings = ctx.settings(PointsSettings)
    answers = [each for each in heard if each.incoming.reply_to] if settings.comment else []
    judged = heard if settings.message else answers
    if judged:
        await _earn(ctx, settings, judged, await _answered(ctx, answers))


@listen(Reacted, Stage.EARNING)
async def hear_reaction(ctx: Context, event: Reacted) -> None:
    """Somebody's first reaction to a message earns; when the last is taken back, so is that."""
    if not event.author or event.standing != (0 if event.removed else 1):
        return
    purse = Purse(ctx)
    source = messages.source_of(event.platform, event.chat, event.message)
    points = ctx.settings(PointsSettings).reaction
    if event.removed:
        found = await talk.find_earning(ctx.tx, event.community, source, "reaction", event.account)
        if found is not None:
            await purse.take_back(*found, event.at)
    elif not await _is_gone(ctx, source):
        written = f"{event.platform}/{event.chat}/{event.message}"
        who = (event.account, event.author, event.at)
        await purse.pay(Deed("reaction", *who, source, written, event.chat), points)
        await purse.close()
    if not await purse.is_own(event.account, event.author):
        author = await people.find_account(ctx.tx, event.community, event.author)
        if author is not None and author.member:
            ctx.add_tally(REACTIONS, author.member, -1 if event.removed else 1)


@listen(MessageDeleted, Stage.EARNING)
async def take_back_talk(ctx: Context, event: MessageDeleted) -> None:
    """What the message has earned is taken back, as far as the settings say so."""
    source = messages.source_of(event.platform, event.chat, event.message)
    earned = await talk.earnings_of(ctx.tx, event.community, source)
    written = (await messages.authors_of(ctx.tx, event.community, [source])).get(source)
    if written is None or not all(
        offer.run(ctx.settings, event, written.at) for offer in ctx.house.offers(TAKES_BACK)
    ):
        return
    await messages.take_back(ctx.tx, event.community, source)
    purse = Purse(ctx)
    for account, entry in earned:
        await purse.take_back(account, entry, event.at)


@dataclass(slots=True)
class _Said:
    """A message with what is read from it once."""

    heard: Heard
    letters: str
    answered: AccountId | None

    @property
    def incoming(self) -> Incoming:
        return self.heard.incoming


async def _earn(
    ctx: Context,
    settings: PointsSettings,
    heard: Sequence[Heard],
    answered: dict[str, AccountId],
) -> None:
    community = ctx.community.id
    members = list(dict.fromkeys(each.member for each in heard))
    talkers = await talk.talkers(ctx.tx, community, members)
    lately: dict[AccountId, Talker] = {}
    purse = Purse(ctx)
    for each in heard:
        said = _Said(each, letters_of(each.incoming.text), answered.get(each.incoming.source))
        talker = talkers.get(each.member, Talker())
        paid = bool(settings.message) and await _earn_message(purse, settings, said, talker)
        answer = said.answered is not None and await _earn_answer(purse, settings, said, talker)
        at = each.incoming.sent_at
        talker = talker.wrote(at)
        if paid or answer:
            talker = talker.earned(at, pairs_of(said.letters), message=paid)
        talkers[each.member] = lately[each.account.id] = talker
    await purse.close()
    await talk.keep_talkers(ctx.tx, community, lately)


async def _earn_message(
    purse: Purse, settings: PointsSettings, said: _Said, talker: Talker
) -> bool:
    writer, at = said.heard.account.id, said.incoming.sent_at
    cooldown = timedelta(seconds=settings.message_cooldown_s)
    least = settings.message_min_length
    refused = judge_message(said.letters, at, talker, cooldown=cooldown, least=least)
    if refused is not None:
        await purse.refuse(writer, "message", refused, at)
        return False
    return await purse.pay(_deed("message", said, writer), settings.message)


async def _earn_answer(purse: Purse, settings: PointsSettings, said: _Said, talker: Talker) -> bool:
    writer, at = said.heard.account.id, said.incoming.sent_at
    receiver = said.answered
    assert receiver is not None  # asked by the caller
    if await purse.is_own(writer, receiver):
        return False
    refused = judge_answer(said.letters, at, talker)
    if refused is not None:
        paid = writer if settings.reaction_pays == "giver" else receiver
        await purse.refuse(paid, "comment", refused, at)
        return False
    return await purse.pay(_deed("comment", said, receiver), settings.comment)


def _deed(kind: str, said: _Said, receiver: AccountId) -> Deed:
    incoming = said.incoming
    return Deed(
        kind,
        said.heard.account.id,
        receiver,
        incoming.sent_at,
        messages.source(incoming),
        incoming.source,
        incoming.chat,
        _what(incoming) if kind == "comment" else "",
    )


async def _answered(ctx: Context, answers: Sequence[Heard]) -> dict[str, AccountId]:
    """Whom each of these answers, by its own source.

    Who is not known is left out, and the writer of a message that was taken back.
    """
    if not answers:
        return {}
    community = ctx.community.id
    sources = {each.incoming.source: _what(each.incoming) for each in answers}
    known = await messages.authors_of(ctx.tx, community, list(dict.fromkeys(sources.values())))
    found = {}
    for each in answers:
        incoming = each.incoming
        written = known.get(sources[incoming.source])
        if written is not None:
            if not written.gone:
                found[incoming.source] = written.account
        elif incoming.reply_to_user:
            # Written before the bot came, or longer ago than it remembers.
            author = await people.find(ctx.tx, community, incoming.platform, incoming.reply_to_user)
            if author is not None:
                found[incoming.source] = author.account.id
    return found


async def _is_gone(ctx: Context, source: str) -> bool:
    """Whether the message was taken back: a reaction from before may come after that."""
    written = (await messages.authors_of(ctx.tx, ctx.community.id, [source])).get(source)
    return written is not None and written.gone


def _what(incoming: Incoming) -> str:
    return messages.source_of(incoming.platform, incoming.chat, incoming.reply_to)
