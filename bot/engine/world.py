"""What the machinery knows without asking the database: communities, staff, days, settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.community import places, zones
from bot.community.people import Known
from bot.community.places import DayChange
from bot.community.privileges import Staff
from bot.core.cards import CardSettings
from bot.core.cog import SettingsOf
from bot.core.model import Community, CommunityId, Incoming, PersonId, speaks
from bot.core.ports import Reader, Transaction
from bot.core.schedule import DayRule


@dataclass(frozen=True, slots=True)
class Place:
    """One community as the config has it; ``chats`` are (platform, chat), in its order."""

    community: Community
    staff: Staff
    settings: SettingsOf
    day_start: str
    chats: Sequence[tuple[str, str]] = ()


@dataclass(slots=True)
class World:
    """The communities of this installation. ``named`` finds the one that the config gives a chat.

    ``moves`` says under which name a chat goes on, by platform and old name.
    """

    places: Mapping[CommunityId, Place]
    named: Callable[[str, str], CommunityId | None]
    moves: dict[tuple[str, str], str] = field(default_factory=dict)
    _changes: dict[CommunityId, list[DayChange]] = field(default_factory=dict)
    _rules: dict[CommunityId, tuple[DayRule, ...]] = field(default_factory=dict)

    @property
    def shows_cards(self) -> bool:
        """Whether any community wants pictures."""
        return any(place.settings(CardSettings).enabled for place in self.places.values())

    def community_at(self, platform: str, chat: str) -> CommunityId | None:
        """The community that a group chat is of, also where the config has a former name."""
        found = self.named(platform, chat)
        if found is not None or not self.moves:
            return found
        names = [chat.partition("/")[0]]
        for name in names:
            for (where, old), new in self.moves.items():
                if where == platform and new == name and old not in names:
                    if (found := self.named(platform, old)) is not None:
                        return found
                    names.append(old)
        return None

    def chat_now(self, platform: str, chat: str) -> str:
        """The chat's name of today."""
        seen = {chat}
        while (new := self.moves.get((platform, chat))) is not None and new not in seen:
            seen.add(new)
            chat = new
        return chat

    def community_of(self, body: Mapping[str, object]) -> Community | None:
        """The community in which something was decided; None when the config names it no more."""
        place = self.places.get(CommunityId(str(body.get("community", ""))))
        return None if place is None else place.community

    def names_of(self, platform: str, chat: str) -> Iterator[str]:
        """The chat's name of today, then those that it had before."""
        names = [self.chat_now(platform, chat)]
        for name in names:
            yield name
            names += [
                old
                for (where, old), new in self.moves.items()
                if where == platform and new == name and old not in names
            ]

    async def note_moves(self, read: Reader) -> None:
        """The moves of earlier runs are known."""
        self.moves.update(await places.moves(read))

    async def note_days(self, tx: Transaction, now: datetime) -> None:
        """The zones and starts of day of the config are recorded and in force."""
        for community, place in self.places.items():
            await places.note_day(tx, place.community, place.day_start, now)
            self._changes[community] = await places.day_changes(tx, community)
            self._rules[community] = places.day_rules(self._changes[community])

    async def look(self, read: Reader) -> None:
        """Moves, zones and starts of day are known as they are recorded; nothing is recorded."""
        await self.note_moves(read)
        for community, place in self.places.items():
            changes = await places.day_changes(read, community)
            first = places.first_day(place.community, place.day_start)
            self._changes[community] = changes or [first]
            self._rules[community] = places.day_rules(self._changes[community])

    async def day_rules(
        self, read: Reader, community: CommunityId, known: Known
    ) -> Sequence[DayRule]:
        """The zones and starts of day that hold for this person in this community."""
        if not known.zone:
            return self._rules[community]
        return await self.rules_of_person(read, community, known.account.person)

    async def rules_of_person(
        self, read: Reader, community: CommunityId, person: PersonId
    ) -> Sequence[DayRule]:
        """The same for whoever may have chosen a zone of their own."""
        choices = await zones.choices_of(read, person)
        return places.day_rules(self._changes[community], choices)

    def default_rules(self, community: CommunityId) -> Sequence[DayRule]:
        """The zones and starts of day for who has chosen nothing."""
        return self._rules[community]

    def locale_of(self, community: CommunityId, known: Known, *, private: bool) -> str:
        """The language in which to answer: the person's own, in private also their client's."""
        if known.locale:
            return known.locale
        hint = speaks(known.hint) if private else ""
        return hint or self.places[community].community.locale

    def plain_locale(self, incoming: Incoming) -> str:
        """The language for someone of whom nothing is known but this update."""
        community = self.community_at(incoming.platform, incoming.chat)
        if community is not None:
            return self.places[community].community.locale
        return speaks(incoming.locale) or next(iter(self.places.values())).community.locale
