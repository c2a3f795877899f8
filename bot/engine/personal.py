"""All that is kept of one person, in the format of exports, with what they chose.

``docs/features/people.md``, "Export and erasure".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.community import actions, kept, linking, memberships, people, places
from bot.community.kept import Row
from bot.core.clock import from_micros, instant_text
from bot.core.exporting import Json
from bot.core.model import AccountId, CommunityId, PersonId
from bot.core.ports import Reader, Value
from bot.engine import exported
from bot.engine.exported import Chosen, Sources

_FORMAT: Final[Mapping[str, Json]] = {"format": "hearth-export", "version": 1}
_KINDS: Final = (("choices", "choice"), ("facts", "fact"))


async def person_export(
    sources: Sources, read: Reader, account: AccountId, as_of: datetime
) -> dict[str, Json]:
    """The person who holds the account: members, entries and acts, then all rows that are theirs.

    Of an account that was erased nothing is left to say.
    """
    holder = await linking.holder_of(read, account)
    if holder is None:
        return {**_FORMAT, "communities": []}
    accounts = await linking.accounts_of(read, holder)
    ids = [each.id for each in accounts]
    communities = [
        await _community(sources, read, as_of, community, account)
        for community in sorted(sources.world.places)
    ]
    return {
        **_FORMAT,
        "communities": [each for each in communities if each is not None],
        "person": {
            "accounts": [
                {"platform": each.platform, "id": each.user, "name": each.name} for each in accounts
            ],
            **await _choices(read, sources, account, holder),
            **await _rows(sources, read, ids, holder),
        },
    }


async def _community(
    sources: Sources, read: Reader, as_of: datetime, community: CommunityId, account: AccountId
) -> dict[str, Json] | None:
    """The community as far as it is about the person, None when they are no member of it."""
    known = await people.find_account(read, community, account)
    if known is None or not known.member:
        return None
    place = sources.world.places[community]
    chosen = Chosen(sources, read, as_of, (place,), {community: known})
    return {
        **exported.head(place.community),
        "members": [row async for row in exported.members(chosen, place)],
        "ledger": [row async for row in exported.ledger_entries(chosen, place)],
        "audit": [row async for row in exported.acts(chosen, place)],
        "cases": [],
        "faq": [],
        "jobs": [],
    }


async def _choices(
    read: Reader, sources: Sources, account: AccountId, holder: PersonId
) -> dict[str, Json]:
    known = await people.find_account(read, next(iter(sources.world.places)), account)
    chosen = await places.private_choice(read, holder)
    return {
        "language": known.locale if known else "",
        "zone": known.zone if known else "",
        "private_community": chosen or "",
    }


async def _rows(
    sources: Sources, read: Reader, accounts: Sequence[AccountId], holder: PersonId
) -> dict[str, Json]:
    """Every row that is theirs by the declaration of its table, and what staff wrote of them."""
    memberships_ = await memberships.of_accounts(read, accounts)
    persons = {holder, *await linking.persons_of(read, accounts)}
    ids = [*accounts, *sorted(persons), *(each.member for each in memberships_)]
    where = sorted({*sources.world.places, *(each.community for each in memberships_)})
    tables = sources.house.tables
    found = await kept.rows_of(read, tables, ids, where)
    written: dict[str, Json] = {
        name: {table: [_row(row) for row in rows] for table, rows in found.items()
               if tables[table].kind == kind}
        for name, kind in _KINDS
    }  # fmt: skip
    notes = [note for each in where for note in await actions.notes_about(read, each, accounts)]
    return {**written, "notes": [{"act": act, "note": note} for act, note in notes]}


def _row(row: Row) -> dict[str, Json]:
    return {column: _value(column, value) for column, value in row.items()}


def _value(column: str, value: Value) -> Json:
    """Instants as people read them; 0 is none."""
    if isinstance(value, int) and (column == "at" or column.endswith("_at")):
        return instant_text(from_micros(value)) if value else None
    return value if isinstance(value, str | int) else None
