"""The JSON schema of the config, made from the declarations, for editors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final, cast

from bot.config.config import written_table
from bot.config.sections import said_of_section
from bot.core.setting_tables import schema_of_table
from bot.core.settings import Secret, Section, Setting, section_of

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_COMMUNITY: Final = "community"


def schema_text(sections: Sequence[type]) -> str:
    """The text of ``docs/config.schema.json``; the same sections always give the same text."""
    return json.dumps(json_schema(sections), ensure_ascii=False, indent=2) + "\n"


def json_schema(sections: Sequence[type]) -> dict[str, object]:
    """What a config may hold, as JSON schema of draft 2020-12, described in both languages."""
    declared = [section_of(each) for each in sections]
    properties: dict[str, object] = {}
    for each in declared:
        if each.path == _COMMUNITY:
            properties[_COMMUNITY] = _communities(each, declared)
        else:
            _put(properties, each.path.split("."), _schema(each))
    return {
        "$schema": _DIALECT,
        "title": "Hearth",
        **_closed(properties),
    }


def _communities(community: Section, declared: Sequence[Section]) -> dict[str, object]:
    own = cast("dict[str, object]", _schema(community)["properties"])
    overrides = {each.path: _schema(each) for each in declared if each.per_community}
    return {
        "type": "object",
        "description": "\n".join(said_of_section(community)),
        "minProperties": 1,
        "additionalProperties": _closed({**own, **overrides}),
    }


def _schema(section: Section) -> dict[str, object]:
    table = schema_of_table(section.made)
    properties = cast("dict[str, dict[str, object]]", table["properties"])
    for each in section.settings:
        properties[each.key].update(_default(each))
    described = {"description": "\n".join(said_of_section(section))}
    if not section.many:
        return {**described, **table}
    default = [written_table(section, each) for each in section.defaults]
    return {**described, "type": "array", "items": table, "default": default}


def _default(setting: Setting) -> dict[str, object]:
    if setting.must_be_written or isinstance(setting.default, Secret):
        return {}
    return {"default": setting.accepts.write(setting.default)}


def _put(properties: dict[str, object], path: list[str], schema: dict[str, object]) -> None:
    """The schema of a nested section is below those of the tables that hold it."""
    first, *rest = path
    if not rest:
        properties[first] = schema
        return
    holder = cast("dict[str, object]", properties.setdefault(first, _closed({})))
    _put(cast("dict[str, object]", holder["properties"]), rest, schema)


def _closed(properties: dict[str, object]) -> dict[str, object]:
    return {"type": "object", "properties": properties, "additionalProperties": False}
