"""The example file and the schema are made from the declarations, and are current."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import cogs
from bot.config import known_sections, load, loads
from bot.config.base import ConsoleSettings, HearthSettings
from bot.config.config import CommunityConfig
from bot.config.example import example_text
from bot.config.schema import json_schema, schema_text
from bot.core.model import Community, CommunityId
from bot.core.setting_places import ChatRef, UserRef
from bot.core.settings import Secret, section_of
from cogs.points.settings import PointsSettings

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "config.example.toml"
SCHEMA = ROOT / "docs" / "config.schema.json"
MAIN = CommunityId("main")


def test_the_example_in_the_repository_is_current(sections: list[type]) -> None:
    assert EXAMPLE.read_text(encoding="utf-8") == example_text(sections)


def test_the_schema_in_the_repository_is_current(sections: list[type]) -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(sections)


def test_the_example_can_be_used_as_it_is(sections: list[type]) -> None:
    config = load(EXAMPLE, sections=sections, environ={}, secrets=True)

    assert config.hearth == HearthSettings()
    assert config.platforms == {"console": ConsoleSettings(enabled=True)}
    assert config.communities == {
        MAIN: CommunityConfig(
            Community(MAIN, "晨光社区", "Asia/Shanghai", "zh"),
            chats=(
                ChatRef("telegram", "-1001"),
                ChatRef("discord", "2001/3001"),
                ChatRef("console", "room"),
            ),
            moderators=(UserRef("telegram", "900"),),
            admins=(UserRef("telegram", "901"),),
        )
    }


def test_the_example_shows_the_defaults(sections: list[type]) -> None:
    shown = loads(EXAMPLE.read_text(encoding="utf-8"), sections=sections)
    nothing = loads("[community.main]", sections=sections)

    for each in map(section_of, sections):
        if each.per_community and each.many:
            assert shown.listed(MAIN, each.made) == nothing.listed(MAIN, each.made)
        elif each.per_community:
            assert shown.settings(MAIN, each.made) == nothing.settings(MAIN, each.made)


def test_every_key_is_in_the_example(sections: list[type]) -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    keys = {line.lstrip("#").split(" = ")[0] for line in lines if " = " in line}
    declared = {each.key for made in sections for each in section_of(made).settings}

    assert declared - keys == {"boost", "rule"}
    assert "#[[points.boost]]" in lines


def test_what_is_commented_out_loads_when_it_is_uncommented(sections: list[type]) -> None:
    text = "\n".join(
        line[1:] if line.startswith("#") and not line.startswith("# ") else line
        for line in EXAMPLE.read_text(encoding="utf-8").splitlines()
    )
    config = loads(text, sections=sections)

    assert list(config.platforms) == ["telegram", "discord", "console"]
    assert [each.name for each in config.settings(MAIN, PointsSettings).boost] == ["spring"]


def test_the_example_names_what_has_no_effect_yet_and_what_is_off(sections: list[type]) -> None:
    notes = loads(EXAMPLE.read_text(encoding="utf-8"), sections=sections).notes

    assert [each.sentence("en") for each in notes] == [
        "these sections are right and take effect with a later release: faq, moderation.",
        "platforms.telegram is not on: nothing is heard from its chats (1).",
        "platforms.discord is not on: nothing is heard from its chats (1).",
    ]
    assert [each.sentence("zh") for each in notes] == [
        "这些部分已经检查过，后续版本生效：faq、moderation。",
        "platforms.telegram 没有启用，它的 1 个聊天收不到消息。",
        "platforms.discord 没有启用，它的 1 个聊天收不到消息。",
    ]


def test_the_schema_describes_every_key_in_both_languages_and_allows_no_other(
    sections: list[type],
) -> None:
    pending: list[object] = [json_schema(sections)]
    tables = 0
    while pending:
        match pending.pop():
            case {"properties": dict(properties), **rest}:
                tables += 1
                assert rest["additionalProperties"] is False
                pending.extend(properties.values())
            case dict(other):
                pending.extend(other.values())
            case list(several):
                pending.extend(several)
    assert tables > len(sections)
    for made in sections:
        for each in section_of(made).settings:
            assert each.says.zh.strip(), each.key
            assert each.says.en.strip(), each.key


def test_the_schema_is_json_and_the_example_is_toml_of_another_reader(
    sections: list[type],
) -> None:
    assert json.loads(schema_text(sections)) == json_schema(sections)
    assert list(tomllib.loads(example_text(sections))) == [
        "hearth",
        "platforms",
        "community",
        "cards",
        "badges",
        "checkin",
        "levels",
        "tiers",
        "points",
        "ranks",
        "recaps",
        "reminders",
        "shop",
        "faq",
        "moderation",
    ]


def test_the_example_shows_no_secret(sections: list[type]) -> None:
    assert [
        each.default for made in sections for each in section_of(made).settings if each.secret
    ] == [Secret(), Secret()]


def test_the_sections_are_found_without_a_list_of_cogs() -> None:
    paths = [section_of(each).path for each in known_sections(cogs)]

    assert len(paths) == len(set(paths))
    assert [each for each in known_sections() if section_of(each).path == "checkin"] == []
    assert "checkin" in paths
    assert "points" in paths
