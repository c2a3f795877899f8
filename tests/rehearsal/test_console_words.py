"""What is typed in the terminal's chat, before anything happens."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.core.text import Text
from bot.rehearsal.console_people import Person, mentions_in
from bot.rehearsal.console_words import (
    As,
    Help,
    Message,
    Place,
    Power,
    Press,
    Quit,
    Role,
    Save,
    Time,
    Typed,
    Wrong,
    moment,
    read_typed,
)


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("", None),
        ("?", Help()),
        ("？", Help()),
        ("hello there ", Message("hello there")),
        ("/checkin ran", Message("/checkin ran")),
        ("／as Bob", As("Bob", "")),
        ("/as Bob Ross @discord", As("Bob Ross", "discord")),
        ("/AS @Discord", As("", "discord")),
        ("/as 小明 ＠telegram", As("小明", "telegram")),
        ("/as", Wrong(Text("console.how.as"))),
        ("/time", Time()),
        ("/time +1d", Time(span=timedelta(days=1))),
        (
            "/time +1w2d 3h4m5s",
            Time(span=timedelta(weeks=1, days=2, hours=3, minutes=4, seconds=5)),
        ),
        ("/time 2026-11-23 09:00", Time(day=date(2026, 11, 23), clock=time(9))),
        ("/time 2026-11-23", Time(day=date(2026, 11, 23))),
        ("/time 9:05", Time(clock=time(9, 5))),
        ("/time 2026-02-30", Wrong(Text("console.how.time"))),
        ("/time 25:00", Wrong(Text("console.how.time"))),
        ("/time +", Wrong(Text("console.how.time"))),
        ("/time +1x", Wrong(Text("console.how.time"))),
        ("/press 2", Press(2)),
        ("2", Press(2, plain="2")),
        ("2026", Message("2026")),
        ("/private", Place(private=True)),
        ("/group", Place(private=False)),
        ("/group photo", Message("/group photo")),
        ("/role Moderator", Role("moderator")),
        ("/down", Power(on=False, platform="")),
        ("/up @Telegram", Power(on=True, platform="telegram")),
        ("/reply @Bob well done", Message("well done", reply_to="Bob")),
        ("/reply Bob", Wrong(Text("console.how.reply"))),
        ("/save a b.jsonl", Save("a b.jsonl")),
        ("/quit", Quit()),
        ("/quit reading", Message("/quit reading")),
    ],
)
def test_what_is_typed(line: str, typed: Typed) -> None:
    assert read_typed(line) == typed


def test_a_moment_is_the_next_of_its_kind() -> None:
    now = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert moment(Time(clock=time(10)), now) == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert moment(Time(clock=time(9)), now) == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert moment(Time(day=date(2026, 12, 1)), now) == datetime(2026, 12, 1, 9, 30, tzinfo=UTC)


def test_a_name_is_always_the_same_person() -> None:
    assert Person("小明", "telegram").user == Person("小明", "telegram").user
    assert Person("Bob", "telegram").user == Person("bob", "telegram").user
    assert Person("Bob", "telegram").user != Person("Bob", "discord").user
    assert Person("900", "telegram").user == "900"


def test_mentions_are_ids_in_the_order_of_the_words() -> None:
    people = [Person("Bob", "telegram"), Person("小明", "telegram"), Person("Eve", "discord")]
    assert mentions_in("/give @小明 5, @bob: and @Eve！", people, "telegram") == (
        people[1].user,
        people[0].user,
        "eve",
    )
