"""What a config says, layer over layer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.config import Config, UnknownSetting, load
from bot.config.base import ConsoleSettings, HearthSettings
from bot.core.model import Community, CommunityId
from bot.core.setting_mistakes import Words
from bot.core.setting_tables import WhenGone
from cogs.badges.rules import parse
from cogs.badges.settings import Badge
from cogs.checkin.settings import CheckinSettings
from cogs.levels.settings import TierLine, TierSettings
from cogs.points.settings import Boost, PointsSettings
from cogs.shop.settings import ShopItem

A, B, MAIN = CommunityId("a"), CommunityId("b"), CommunityId("main")
Loads = Callable[[str], Config]

TWO = """
[community.a]
chats = ["telegram:-1001", "discord:2001", "console:room"]
[community.a.checkin]
day_start = "05:00"
rest_days = ["sun"]
on_leave = {expire_after_days = 30}
[community.a.points]
milestones = {10 = 3}
[[community.a.points.boost]]
name = "night"
from = "2027-01-01T00:00:00Z"
until = 2027-01-02T00:00:00+08:00
factor = 1.5
[[community.a.badges]]
key = "first"
name = {zh = "第一天", en = "First day"}
when = "streak >= 1"
[community.b]
chats = ["telegram:-1002", "discord:2001/3009"]
[checkin]
day_start = "04:00"
rest_days = ["sat", "sun"]
freeze_max = 3
[[shop]]
key = "mug"
price = 500
"""


def test_a_community_with_its_chats_is_a_whole_config(config: Loads) -> None:
    loaded = config('[community.main]\nchats = ["telegram:-1001"]')

    assert loaded.hearth == HearthSettings()
    assert loaded.platforms == {"console": ConsoleSettings()}
    assert loaded.communities[MAIN].community == Community(MAIN, "main", "Asia/Shanghai", "zh")
    assert loaded.settings(MAIN, CheckinSettings) == CheckinSettings()
    assert loaded.settings(MAIN, PointsSettings) == PointsSettings()
    assert loaded.notes[1:] == ()


def test_the_defaults_are_those_of_the_contract() -> None:
    assert CheckinSettings() == CheckinSettings(
        day_start="00:00",
        rest_days=(),
        amnesty_minutes=60,
        revoke_minutes=10,
        on_moderator_delete="revoke",
        makeup_window_days=7,
        makeup_per_month=3,
        makeup_needs_card=True,
        makeup_earns_points=False,
        makeup_needs_approval=False,
        freeze_max=2,
        freeze_starting=0,
        makeup_cards_starting=0,
        retroactive_freeze=False,
        on_leave=WhenGone("keep"),
    )
    assert PointsSettings() == PointsSettings(
        basic=1,
        advanced=5,
        milestones={7: 5, 30: 20, 100: 80, 365: 300},
        reaction=1,
        comment=2,
        reaction_pays="receiver",
        message=0,
        message_cooldown_s=60,
        message_min_length=4,
        daily_cap=50,
        allow_debt=False,
        transfer=True,
        transfer_daily_limit=100,
        undo_spent="debt",
        boost=(),
    )


def test_a_community_overrides_key_by_key_and_lists_are_replaced(config: Loads) -> None:
    loaded = config(TWO)

    assert loaded.settings(A, CheckinSettings) == CheckinSettings(
        day_start="05:00",
        rest_days=("sun",),
        freeze_max=3,
        on_leave=WhenGone("expire", 30),
    )
    assert loaded.settings(B, CheckinSettings) == CheckinSettings(
        day_start="04:00", rest_days=("sat", "sun"), freeze_max=3
    )
    assert loaded.settings(A, PointsSettings).milestones == {10: 3}
    assert loaded.settings(A, PointsSettings).boost == (
        Boost(
            name="night",
            starts=datetime(2027, 1, 1, tzinfo=UTC),
            until=datetime(2027, 1, 2, tzinfo=timezone(timedelta(hours=8))),
            factor=1.5,
        ),
    )
    assert loaded.settings(B, PointsSettings) == PointsSettings()


def test_a_list_of_tables_replaces_the_default_list(config: Loads) -> None:
    loaded = config(TWO)
    star = Badge(
        key="streak_7",
        name=Words("七日之星", "Seven-day star"),
        when=parse("streak >= 7"),
        unlocks=("private_class",),
    )

    assert [each.key for each in loaded.listed(A, Badge)] == ["first"]
    assert loaded.listed(B, Badge) == (star,)
    assert loaded.listed(B, ShopItem) == (ShopItem(key="mug", price=500),)


def test_a_tier_is_one_value_and_what_it_does_not_ask_for_is_not_asked(config: Loads) -> None:
    loaded = config("[community.main]\n[tiers]\ngrowing = {points = 10}")

    assert loaded.settings(MAIN, TierSettings) == TierSettings(growing=TierLine(points=10))


def test_the_same_settings_are_built_once(config: Loads) -> None:
    loaded = config(TWO)

    assert loaded.settings(A, CheckinSettings) is loaded.settings(A, CheckinSettings)


def test_two_files_that_say_the_same_are_equal(config: Loads) -> None:
    assert config(TWO) == config(TWO + "\n# a comment\n")
    assert config(TWO) != config(TWO.replace("05:00", "06:00"))


@pytest.mark.parametrize(
    ("platform", "chat", "community"),
    [
        ("telegram", "-1001", A),
        ("telegram", "-1002", B),
        ("telegram", "-1003", None),
        ("console", "-1001", None),
        ("discord", "2001", A),
        ("discord", "2001/1", A),
        ("discord", "2001/3009", B),
        ("discord", "2002/3009", None),
    ],
)
def test_the_more_exact_reference_to_a_chat_wins(
    config: Loads, platform: str, chat: str, community: CommunityId | None
) -> None:
    assert config(TWO).community_of(platform, chat) == community


@pytest.mark.parametrize(
    ("key", "en"),
    [
        (
            "checkin.day_start",
            'checkin.day_start = "05:00" (hearth.toml:5, [community.a.checkin])',
        ),
        ("checkin.freeze_max", "checkin.freeze_max = 3 (hearth.toml:24, [checkin])"),
        ("checkin.amnesty_minutes", "checkin.amnesty_minutes = 60 (default)"),
        (
            "checkin.on_leave",
            "checkin.on_leave = {expire_after_days = 30} (hearth.toml:7, [community.a.checkin])",
        ),
        (
            "points.boost",
            'points.boost = [{name = "night", from = "2027-01-01T00:00:00+00:00", '
            'until = "2027-01-02T00:00:00+08:00", factor = 1.5}] '
            "(hearth.toml:10, [community.a.points])",
        ),
        (
            "badges",
            'badges = [{key = "first", name = {zh = "第一天", en = "First day"}, '
            'when = "streak >= 1", description = {zh = "", en = ""}, emoji = "", manual = false, '
            'secret = false, from = "", until = "", unlocks = [], announce = false}] '
            "(hearth.toml:15, [[community.a.badges]])",
        ),
        (
            "shop",
            'shop = [{key = "mug", name = {zh = "", en = ""}, price = 500, gives = {}, '
            "unlocks = [], unlock_days = 0, coupons = false, by_hand = false, "
            "hand_over_days = 30, stock = 0, per_member_per_month = 0, "
            'tier = "newcomer", from = "", until = ""}] (hearth.toml:25, [[shop]])',
        ),
        ("community.zone", 'community.zone = "Asia/Shanghai" (default)'),
        (
            "community.chats",
            'community.chats = ["telegram:-1001", "discord:2001", "console:room"] '
            "(hearth.toml:3, [community.a])",
        ),
        ("hearth.log", 'hearth.log = "info" (default)'),
        ("platforms.telegram.token", "platforms.telegram.token = Secret() (default)"),
    ],
)
def test_it_can_be_explained_which_layer_won(config: Loads, key: str, en: str) -> None:
    assert config(TWO).explain(A, key).sentence("en") == en


def test_a_default_is_explained_in_chinese(config: Loads) -> None:
    explained = config(TWO).explain(B, "points.basic")

    assert explained.sentence("zh") == "points.basic = 1 (默认值)"
    assert (explained.layer, explained.line) == ("default", 0)


def test_an_unknown_key_or_community_is_not_explained(config: Loads) -> None:
    loaded = config(TWO)

    with pytest.raises(UnknownSetting, match=r"checkin\.daystart"):
        loaded.explain(A, "checkin.daystart")
    with pytest.raises(KeyError):
        loaded.explain(CommunityId("c"), "checkin.day_start")
    with pytest.raises(KeyError):
        loaded.settings(CommunityId("c"), CheckinSettings)


def test_a_list_section_is_not_asked_for_as_one_table(config: Loads) -> None:
    with pytest.raises(TypeError, match="badges"):
        config(TWO).settings(A, Badge)
    with pytest.raises(TypeError, match="checkin"):
        config(TWO).listed(A, CheckinSettings)
    with pytest.raises(TypeError, match="hearth"):
        config(TWO).settings(A, HearthSettings)


@pytest.mark.parametrize("change", ["bom", "crlf"])
def test_a_byte_order_mark_and_crlf_change_nothing(
    sections: list[type], tmp_path: Path, config: Loads, change: str
) -> None:
    file = tmp_path / "hearth.toml"
    text = f"\ufeff{TWO}" if change == "bom" else TWO.replace("\n", "\r\n")
    file.write_bytes(text.encode())

    loaded = load(str(file), sections=sections, environ={}, secrets=False)

    assert loaded.layers == config(TWO).layers
    assert loaded.explain(A, "checkin.freeze_max").line == 24


def test_a_chat_that_can_never_write_is_noted(config: Loads) -> None:
    loaded = config(
        '[platforms.telegram]\n[community.main]\nchats = ["telegram:@us", "discord:2001/x"]\n'
        "[platforms.console]\nenabled = false"
    )

    assert [each.sentence("en") for each in loaded.notes] == [
        "platforms.discord is not on: nothing is heard from its chats (1).",
        "telegram:@us is no chat of telegram: ids there are numbers, as -1001.",
        "discord:2001/x is no chat of discord: ids there are numbers, as 2001/3001.",
    ]
    assert loaded.notes[1].sentence("zh") == (
        "telegram:@us 不像 telegram 的聊天：那里的编号是数字，如 -1001。"
    )
