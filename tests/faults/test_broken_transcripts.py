"""A transcript that cannot be played stops the replay with a line that says where."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.faults.many import Case, run_many
from tests.faults.programs import hearth, run
from tests.faults.transcripts import CONFIG

GOOD: Final[Mapping[str, object]] = {
    "at": "2026-11-22T09:00:00+08:00",
    "platform": "telegram",
    "chat": "-1001",
    "user": "42",
    "name": "新成员",
    "text": "/签到",
}
EARLIER: Final[Mapping[str, object]] = {**GOOD, "at": "2026-11-22T08:59:59+08:00"}
BROKEN: Final[dict[str, bytes | Mapping[str, object]]] = {
    "no JSON": b'{"at": "2026-11-22T09:00:00+08:00", ',
    "no object": b"[1, 2]",
    "no UTF-8": b'{"at": "\xff\xfe"}',
    "deeply nested": b'{"at":' + b"[" * 100_000,
    "the same key twice": b'{"at": "2026-11-22T09:00:00Z", "at": "2026-11-22T09:00:00Z"}',
    "a huge number": b'{"at": "2026-11-22T09:00:00Z", "kind": "fault", "platform": "telegram",'
    b' "what": "timeout", "times": ' + b"9" * 10_000 + b"}",
    "unknown kind": {"at": GOOD["at"], "kind": "massage"},
    "unknown key": {**GOOD, "txet": "x"},
    "no platform": {key: value for key, value in GOOD.items() if key != "platform"},
    "text is a number": {**GOOD, "text": 7},
    "no offset": {**GOOD, "at": "2026-11-22T09:00:00"},
    "no instant": {**GOOD, "at": "yesterday"},
    "no such day": {**GOOD, "at": "2026-02-30T09:00:00Z"},
    "the clock goes back": EARLIER,
    "an unknown reference": {**GOOD, "text": "/link {1.code}"},
    "a reference to the future": {**GOOD, "text": "/link {99.code}"},
    "an unknown fault": {"at": GOOD["at"], "kind": "fault", "platform": "telegram", "what": "x"},
}


def written(line: bytes | Mapping[str, object]) -> bytes:
    """The line as it stands in the file."""
    return line if isinstance(line, bytes) else json.dumps(dict(line), ensure_ascii=False).encode()


def test_a_broken_line_stops_the_replay_and_writes_nothing(tmp_path: Path) -> None:
    cases, outputs = [], []
    for place, line in enumerate(BROKEN.values()):
        folder = tmp_path / str(place)
        folder.mkdir()
        (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
        (folder / "day.jsonl").write_bytes(written(GOOD) + b"\n\n" + written(line) + b"\n")
        files = [folder / name for name in ("export.json", "replies.jsonl")]
        if place % 3:
            for file in files:
                file.write_text("as it was", encoding="utf-8")
        outputs.append([file for file in files if file.exists()])
        asked = ("--export", "export.json", "--replies", "replies.jsonl")
        more = ("--database", "sqlite:///new.db", "--locale", ("zh", "en")[place % 2])
        cases.append(Case(("replay", "day.jsonl", *asked, *more), str(folder)))
    for name, case, done, files in zip(BROKEN, cases, run_many(cases), outputs, strict=True):
        assert (name, done.status, done.out) == (name, 2, ""), done.err
        assert done.err.startswith("day.jsonl:3"), (name, done.err)
        assert done.err.count("\n") == 1, (name, done.err)
        there = {file.name for file in Path(case.folder).iterdir()}
        assert there == {"config.toml", "day.jsonl"} | {file.name for file in files}
        assert {file.read_text(encoding="utf-8") for file in files} <= {"as it was"}


def test_what_cannot_be_read_or_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "day.jsonl").write_bytes(written(GOOD) + b"\n")
    (tmp_path / "full.db").write_bytes(b"full")
    assert run(hearth("migrate"), cwd=tmp_path).status == 0
    asked = [
        ("replay", "no.jsonl"),
        ("replay", "."),
        ("replay", "day.jsonl", "--export", "no/such/export.json"),
        ("replay", "day.jsonl", "--export", "."),
        ("replay", "day.jsonl", "--database", "sqlite:///full.db"),
        ("replay", "day.jsonl", "--database", "sqlite:///no/such/new.db"),
        ("replay", "day.jsonl", "--database", "postgresql://user:secret@nowhere/x"),
        ("replay", "day.jsonl", "--config", "no.toml"),
        ("export", "--out", "no/such/export.json"),
        ("export", "--format", "csv", "--out", "day.jsonl"),
        ("export", "--community", "nowhere"),
        ("export", "--member", "nobody"),
        ("schema", "--out", "no/such/schema.json"),
        ("example-config", "--out", "no/such/config.toml"),
    ]
    for arguments, done in zip(
        asked, run_many([Case(each, str(tmp_path)) for each in asked]), strict=True
    ):
        assert (arguments, done.status, done.out) == (arguments, 2, ""), done.err
        assert done.err.count("\n") == 1, (arguments, done.err)
        assert "secret" not in done.err


def test_a_last_line_without_an_end_and_an_empty_transcript_are_played(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "day.jsonl").write_bytes("\ufeff".encode() + written(GOOD))
    (tmp_path / "empty.jsonl").write_bytes(b"")
    played = run_many(
        [
            Case(("replay", name, "--export", "-"), str(tmp_path))
            for name in ("day.jsonl", "empty.jsonl")
        ]
    )
    assert [(done.status, done.err) for done in played] == [(0, ""), (0, "")]
    members = [json.loads(done.out)["communities"][0]["members"] for done in played]
    assert [[each["balance"] for each in some] for some in members] == [[1], []]
