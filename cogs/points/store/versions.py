"""The rules of earning that were in force, and what was scored anew by others."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.clock import from_micros, to_micros
from bot.core.exporting import Json
from bot.core.model import AccountId, CommunityId
from bot.core.ports import Reader, Row, Transaction

Rules = dict[str, Json]
"""The rules of earning by their names in the config."""


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """Rules that were in force from ``at`` on; ``edition`` is what entries name them by."""

    number: int
    edition: str
    at: datetime
    rules: Rules


@dataclass(frozen=True, slots=True)
class Rescored:
    """The entry was worth ``was`` points before the act, and ``worth`` since."""

    entry: str
    account: AccountId
    was: int
    worth: int


async def latest_version(read: Reader, community: CommunityId) -> RuleVersion | None:
    """The rules that came into force last, None before the first."""
    row = await read.fetch_one(
        "SELECT number, edition, at, rules FROM rule_versions WHERE community = ?"
        " ORDER BY number DESC LIMIT 1",
        community,
    )
    return None if row is None else _version(row)


async def note_version(
    tx: Transaction, community: CommunityId, edition: str, rules: Rules, now: datetime
) -> RuleVersion:
    """These rules are in force: from now on, unless they were the last ones before."""
    await tx.lock(f"rules:{community}")
    last = await latest_version(tx, community)
    if last is not None and last.edition == edition:
        return last
    version = RuleVersion(1 if last is None else last.number + 1, edition, now, rules)
    await tx.execute(
        "INSERT INTO rule_versions (community, number, edition, at, rules) VALUES (?, ?, ?, ?, ?)",
        community,
        version.number,
        edition,
        to_micros(now),
        json.dumps(rules, ensure_ascii=False, sort_keys=True),
    )
    return version


async def unfinished(read: Reader, community: CommunityId, since: date, edition: str) -> list[str]:
    """Acts that have begun to score anew from this day on by these rules, and were ended."""
    rows = await read.fetch_all(
        "SELECT action FROM rescorings WHERE community = ? AND since = ? AND edition = ?"
        " AND is_done = 0 ORDER BY action",
        community,
        since.isoformat(),
        edition,
    )
    return [str(action) for (action,) in rows]


async def begin(
    tx: Transaction, community: CommunityId, action: str, since: date, edition: str
) -> None:
    """The act scores anew from this day on, by these rules."""
    await tx.execute(
        "INSERT INTO rescorings (community, action, since, edition, is_done)"
        " VALUES (?, ?, ?, ?, 0)",
        community,
        action,
        since.isoformat(),
        edition,
    )


async def end(tx: Transaction, community: CommunityId, action: str) -> None:
    """The act has scored all that there was."""
    await tx.execute(
        "UPDATE rescorings SET is_done = 1 WHERE community = ? AND action = ?", community, action
    )


async def keep(
    tx: Transaction, community: CommunityId, action: str, rows: Sequence[Rescored]
) -> None:
    """The act has scored these; of what it had scored before nothing changes."""
    await tx.execute_many(
        "INSERT INTO rescored (community, action, entry, account, was, worth)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [(community, action, each.entry, each.account, each.was, each.worth) for each in rows],
    )


async def scored_by(
    read: Reader, community: CommunityId, action: str, after: str, limit: int
) -> list[Rescored]:
    """What the act has scored, by the ids of the entries, those behind ``after``."""
    rows = await read.fetch_all(
        "SELECT entry, account, was, worth FROM rescored"
        " WHERE community = ? AND action = ? AND entry > ? ORDER BY entry LIMIT ?",
        community,
        action,
        after,
        limit,
    )
    return [
        Rescored(str(entry), AccountId(str(account)), int(was or 0), int(worth or 0))
        for entry, account, was, worth in rows
    ]


async def found(
    read: Reader, community: CommunityId, action: str, entries: Sequence[str]
) -> list[Rescored]:
    """What the act has scored of these entries."""
    rows = await read.fetch_all(
        "SELECT entry, account, was, worth FROM rescored WHERE community = ? AND action = ?"
        f" AND entry IN ({', '.join('?' * len(entries))}) ORDER BY entry",
        community,
        action,
        *entries,
    )
    return [
        Rescored(str(entry), AccountId(str(account)), int(was or 0), int(worth or 0))
        for entry, account, was, worth in rows
    ]


def _version(row: Row) -> RuleVersion:
    number, edition, at, rules = row
    return RuleVersion(
        int(number or 0), str(edition), from_micros(int(at or 0)), json.loads(str(rules))
    )
