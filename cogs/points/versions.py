"""Versions of the rules of earning, each from when on: ``docs/features/points.md`` §7."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from bot.core.cog import SettingsOf, offers
from bot.core.exporting import Json
from bot.core.model import Community
from bot.core.ports import Transaction
from cogs.points.settings import PointsSettings
from cogs.points.store import versions
from cogs.points.store.versions import RuleVersion


class Changed(NamedTuple):
    """A rule of the config that was something else; None for what was not there."""

    key: str
    was: Json
    now: Json


@offers("begin", "points")
async def begin(tx: Transaction, community: Community, settings: SettingsOf, now: datetime) -> None:
    """The rules of the config are in force, as a new version where they are others than before."""
    await note(tx, community, settings, now)


async def note(
    tx: Transaction, community: Community, settings: SettingsOf, now: datetime
) -> RuleVersion:
    """The version that is in force: a new one where the rules are others than before."""
    rules = settings(PointsSettings)
    return await versions.note_version(tx, community.id, rules.edition, rules.earning, now)


def changes(before: Mapping[str, Json], after: Mapping[str, Json]) -> Iterator[Changed]:
    """The rules that differ, by their names."""
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if was != now:
            yield Changed(key, was, now)
