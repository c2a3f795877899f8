"""The rows that a replay writes for what the platforms accepted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.core.clock import instant_text
from bot.core.outgoing import Purpose
from bot.core.text import Text
from bot.rehearsal.instants import read_instant
from bot.rehearsal.replies import EVERYONE, Key, ReplyRow, Values, key_and_values, reply_json

AT = datetime(2026, 11, 22, 9, tzinfo=timezone(timedelta(hours=8)))


def test_a_row_has_the_keys_of_the_format_in_their_order() -> None:
    key, values = key_and_values([Text("checkin.done", streak=7, day="2026-11-22")])
    row = ReplyRow(
        at=AT,
        platform="telegram",
        chat="-1001",
        to="42",
        in_reply_to="100",
        key=key,
        values=values,
        text="第 7 天",
        buttons=(("confirm", "确认"), ("cancel", "取消")),
        mentions=("42",),
        card={"kind": "calendar", "month": "2026-11"},
        kind=Purpose.RECAP,
    )
    assert reply_json(row) == (
        '{"at": "2026-11-22T01:00:00Z", "platform": "telegram", "chat": "-1001", "to": "42", '
        '"in_reply_to": "100", "key": "checkin.done", '
        '"values": {"day": "2026-11-22", "streak": 7}, "text": "第 7 天", '
        '"buttons": [{"key": "confirm", "label": "确认"}, {"key": "cancel", "label": "取消"}], '
        '"mentions": ["42"], "card": {"kind": "calendar", "month": "2026-11"}, "kind": "recap"}'
    )


def test_a_row_without_much_still_has_every_key() -> None:
    row = ReplyRow(at=AT, platform="console", chat="room", mentions=EVERYONE)
    assert reply_json(row) == (
        '{"at": "2026-11-22T01:00:00Z", "platform": "console", "chat": "room", "to": "", '
        '"in_reply_to": "", "key": "", "values": {}, "text": "", "buttons": [], '
        '"mentions": "everyone", "card": null, "kind": "reply"}'
    )


@pytest.mark.parametrize(
    ("texts", "key", "values"),
    [
        ([], "", {}),
        ([Text("a.b")], "a.b", {}),
        ([Text("a.b", z=1, a="x")], "a.b", {"a": "x", "z": 1}),
        ([Text("a.b", n=1), Text("c.d")], ("a.b", "c.d"), ({"n": 1}, {})),
        (
            [Text("a.b", unit=Text("points.unit", count=2))],
            "a.b",
            {"unit": {"key": "points.unit", "values": {"count": 2}}},
        ),
    ],
)
def test_one_sentence_stands_alone_and_several_are_lists(
    texts: list[Text], key: Key, values: Values
) -> None:
    assert key_and_values(texts) == (key, values)


@pytest.mark.parametrize(
    ("text", "instant", "written"),
    [
        ("2026-11-22T09:00:00+08:00", datetime(2026, 11, 22, 1), "2026-11-22T01:00:00Z"),
        ("2026-11-22T01:00Z", datetime(2026, 11, 22, 1), "2026-11-22T01:00:00Z"),
        ("2026-11-22 01:00:00.5-00:00", datetime(2026, 11, 22, 1, 0, 0, 500_000), None),
        ("20261122T010000Z", datetime(2026, 11, 22, 1), "2026-11-22T01:00:00Z"),
        ("1970-01-01T00:00:00Z", datetime(1970, 1, 1), "1970-01-01T00:00:00Z"),
    ],
)
def test_an_instant_is_read_with_its_offset_and_written_in_utc(
    text: str, instant: datetime, written: str | None
) -> None:
    assert read_instant(text) == instant.replace(tzinfo=UTC)
    assert read_instant(text).tzinfo is UTC
    assert instant_text(read_instant(text)) == (written or "2026-11-22T01:00:00.500000Z")


def test_an_instant_without_a_zone_is_not_written() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        instant_text(datetime(2026, 11, 22))
