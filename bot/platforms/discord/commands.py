"""The slash commands: from what the cogs declare to Discord's JSON, and from a call to text.

A command with forms becomes a group whose bare form is a subcommand of its own; one parser
reads typed and written calls, so a call becomes the text that somebody would have written
(``docs/features/commands.md``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from bot.core.cog import CommandSpec
from bot.core.model import LOCALES
from bot.core.options import Option, OptionKind
from bot.core.parsing import take_word
from bot.core.parsing.arguments import HIGHEST_AMOUNT
from bot.core.text import Text

Json = dict[str, Any]
Say = Callable[[Text, str], str]
OptionsOf = Callable[[CommandSpec], Sequence[Option]]

# What the bare form of a command with forms is called; "show" unless it is here. The sentence
# ``discord.form.NAME`` is its Chinese name.
_BARE: Final = {"faq": "ask", "leave": "plan", "link": "start"}
_SHOW: Final = "show"
_CHINESE: Final = ("zh-CN", "zh-TW")
_SUBCOMMAND, _STRING, _INTEGER, _USER = 1, 3, 4, 6
_LONGEST: Final = 100
_LONGEST_TEXT: Final = 1_800
_NAME: Final = re.compile(r"[-_'\w]{1,32}")
_QUOTES: Final = ('""', "''", "“”", "‘’", "「」", "『』")


def tree_of(commands: Iterable[CommandSpec], options: OptionsOf, say: Say) -> list[Json]:
    """All commands as Discord registers them, in the order of their names."""
    groups: dict[str, list[CommandSpec]] = {}
    for command in commands:
        groups.setdefault(command.name.partition(" ")[0], []).append(command)
    return [_top(name, groups[name], options, say) for name in sorted(groups)]


def same_tree(ours: Sequence[Json], registered: Sequence[Mapping[str, Any]]) -> bool:
    """Whether what is registered says all that ours does, whatever else Discord keeps of it."""
    there = {str(each.get("name")): each for each in registered if each.get("type", 1) == 1}
    return len(ours) == len(registered) == len(there) and all(
        each["name"] in there and _says(there[each["name"]], each) for each in ours
    )


def text_of(data: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """A call as the text that somebody would have written, and whom its @words name."""
    words, options = [f"/{called(data)}"], data.get("options") or []
    if options and options[0]["type"] == _SUBCOMMAND:
        options = options[0].get("options") or []
    mentions = []
    for option in options:
        if option["type"] == _USER:
            mentions.append(str(option["value"]))
            words.append(f"@{option['value']}")
        else:
            words.append(_as_word(str(option["value"]), last=option is options[-1]))
    return " ".join(words), tuple(mentions)


def called(data: Mapping[str, Any]) -> str:
    """The name of the command that is called, as its cog declares it."""
    name, options = str(data["name"]), data.get("options") or []
    if options and options[0]["type"] == _SUBCOMMAND:
        form = str(options[0]["name"])
        return name if form == _BARE.get(name, _SHOW) else f"{name} {form}"
    return name


def asked_for(data: Mapping[str, Any]) -> tuple[str, str, str]:
    """Which option of which command somebody is typing, and what they have typed of it."""
    name, options = str(data["name"]), data.get("options") or []
    if options and options[0]["type"] == _SUBCOMMAND:
        options = options[0].get("options") or []
    for option in options:
        if option.get("focused"):
            return name, str(option["name"]), str(option.get("value") or "")
    return name, "", ""


def _top(name: str, forms: Sequence[CommandSpec], options: OptionsOf, say: Say) -> Json:
    first = forms[0]
    top = {**_named(name, first, 0, say), "type": 1, "contexts": [0, 1], "integration_types": [0]}
    if len(forms) == 1 and first.name == name:
        top["options"] = _options(first, options, say)
        return top
    top["options"] = [
        {
            **_form(name, form, say),
            "type": _SUBCOMMAND,
            "options": _options(form, options, say),
        }
        for form in forms
    ]
    return top


def _form(name: str, command: CommandSpec, say: Say) -> Json:
    form = command.name.partition(" ")[2]
    if form:
        return _named(form, command, 1, say)
    bare = _BARE.get(name, _SHOW)
    local = _name_in(say(Text(f"discord.form.{bare}"), "zh"))
    return {**_named(bare, command, 1, say), "name_localizations": _in_chinese(local)}


def _named(name: str, command: CommandSpec, word: int, say: Say) -> Json:
    chinese = command.names[1] if len(command.names) > 1 else ""
    words = chinese.split()
    local = words[word] if len(words) > word else ""
    what = Text(f"help.{command.key}")
    return {
        "name": name,
        "name_localizations": _in_chinese(_name_in(local)),
        "description": _short(say(what, "en")),
        "description_localizations": _in_chinese(_short(say(what, "zh"))),
    }


def _options(command: CommandSpec, options: OptionsOf, say: Say) -> list[Json]:
    return [_option(command, each, say) for each in options(command)]


def _option(command: CommandSpec, option: Option, say: Say) -> Json:
    called = Text(f"option.{option.name}")
    # What may be left out is told better by what the command does.
    told = option.required or option.shape.kind is OptionKind.WHO
    what = called if told else Text(f"help.{command.key}")
    found: Json = {
        "name": option.name,
        "name_localizations": _in_chinese(_name_in(say(called, "zh"))),
        "description": _short(say(what, "en")),
        "description_localizations": _in_chinese(_short(say(what, "zh"))),
        "required": option.required,
        "type": _STRING,
    }
    match option.shape.kind:
        case OptionKind.WHO:
            found["type"] = _USER
        case OptionKind.AMOUNT:
            found |= {"type": _INTEGER, "min_value": 1, "max_value": HIGHEST_AMOUNT}
        case OptionKind.SIGNED_AMOUNT:
            found |= {"type": _INTEGER, "min_value": -HIGHEST_AMOUNT, "max_value": HIGHEST_AMOUNT}
        case OptionKind.COUNT:
            low, high = option.shape.low, option.shape.high
            found |= {"type": _INTEGER, "min_value": low, "max_value": high}
        case OptionKind.LOCALE:
            found["choices"] = [
                {"name": say(Text(f"language.name.{each}"), each), "value": each}
                for each in LOCALES
            ]
        case OptionKind.ZONE:
            found |= {"autocomplete": True, "max_length": _LONGEST}
        case _:
            found["max_length"] = _LONGEST_TEXT
            if command.name == "help":
                found |= {"autocomplete": True, "max_length": _LONGEST}
    return found


def _as_word(value: str, *, last: bool) -> str:
    """The value in quotes where it would not come back from the parser as it is."""
    value = value.strip()
    word, rest = take_word(value)
    if (word, rest) == (value, "") or (last and rest):
        return value
    for left, right in _QUOTES:
        quoted = f"{left}{value}{right}"
        if take_word(quoted) == (value, ""):
            return quoted
    return value


def _name_in(text: str) -> str:
    """The text up to what it explains in brackets, where Discord takes that as a name; else ""."""
    name = text.partition("（")[0]
    return name if _NAME.fullmatch(name) else ""


def _in_chinese(text: str) -> dict[str, str]:
    return dict.fromkeys(_CHINESE, text) if text else {}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def _says(there: Any, ours: Any) -> bool:
    """Whether ``there`` has everything of ours; an absent value is an empty one."""
    if isinstance(ours, Mapping):
        return isinstance(there or {}, Mapping) and all(
            _says((there or {}).get(key), value) for key, value in ours.items()
        )
    if isinstance(ours, list):
        found = there or []
        return len(found) == len(ours) and all(map(_says, found, ours))
    return bool(there == ours) or (not there and not ours)
