"""What is wrong in a config whose sections are right one by one, but do not fit each other.

A section that bounds a number says so by a method ``highest``, as levels do. A list that asks
for numbers has ``out_of_reach``; one that names a platform does so with ``OnPlatform``, one
that names chats of the community with ``OwnChat``. What unlocks something has ``opens``, the
names of it; what is for those who have unlocked it ``hangs_on``, where it names what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from bot.community.places import can_speak_in
from bot.config.config import Config
from bot.config.problems import Finding, closest, finding, wrong_value
from bot.core.model import CommunityId
from bot.core.setting_mistakes import Mistake, Path, Words
from bot.core.setting_places import ChatRef, OwnChat
from bot.core.setting_types import ListOf
from bot.core.settings import OnPlatform, Section

_PLATFORMS = "platforms."
_FEW = 5


def misfits(config: Config) -> list[Finding]:
    """All of it, each once."""
    found: dict[tuple[Path, str], Finding] = {}
    for community in config.communities:
        for each in _in_community(config, community):
            found.setdefault((each.path, each.says.en), each)
    return list(found.values())


def _in_community(config: Config, community: CommunityId) -> Iterator[Finding]:
    for section in config.sections:
        yield from _not_its_own(config, community, section)
        yield from _never_unlocked(config, community, section)
    highest = _highest(config, community)
    for section in config.sections:
        path = _place_of(config, community, section)
        if not section.many or path is None:
            continue
        tables: Sequence[object] = config.listed(community, section.made)
        ask = getattr(section.made, "out_of_reach", None)
        mistakes: list[Mistake] = ask(tables, highest) if ask is not None else []
        for each in mistakes:
            yield finding(each).moved((*path, *each.path))
        for number, table in enumerate(tables):
            for key, value in _on_platforms(section, table):
                wrong = _unknown(config, community, value)
                if wrong is not None:
                    yield wrong.moved((*path, number, key))


def _highest(config: Config, community: CommunityId) -> Mapping[str, int]:
    """How high numbers can become by the settings of the community."""
    found: dict[str, int] = {}
    for section in config.sections:
        if hasattr(section.made, "highest") and section.per_community and not section.many:
            found.update(config.settings(community, section.made).highest())
    return found


def _place_of(config: Config, community: CommunityId, section: Section) -> Path | None:
    """Where the file says what holds in the community, None where it says nothing."""
    name = tuple(section.path.split("."))
    if (community, section.path) in config.layers:
        return ("community", community, *name)
    return name if (None, section.path) in config.layers else None


def _not_its_own(config: Config, community: CommunityId, section: Section) -> Iterator[Finding]:
    """Chats that are to be spoken in, and are none of the community.

    What holds for the whole installation may name the chats of several; where the config names no
    chats at all, nobody knows yet which there will be.
    """
    for whose in (community, None):
        path = (*(() if whose is None else ("community", whose)), *section.path.split("."))
        known = _spoken_in(config, whose)
        if known is None:
            continue
        for each in section.settings:
            if not isinstance(each.accepts, ListOf) or not isinstance(each.accepts.item, OwnChat):
                continue
            chats = config.layers.get((whose, section.path), {}).get(each.name, ())
            for number, chat in enumerate(cast("tuple[ChatRef, ...]", chats)):
                where = config.community_of(*chat)
                if where is None or whose not in (None, where) or not can_speak_in(*chat):
                    yield wrong_value((*path, each.key, number), ":".join(chat), *known)


def _never_unlocked(config: Config, community: CommunityId, section: Section) -> Iterator[Finding]:
    """What hangs on a name that nothing unlocks: nothing of the community, or of none of them."""
    if not hasattr(section.made, "hangs_on"):
        return
    for place, made in _made(config, community, section):
        for path, name in made.hangs_on():
            own = (community, section.path)
            is_own = ("" if section.many else path[0]) in config.layers.get(own, {})
            whose = (community,) if is_own else tuple(config.communities)
            known = sorted({each for one in whose for each in _opened(config, one)})
            if name not in known:
                where = ("community", community) if is_own else ()
                listed = [*known[:_FEW], *(["…"] if len(known) > _FEW else [])]
                expected = Words(
                    f"unlocks 里有的名称：{'、'.join(listed) or '现在一个也没有'}",
                    f"a name that stands in an unlocks: {', '.join(listed) or 'there is none yet'}",
                )
                path = (*where, *section.path.split("."), *place, *path)
                yield wrong_value(path, name, expected, tuple(known))


def _opened(config: Config, community: CommunityId) -> set[str]:
    """What can be unlocked in the community."""
    return {
        name
        for section in config.sections
        if hasattr(section.made, "opens")
        for _, made in _made(config, community, section)
        for name in made.opens()
    }


def _made(config: Config, community: CommunityId, section: Section) -> Iterator[tuple[Path, Any]]:
    """What holds of the section in the community, each with its place in it."""
    if section.many:
        tables: Sequence[object] = config.listed(community, section.made)
        for number, table in enumerate(tables):
            yield (number,), table
    else:
        yield (), config.settings(community, section.made)


def _spoken_in(config: Config, whose: CommunityId | None) -> tuple[Words, tuple[str, ...]] | None:
    """What is expected of a chat of the community, or of any, and which there are."""
    chats = [
        chat
        for name, each in config.communities.items()
        for chat in each.chats
        if whose in (None, name)
    ]
    if not chats:
        return None
    named = [":".join(each) for each in chats if can_speak_in(*each)]
    listed = [*named[:_FEW], *(["…"] if len(named) > _FEW else [])]
    of = Words("这个社区", "this community") if whose else Words("这份配置", "this config")
    if not named:
        example = Words("，如 discord:2001/3001", ", such as discord:2001/3001")
        return Words(f"{of.zh}的频道{example.zh}", f"a channel of {of.en}{example.en}"), ()
    expected = Words(
        f"{of.zh}的聊天：{'、'.join(listed)}", f"a chat of {of.en}: {', '.join(listed)}"
    )
    return expected, tuple(named)


def _on_platforms(section: Section, table: object) -> Iterator[tuple[str, str]]:
    """The values of the table that begin with a platform, as written, with their keys."""
    for each in section.settings:
        if isinstance(each.accepts, OnPlatform):
            yield each.key, str(each.accepts.write(getattr(table, each.name)))


def _unknown(config: Config, community: CommunityId, value: str) -> Finding | None:
    """A platform that there is not, or on which nothing of the config is.

    A file that connects no platform at all is for a rehearsal, in which there are all.
    """
    paths = [each.path for each in config.sections if each.path.startswith(_PLATFORMS)]
    every = [each.removeprefix(_PLATFORMS) for each in paths]
    chats = {chat.platform for chat in config.communities[community].chats}
    connected = {name for name in every if (None, f"{_PLATFORMS}{name}") in config.layers}
    platform, _, rest = value.partition(":")
    known = sorted(connected | chats if connected else every)
    if platform in known:
        return None
    expected = Words(
        f"这份配置里的平台：{'、'.join(known)}", f"a platform of this config: {', '.join(known)}"
    )
    meant = closest(platform, tuple(known), bare=True)
    return wrong_value((), value, expected, (f"{meant}:{rest}",) if meant else ())
