"""A config that was read: what holds for Hearth, for each platform and in each community."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar, cast

from bot.config.base import HearthSettings
from bot.config.toml import dotted, toml_value
from bot.core.errors import HearthError
from bot.core.model import Community, CommunityId
from bot.core.setting_mistakes import Path, Words
from bot.core.setting_places import ChatRef, UserRef
from bot.core.settings import Secret, Section, SettingType, assemble, section_of

S = TypeVar("S")

Layer = Literal["default", "file", "community"]
LayerOf = tuple[CommunityId | None, str]
"""Whose layer, None for all communities, and the path of the section."""


@dataclass(frozen=True, slots=True)
class CommunityConfig:
    """A community with its chats and its staff, as the file names them."""

    community: Community
    chats: tuple[ChatRef, ...]
    moderators: tuple[UserRef, ...]
    admins: tuple[UserRef, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Something that is worth saying about a config and keeps nothing from working."""

    says: Words

    def sentence(self, locale: str) -> str:
        """The note in this language; any other than ``zh`` gets English."""
        return self.says.of(locale)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Which layer a value comes from; a default has no ``section`` and the line 0."""

    key: str
    value: str
    layer: Layer
    section: str = ""
    file: str = ""
    line: int = 0

    def sentence(self, locale: str) -> str:
        """The explanation in this language; any other than ``zh`` gets English."""
        if self.layer == "default":
            return f"{self.key} = {self.value} ({Words('默认值', 'default').of(locale)})"
        return f"{self.key} = {self.value} ({self.file}:{self.line}, {self.section})"


class UnknownSetting(HearthError):
    """No section of the config declares this key."""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings in force. Two that say the same are equal.

    ``platforms`` holds the sections that the file names, and the console. ``layers`` holds what
    the file says of each section, by field name, without the defaults; a list section is under
    the empty name.
    """

    file: str
    hearth: HearthSettings
    platforms: Mapping[str, object]
    communities: Mapping[CommunityId, CommunityConfig]
    sections: tuple[Section, ...]
    layers: Mapping[LayerOf, Mapping[str, object]]
    notes: tuple[Note, ...] = ()
    text: str = field(default="", repr=False, compare=False)
    _built: dict[tuple[CommunityId, type], object] = field(
        default_factory=dict, repr=False, compare=False
    )
    _chats: dict[tuple[str, str], CommunityId] = field(
        default_factory=dict, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for community_id, each in self.communities.items():
            for chat in each.chats:
                self._chats[chat] = community_id

    def settings(self, community_id: CommunityId, section: type[S]) -> S:
        """The section as it holds in this community: default, then the file, then its own.

        Raises KeyError for a community that the file does not name.
        """
        built = self._built.get((community_id, section))
        if built is None:
            declared = self._per_community(community_id, section, many=False)
            built = assemble(
                section,
                self.layers.get((None, declared.path), {}),
                self.layers.get((community_id, declared.path), {}),
            )
            self._built[community_id, section] = built
        return cast(S, built)

    def listed(self, community_id: CommunityId, section: type[S]) -> tuple[S, ...]:
        """The tables of a list section, as ``[[badges]]``, that hold in this community."""
        declared = self._per_community(community_id, section, many=True)
        for layer in (community_id, None):
            found = self.layers.get((layer, declared.path))
            if found is not None:
                return cast("tuple[S, ...]", found[""])
        return cast("tuple[S, ...]", declared.defaults)

    def in_community(self, community_id: CommunityId) -> SettingsIn:
        """The settings as they hold in this community."""
        return SettingsIn(self, community_id)

    def community_of(self, platform: str, chat: str) -> CommunityId | None:
        """The community that names this chat, its channel or its guild; the most exact one wins."""
        while (found := self._chats.get((platform, chat))) is None and "/" in chat:
            chat = chat.rpartition("/")[0]
        return found

    def explain(self, community_id: CommunityId, key: str) -> Explanation:
        """Which layer gives ``checkin.day_start`` in this community, and where it stands.

        Raises KeyError for an unknown community and UnknownSetting for an unknown key.
        """
        community = self.communities[community_id]
        for declared in self.sections:
            if key == declared.path and declared.many:
                return self._explained(community, declared, key, "")
            for each in declared.settings:
                if key == f"{declared.path}.{each.key}" and not declared.many:
                    return self._explained(community, declared, key, each.name)
        raise UnknownSetting(key)

    def _per_community(self, community_id: CommunityId, section: type, *, many: bool) -> Section:
        self.communities[community_id]
        declared = section_of(section)
        if declared.many is not many or not declared.per_community:
            raise TypeError(f"[{declared.path}] is not to be asked for so")
        return declared

    def _explained(
        self, community: CommunityConfig, declared: Section, key: str, name: str
    ) -> Explanation:
        own = community.community.id
        below = key.removeprefix("community.") if declared.path == "community" else key
        layers: list[tuple[Layer, LayerOf, Path]] = [
            ("community", (own, declared.path), ("community", own, *below.split("."))),
            ("file", (None, declared.path), tuple(key.split("."))),
        ]
        for layer, layer_of, path in layers:
            values = self.layers.get(layer_of, {})
            if name in values:
                value = _written(declared, name, values[name])
                section = f"[[{dotted(path)}]]" if declared.many else f"[{dotted(path[:-1])}]"
                return Explanation(key, value, layer, section, self.file, self._line(path))
        value = _written(declared, name, _default(declared, name))
        return Explanation(key, value, "default")

    def _line(self, path: Path) -> int:
        from bot.config.positions import Positions

        return Positions(self.text).line(path)


@dataclass(frozen=True, slots=True)
class SettingsIn:
    """The settings of one community, for the cogs."""

    config: Config
    community: CommunityId

    def __call__(self, section: type[S]) -> S:
        """The section as it holds here."""
        return self.config.settings(self.community, section)

    def listed(self, section: type[S]) -> tuple[S, ...]:
        """The tables of a list section that hold here."""
        return self.config.listed(self.community, section)


def _default(declared: Section, name: str) -> object:
    if name == "":
        return declared.defaults
    return next(each.default for each in declared.settings if each.name == name)


def _written(declared: Section, name: str, value: object) -> str:
    """The value as it would stand in the file; a secret is hidden."""
    if isinstance(value, Secret):
        return repr(value)
    if name != "":
        accepts = next(each.accepts for each in declared.settings if each.name == name)
        return toml_value(accepts.write(value))
    tables = cast("Sequence[object]", value)
    return toml_value([written_table(declared, each) for each in tables])


def written_table(declared: Section, table: object) -> dict[str, object]:
    """One table of a list section, as it would be written in the file."""
    written: dict[str, object] = {}
    for each in declared.settings:
        accepts: SettingType[object] = each.accepts
        written[each.key] = accepts.write(getattr(table, each.name))
    return written
