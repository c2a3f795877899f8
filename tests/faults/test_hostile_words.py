"""Whatever people write is answered or ignored; nothing that they write ends a replay (P13)."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Final

from tests.faults.programs import hearth, run
from tests.faults.transcripts import CONFIG, START

VERBS: Final = (
    "/checkin", "/streak", "/points", "/history", "/award", "/undo", "/explain", "/timezone",
    "/language", "/help", "/签到", "签到", "/", "／", "",
)  # fmt: skip
WORDS: Final = (
    "",
    "x" * 10_000,
    "签" * 10_000,
    "9" * 10_000,
    "-" * 10_000,
    "@" * 10_000,
    "\u0000\u0001\u001b[2J",
    "\ud800 \udfff",
    "e\u0301" * 2_000,
    "👨‍👩‍👧‍👦" * 1_000,
    "\u202egnp.exe\u2066",
    '{$name} { "{" } {1} %s %(x)s ${HOME}',
    "@everyone @here <@&1> <!channel> @all",
    "'; DROP TABLE members; --",
    "=cmd|' /C calc'!A0",
    "<b>bold</b> **bold** [a](javascript:x) `code`",
    '"unclosed quote',
    "“弯引号",
    "１２３ 1e999 0x10 -0 +5 1_000 ٣",
    "\n" * 5_000,
    "../../etc/passwd",
    "telegram:42 telegram: :42 :",
    "Etc/GMT+99 ../UTC /etc/localtime",
)


def test_hostile_words_are_answered_or_ignored_and_end_nothing(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    lines = []
    for number, (verb, words) in enumerate(product(VERBS, WORDS)):
        user = "900" if number % 2 else "42"
        line = {
            "at": (START + timedelta(minutes=3 * number)).isoformat(),
            "platform": ("telegram", "discord")[number % 3 == 0],
            "chat": user if number % 5 == 0 else ("-1001", "2001/3001")[number % 3 == 0],
            "user": user,
            "name": words[:200],
            "text": f"{verb} {words}",
        }
        lines.append(json.dumps(line))
    (tmp_path / "day.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run(hearth("replay", "day.jsonl", "--replies", "-"), cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    replies = [json.loads(line) for line in done.out.splitlines()]
    assert len(replies) > len(lines) // 2
    assert [reply for reply in replies if reply["mentions"]] == []
    assert [reply for reply in replies if reply["key"] == "trouble.update.set.aside"] == []
