"""An update that ends the process is tried five times, set aside and reported (P11)."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.engine.encoder import incoming_to_json
from tests.faults.poison import STATUS
from tests.faults.programs import a_folder, drive
from tests.faults.states import answers_of
from tests.faults.transcripts import updates

UPDATES: Final = 12
# By its place among the updates, from 1: a batch has one kind of it, another has the other.
POISON: Final = {3: "/venom", 9: "/poison"}
# One that nothing was known of, then five that were written down before they were made.
MOST_DEATHS: Final = 6


def poisoned(folder: Path) -> Path:
    """A folder whose updates hold poison."""
    a_folder(folder, UPDATES)
    lines = [
        replace(update, text=POISON.get(place, update.text))
        for place, update in enumerate(updates(UPDATES), 1)
    ]
    text = "".join(incoming_to_json(line) + "\n" for line in lines)
    (folder / "updates.jsonl").write_text(text, encoding="utf-8")
    return folder


def drive_to_the_end(folder: Path, most_deaths: int) -> set[str]:
    """The updates of which the log says that they were set aside, once all are confirmed."""
    logged: set[str] = set()
    for _ in range(most_deaths + 1):
        done = drive(folder, "--poison")
        assert not done.has_traceback, done.err
        logged.update(re.findall(r"update set aside: \w+ '(\w+)': the process ended", done.err))
        if done.status != STATUS:
            assert (done.status, done.out) == (0, ""), done.err
            return logged
    raise AssertionError(f"died more than {most_deaths} times")


def test_what_ends_the_process_is_set_aside_and_all_else_is_handled(scratch: Path) -> None:
    folder = poisoned(scratch / "poisoned")
    logged = drive_to_the_end(folder, MOST_DEATHS * len(POISON))
    with closing(sqlite3.connect(folder / "hearth.db")) as connection:
        rows = dict(connection.execute("SELECT update_id, state FROM inbox").fetchall())
        aside = connection.execute(
            "SELECT update_id, tries, body FROM inbox WHERE state = 'set_aside' ORDER BY seq"
        ).fetchall()
    bad = {place: updates(UPDATES)[place - 1] for place in POISON}
    ids = {each.update_id for each in bad.values()}
    assert rows == {
        f"u{number}": "set_aside" if f"u{number}" in ids else "done"
        for number in range(1, UPDATES + 1)
    }
    assert [(each, tries, json.loads(body)["text"]) for each, tries, body in aside] == [
        (bad[place].update_id, 5, text) for place, text in POISON.items()
    ]
    assert logged == ids
    answers = answers_of(folder).first
    for each in bad.values():
        assert answers[each.platform, each.message_id] == ['["trouble.update.set.aside", {}]']
    sound = a_folder(scratch / "sound", UPDATES)
    assert drive(sound).status == 0
    expected = answers_of(sound).first
    assert answers.keys() - expected.keys() <= {
        (each.platform, each.message_id) for each in bad.values()
    }
    assert expected.keys() <= answers.keys()
