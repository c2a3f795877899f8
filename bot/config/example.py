"""The example config, made from the declarations: every key with its default and two sentences.

Prose begins with ``# ``, a line that only has to be uncommented with ``#``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.config.config import written_table
from bot.config.sections import said_of_section
from bot.config.toml import toml_value
from bot.core.setting_mistakes import Words
from bot.core.setting_tables import TableOf
from bot.core.setting_types import ListOf
from bot.core.settings import Secret, Section, Setting, section_of, settings_in

_EXAMPLE_ID: Final = "main"

_HEAD: Final = Words(
    "围炉的配置。每一项都有默认值，这里写的就是默认值，社区和以 # 开头的例子除外。\n"
    "只留下要改的几行也可以；去掉行首的 # 就启用那一行。检查：hearth check-config",
    "Hearth's config. Every key has a default, and these are the defaults, except for the\n"
    "community and the examples that begin with #. Keep only what you change.\n"
    "To check it: hearth check-config",
)


def example_text(sections: Sequence[type]) -> str:
    """The text of ``config.example.toml``; the same sections always give the same text."""
    head = "".join(f"# {line}\n" for words in _HEAD for line in words.split("\n"))
    return "\n".join([head, *(_block(section_of(each)) for each in sections)])


def _block(section: Section) -> str:
    lines = [f"# {each}" for each in said_of_section(section)]
    if section.many:
        lines += list(_tables(section))
    else:
        off = any(each.secret for each in section.settings) and not section.always
        lines += list(_table(section, "#" if off else ""))
    return "\n".join(lines) + "\n"


def _table(section: Section, mark: str) -> Iterator[str]:
    path = f"{section.path}.{_EXAMPLE_ID}" if section.path == "community" else section.path
    yield f"{mark}[{path}]"
    for each in section.settings:
        yield from _prose(each)
        made = _made_of_tables(each)
        if made is not None:
            yield from _tables_of(f"{path}.{each.key}", made)
        else:
            yield f"{mark}{each.key} = {toml_value(_value(each))}"


def _tables(section: Section) -> Iterator[str]:
    """The default list, as it holds; one table as an example where it is empty."""
    if not section.defaults:
        yield from _tables_of(section.path, section.made)
    explained = False
    for table in section.defaults:
        written = written_table(section, table)
        yield f"[[{section.path}]]"
        for each in section.settings:
            if not explained:
                yield from _prose(each)
            yield f"{each.key} = {toml_value(written[each.key])}"
        explained = True


def _tables_of(path: str, made: type) -> Iterator[str]:
    """One table of a list that is empty by default, as an example that is not in force."""
    yield f"#[[{path}]]"
    for each in settings_in(made):
        yield from _prose(each)
        yield f"#{each.key} = {toml_value(_value(each))}"


def _made_of_tables(setting: Setting) -> type | None:
    accepts: object = setting.accepts
    if isinstance(accepts, ListOf) and isinstance(accepts.item, TableOf):
        return accepts.item.made
    return None


def _prose(setting: Setting) -> Iterator[str]:
    yield f"# {setting.says.zh}"
    yield f"# {setting.says.en}"


def _value(setting: Setting) -> object:
    if setting.example is not None:
        return setting.example
    if isinstance(setting.default, Secret):
        return ""
    return setting.accepts.write(setting.default)
