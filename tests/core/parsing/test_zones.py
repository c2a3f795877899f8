from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.errors import Refusal
from bot.core.parsing import read_zone
from bot.core.text import Text


@pytest.mark.parametrize(
    ("word", "zone"),
    [
        ("Asia/Shanghai", "Asia/Shanghai"),
        ("asia/shanghai", "Asia/Shanghai"),
        ("ＡＳＩＡ／ＳＨＡＮＧＨＡＩ", "Asia/Shanghai"),
        ("america/new york", "America/New_York"),
        ("New York", "America/New_York"),
        ("tokyo", "Asia/Tokyo"),
        ("Kiritimati", "Pacific/Kiritimati"),
        ("北京", "Asia/Shanghai"),
        ("上海", "Asia/Shanghai"),
        ("Beijing", "Asia/Shanghai"),
        ("东京", "Asia/Tokyo"),
        ("伦敦", "Europe/London"),
        ("纽约", "America/New_York"),
        ("utc", "UTC"),
        ("UTC+8", "Etc/GMT-8"),
        ("utc+08:00", "Etc/GMT-8"),
        ("GMT-3", "Etc/GMT+3"),
        ("＋８", "Etc/GMT-8"),
        ("UTC −5", "Etc/GMT+5"),
        ("UTC+0", "UTC"),
        ("+14", "Etc/GMT-14"),
        ("UTC+5:30", "Asia/Kolkata"),
        ("-09:30", "Pacific/Marquesas"),
    ],
)
def test_a_zone_is_read(word: str, zone: str) -> None:
    assert read_zone(word) == zone


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("Asia/Shanghia", "Asia/Shanghai"),
        ("Lodnon", "Europe/London"),
        ("北京市", "Asia/Shanghai"),
        ("Factory", ""),
        ("UTC+15", "UTC"),
        ("+8:15", ""),
        ("+٨", ""),
        ("../etc/passwd", ""),
        ("", ""),
    ],
)
def test_another_zone_is_refused_with_the_nearest(word: str, nearest: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_zone(word)
    assert caught.value.text == Text("input.zone", found=word, nearest=nearest)


@pytest.mark.parametrize("hours", range(-12, 15))
def test_every_whole_hour_from_utc_is_a_zone(hours: int) -> None:
    zone = ZoneInfo(read_zone(f"UTC{hours:+d}"))
    assert datetime(2026, 7, 1, tzinfo=zone).utcoffset() == timedelta(hours=hours)
