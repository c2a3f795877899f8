"""Events are written down and read again without loss."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.events import Event, MemberEvent, Stage, event_from_json, event_to_json
from bot.core.model import AccountId, CommunityId, MemberId

HERE = CommunityId("here")
AT = datetime(2026, 11, 23, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Planted(MemberEvent):
    """A tree was planted."""

    kind: str
    height: int
    is_old: bool
    day: date
    until: datetime


def a_tree(**values: object) -> Planted:
    """A tree that differs in what the test says."""
    given_values: dict[str, object] = {
        "kind": "oak",
        "height": 3,
        "is_old": False,
        "day": date(2026, 11, 23),
        "until": AT,
        **values,
    }
    return Planted(HERE, MemberId("m"), AccountId("a"), AT, **given_values)  # type: ignore[arg-type]


@given(
    st.builds(
        a_tree,
        kind=st.text(st.characters(exclude_categories=["Cs"])),
        height=st.integers(),
        is_old=st.booleans(),
        day=st.dates(),
        until=st.datetimes(timezones=st.just(UTC)),
    )
)
def test_an_event_is_read_as_it_was_written(event: Planted) -> None:
    assert event_from_json(Planted, event_to_json(event)) == event


def test_an_instant_keeps_its_offset() -> None:
    at = datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=8)))
    read = event_from_json(Planted, event_to_json(a_tree(until=at)))
    assert (read.until, read.until.utcoffset()) == (at, timedelta(hours=8))


def test_an_event_of_a_community_has_no_member() -> None:
    assert event_to_json(Event(HERE)) == '{"community": "here"}'
    assert event_from_json(Event, '{"community": "here"}') == Event(HERE)


def test_what_was_written_by_another_version_is_not_read_as_this_one() -> None:
    with pytest.raises(KeyError):
        event_from_json(Planted, '{"community": "here"}')


def test_stages_follow_each_other() -> None:
    assert list(Stage) == [Stage.EARNING, Stage.TALLIES, Stage.THRESHOLDS, Stage.OTHERS]
    assert list(Stage) == sorted(Stage)
