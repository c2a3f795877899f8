"""Which streaks run now, for those who compare members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.community import people
from bot.core.cog import SettingsOf, offers
from bot.core.context import House
from bot.core.model import CommunityId, MemberId
from bot.core.ports import Reader
from bot.core.schedule import DayRule, day_bounds, day_of, rule_at
from cogs.checkin import store
from cogs.checkin.joining import joining_of
from cogs.checkin.rules import alive

_ONE_DAY: Final = timedelta(days=1)


@offers("running streaks", "checkin")
async def running_streaks(
    read: Reader,
    house: House,
    community: CommunityId,
    settings: SettingsOf,
    members: Sequence[MemberId],
    now: datetime,
) -> Mapping[MemberId, tuple[int, datetime]]:
    """The streaks of those of these members who are on one, each with until when it surely runs.

    Behind that it may have ended without any word of the member.
    """
    kept = await store.streaks_of(read, community, members)
    known = await people.persons_behind(read, community, list(kept)) if kept else {}
    plain: Sequence[DayRule] = ()
    running: dict[MemberId, tuple[int, datetime]] = {}
    for member, (person, chosen) in known.items():
        rules = plain
        if chosen or not plain:
            rules = await house.rules_of_person(read, community, person)
            plain = plain if chosen else rules
        today, rule, streak = day_of(now, rules), rule_at(rules, now), kept[member]
        length = alive(streak, today, joining_of(settings, rules), now, rule.zone)
        if length and streak.last_covered is not None:
            last = max(today, streak.last_covered + _ONE_DAY)
            running[member] = length, day_bounds(last, rule.zone, rule.day_start)[1]
    return running
