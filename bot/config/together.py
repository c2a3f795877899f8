"""What is wrong in a config whose sections are right one by one, but do not fit each other.

A section that bounds a number says so by a method ``highest``, as levels do. A list that asks
for numbers has ``out_of_reach``; one that names a platform does so with ``OnPlatform``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.config.config import Config
from bot.config.problems import Finding, closest, finding, wrong_value
from bot.core.model import CommunityId
from bot.core.setting_mistakes import Mistake, Path, Words
from bot.core.settings import OnPlatform, Section

_PLATFORMS = "platforms."


def misfits(config: Config) -> list[Finding]:
    """All of it, each once."""
    found: dict[tuple[Path, str], Finding] = {}
    for community in config.communities:
        for each in _in_community(config, community):
            found.setdefault((each.path, each.says.en), each)
    return list(found.values())


def _in_community(config: Config, community: CommunityId) -> Iterator[Finding]:
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
