"""Stories of communities: each is replayed, and all that is said and kept is compared.

``stories/NAME.jsonl`` is the transcript, ``NAME.toml`` its config where it has one of its own,
``NAME.replies.txt`` what the bot says and ``NAME.export.json`` what is left at the end. After a
change that is meant, ``HEARTH_REWRITE=1`` writes both anew, to be read before they are kept.
"""

from __future__ import annotations

import io
import json
import os
import re
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from bot.app import read_config
from bot.config.config import Config
from bot.rehearsal.replay import replay
from bot.rehearsal.story import COMMUNITY
from tests.engines import engines

STORIES: Final = Path(__file__).parent / "stories"
NAMES: Final = sorted(path.stem for path in STORIES.glob("*.jsonl"))
# Of the others, what people read and what is left is compared with files from run to run.
VARIED: Final = ("a_first_week", "every_fault_of_a_platform", "every_kind_of_line")
# What it proves is proven of Europe as well: `make test-long` tells it.
LATER: Final = ("clocks_change_in_america",)
REWRITE: Final = bool(os.environ.get("HEARTH_REWRITE"))
_MESSAGE: Final = re.compile(r"^\d.*\n(?: {4}.*\n)*", re.MULTILINE)


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.long] * (name in LATER)) for name in NAMES],
)
async def test_the_story_is_told_and_ends_as_it_should(name: str) -> None:
    config = config_of(name)
    replies, export = await told(name, config)
    compare(STORIES / f"{name}.replies.txt", replies)
    compare(STORIES / f"{name}.export.json", export)
    assert_it_adds_up(json.loads(export))


@pytest.mark.parametrize("name", VARIED)
async def test_the_story_is_the_same_bytes_when_it_is_told_again(name: str) -> None:
    assert await told_as_bytes(name, config_of(name)) == await told_as_bytes(name, config_of(name))


def test_ten_stories_are_told() -> None:
    assert len(NAMES) >= 10


def test_nothing_is_left_of_a_story_that_went_away() -> None:
    kept = {f"{name}{end}" for name in NAMES for end in (".jsonl", ".replies.txt", ".export.json")}
    may = {f"{name}.toml" for name in NAMES}
    assert {path.name for path in STORIES.iterdir()} - may == kept


async def told(name: str, config: Config) -> tuple[str, str]:
    """What people read in the story, and the community at its end."""
    replies, _, export = (await told_as_bytes(name, config)).decode().partition('{"format"')
    zone = ZoneInfo(next(iter(config.communities.values())).community.zone)
    rows = [json.loads(line) for line in replies.splitlines()]
    return "".join(shown(row, zone) for row in rows), '{"format"' + export


async def told_as_bytes(name: str, config: Config) -> bytes:
    """All that a replay of the story writes."""
    out = io.BytesIO()
    await replay(str(STORIES / f"{name}.jsonl"), config, replies="-", export="-", stdout=out)
    return out.getvalue()


def shown(row: dict[str, Any], zone: ZoneInfo) -> str:
    """One message as somebody would read it, with what it answers."""
    at = datetime.fromisoformat(row["at"]).astimezone(zone)
    to = f" to {row['to']}" if row["to"] else ""
    answers = f" ({row['in_reply_to']})" if row["in_reply_to"] else ""
    lines = row["text"].split("\n")
    if row["buttons"]:
        lines.append("  ".join(f"[{button['label']}]" for button in row["buttons"]))
    head = f"{at:%Y-%m-%d %H:%M:%S} {row['platform']} {row['chat']}{to}{answers}> "
    return head + "\n    ".join(lines) + "\n"


def config_of(name: str) -> Config:
    """The story's own config, else the one of all stories."""
    own = STORIES / f"{name}.toml"
    return read_config(own.read_text(encoding="utf-8") if own.exists() else COMMUNITY)


def compare(path: Path, text: str) -> None:
    """The file says the text; with HEARTH_REWRITE it does so afterwards."""
    if REWRITE:
        path.write_text(text, encoding="utf-8")
    kept = path.read_text(encoding="utf-8")
    if engines.name != "sqlite" and path.suffix == ".txt":
        kept, text = by_chats(kept), by_chats(text)
    assert kept == text


def by_chats(replies: str) -> str:
    """What is said in several chats at the same instant, chat by chat.

    A server takes the messages of several chats side by side: the order is each chat's own.
    """
    messages = _MESSAGE.findall(replies)
    assert "".join(messages) == replies
    return "".join(sorted(messages, key=lambda message: message.split(" ")[:4]))


def assert_it_adds_up(export: dict[str, Any]) -> None:
    """Balances are the sums of entries, and no member has a day twice."""
    for community in export["communities"]:
        sums: dict[str, int] = {}
        for entry in community["ledger"]:
            sums[entry["member"]] = sums.get(entry["member"], 0) + entry["amount"]
            assert entry["balance_after"] == sums[entry["member"]]
        for member in community["members"]:
            assert member["balance"] == sums.get(member["id"], 0)
            days = [day["day"] for day in member["days"]]
            assert len(days) == len(set(days))
