"""Who wrote which message in a group, and who reacted to it: what a later update does not say.

A message is named by its ``source``: platform, group and id. Rows stay 90 days; how many there
were is kept for longer (``docs/features/points.md`` §6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from bot.community.memberships import place_of
from bot.core.batches import SomeKnown, cut, padded, places
from bot.core.clock import from_micros, to_micros
from bot.core.ids import Ids
from bot.core.model import AccountId, CommunityId, Incoming, MemberId
from bot.core.ports import Reader, Transaction, Value

_ADDED = (
    "ON CONFLICT (community, account) DO UPDATE"
    " SET messages = messages_past.messages + excluded.messages,"
    " reactions = messages_past.reactions + excluded.reactions"
)


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote a message, and when; ``gone`` by a deletion that took back what it had earned."""

    account: AccountId
    at: datetime
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """The reactions of an account to a message: their common id, the author, how many stand."""

    id: str
    author: AccountId
    count: int


def source_of(platform: str, chat: str, message: str) -> str:
    """The message's name: a topic or channel is left out, since no later update is sure of it."""
    return f"{platform}/{place_of(chat)}/{message}"


def source(incoming: Incoming) -> str:
    """The name of the message that the update is, or is about."""
    return source_of(incoming.platform, incoming.chat, incoming.message_id)


async def note(
    tx: Transaction,
    community: CommunityId,
    written: Sequence[tuple[Incoming, AccountId]],
    *,
    counts: bool,
) -> bool:
    """It is known who wrote these messages of groups; ``counts`` says whether they are talk.

    False for one that was known before: a platform may tell of one twice, by two updates. Raises
    SomeKnown where that is one of many.
    """
    groups = _Groups()
    rows = [
        (groups[each.platform, each.chat] + each.message_id, account, to_micros(each.sent_at))
        for each, account in written
    ]
    # Neighbours in the table are written together: a third less CPU for many.
    rows.sort()
    new = 0
    for piece in cut(rows):
        values: list[Value] = []
        for row in piece:
            values += (community, *row)
        new += await tx.execute(_insert(len(piece), int(counts)), *values)
    if new < len(rows) > 1:
        raise SomeKnown
    return new == len(rows)


async def authors_of(
    read: Reader, community: CommunityId, sources: Sequence[str]
) -> dict[str, Written]:
    """Who wrote these messages, by source; one that is not known is left out."""
    found = {}
    for piece in padded(sources):
        rows = await read.fetch_all(
            "SELECT source, account, at, gone FROM messages WHERE community = ?"
            f" AND source IN ({places('?', len(piece))})",
            community,
            *piece,
        )
        for name, account, at, gone in rows:
            written = from_micros(int(at or 0))
            found[str(name)] = Written(AccountId(str(account)), written, bool(gone))
    return found


async def take_back(tx: Transaction, community: CommunityId, source: str) -> None:
    """The message is gone: what is told of it late, as an answer from before, finds it so."""
    await tx.execute(
        "UPDATE messages SET gone = 1 WHERE community = ? AND source = ?", community, source
    )


async def react(
    tx: Transaction, ids: Ids, community: CommunityId, account: AccountId, reaction: Incoming
) -> Standing | None:
    """The reaction stands or is taken back; None when that changes nothing.

    Of one to a message whose author nobody knows nothing is kept.
    """
    name = source(reaction)
    row = await tx.fetch_one(
        "SELECT id, author, emojis FROM reactions"
        " WHERE community = ? AND source = ? AND account = ?",
        community,
        name,
        account,
    )
    if row is None:
        known = (await authors_of(tx, community, [name])).get(name)
        if known is None:
            return Standing(ids.new(), AccountId(""), 0 if reaction.removed else 1)
        common, author, emojis = ids.new(), known.account, ""
    else:
        common, author, emojis = str(row[0]), AccountId(str(row[1])), str(row[2])
    before = set(emojis.split())
    emoji = reaction.emoji.replace(" ", "") or "?"
    after = before - {emoji} if reaction.removed else before | {emoji}
    if after == before:
        return None
    await tx.execute(
        "INSERT INTO reactions (community, source, account, id, author, emojis, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (community, source, account)"
        " DO UPDATE SET emojis = excluded.emojis, at = excluded.at",
        community,
        name,
        account,
        common,
        author,
        " ".join(sorted(after)),
        to_micros(reaction.at),
    )
    return Standing(common, author, len(after))


async def last_of(
    read: Reader, community: CommunityId, members: Sequence[MemberId]
) -> dict[MemberId, datetime]:
    """When each of these members last wrote in a group, within 90 days; who did not is absent."""
    if not members:
        return {}
    rows = await read.fetch_all(
        # One look into the index for each account, and no walk over all that it wrote.
        "SELECT m.id, (SELECT max(w.at) FROM messages w WHERE w.community = ? AND w.account = a.id)"
        " FROM members m JOIN accounts a ON a.person = m.person"
        f" WHERE m.community || '' = ? AND m.id IN ({places('?', len(members))})",
        community,
        community,
        *members,
    )
    found: dict[MemberId, datetime] = {}
    for member, at in rows:
        if at:
            key, last = MemberId(str(member)), from_micros(int(at))
            found[key] = max(found.get(key, last), last)
    return found


async def count_of(read: Reader, community: CommunityId, member: MemberId) -> int:
    """How many messages the member's accounts have written, without what was asked of the bot."""
    row = await read.fetch_one(
        "SELECT coalesce(sum(n), 0) FROM (SELECT w.counts AS n FROM members m"
        " JOIN accounts a ON a.person = m.person"
        " JOIN messages w ON w.community = m.community AND w.account = a.id"
        " WHERE m.community = ? AND m.id = ? UNION ALL SELECT p.messages FROM members m"
        " JOIN accounts a ON a.person = m.person"
        " JOIN messages_past p ON p.community = m.community AND p.account = a.id"
        " WHERE m.community = ? AND m.id = ?) AS counted",
        community,
        member,
        community,
        member,
    )
    return 0 if row is None else int(row[0] or 0)


async def reactions_to(read: Reader, community: CommunityId, member: MemberId) -> int:
    """How often others have reacted to the member's messages; a message and person count once."""
    row = await read.fetch_one(
        "SELECT coalesce(sum(n), 0) FROM (SELECT 1 AS n FROM members m"
        " JOIN accounts a ON a.person = m.person"
        " JOIN reactions r ON r.community = m.community AND r.author = a.id AND r.emojis <> ''"
        " JOIN accounts g ON g.id = r.account AND g.person <> m.person"
        " WHERE m.community = ? AND m.id = ? UNION ALL SELECT p.reactions FROM members m"
        " JOIN accounts a ON a.person = m.person"
        " JOIN messages_past p ON p.community = m.community AND p.account = a.id"
        " WHERE m.community = ? AND m.id = ?) AS counted",
        community,
        member,
        community,
        member,
    )
    return 0 if row is None else int(row[0] or 0)


async def old_after(
    read: Reader, community: CommunityId, after: str, before: datetime, limit: int
) -> tuple[str, list[str]]:
    """A page of messages by source behind ``after``: the last one, "" for none, and the old."""
    rows = await read.fetch_all(
        "SELECT source, at FROM messages WHERE community = ? AND source > ?"
        " ORDER BY source LIMIT ?",
        community,
        after,
        limit,
    )
    last = str(rows[-1][0]) if rows else ""
    return last, [str(name) for name, at in rows if int(at or 0) < to_micros(before)]


async def drop(tx: Transaction, community: CommunityId, sources: Sequence[str]) -> None:
    """Of these messages and the reactions to them only their numbers are kept."""
    if not sources:
        return
    listed = places("?", len(sources))
    await _keep_reactions(tx, community, f"r.community = ? AND r.source IN ({listed})", sources)
    await tx.execute(
        f"DELETE FROM reactions WHERE community = ? AND source IN ({listed})", community, *sources
    )
    await tx.execute(
        "INSERT INTO messages_past (community, account, messages, reactions)"
        " SELECT community, account, sum(counts), 0 FROM messages"
        f" WHERE community = ? AND source IN ({listed}) GROUP BY community, account {_ADDED}",
        community,
        *sources,
    )
    await tx.execute(
        f"DELETE FROM messages WHERE community = ? AND source IN ({listed})", community, *sources
    )


async def forget(tx: Transaction, community: CommunityId, accounts: Sequence[AccountId]) -> None:
    """Nothing says any more to what these accounts reacted; it stays counted for the others."""
    held = places("?", len(accounts))
    await _keep_reactions(tx, community, f"r.community = ? AND r.account IN ({held})", accounts)
    await tx.execute(
        "DELETE FROM reactions"
        f" WHERE community = ? AND (account IN ({held}) OR author IN ({held}))",
        community,
        *accounts,
        *accounts,
    )


async def _keep_reactions(
    tx: Transaction, community: CommunityId, where: str, values: Sequence[str]
) -> None:
    """The reactions of others that stand there are counted for who received them."""
    await tx.execute(
        "INSERT INTO messages_past (community, account, messages, reactions)"
        " SELECT r.community, r.author, 0, count(*) FROM reactions r"
        " JOIN accounts a ON a.id = r.author"
        " JOIN accounts g ON g.id = r.account AND g.person <> a.person"
        f" WHERE {where} AND r.emojis <> '' GROUP BY r.community, r.author {_ADDED}",
        community,
        *values,
    )


class _Groups(dict[tuple[str, str], str]):
    """How the names of a chat's messages begin."""

    def __missing__(self, chat: tuple[str, str]) -> str:
        self[chat] = found = source_of(*chat, "")
        return found


@cache
def _insert(count: int, talk: int) -> str:
    return (
        "INSERT INTO messages (community, source, account, at, counts) VALUES "
        f"{places(f'(?, ?, ?, ?, {talk})', count)} ON CONFLICT (community, source) DO NOTHING"
    )
