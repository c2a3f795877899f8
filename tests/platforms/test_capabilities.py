"""One table says what each platform can do, and what stands in for what it cannot."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from bot.core.outgoing import Doing
from bot.platforms.capabilities import (
    ANY_OTHER,
    CONSOLE,
    DISCORD,
    INSTEAD,
    PLATFORMS,
    TELEGRAM,
    Capabilities,
    capabilities_of,
)
from bot.presenter.features import NEEDS, Feature, Instead


@pytest.mark.parametrize(
    ("platform", "capabilities"),
    [("telegram", TELEGRAM), ("discord", DISCORD), ("console", CONSOLE), ("matrix", ANY_OTHER)],
)
def test_every_name_has_capabilities(platform: str, capabilities: Capabilities) -> None:
    assert capabilities_of(platform) == capabilities


@pytest.mark.parametrize(
    ("capabilities", "limits"),
    [(TELEGRAM, (4_096, 1_024, 100)), (DISCORD, (2_000, 2_000, 25))],
)
def test_limits_are_those_that_the_platforms_document(
    capabilities: Capabilities, limits: tuple[int, int, int]
) -> None:
    found = (capabilities.text_limit, capabilities.caption_limit, capabilities.button_limit)
    assert found == limits


def test_every_feature_is_a_field_and_has_something_in_its_place() -> None:
    switches = {field.name for field in fields(Capabilities) if field.type in ("bool", bool)}
    assert switches == {feature.value for feature in Feature}
    assert set(INSTEAD) == set(Feature)


def test_every_deed_needs_a_feature_for_which_moderators_or_a_short_answer_stand_in() -> None:
    assert set(NEEDS) == set(Doing)
    stand_ins = {INSTEAD[feature] for feature in NEEDS.values()}
    assert stand_ins == {Instead.MODERATORS_ASKED, Instead.SHORT_ANSWER}


@pytest.mark.parametrize("feature", list(Feature))
def test_the_nearest_thing_is_only_for_what_a_platform_cannot_do(feature: Feature) -> None:
    yes: dict[str, Any] = {feature.value: True}
    no: dict[str, Any] = {feature.value: False}
    able, unable = replace(ANY_OTHER, **yes), replace(ANY_OTHER, **no)
    assert (able.instead(feature), unable.instead(feature)) == (None, INSTEAD[feature])


def test_what_the_platforms_of_today_cannot_do() -> None:
    cannot = {
        name: {feature: of.instead(feature) for feature in Feature if of.instead(feature)}
        for name, of in PLATFORMS.items()
    }
    assert cannot == {
        "telegram": {},
        "discord": {},
        "console": {Feature.PICTURES: Instead.TEXT_ALONE},
    }
