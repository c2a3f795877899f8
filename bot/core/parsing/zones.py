"""The zone that somebody means: an IANA name, a city, a distance from UTC."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from zoneinfo import available_timezones

from bot.core.errors import Refusal
from bot.core.folding import fold
from bot.core.parsing.arguments import shown
from bot.core.parsing.nearest import nearest

# Names in the database of zones that say nothing about a place.
_NO_PLACES = frozenset({"Factory", "localtime", "posixrules"})

_ALIASES = {
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

# Distances that are no whole hours belong to one country each that keeps them all year.
_BROKEN_HOURS = {
    timedelta(hours=-9, minutes=-30): "Pacific/Marquesas",
    timedelta(hours=3, minutes=30): "Asia/Tehran",
    timedelta(hours=4, minutes=30): "Asia/Kabul",
    timedelta(hours=5, minutes=30): "Asia/Kolkata",
    timedelta(hours=5, minutes=45): "Asia/Kathmandu",
    timedelta(hours=6, minutes=30): "Asia/Yangon",
    timedelta(hours=9, minutes=30): "Australia/Darwin",
}


def read_zone(word: str) -> str:
    """The IANA name of the zone that the word names, in any case and either language.

    Taken are IANA names, their cities, a few names of places, and ``UTC+8`` or ``+08:00``.
    Refused as ``input.zone`` with ``nearest``, empty when nothing is near.
    """
    name = fold(word).replace(" ", "_")
    zone = _known().get(name) or _from_utc(name)
    if zone is None:
        close = nearest(name, _known())
        raise Refusal("input.zone", found=shown(word), nearest=_known()[close] if close else "")
    return zone


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


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    """Every folded name that names one zone: aliases, IANA names, and the cities in them."""
    zones = sorted(available_timezones() - _NO_PLACES)
    names = {fold(zone): zone for zone in zones}
    cities: dict[str, set[str]] = {}
    for zone in zones:
        area, slash, city = zone.rpartition("/")
        if slash and area not in ("Etc", "SystemV"):
            cities.setdefault(fold(city), set()).add(zone)
    single = {city: min(found) for city, found in cities.items() if len(found) == 1}
    return {**single, **names, **_ALIASES}


def _from_utc(name: str) -> str | None:
    """The zone of ``utc+8``, ``gmt-03:00`` or ``+8``; None when there is none so far from UTC."""
    text = name.removeprefix("utc").removeprefix("gmt").replace("−", "-").replace("_", "")
    sign, hours, minutes = text[:1], *text[1:].partition(":")[::2]
    digits = hours + minutes
    if sign not in ("+", "-") or not (digits.isascii() and digits.isdigit()):
        return None
    if not 1 <= len(hours) <= 2 or len(minutes) not in (0, 2):
        return None
    east = timedelta(hours=int(hours), minutes=int(minutes or 0)) * (1 if sign == "+" else -1)
    if east in _BROKEN_HOURS:
        return _BROKEN_HOURS[east]
    whole, left = divmod(east, timedelta(hours=1))
    if left or not -12 <= whole <= 14:
        return None
    return "UTC" if whole == 0 else f"Etc/GMT{-whole:+d}"
