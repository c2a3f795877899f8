"""From the tables of a file to layers of values, with all that is wrong in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.config.announced import LATER_TALLIES
from bot.config.problems import (
    Finding,
    closest,
    finding,
    unknown_key,
    unknown_section,
    wrong_value,
)
from bot.core.model import CommunityId
from bot.core.setting_mistakes import Misread, Missing, Mistake, Path, Unknown, Words, Wrong, below
from bot.core.setting_places import Chat, ChatRef, User, UserRef
from bot.core.setting_types import ListOf
from bot.core.settings import Section, assemble, build, read_keys

_PLATFORMS: Final = "platforms."
_COMMUNITY: Final = "community"
_ID: Final = re.compile(r"[\w-]{1,64}")

_A_TABLE: Final = Words("一节，如 [checkin]", "a section such as [checkin]")
_TABLES: Final = Words("若干节，如 [[badges]]", "a list of tables such as [[badges]]")
_AN_ID: Final = Words(
    "社区编号：字母、数字、_ 或 -，最多 64 个",
    "a community's id of at most 64 letters, digits, _ or -",
)


Counted = Callable[[], Collection[str]]
"""Gives the names of what is counted for members; asked only where the file has rules over it."""


@dataclass(slots=True)
class Reading:
    """What one file says, as far as it has been read.

    ``layers`` are as in a config. With ``whole`` false something of the file is unreadable, and
    what is missing may be there. ``counted`` is None where nobody knows what is counted;
    ``uncounted`` are names that the file asks for and that a later release counts.
    """

    sections: Sequence[Section]
    whole: bool
    counted: Counted | None = None
    uncounted: set[str] = field(default_factory=set)
    layers: dict[tuple[CommunityId | None, str], dict[str, object]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    communities: list[CommunityId] = field(default_factory=list)
    _chats: dict[ChatRef, CommunityId] = field(default_factory=dict)

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms that have a section, whether the file names it or not."""
        return tuple(
            each.path.removeprefix(_PLATFORMS)
            for each in self.sections
            if each.path.startswith(_PLATFORMS)
        )

    def read_all(self, data: Mapping[str, object], twice: Mapping[str, Path]) -> None:
        """Everything that the file holds is in the layers or in the findings.

        ``twice`` names the tables that stand there a second time: they are only checked.
        """
        for key, raw in data.items():
            if key in twice:
                self._check_again(twice[key], (key,), raw)
            elif key == _COMMUNITY:
                self._read_communities(raw)
            elif not key.startswith("\0"):
                self._read_table((key,), raw, "", None)
        if self.whole and not self.communities and _COMMUNITY not in data:
            says = Words(
                "没有社区。请加一节，如 [community.main]。",
                "there is no community. Add a section such as [community.main].",
            )
            self.findings.append(Finding((_COMMUNITY,), says))

    def _check_again(self, meant: Path, path: Path, raw: object) -> None:
        """The keys of a table that stands there twice, as if it stood there once."""
        again = Reading(self.sections, whole=False)
        nested: object = raw
        for step in reversed(meant):
            nested = {step: nested}
        if isinstance(nested, dict):
            again.read_all(nested, {})
        for each in again.findings:
            if len(each.path) > len(meant):
                self.findings.append(each.moved(path + each.path[len(meant) :]))

    def _read_communities(self, raw: object) -> None:
        if not isinstance(raw, dict):
            self.findings.append(wrong_value((_COMMUNITY,), raw, _A_TABLE))
            return
        for community_id, table in raw.items():
            path = (_COMMUNITY, community_id)
            if not isinstance(table, dict):
                self._misplaced_in_community(path, table)
            elif not _ID.fullmatch(community_id):
                self.findings.append(wrong_value(path, community_id, _AN_ID))
            else:
                self._read_community(path, CommunityId(community_id), table)

    def _misplaced_in_community(self, path: Path, raw: object) -> None:
        """``[community]`` with the keys that belong into ``[community.ID]``."""
        own = self._declared(_COMMUNITY)
        if own is not None and path[-1] in {each.key for each in own.settings}:
            self.findings.append(unknown_key(path, (), f"community.main.{path[-1]}"))
        else:
            self.findings.append(wrong_value(path, raw, _A_TABLE))

    def _read_community(
        self, path: Path, community_id: CommunityId, table: Mapping[str, object]
    ) -> None:
        self.communities.append(community_id)
        own = self._declared(_COMMUNITY)
        keys = {each.key for each in own.settings} if own is not None else set()
        itself = {key: raw for key, raw in table.items() if key in keys}
        if own is not None:
            self._read_section(own, path, itself, community_id)
        for key, raw in table.items():
            if key not in keys:
                self._read_table((*path, key), raw, "", community_id)

    def _read_table(
        self, path: Path, raw: object, above: str, community_id: CommunityId | None
    ) -> None:
        """A section, a table that holds sections, or something unknown."""
        name = f"{above}{path[-1]}"
        declared = self._declared(name)
        holds = any(each.path.startswith(f"{name}.") for each in self.sections)
        known = declared is not None or holds
        for_all = declared is not None and not declared.per_community
        if known and community_id is not None and (holds or for_all):
            says = Words("这一节不能按社区设置。", "this section cannot be set for one community.")
            self.findings.append(Finding(path, says))
        elif declared is not None and declared.path != _COMMUNITY:
            self._read_section(declared, path, raw, community_id)
        elif not holds:
            self._unknown(path, raw, above, community_id)
        elif not isinstance(raw, dict):
            self.findings.append(wrong_value(path, raw, _A_TABLE))
        else:
            for key, inner in raw.items():
                self._read_table((*path, key), inner, f"{name}.", community_id)

    def _unknown(
        self, path: Path, raw: object, above: str, community_id: CommunityId | None
    ) -> None:
        names = [each.path for each in self.sections if each.path.startswith(above)]
        known = [each.removeprefix(above).split(".")[0] for each in names]
        own = self._declared(_COMMUNITY)
        if community_id is not None and own is not None:
            known = [each.path for each in self.sections if each.per_community]
            known += [each.key for each in own.settings]
        if isinstance(raw, dict) or (isinstance(raw, list) and raw and isinstance(raw[0], dict)):
            self.findings.append(unknown_section(path, tuple(known)))
        else:
            self.findings.append(unknown_key(path, tuple(known), self._home_of(path, community_id)))

    def _home_of(self, path: Path, community_id: CommunityId | None) -> str:
        """Where a key of exactly this name belongs, if only one section has it."""
        homes = [
            each.path
            for each in self.sections
            if not each.many and path[-1] in {setting.key for setting in each.settings}
            if each.per_community or community_id is None
        ]
        if len(homes) != 1:
            return ""
        home = f"{_COMMUNITY}.main" if homes[0] == _COMMUNITY else homes[0]
        inside = f"{_COMMUNITY}.{community_id}." if community_id is not None else ""
        return f"{inside}{home}.{path[-1]}"

    def _declared(self, path: str) -> Section | None:
        return next((each for each in self.sections if each.path == path), None)

    def _read_section(
        self, declared: Section, path: Path, raw: object, community_id: CommunityId | None
    ) -> None:
        if declared.many:
            self._read_list(declared, path, raw, community_id)
            return
        if not isinstance(raw, dict):
            self.findings.append(wrong_value(path, raw, _A_TABLE))
            return
        values, mistakes = read_keys(declared.settings, raw)
        check = getattr(declared.made, "contradictions", None)
        if check is not None and not mistakes:
            over = self.layers.get((None, declared.path), {})
            mistakes.extend(check(assemble(declared.made, over, values)))
        self._note(path, mistakes)
        self._check_places(declared, path, raw, community_id)
        self.layers[community_id, declared.path] = values

    def _read_list(
        self, declared: Section, path: Path, raw: object, community_id: CommunityId | None
    ) -> None:
        if not isinstance(raw, list):
            self.findings.append(wrong_value(path, raw, _TABLES))
            return
        tables: list[object] = []
        mistakes: list[Mistake] = []
        for number, table in enumerate(raw):
            if not isinstance(table, dict):
                self.findings.append(wrong_value((*path, number), table, _TABLES))
                continue
            try:
                tables.append(build(declared.made, table))
            except Misread as misread:
                mistakes.extend(below(number, misread.mistakes))
        # Whether tables go together is asked once each alone is right.
        among = getattr(declared.made, "contradictions_among", None)
        if among is not None and len(tables) == len(raw):
            mistakes.extend(among(tables))
        mistakes.extend(self._uncounted_in(declared, tables))
        self._note(path, mistakes)
        self.layers[community_id, declared.path] = {"": tuple(tables)}

    def _uncounted_in(self, declared: Section, tables: Sequence[object]) -> list[Mistake]:
        """Where rules ask for what nobody counts; what is announced is only noted."""
        ask = getattr(declared.made, "uncounted_among", None)
        if ask is None or self.counted is None:
            return []
        missing: list[Wrong] = ask(tables, self.counted())
        self.uncounted |= {str(each.found) for each in missing} & LATER_TALLIES
        return [each for each in missing if each.found not in LATER_TALLIES]

    def _note(self, path: Path, mistakes: Sequence[Mistake]) -> None:
        for each in mistakes:
            found = finding(each)
            if isinstance(each, Missing) and not self.whole:
                continue
            if isinstance(each, Unknown) and len(each.path) == 1 and not found.did_you_mean:
                found = unknown_key(each.path, each.known, self._home_of(each.path, None))
            self.findings.append(found.moved((*path, *found.path)))

    def _check_places(
        self,
        declared: Section,
        path: Path,
        table: Mapping[str, object],
        community_id: CommunityId | None,
    ) -> None:
        """Every chat and account is on a platform of ours, and no chat has two communities."""
        for each in declared.settings:
            for number, reference in _references(each.accepts, table.get(each.key)):
                at = (*path, each.key, number)
                if reference.platform not in self.platforms:
                    self.findings.append(_unknown_platform(at, reference, self.platforms))
                elif isinstance(reference, ChatRef) and declared.path == _COMMUNITY:
                    self._check_chat(at, reference, community_id)

    def _check_chat(self, path: Path, chat: ChatRef, community_id: CommunityId | None) -> None:
        owner = self._chats.setdefault(chat, community_id or CommunityId(""))
        if owner != community_id:
            says = Words(
                f"这个聊天已经属于 community.{owner}；一个聊天只能属于一个社区。",
                f"this chat belongs to community.{owner} already; a chat has one community.",
            )
            self.findings.append(Finding(path, says, ":".join(chat)))


def _references(accepts: object, raw: object) -> Iterator[tuple[int, ChatRef | UserRef]]:
    """The references in a list of them that can be read, with their places in it."""
    if not isinstance(accepts, ListOf) or not isinstance(accepts.item, (Chat, User)):
        return
    for number, each in enumerate(raw if isinstance(raw, list) else ()):
        try:
            yield number, accepts.item.read(each)
        except Misread:
            continue


def _unknown_platform(path: Path, found: ChatRef | UserRef, known: tuple[str, ...]) -> Finding:
    expected = Words(f"平台 {'、'.join(known)} 之一", f"one of the platforms {', '.join(known)}")
    meant = closest(found.platform, known, bare=True)
    return wrong_value(path, ":".join(found), expected, (f"{meant}:{found[1]}",) if meant else ())
