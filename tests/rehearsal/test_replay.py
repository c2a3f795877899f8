"""A transcript through the real bot: the same bytes each time, or nothing at all."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot.app import read_config
from bot.core.errors import StartRefused
from bot.rehearsal.replay import ReplayRefused, replay
from bot.rehearsal.story import COMMUNITY
from bot.rehearsal.transcript import TranscriptError

CONFIG = read_config(COMMUNITY)
ROOT = Path(__file__).resolve().parents[2]


def a_line(at: str = "2026-11-22T09:00:00+08:00", **values: object) -> dict[str, object]:
    common = {"at": at, "platform": "telegram", "chat": "-1001", "user": "42", "name": "新成员"}
    return common | values


def a_transcript(folder: Path, *lines: dict[str, object] | str) -> str:
    path = folder / "story.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return str(path)


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_one_check_in_is_one_member_with_one_day_and_one_point(tmp_path: Path) -> None:
    out = io.BytesIO()
    stdin = io.BytesIO(json.dumps(a_line(text="/签到")).encode())
    await replay("-", CONFIG, export="-", stdin=stdin, stdout=out)
    whole = json.loads(out.getvalue())
    (community,) = whole["communities"]
    (member,) = community["members"]
    assert member == {
        "id": member["id"],
        "accounts": [{"platform": "telegram", "id": "42", "name": "新成员"}],
        "zone": "Asia/Shanghai",
        "locale": "en",
        "streak": {"current": 1, "longest": 1, "last_day": "2026-11-22"},
        "days": [
            {
                "day": "2026-11-22",
                "kind": "real",
                "at": "2026-11-22T01:00:00Z",
                "platform": "telegram",
            }
        ],
        "balance": 1,
        "lifetime": 1,
        "level": 0,
        "tier": "newcomer",
        "badges": [],
        "enrolments": [],
        "inventory": [],
        "strikes": [],
        "leaves": [],
        "makeups": [],
        "orders": [],
    }


async def test_replies_are_one_line_for_each_message(tmp_path: Path) -> None:
    story = a_transcript(
        tmp_path,
        a_line(text="/checkin"),
        a_line(text="nothing to answer"),
        a_line(text="/checkin", id="77"),
    )
    replies = tmp_path / "replies.jsonl"
    await replay(story, CONFIG, replies=str(replies))
    first, second = rows_of(replies)
    assert first == {
        "at": "2026-11-22T01:00:00Z",
        "platform": "telegram",
        "chat": "-1001",
        "to": "",
        "in_reply_to": "line:1",
        "key": ["checkin.done", "points.earned"],
        "values": [{"day": "2026-11-22", "streak": 1}, {"amount": 1, "balance": 1}],
        "text": "Checked in. Your streak begins: day 1.\n+1 point, 1 in all.",
        "buttons": [],
        "mentions": [],
        "card": None,
        "kind": "reply",
    }
    assert (second["in_reply_to"], second["key"]) == ("77", "checkin.already")


async def test_a_text_takes_values_of_earlier_answers(tmp_path: Path) -> None:
    story = a_transcript(
        tmp_path,
        a_line(text="/checkin"),
        a_line(user="900", name="Mo", text="/award @42 5 thanks", mentions=["42"]),
        a_line(user="900", name="Mo", text="/undo {2.id}"),
        a_line(text="/points"),
    )
    replies = tmp_path / "replies.jsonl"
    await replay(story, CONFIG, replies=str(replies))
    rows = rows_of(replies)
    assert rows[3]["text"] == "新成员, you have 1 point; today you earned 1, in all 1."


async def test_what_was_not_sent_by_the_last_instant_has_no_line(tmp_path: Path) -> None:
    fault: dict[str, object] = {
        "at": "2026-11-22T09:00:00+08:00",
        "kind": "fault",
        "platform": "telegram",
        "what": "timeout",
    }
    story = a_transcript(tmp_path, fault, a_line(text="/checkin"))
    replies, export = tmp_path / "replies.jsonl", tmp_path / "export.json"
    await replay(story, CONFIG, replies=str(replies), export=str(export))
    assert rows_of(replies) == []
    community = json.loads(export.read_text(encoding="utf-8"))["communities"][0]
    assert community["members"][0]["balance"] == 1


async def test_a_transcript_may_end_while_the_bot_is_off(tmp_path: Path) -> None:
    at = "2026-11-22T09:00:00+08:00"
    story = a_transcript(
        tmp_path, a_line(text="/checkin"), {"at": at, "kind": "down"}, a_line(text="/points")
    )
    replies, export = tmp_path / "replies.jsonl", tmp_path / "export.json"
    await replay(story, CONFIG, replies=str(replies), export=str(export))
    assert len(rows_of(replies)) == 1
    community = json.loads(export.read_text(encoding="utf-8"))["communities"][0]
    assert community["members"][0]["balance"] == 1


async def test_a_transcript_without_lines_is_a_community_without_members() -> None:
    out = io.BytesIO()
    await replay("-", CONFIG, export="-", stdin=io.BytesIO(b"\n"), stdout=out)
    (main,) = json.loads(out.getvalue())["communities"]
    assert {each["state"] for each in main.pop("jobs")} == {"due"}
    assert main == {
        "id": "main",
        "name": "Dawn",
        "zone": "Asia/Shanghai",
        "members": [],
        "ledger": [],
        "audit": [],
        "cases": [],
        "faq": [],
    }


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (
            [a_line(text="/checkin"), "{broken"],
            "{file}:2: expected one JSON object in UTF-8, found broken JSON at character 2",
        ),
        (
            [a_line(text="/checkin"), a_line(text="/undo {1.id}")],
            "{file}:2: text: expected a value “id” in a reply to line 1, found nothing",
        ),
    ],
)
async def test_what_cannot_be_read_leaves_nothing_behind(
    tmp_path: Path, lines: list[dict[str, object] | str], sentence: str
) -> None:
    story = a_transcript(tmp_path, *lines)
    before = tmp_path / "export.json"
    before.write_text("as it was", encoding="utf-8")
    with pytest.raises(TranscriptError) as raised:
        await replay(
            story,
            CONFIG,
            database=f"sqlite:///{tmp_path / 'kept.db'}",
            export=str(before),
            replies=str(tmp_path / "replies.jsonl"),
        )
    assert raised.value.sentence("en") == sentence.format(file=story)
    assert left(tmp_path) == ["export.json", "story.jsonl"]
    assert before.read_text(encoding="utf-8") == "as it was"


async def test_a_failed_replay_says_nothing_on_standard_output(tmp_path: Path) -> None:
    out = io.BytesIO()
    story = a_transcript(tmp_path, a_line(text="/checkin"), a_line(text="{1.nothing}"))
    with pytest.raises(TranscriptError):
        await replay(story, CONFIG, export="-", replies="-", stdout=out)
    assert out.getvalue() == b""


async def test_a_named_database_is_kept_whole(tmp_path: Path) -> None:
    story = a_transcript(tmp_path, a_line(text="/checkin"))
    (tmp_path / "kept.db").touch()
    await replay(story, CONFIG, database=f"sqlite:///{tmp_path / 'kept.db'}")
    assert left(tmp_path) == ["kept.db", "story.jsonl"]
    with pytest.raises(ReplayRefused) as raised:
        await replay(story, CONFIG, database=str(tmp_path / "kept.db"))
    assert raised.value.text.key == "replay.not_empty"


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"transcript": "missing.jsonl"}, "replay.no_transcript"),
        ({"transcript": "."}, "replay.no_transcript"),
        ({"export": "missing/export.json"}, "replay.no_output"),
        ({"replies": "."}, "replay.no_output"),
        ({"database": "sqlite:///missing/kept.db"}, "replay.no_output"),
        ({"database": "sqlite:///."}, "replay.not_empty"),
        ({"database": "postgresql://localhost/hearth"}, "replay.only_sqlite"),
    ],
)
async def test_a_place_that_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, str], key: str
) -> None:
    monkeypatch.chdir(tmp_path)
    whole = {"transcript": a_transcript(tmp_path, a_line(text="/checkin"))} | options
    with pytest.raises(ReplayRefused) as raised:
        await replay(whole.pop("transcript"), CONFIG, **whole)  # type: ignore[arg-type]
    assert raised.value.text.key == key
    assert left(tmp_path) == ["story.jsonl"]


async def test_a_pipe_stays_a_pipe_and_a_link_a_link(tmp_path: Path) -> None:
    story = a_transcript(tmp_path, a_line(text="/checkin"))
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to("export.json")
    with ThreadPoolExecutor(1) as other:
        read = other.submit(pipe.read_bytes)
        await replay(story, CONFIG, replies=str(pipe), export=str(link))
        (row,) = read.result().splitlines()
    assert json.loads(row)["key"] == ["checkin.done", "points.earned"]
    assert pipe.is_fifo()
    assert link.is_symlink()
    assert json.loads((tmp_path / "export.json").read_text())["format"] == "hearth-export"


async def test_a_bug_in_a_turn_sets_the_update_aside_and_the_replay_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from cogs.checkin import store

    async def broken(*_: object, **__: object) -> bool:
        raise ZeroDivisionError("a bug")

    with monkeypatch.context() as patch:
        patch.setattr(store, "credit", broken)
        story = a_transcript(tmp_path, a_line(text="/checkin"), a_line(text="/points"))
        replies = tmp_path / "replies.jsonl"
        await replay(story, CONFIG, replies=str(replies))
    assert [row["key"] for row in rows_of(replies)] == [
        "trouble.update.set.aside",
        "points.yours",
    ]
    assert "ZeroDivisionError: a bug" in caplog.text


async def test_the_seed_feeds_every_id(tmp_path: Path) -> None:
    story = a_transcript(tmp_path, a_line(text="/checkin"))
    made = []
    for seed in (1, 1, 2):
        out = io.BytesIO()
        await replay(story, CONFIG, export="-", seed=seed, stdout=out)
        made.append(out.getvalue())
    assert made[0] == made[1] != made[2]


def test_two_replays_give_the_same_bytes_on_any_machine(tmp_path: Path) -> None:
    lines = [
        a_line(
            at=f"2026-11-{22 + number // 40:02}T{number % 24:02}:00:00Z"
            if number % 40 < 24
            else f"2026-11-{22 + number // 40:02}T23:{number % 40:02}:00Z",
            text=("/checkin", "/points", "/history 2", "hello")[number % 4],
            user=str(number % 7),
            platform=("telegram", "discord")[number % 2],
            chat=("-1001", "2001/3001")[number % 2],
        )
        for number in range(120)
    ]
    lines.sort(key=lambda line: str(line["at"]))
    story = a_transcript(tmp_path, *lines)
    config = tmp_path / "config.toml"
    config.write_text(COMMUNITY, encoding="utf-8")
    script = (
        "import asyncio, sys\n"
        "from bot.app import load_config\n"
        "from bot.rehearsal.replay import replay\n"
        "story, config = sys.argv[1:]\n"
        "asyncio.run(replay(story, load_config(config), export='-', replies='-'))\n"
    )
    made = []
    for zone, salt in (("Asia/Shanghai", "1"), ("America/New_York", "2")):
        done = subprocess.run(
            [sys.executable, "-c", script, story, str(config)],
            cwd=ROOT,
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": salt, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        )
        made.append(done.stdout)
    assert made[0] == made[1]
    assert made[0].count(b"\n") > 60


async def test_a_database_that_cannot_be_opened_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.rehearsal import room

    def refuse(*_: object, **__: object) -> None:
        raise StartRefused("operator.full", path="")

    monkeypatch.setattr(room, "build", refuse)
    story = a_transcript(tmp_path, a_line(text="/checkin"))
    with pytest.raises(StartRefused):
        await replay(story, CONFIG, export=str(tmp_path / "export.json"))
    assert left(tmp_path) == ["story.jsonl"]


async def test_a_card_is_named_with_its_values_and_not_drawn(tmp_path: Path) -> None:
    replies = tmp_path / "replies.jsonl"
    lines = a_transcript(tmp_path, a_line(text="/签到"), a_line(text="/日历"))
    await replay(lines, CONFIG, replies=str(replies))
    check_in, calendar = rows_of(replies)
    assert check_in["card"] is None
    card = calendar["card"]
    assert (card["name"], card["values"]["year"], card["values"]["month"]) == (
        "calendar",
        "2026",
        11,
    )
