"""What a run of the driver left behind, without the ids that differ from run to run."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

Row = tuple[Any, ...]

_WHO: Final = "(SELECT platform || ':' || user_id FROM accounts WHERE accounts.id = %s)"
_MEMBER: Final = (
    "(SELECT a.platform || ':' || a.user_id FROM members m JOIN accounts a ON a.person = m.person"
    " WHERE m.id = %s)"
)
_QUESTIONS: Final = {
    "persons": "SELECT a.platform, a.user_id, a.name, p.locale, p.zone FROM persons p"
    " JOIN accounts a ON a.person = p.id",
    "members": f"SELECT {_MEMBER % 'known.id'}, joined_at FROM members known",
    "zones": f"SELECT {_WHO % 'holder.id'}, z.at, z.zone FROM zone_choices z"
    " JOIN accounts holder ON holder.person = z.person",
    "days": f"SELECT {_WHO % 'account'}, day, kind, at, credited, flagged, zone, platform, chat,"
    " source FROM days",
    "credits": f"SELECT {_MEMBER % 'member'}, day, kind, at FROM day_credits",
    "streaks": f"SELECT {_MEMBER % 'member'}, first_day, length, last_covered, last_counted,"
    " longest, last_at FROM streaks",
    "entries": f"SELECT {_WHO % 'account'}, amount, reason, at, day, source,"
    f" coalesce({_WHO % 'actor'}, actor) FROM ledger_entries",
    "balances": f"SELECT {_MEMBER % 'member'}, balance FROM balances",
    "tallies": f"SELECT {_MEMBER % 'member'}, name, period, value FROM tallies",
    "marks": f"SELECT {_WHO % 'account'}, kind, mark, run_day FROM earning_marks",
    "actions": f"SELECT {_WHO % 'actor'}, action, {_WHO % 'target'}, at, detail FROM actions",
    "notes": "SELECT note FROM action_notes",
    "inbox": "SELECT platform, update_id, chat, state FROM inbox",
    "outbox": "SELECT platform, chat, cause, state FROM outbox",
    "retries": "SELECT listener, state FROM event_retries",
    "sealed": "SELECT count(*) FROM ledger_seals",
}


@dataclass(frozen=True, slots=True)
class Answers:
    """Which answer each update got, and how often the very same came again, by chat."""

    first: dict[tuple[str, str], list[str]]
    again: Counter[str]


def state_of(database: Path) -> dict[str, list[Row]]:
    """Everything that may not differ after any kill, sorted."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {
            name: sorted(connection.execute(question).fetchall(), key=repr)
            for name, question in _QUESTIONS.items()
        }


def answers_of(folder: Path) -> Answers:
    """What the platforms accepted; one update has one answer, whatever came of it."""
    first: dict[tuple[str, str], list[str]] = {}
    again: Counter[str] = Counter()
    for line in (folder / "accepted.jsonl").read_text(encoding="utf-8").splitlines():
        message = json.loads(line)
        update = (message["platform"], message["in_reply_to"])
        said = [json.dumps(_without_id(text), ensure_ascii=False) for text in message["texts"]]
        if update in first:
            assert first[update] == said, f"two different answers to {update}"
            again[f"{message['platform']}:{message['chat']}"] += 1
        first[update] = said
    return Answers(first, again)


def confirmed(folder: Path) -> int:
    """The number of the last update that the driver has confirmed."""
    file = folder / "offset"
    lines = file.read_text(encoding="ascii").split() if file.exists() else []
    return int(lines[-1]) if lines else 0


def _without_id(text: list[Any]) -> list[Any]:
    key, values = text
    return [key, {name: value for name, value in values.items() if name != "id"}]
