"""What is worth saying about a config that has no problem."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from bot.config.config import Note
from bot.config.reading import Reading
from bot.core.calendars import Calendar
from bot.core.setting_mistakes import Words
from bot.core.setting_places import ChatRef

_NUMBERS: Final = {
    "telegram": (re.compile(r"-?[0-9]+"), "-1001"),
    "discord": (re.compile(r"[0-9]+(/[0-9]+)?"), "2001/3001"),
}


def notes_on(reading: Reading) -> tuple[Note, ...]:
    """Sections that nothing reads yet, platforms that are off, odd chats, calendars that end."""
    waiting = (*_later(reading), *_uncounted(reading))
    found = (*waiting, *_off(reading), *_odd(reading), *_unpublished(reading))
    return tuple(Note(words) for words in found)


def _later(reading: Reading) -> Iterable[Words]:
    named = {path for _, path in reading.layers}
    later = [each.path for each in reading.sections if each.later and each.path in named]
    if later:
        yield Words(
            f"这些部分已经检查过，后续版本生效：{'、'.join(later)}。",
            f"these sections are right and take effect with a later release: {', '.join(later)}.",
        )


def _uncounted(reading: Reading) -> Iterable[Words]:
    if reading.uncounted:
        names = sorted(reading.uncounted)
        yield Words(
            f"还没有人记这些数字，后续版本才有：{'、'.join(names)}；要用到它们的规则暂时不会成立。",
            f"nothing counts these yet, a later release will: {', '.join(names)};"
            " rules that ask for them are not met until then.",
        )


def _off(reading: Reading) -> Iterable[Words]:
    for platform in reading.platforms:
        path = f"platforms.{platform}"
        always = any(each.always for each in reading.sections if each.path == path)
        enabled = reading.layers.get((None, path), {}).get("enabled", True)
        on = ((None, path) in reading.layers or always) and enabled
        count = sum(each.platform == platform for each in _chats(reading))
        if count and not on:
            yield Words(
                f"{path} 没有启用，它的 {count} 个聊天收不到消息。",
                f"{path} is not on: nothing is heard from its chats ({count}).",
            )


def _odd(reading: Reading) -> Iterable[Words]:
    for each in _chats(reading):
        pattern, example = _NUMBERS.get(each.platform, (None, ""))
        if pattern is not None and not pattern.fullmatch(each.chat):
            named = ":".join(each)
            yield Words(
                f"{named} 不像 {each.platform} 的聊天：那里的编号是数字，如 {example}。",
                f"{named} is no chat of {each.platform}: ids there are numbers, as {example}.",
            )


def _unpublished(reading: Reading) -> Iterable[Words]:
    named = {code for values in reading.layers.values() for code in _calendars(values)}
    for code in sorted(named):
        last = Calendar(code).known_until
        if last is not None:
            yield Words(
                f"{code} 的公共假日和调休公布到 {last} 年；以后的年份算普通日子，"
                "公布后升级 holidays 库并重启即可。",
                f"the public holidays of {code} are published up to {last}; later years are plain"
                " days until the library `holidays` is updated and the bot restarted.",
            )


def _calendars(values: Mapping[str, object]) -> Iterable[str]:
    found = values.get("calendars", ())
    return (each for each in found if isinstance(each, str)) if isinstance(found, tuple) else ()


def _chats(reading: Reading) -> Iterable[ChatRef]:
    for community_id in reading.communities:
        found = reading.layers.get((community_id, "community"), {}).get("chats", ())
        if isinstance(found, tuple):
            yield from (each for each in found if isinstance(each, ChatRef))
