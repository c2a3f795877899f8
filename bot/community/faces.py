"""How members can be reached: their accounts, private doors, and the groups where they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.community.memberships import place_of
from bot.core.batches import places
from bot.core.model import Account, AccountId, Community, CommunityId, MemberId, PersonId, speaks
from bot.core.ports import Reader


@dataclass(slots=True)
class Face:
    """A member as others see them.

    ``doors`` say of accounts that have ever written in private when they last did, 0 for a
    closed one. ``there`` are the places where accounts are, ``gone`` whether all have left.
    """

    person: PersonId
    zone: str
    locale: str
    hint: str
    accounts: list[Account] = field(default_factory=list)
    doors: dict[AccountId, int] = field(default_factory=dict)
    there: set[tuple[AccountId, str]] = field(default_factory=set)
    has_left: bool = False

    @property
    def is_gone(self) -> bool:
        """Whether every place where an account was seen has been left."""
        return self.has_left and not self.there

    @property
    def door(self) -> Account | None:
        """The account that last wrote in private, of those whose door is open."""
        open_ = [each for each in self.accounts if self.doors.get(each.id)]
        return max(open_, key=lambda each: self.doors[each.id], default=None)

    @property
    def is_closed(self) -> bool:
        """Whether there is a private door, and each is closed."""
        return bool(self.doors) and not any(self.doors.values())

    def in_group(self, chats: Sequence[tuple[str, str]]) -> tuple[Account, str] | None:
        """By which account the member is in which of these chats: the first one, None for none."""
        for platform, chat in chats:
            for account in self.accounts:
                if account.platform == platform and (account.id, place_of(chat)) in self.there:
                    return account, chat
        return None

    def locale_in(self, community: Community, *, private: bool) -> str:
        """The language in which they are told: their own, in private also their client's."""
        hint = speaks(self.hint) if private else ""
        return self.locale or hint or community.locale


async def of_members(
    read: Reader, community: CommunityId, members: Sequence[MemberId]
) -> dict[MemberId, Face]:
    """The faces of these members, at most some hundreds, in the order of their ids."""
    if not members:
        return {}
    rows = await read.fetch_all(
        "SELECT m.id, a.id, a.person, a.platform, a.user_id, a.name, p.zone, p.locale, p.hint,"
        " d.written_at, d.closed_at FROM members m JOIN accounts a ON a.person = m.person"
        " JOIN persons p ON p.id = m.person LEFT JOIN private_doors d ON d.account = a.id"
        # By the ids: their community's index would read all of its members.
        f" WHERE m.community || '' = ? AND m.id IN ({places('?', len(members))})"
        " ORDER BY m.id, a.platform, a.user_id",
        community,
        *members,
    )
    found: dict[MemberId, Face] = {}
    for member, account, person, platform, user, name, zone, locale, hint, written, closed in rows:
        key, own = MemberId(str(member)), AccountId(str(account))
        if key not in found:
            found[key] = Face(PersonId(str(person)), str(zone), str(locale), str(hint))
        found[key].accounts.append(
            Account(own, found[key].person, str(platform), str(user), str(name))
        )
        if written is not None:
            found[key].doors[own] = 0 if closed else int(written)
    await _note_presences(read, community, found)
    return found


async def _note_presences(
    read: Reader, community: CommunityId, found: Mapping[MemberId, Face]
) -> None:
    holder = {account.id: face for face in found.values() for account in face.accounts}
    if not holder:
        return
    rows = await read.fetch_all(
        "SELECT account, place, left_at FROM presences"
        f" WHERE community = ? AND account IN ({places('?', len(holder))})",
        community,
        *holder,
    )
    for account, place, left_at in rows:
        own = AccountId(str(account))
        if left_at:
            holder[own].has_left = True
        else:
            holder[own].there.add((own, str(place)))
