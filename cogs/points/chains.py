"""Entries with what has become of them: reversed, standing again, worth something else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.community.ledger import Entry


@dataclass(slots=True)
class Chain:
    """An entry with all that reversed it, what reversed that, and so on."""

    root: Entry
    tip: Entry
    stands: bool = True

    @property
    def worth(self) -> int:
        """What it counts for now, in points."""
        return self.tip.amount if self.stands else 0

    def follow(self, entry: Entry) -> None:
        """``entry`` reverses the tip."""
        self.tip, self.stands = entry, not self.stands


def chains_of(entries: Iterable[Entry]) -> dict[str, Chain]:
    """The chains of these entries, which are in the order of the ledger, by their first one."""
    chains: dict[str, Chain] = {}
    ends: dict[str, Chain] = {}
    for entry in entries:
        known = ends.pop(entry.reverses, None) if entry.reverses else None
        if known is None:
            known = chains[entry.id] = Chain(entry, entry)
        else:
            known.follow(entry)
        ends[entry.id] = known
    return chains
