"""How a setting is declared: once, with its type, default, limits and the operator's sentence.

    @section("checkin", zh="签到与连签", en="Check-ins and streaks")
    @dataclass(frozen=True, slots=True, kw_only=True)
    class CheckinSettings:
        day_start: str = setting(ClockTime(), "00:00", zh="每天从几点开始", en="When a day begins")

The loader, the example file, the JSON schema and the docs all read these declarations. The
types that an operator may write are in ``bot/core/setting_types.py``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Final, Generic, TypeVar, cast

from bot.core.setting_mistakes import Misread, Missing, Mistake, Unknown, Words, Wrong, below

T = TypeVar("T")

_SETTING: Final = "setting"
_SECTION: Final = "__hearth_section__"


class Secret:
    """A token: neither ``repr`` nor ``str`` nor a log shows it, only ``reveal`` does."""

    __slots__ = ("_value",)

    def __init__(self, value: str = "") -> None:
        self._value = value

    def reveal(self) -> str:
        """The token itself, to hand to the platform."""
        return self._value

    def __bool__(self) -> bool:
        return self._value != ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "Secret(***)" if self._value else "Secret()"

    __str__ = __repr__


class SettingType(ABC, Generic[T]):
    """What an operator may write for one value, and what the program gets from it.

    ``expected`` stands after "expected" in a message.
    """

    expected: Words

    @abstractmethod
    def schema(self) -> dict[str, object]:
        """The JSON schema of what may be written, for editors."""

    @abstractmethod
    def read(self, raw: object) -> T:
        """The value of what stands in the file. Raises Misread."""

    def write(self, value: T) -> object:
        """What ``read`` would make this value of."""
        return value

    def wrong(self, raw: object, known: tuple[str, ...] = ()) -> Misread:
        """The error that says that this is not what was expected."""
        return Misread([Wrong((), raw, self.expected, known)])


class OnPlatform(SettingType[T]):
    """What is written as ``"platform:…"``: the platform has to be one of the config."""


class _Required:
    def __repr__(self) -> str:
        return "REQUIRED"


REQUIRED: Final = _Required()


@dataclass(frozen=True, slots=True)
class Setting:
    """One declared key. ``default`` is REQUIRED where there is none."""

    key: str
    name: str
    accepts: SettingType[object]
    default: object
    says: Words
    example: object

    @property
    def must_be_written(self) -> bool:
        """Whether there is no default."""
        return self.default is REQUIRED

    @property
    def secret(self) -> bool:
        """Whether the value must never be shown, kept or exported."""
        return isinstance(self.default, Secret)


@dataclass(frozen=True, slots=True)
class Section:
    """One declared table of the file.

    ``per_community``: may be repeated as ``[community.ID.PATH]``. ``many``: a list of tables,
    ``defaults`` holds while the file has none. ``always``: in force also when the file does not
    name it. ``later``: accepted, but nothing reads it yet.
    """

    path: str
    says: Words
    made: type
    settings: tuple[Setting, ...]
    per_community: bool
    many: bool
    defaults: tuple[object, ...]
    always: bool
    later: bool


def setting(
    accepts: SettingType[T], default: T, *, zh: str, en: str, key: str = "", example: object = None
) -> T:
    """A field of a section: its type, its default and the sentence for the operator.

    ``key`` is its name in the file where Python has the word for itself; ``example`` is what
    the example file shows instead of the default.
    """
    says = Words(zh, en)
    metadata = {_SETTING: (key, accepts, default, says, example)}
    return field(default_factory=lambda: default, metadata=metadata)


def required(accepts: SettingType[T], *, zh: str, en: str, example: object, key: str = "") -> T:
    """A field of a table in a list that has no default and must be written."""
    metadata = {_SETTING: (key, accepts, REQUIRED, Words(zh, en), example)}
    return cast(T, field(metadata=metadata))


def section(  # noqa: PLR0913  a declaration names everything once
    path: str,
    *,
    zh: str,
    en: str,
    per_community: bool = True,
    always: bool = False,
    later: bool = False,
    many: Sequence[Mapping[str, object]] | None = None,
) -> Callable[[type[T]], type[T]]:
    """Marks a frozen dataclass of settings as the table ``path`` of the file.

    With ``many`` the class is one table of a list, and ``many`` the default list as an
    operator would write it.
    """

    def mark(made: type[T]) -> type[T]:
        declared = Section(
            path=path,
            says=Words(zh, en),
            made=made,
            settings=settings_in(made),
            per_community=per_community,
            many=many is not None,
            defaults=tuple(build(made, item) for item in many or ()),
            always=always,
            later=later,
        )
        setattr(made, _SECTION, declared)
        return made

    return mark


def section_of(made: type) -> Section:
    """How this class was declared. Raises TypeError for a class that is no section."""
    declared = made.__dict__.get(_SECTION)
    if not isinstance(declared, Section):
        raise TypeError(f"{made.__qualname__} is not declared with @section")
    return declared


def is_section(made: object) -> bool:
    """Whether this is a class that was declared with ``@section``."""
    return isinstance(made, type) and isinstance(made.__dict__.get(_SECTION), Section)


def settings_in(made: type) -> tuple[Setting, ...]:
    """The declared keys of a dataclass, in the order of the class."""
    found: list[Setting] = []
    for each in fields(made):
        key, accepts, default, says, example = each.metadata[_SETTING]
        found.append(Setting(key or each.name, each.name, accepts, default, says, example))
    return tuple(found)


def read_keys(
    settings: Sequence[Setting], table: Mapping[str, object]
) -> tuple[dict[str, object], list[Mistake]]:
    """The values of the keys that a table has, by field name, and all that is wrong in it.

    Keys that are not there are left out, so that layers can be laid over each other.
    """
    by_key = {each.key: each for each in settings}
    values: dict[str, object] = {}
    mistakes: list[Mistake] = []
    for key, raw in table.items():
        known = by_key.get(key)
        if known is None:
            mistakes.append(Unknown((key,), tuple(by_key)))
            continue
        try:
            values[known.name] = known.accepts.read(raw)
        except Misread as misread:
            mistakes.extend(below(key, misread.mistakes))
    return values, mistakes


def build(made: type[T], table: Mapping[str, object]) -> T:
    """The dataclass that a table describes, absent keys at their defaults.

    Raises Misread with every mistake. A class with a method ``contradictions`` is asked, once
    each value alone is right, whether they go together.
    """
    settings = settings_in(made)
    values, mistakes = read_keys(settings, table)
    for each in settings:
        if each.must_be_written and each.key not in table:
            mistakes.append(Missing((each.key,), each.accepts.expected))
    if not mistakes:
        built = made(**values)
        check = getattr(built, "contradictions", None)
        mistakes.extend(check() if check is not None else ())
        if not mistakes:
            return built
    raise Misread(mistakes)


def assemble(made: type[T], *layers: Mapping[str, object]) -> T:
    """The settings that these layers of values give, by field name, each over those before it.

    What no layer has is at its default.
    """
    values: dict[str, object] = {}
    for layer in layers:
        values.update(layer)
    return made(**values)
