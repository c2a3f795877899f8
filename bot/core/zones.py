"""Which time zones there are, and what people call them in either language.

For members (``bot/core/parsing/zones.py``) and operators (``bot/core/setting_places.py``) alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from bot.core.folding import fold

# Names in the database of zones that say nothing about a place.
_NO_PLACES: Final = ("posix/", "right/", "localtime", "posixrules", "Factory")

_ALIASES: Final = {
    "中国": "Asia/Shanghai",
    "北京": "Asia/Shanghai",
    "北京时间": "Asia/Shanghai",
    "上海": "Asia/Shanghai",
    "广州": "Asia/Shanghai",
    "深圳": "Asia/Shanghai",
    "china": "Asia/Shanghai",
    "beijing": "Asia/Shanghai",
    "shenzhen": "Asia/Shanghai",
    "guangzhou": "Asia/Shanghai",
    "乌鲁木齐": "Asia/Urumqi",
    "香港": "Asia/Hong_Kong",
    "澳门": "Asia/Macau",
    "台北": "Asia/Taipei",
    "台湾": "Asia/Taipei",
    "新加坡": "Asia/Singapore",
    "吉隆坡": "Asia/Kuala_Lumpur",
    "曼谷": "Asia/Bangkok",
    "东京": "Asia/Tokyo",
    "日本": "Asia/Tokyo",
    "首尔": "Asia/Seoul",
    "韩国": "Asia/Seoul",
    "korea": "Asia/Seoul",
    "印度": "Asia/Kolkata",
    "india": "Asia/Kolkata",
    "delhi": "Asia/Kolkata",
    "迪拜": "Asia/Dubai",
    "莫斯科": "Europe/Moscow",
    "巴黎": "Europe/Paris",
    "柏林": "Europe/Berlin",
    "伦敦": "Europe/London",
    "英国": "Europe/London",
    "圣保罗": "America/Sao_Paulo",
    "纽约": "America/New_York",
    "芝加哥": "America/Chicago",
    "丹佛": "America/Denver",
    "洛杉矶": "America/Los_Angeles",
    "旧金山": "America/Los_Angeles",
    "san_francisco": "America/Los_Angeles",
    "seattle": "America/Los_Angeles",
    "温哥华": "America/Vancouver",
    "多伦多": "America/Toronto",
    "悉尼": "Australia/Sydney",
    "墨尔本": "Australia/Melbourne",
    "奥克兰": "Pacific/Auckland",
    "z": "UTC",
    "世界时": "UTC",
}

# Who writes the distance instead of the place mostly means the one that has no other hour.
_SO_FAR: Final = {"utc+8": "Asia/Shanghai", "gmt+8": "Asia/Shanghai", "+08:00": "Asia/Shanghai"}

# Distances that are no whole hours belong to one country each that keeps them all year.
BROKEN_HOURS: Final = {
    timedelta(hours=-9, minutes=-30): "Pacific/Marquesas",
    timedelta(hours=3, minutes=30): "Asia/Tehran",
    timedelta(hours=4, minutes=30): "Asia/Kabul",
    timedelta(hours=5, minutes=30): "Asia/Kolkata",
    timedelta(hours=5, minutes=45): "Asia/Kathmandu",
    timedelta(hours=6, minutes=30): "Asia/Yangon",
    timedelta(hours=9, minutes=30): "Australia/Darwin",
}


def is_zone(name: str) -> bool:
    """Whether this machine knows the IANA zone, and it is that of a place or UTC."""
    if name.startswith(_NO_PLACES):
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """Every zone that ``is_zone``, sorted."""
    return tuple(sorted(each for each in available_timezones() if not each.startswith(_NO_PLACES)))


@lru_cache(maxsize=1)
def zones_by_name() -> Mapping[str, str]:
    """Every folded name that names one zone: what people say, IANA names, and their cities.

    A blank in a name is ``_``.
    """
    zones = zone_names()
    names = {fold(zone): zone for zone in zones}
    cities: dict[str, set[str]] = {}
    for zone in zones:
        area, slash, city = zone.rpartition("/")
        if slash and area not in ("Etc", "SystemV"):
            cities.setdefault(fold(city), set()).add(zone)
    single = {city: min(found) for city, found in cities.items() if len(found) == 1}
    return {**single, **names, **_ALIASES}


def zone_meant(written: str) -> str | None:
    """The zone that somebody meant who did not write its name; None when there is no telling."""
    name = folded(written)
    known = zones_by_name()
    return known.get(name) or known.get(name.rpartition("/")[2]) or _SO_FAR.get(name)


def folded(name: str) -> str:
    """The name as ``zones_by_name`` has it."""
    return fold(name).replace(" ", "_")


def coarse_zones() -> list[tuple[str, str]]:
    """A dozen zones for buttons, from east to west, each with the key of its name."""
    return [
        ("Pacific/Auckland", "zone.auckland"),
        ("Australia/Sydney", "zone.sydney"),
        ("Asia/Tokyo", "zone.tokyo"),
        ("Asia/Shanghai", "zone.shanghai"),
        ("Asia/Kolkata", "zone.kolkata"),
        ("Asia/Dubai", "zone.dubai"),
        ("Europe/Moscow", "zone.moscow"),
        ("Europe/Paris", "zone.paris"),
        ("Europe/London", "zone.london"),
        ("America/Sao_Paulo", "zone.sao_paulo"),
        ("America/New_York", "zone.new_york"),
        ("America/Chicago", "zone.chicago"),
        ("America/Los_Angeles", "zone.los_angeles"),
        ("UTC", "zone.utc"),
    ]
