"""The one list of time zones: what is one, what it is called, and what somebody may have meant."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from bot.core.zones import coarse_zones, is_zone, zone_meant, zone_names, zones_by_name


def test_every_choice_and_every_name_is_a_zone() -> None:
    assert [zone for zone, _ in coarse_zones() if not is_zone(zone)] == []
    assert [zone for zone in zones_by_name().values() if not is_zone(zone)] == []
    assert [zone for zone in zone_names() if not is_zone(zone)] == []
    assert len({key for _, key in coarse_zones()}) == len(coarse_zones())


def test_nothing_is_left_out_but_what_is_no_place() -> None:
    assert available_timezones() - set(zone_names()) <= {"localtime", "posixrules", "Factory"}


@pytest.mark.parametrize(
    "name", ["", "Asia", "Asia/Nowhere", "../x", "localtime", "posix/UTC", "Factory", "a\0b"]
)
def test_what_is_no_place_is_no_zone(name: str) -> None:
    assert not is_zone(name)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Beijing", "Asia/Shanghai"),
        ("Asia/Beijing", "Asia/Shanghai"),
        ("asia/shanghai", "Asia/Shanghai"),
        ("北京", "Asia/Shanghai"),
        ("UTC+8", "Asia/Shanghai"),
        ("+08:00", "Asia/Shanghai"),
        ("New York", "America/New_York"),
        ("../../etc/passwd", None),
        ("Factory", None),
        ("", None),
    ],
)
def test_what_was_meant_is_found_by_what_people_say(written: str, meant: str | None) -> None:
    assert zone_meant(written) == meant
