"""What a cog is told of a member whose part of an export it writes.

    @offers("export", "days")
    async def export_days(read: Reader, member: ExportMember) -> Json: ...

The key is the key of the member's object in the export (``docs/features/transcript.md``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.cog import SettingsOf
from bot.core.model import Account, AccountId, Community, CommunityId, MemberId, PersonId
from bot.core.schedule import DayRule

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True, slots=True)
class ExportMember:
    """One member as the export sees them at ``as_of``.

    ``accounts`` are those that the member holds now, by platform and the platform's id;
    ``day_rules`` say how the member's days are read.
    """

    community: Community
    member: MemberId
    accounts: tuple[Account, ...]
    day_rules: Sequence[DayRule]
    settings: SettingsOf
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Who is forgotten, by ids of ours, and where; ``everywhere``: nothing is left of them."""

    accounts: tuple[Account, ...]
    persons: tuple[PersonId, ...]
    members: tuple[MemberId, ...]
    communities: tuple[CommunityId, ...]
    everywhere: bool
    at: datetime

    @property
    def account_ids(self) -> list[AccountId]:
        """The ids of the accounts."""
        return [account.id for account in self.accounts]

    @property
    def ids(self) -> list[str]:
        """All ids that rows may name them by."""
        return [*self.account_ids, *self.persons, *self.members]
