"""Which roles an operator gives for what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.cog import SettingsOf
from bot.core.setting_mistakes import Mistake, Path, Words, Wrong
from bot.core.setting_types import Flag
from bot.core.settings import OnPlatform, SettingType, required, section, setting
from cogs.levels.events import TIERS
from cogs.roles.rules import Ground, Role, RoleRule

_TITLE_LETTERS: Final = 16


class RoleName(OnPlatform[Role]):
    """A role of a platform, ``"discord:SERVER/ROLE"``; on Telegram ``"telegram:GROUP/TITLE"``."""

    _MADE_OF: Final = re.compile(r"([a-z][a-z0-9_]*):([^\s:/]+)/([^\s:/]+)")
    expected = Words(
        '"平台:服务器/身份组" 的 ID，如 "discord:2001/7001"，Telegram 是群和头衔（至多 16 个字，'
        '不含表情），如 "telegram:-1001/学霸"',
        'the ids "platform:server/role" such as "discord:2001/7001", on Telegram group and title'
        ' (16 characters at most, no emoji) such as "telegram:-1001/Sage"',
    )

    def schema(self) -> dict[str, object]:
        return {"type": "string", "pattern": f"^{self._MADE_OF.pattern}$"}

    def read(self, raw: object) -> Role:
        matched = self._MADE_OF.fullmatch(raw) if isinstance(raw, str) else None
        if matched is None or not matched[0].isprintable():
            raise self.wrong(raw)
        if matched[1] == "telegram" and not _is_title(matched[3]):
            raise self.wrong(raw)
        return Role(*matched.groups())

    def write(self, value: Role) -> object:
        return role_name(value)


def _is_title(text: str) -> bool:
    """Whether Telegram shows this beside a name."""
    # Emoji are symbols, or joined by what is none.
    plain = all(unicodedata.category(letter)[0] in "LNP" for letter in text)
    return plain and len(text) <= _TITLE_LETTERS


class RoleGround(SettingType[str]):
    """What a role is given for, ``"tier:expert"``."""

    _MADE_OF: Final = re.compile(
        f"tier:({'|'.join(TIERS[1:])})|level:[1-9][0-9]{{0,3}}|privilege:[a-z0-9][a-z0-9_]{{0,63}}"
    )
    expected = Words(
        '"tier:expert"、"level:10" 或 "privilege:private_class" 这样的条件',
        'a condition such as "tier:expert", "level:10" or "privilege:private_class"',
    )

    def schema(self) -> dict[str, object]:
        return {"type": "string", "pattern": f"^({self._MADE_OF.pattern})$"}

    def read(self, raw: object) -> str:
        if isinstance(raw, str) and self._MADE_OF.fullmatch(raw):
            return raw
        near = tuple(f"tier:{tier}" for tier in TIERS[1:])
        raise self.wrong(raw, near if isinstance(raw, str) else ())


@section("roles", zh="平台上的身份组", en="Roles on the platforms", many=[])
@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSettings:
    """One ``[[roles]]``; the rules are in ``docs/features/roles.md``."""

    when: str = required(
        RoleGround(),
        zh='给谁："tier:growing" 或 "level:10" 及以上的人，"privilege:名称" 解锁了它的人',
        en='Who has it: "tier:growing" or higher, "level:10" or higher, "privilege:NAME"',
        example="tier:growing",
    )
    role: Role = required(
        RoleName(),
        zh="服务器和身份组的 ID；Telegram 是群和显示在名字旁的头衔",
        en="The ids of server and role; on Telegram the group and the title beside a name",
        example="discord:2001/7001",
    )
    stays: bool = setting(
        Flag(),
        True,
        zh="升到更高一档身份组后还保留",
        en="Kept when a higher level or tier brings another role",
    )

    @staticmethod
    def out_of_reach(roles: Sequence[RoleSettings], highest: Mapping[str, int]) -> list[Mistake]:
        """Where a role asks for a level that nobody can come to."""
        mistakes: list[Mistake] = []
        for number, role in enumerate(roles):
            ground, most = role.rule.ground, highest.get(role.rule.ground, role.rule.number)
            if role.rule.number > most:
                expected = Words(
                    f"最高到 {ground}:{most} 的条件", f"a condition up to {ground}:{most}"
                )
                mistakes.append(Wrong((number, "when"), role.when, expected, (f"{ground}:{most}",)))
        return mistakes

    def hangs_on(self) -> list[tuple[Path, str]]:
        """What has to be unlocked for it, and where that is named."""
        rule = self.rule
        return [(("when",), rule.name)] if rule.ground is Ground.PRIVILEGE else []

    @property
    def rule(self) -> RoleRule:
        """The same for ``roles_for``."""
        ground, _, what = self.when.partition(":")
        match Ground(ground):
            case Ground.TIER:
                return RoleRule(self.role, Ground.TIER, TIERS.index(what), stays=self.stays)
            case Ground.LEVEL:
                return RoleRule(self.role, Ground.LEVEL, int(what), stays=self.stays)
            case Ground.PRIVILEGE:
                return RoleRule(self.role, Ground.PRIVILEGE, name=what)


def role_name(role: Role) -> str:
    """The role as the config names it."""
    return f"{role.platform}:{role.place}/{role.role}"


def role_from(name: str) -> Role:
    """The role that the config names so."""
    return RoleName().read(name)


def rules_of(settings: SettingsOf) -> tuple[RoleRule, ...]:
    """The rules of the community."""
    return tuple(each.rule for each in settings.listed(RoleSettings))


def edition_of(settings: SettingsOf) -> str:
    """The rules as one text, the same for the same rules."""
    return "\n".join(
        f"{each.when} {role_name(each.role)} {each.stays}" for each in settings.listed(RoleSettings)
    )
