"""How settings are declared, and what each type of value takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.setting_mistakes import Misread, Missing, Mistake, Unknown, Words, Wrong
from bot.core.setting_places import (
    Chat,
    ChatRef,
    ClockTime,
    Instant,
    QuietHours,
    User,
    UserRef,
    Weekday,
    Zone,
    monthly,
    weekly,
    yearly,
)
from bot.core.setting_tables import BothNames, Counts, Milestones, OnLeave, TableOf, WhenGone
from bot.core.setting_types import Flag, Line, ListOf, Name, Number, OneOf, Token, Web, Whole
from bot.core.settings import (
    Secret,
    SettingType,
    assemble,
    build,
    is_section,
    read_keys,
    required,
    section,
    section_of,
    setting,
    settings_in,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    name: str = required(Line(), zh="名称", en="Its name", example="night")
    begins: int = setting(Whole(0, 24), 0, key="from", zh="开始", en="From")
    until: int = setting(Whole(0, 24), 24, zh="结束", en="Until")

    def contradictions(self) -> list[Mistake]:
        after = Words("更晚的时间", "a later hour")
        return [] if self.until > self.begins else [Wrong(("until",), self.until, after)]


@section("nights", zh="夜晚", en="Nights", many=[{"name": "every"}])
@dataclass(frozen=True, slots=True, kw_only=True)
class Night(Window):
    """A table of a list."""


@section("tea", zh="茶", en="Tea", per_community=False, later=True)
@dataclass(frozen=True, slots=True, kw_only=True)
class TeaSettings:
    kind: str = setting(OneOf("green", "black"), "green", zh="种类", en="Its kind")
    token: Secret = setting(Token(), Secret(), zh="令牌", en="The token")
    windows: tuple[Window, ...] = setting(ListOf(TableOf(Window)), (), zh="时段", en="When")


def test_a_section_knows_its_path_its_words_and_its_keys() -> None:
    tea = section_of(TeaSettings)

    assert (tea.path, tea.says, tea.made) == ("tea", Words("茶", "Tea"), TeaSettings)
    assert (tea.per_community, tea.many, tea.always, tea.later) == (False, False, False, True)
    assert [(each.key, each.name, each.default) for each in tea.settings] == [
        ("kind", "kind", "green"),
        ("token", "token", Secret()),
        ("windows", "windows", ()),
    ]
    assert [each.key for each in tea.settings if each.secret] == ["token"]
    assert [each.key for each in settings_in(Window) if each.must_be_written] == ["name"]


def test_a_section_of_many_has_a_default_list() -> None:
    assert section_of(Night).many
    assert section_of(Night).defaults == (Night(name="every"),)


def test_only_what_is_marked_is_a_section() -> None:
    class Heir(TeaSettings):
        """Inherits the settings, not the place in the file."""

    assert [is_section(each) for each in (TeaSettings, Window, Heir, "tea")] == [
        True,
        False,
        False,
        False,
    ]
    with pytest.raises(TypeError, match="Window"):
        section_of(Window)


def test_keys_that_are_not_there_are_left_out_of_a_layer() -> None:
    values, mistakes = read_keys(section_of(TeaSettings).settings, {"kind": "black"})

    assert (values, mistakes) == ({"kind": "black"}, [])
    assert assemble(TeaSettings, values, {"token": Secret("x")}) == TeaSettings(
        kind="black", token=Secret("x")
    )
    assert assemble(TeaSettings) == TeaSettings()


def test_all_mistakes_of_a_table_are_found_at_once() -> None:
    table = {"kind": "white", "milk": True, "windows": [{"from": 30}, {"name": "a", "until": 0}]}

    values, mistakes = read_keys(section_of(TeaSettings).settings, table)

    assert values == {}
    assert mistakes == [
        Wrong(("kind",), "white", OneOf("green", "black").expected, ("green", "black")),
        Unknown(("milk",), ("kind", "token", "windows")),
        Wrong(("windows", 0, "from"), 30, Whole(0, 24).expected),
        Missing(("windows", 0, "name"), Line().expected),
        Wrong(("windows", 1, "until"), 0, Words("更晚的时间", "a later hour")),
    ]


def test_a_table_is_built_by_the_names_of_the_file() -> None:
    assert build(Window, {"name": "a", "from": 3}) == Window(name="a", begins=3)


def test_words_are_in_two_languages_and_any_other_gets_english() -> None:
    words = Words("茶", "tea")

    assert [words.of(each) for each in ("zh", "en", "fr")] == ["茶", "tea", "tea"]


def test_a_secret_is_shown_by_nothing_but_reveal() -> None:
    secret = Secret("hush")

    assert (repr(secret), str(secret), f"{secret}") == ("Secret(***)",) * 3
    assert secret.reveal() == "hush"
    assert (bool(secret), bool(Secret())) == (True, False)
    assert {secret, Secret("hush"), Secret("other")} == {secret, Secret("other")}
    assert secret != "hush"


EIGHT = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("accepts", "raw", "value"),
    [
        (Flag(), True, True),
        (Whole(-3, 5), -3, -3),
        (Number(0, 1), 1, 1.0),
        (Number(0, 1), 0.25, 0.25),
        (Line(), "👩‍💻 晨光", "👩‍💻 晨光"),
        (Line(may_be_empty=True), "", ""),
        (Name(), "streak_7", "streak_7"),
        (OneOf("a", "b"), "b", "b"),
        (Web("https", may_be_empty=True), "", ""),
        (Web("sqlite"), "sqlite:///my files/hearth.db", "sqlite:///my files/hearth.db"),
        (Token(), " 1:a ", Secret("1:a")),
        (ListOf(Whole(), ascending=True), [1, 2], (1, 2)),
        (ListOf(Weekday()), ["sun", "mon"], ("sun", "mon")),
        (ClockTime(), "23:59", "23:59"),
        (ClockTime(may_be_empty=True), "", ""),
        (QuietHours(), [], ()),
        (QuietHours(), ["22:00", "08:00"], ("22:00", "08:00")),
        (weekly(), "sun 23:59", "sun 23:59"),
        (monthly(), "31 09:00", "31 09:00"),
        (yearly(), "02-29 00:00", "02-29 00:00"),
        (Zone(), "America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        (Instant(), "2027-02-06T00:00:00+08:00", datetime(2027, 2, 6, tzinfo=EIGHT)),
        (Instant(), datetime(2027, 2, 6, tzinfo=EIGHT), datetime(2027, 2, 6, tzinfo=EIGHT)),
        (Chat(), "discord:2001/3001", ChatRef("discord", "2001/3001")),
        (Chat(), "telegram:-1001", ChatRef("telegram", "-1001")),
        (User(), "console:新成员", UserRef("console", "新成员")),
        (Milestones(), {"30": 20, "7": 5}, {7: 5, 30: 20}),
        (Counts(), {"freeze": 2}, {"freeze": 2}),
        (BothNames(), {"zh": "茶", "en": "tea"}, Words("茶", "tea")),
        (OnLeave(), "erase", WhenGone("erase")),
        (OnLeave(), {"expire_after_days": 30}, WhenGone("expire", 30)),
    ],
)
def test_a_value_of_the_right_type_is_taken(
    accepts: SettingType[object], raw: object, value: object
) -> None:
    assert accepts.read(raw) == value


@pytest.mark.parametrize(
    ("accepts", "raws"),
    [
        (Flag(), [0, 1, "true", None]),
        (Whole(1, 5), [0, 6, True, 2.0, "3", None, []]),
        (Number(0, 1), [-0.1, 1.1, True, "0.5", float("nan"), float("inf")]),
        (Line(3), ["", "four", " a", "a\n", "a\u2028b", 3]),
        (Name(), ["", "A", "a b", "_a", "a" * 65, "签到", 3]),
        (OneOf("a", "b"), ["c", "", "A", 3, []]),
        (Web("https"), ["", "http://x", "https://", "https://x\n", 3]),
        (Token(), [3, "a\nb"]),
        (ListOf(Whole(), 2), [(1,), [1, 2, 3], "12", {}, 1]),
        (ListOf(Whole(), ascending=True), [[2, 1], [1, 1]]),
        (ListOf(Weekday()), [["Sun"], [1], [[]]]),
        (ClockTime(), ["24:00", "4:00", "04:60", "０４:００", "", 400, "04:00\n"]),
        (QuietHours(), [["22:00"], ["22:00", "22:00"], ["22:00", 8], "22:00", [[], []]]),
        (weekly(), ["Mon 09:00", "09:00", "mon", 3]),
        (monthly(), ["0 09:00", "32 09:00", "01 09:00"]),
        (yearly(), ["02-30 10:00", "13-01 10:00", "1-1 10:00", "04-31 10:00"]),
        (Zone(), ["", "Asia", "Asia/Nowhere", "../x", "localtime", "posix/UTC", "a\0b", 8]),
        (Instant(), ["2027-02-06T00:00:00", "soon", datetime(2027, 2, 6), 3]),
        (Instant(), ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00"]),
        (Chat(), ["", ":", "x:", ":1", "telegram: 1", "telegram:1/2", "discord:1/2/3", 3]),
        (Chat(), ["discord:2001/", "Discord:2001", "a:b:c", "telegram:\u200e1"]),
        (User(), ["900", "discord:1/2", 900]),
        (Milestones(), [{"0": 1}, {"07": 1}, {"七": 1}, {"7": -1}, {"7": True}, [7]]),
        (Counts(), [{"freeze": 0}, {"A": 1}, [], {"a": "1"}]),
        (BothNames(), ["tea", {"zh": "茶"}, {"zh": "茶", "en": ""}, {"zh": 1, "en": 2}]),
        (OnLeave(), ["gone", {}, {"expire_after_days": 0}, {"a": 1}, True]),
        (TableOf(Window), [{}, [], "x", {"name": "a", "x": 1}]),
    ],
)
def test_a_value_of_another_type_is_refused(
    accepts: SettingType[object], raws: list[object]
) -> None:
    for raw in raws:
        with pytest.raises(Misread) as raised:
            accepts.read(raw)
        assert raised.value.mistakes, raw


def test_what_a_chat_reference_may_have_meant() -> None:
    meant = {
        "telegram：-1001": ("telegram:-1001",),
        "discord: 2001 / 3001": ("discord:2001/3001",),
        "discord:2001/": ("discord:2001",),
        "telegram:1/2": (),
        "900": (),
    }
    found = {}
    for raw in meant:
        with pytest.raises(Misread) as raised:
            Chat().read(raw)
        (mistake,) = raised.value.mistakes
        assert isinstance(mistake, Wrong)
        found[raw] = mistake.known
    assert found == meant


@given(st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})))
def test_every_zone_of_this_machine_is_taken(name: str) -> None:
    assert Zone().read(name) == name


@given(
    st.sampled_from(
        [
            (ListOf(Whole()), st.lists(st.integers(0, 100)).map(tuple)),
            (Milestones(), st.dictionaries(st.integers(1, 999_999), st.integers(0, 1000))),
            (Counts(), st.dictionaries(st.from_regex(r"[a-z]{1,9}", fullmatch=True), st.just(1))),
            (OnLeave(), st.builds(WhenGone, st.just("expire"), st.integers(1, 36500))),
            (Chat(), st.builds(ChatRef, st.just("discord"), st.just("1/2"))),
            (
                Instant(),
                st.datetimes(datetime(1971, 1, 1), datetime(9998, 1, 1), timezones=st.just(EIGHT)),
            ),
        ]
    ),
    st.data(),
)
def test_what_is_written_is_read_back(
    pair: tuple[SettingType[object], st.SearchStrategy[object]], data: st.DataObject
) -> None:
    accepts, values = pair
    value = data.draw(values)

    assert accepts.read(accepts.write(value)) == value
