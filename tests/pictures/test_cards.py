"""Every card: a PNG of few colours and few bytes, whatever it is to show."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from benchmarks.gallery import painters, samples
from bot.core.text import Text
from bot.parts import sentences
from bot.pictures.canvas import Box, Canvas
from bot.pictures.cards import WIDTH, Order, figure, fitted, fonts
from bot.pictures.themes import theme_of

Values = Mapping[str, str | int]

MOST_BYTES = 24_000
SPOKEN = sentences()
NAMES = st.one_of(
    st.text(max_size=200), st.text("abc 小雨さ민שלוםعليก👍🏽\u200d🇨🇳é\u0301\u0336 ", max_size=200)
)
ODD = ("", "a" * 200, "雨" * 200, "محمد " * 40, "👨‍👩‍👧‍👦" * 50, "Z̷̢̛͓a̶͔͝" * 60, "𒀀𒀁", "\u202e\u200b")
SAMPLES = samples()
CARDS = sorted(SAMPLES)


def draw(card: str, values: Values, locale: str = "zh") -> bytes:
    """The card as its painter gives it."""

    def words(key: str, /, **said: str | int) -> str:
        spoken = SPOKEN.say(Text(key, **said), locale)
        return spoken if spoken != key else f"{key} {locale}"

    drawn: bytes = painters()[card].run(values, locale, words)
    return drawn


def opened(data: bytes) -> Image.Image:
    """The picture, decoded."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def assert_well_drawn(data: bytes) -> None:
    """A PNG with a palette, of the width of all cards, and of few bytes."""
    picture = opened(data)
    assert (picture.format, picture.mode, picture.width) == ("PNG", "P", WIDTH)
    assert 300 <= picture.height <= 1_000
    colours = picture.getcolors(256)
    assert colours is not None and len(colours) > 8
    assert len(data) <= MOST_BYTES


def test_every_picture_of_a_cog_is_drawn_here() -> None:
    assert set(painters()) == set(CARDS)


@pytest.mark.parametrize("color", ["#c2410c", "#ffd43b", "#1c3faa", "#ffffff", "#000000"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("card", CARDS)
def test_a_card_is_drawn_in_every_theme_and_language(card: str, theme: str, color: str) -> None:
    values = {**SAMPLES[card], "theme": theme, "color": color}
    in_both = [draw(card, values, locale) for locale in ("zh", "en")]
    for data in in_both:
        assert_well_drawn(data)
    assert in_both[0] != in_both[1]
    assert in_both[0] == draw(card, values, "zh")


@pytest.mark.parametrize("card", CARDS)
def test_the_theme_is_seen(card: str) -> None:
    drawn = {draw(card, {**SAMPLES[card], "theme": theme}) for theme in ("light", "dark")}
    assert len(drawn) == 2


def named(card: str, name: str) -> Values:
    """The sample with this name wherever a person is named."""
    values = dict(SAMPLES[card])
    values["name"] = name
    if card == "rank":
        rows = json.loads(str(values["rows"]))
        values["rows"] = json.dumps([[place, name, *rest] for place, _, *rest in rows])
    if card == "badges":
        rows = json.loads(str(values["rows"]))
        values["rows"] = json.dumps([[name[:8], name, name, day] for *_, day in rows])
    if card == "recap":
        values["best"] = json.dumps([[name, 10**9], [name, 1], [name, 0]])
    return values


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("card", CARDS)
def test_odd_names_are_drawn(card: str, name: str) -> None:
    assert_well_drawn(draw(card, named(card, name)))


@given(st.sampled_from(CARDS), NAMES)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_name_is_drawn(card: str, name: str) -> None:
    assert_well_drawn(draw(card, named(card, name)))


BIG = 10**12


@pytest.mark.parametrize(
    ("card", "changed"),
    [
        ("checkin", {"streak": 0, "total": 0, "days": "[]"}),
        ("checkin", {"streak": BIG, "total": BIG, "points": BIG, "balance": -BIG}),
        ("calendar", {"marks": json.dumps(["nothing"] * 28), "legend": "[]", "offset": 0}),
        ("calendar", {"marks": json.dumps(["makeup"] * 31), "offset": 6, "days": BIG}),
        ("calendar", {"marks": json.dumps(["of another release"] * 31), "offset": 6}),
        ("rank", {"rows": "[]", "members": 0, "titled": "{}"}),
        ("rank", {"rows": json.dumps([[1, "", 0, 1, 0]])}),
        ("rank", {"rows": json.dumps([[BIG, "Ann", -BIG, 1, 1], [BIG, "Bo", BIG, 0, 0]])}),
        ("badges", {"rows": "[]", "count": 0}),
        ("badges", {"rows": json.dumps([["🏅", "勋章", "Badge", "2026-11-29"]]), "count": 1}),
        ("badges", {"rows": json.dumps([["🏅", "勋" * 30, "B" * 80, ""]] * 12), "count": 1_000}),
        ("recap", {"figures": "[]", "days": "[]", "labels": "[]", "best": "[]"}),
        ("recap", {"figures": json.dumps([["x" * 80, BIG, 0]] * 9), "days": f"[{BIG}, 0]"}),
        ("recap", {"figures": json.dumps([["x", 0, BIG]]), "best": '[["Ann", 0]]'}),
    ],
)
def test_nothing_and_very_much_are_drawn(card: str, changed: Values) -> None:
    picture = opened(draw(card, {**SAMPLES[card], **changed}))
    assert picture.mode == "P"


def test_whoever_has_the_same_streak_stands_beside_each_other() -> None:
    ties, joined = (
        draw("recap", {**SAMPLES["recap"], "best": json.dumps(best)})
        for best in (
            [["Ann", 9], ["Bo", 9], ["Cai", 5], ["Dee", 4], ["…", 4]],
            [["Ann · Bo", 9], ["Cai", 5], ["Dee · …", 4]],
        )
    )
    assert ties == joined


def test_a_number_of_a_recap_is_never_cut() -> None:
    first, second = (
        draw("recap", {**SAMPLES["recap"], "figures": json.dumps([["x", number, number - 10**6]])})
        for number in (1_234_567, 1_234_568)
    )
    assert first != second


def test_without_points_a_check_in_card_has_no_tile_for_them() -> None:
    values = {name: value for name, value in SAMPLES["checkin"].items() if name != "points"}
    assert draw("checkin", values) != draw("checkin", SAMPLES["checkin"])


@pytest.mark.parametrize(
    ("card", "changed"),
    [
        ("calendar", {"marks": '"real"'}),
        ("rank", {"rows": "[[1, 2]]"}),
        ("checkin", {"streak": "many"}),
    ],
)
def test_values_of_another_shape_are_refused(card: str, changed: Values) -> None:
    with pytest.raises(ValueError):
        draw(card, {**SAMPLES[card], **changed})


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "0"),
        (9_999, "9999"),
        (10_000, "10,000"),
        (-12_345, "-12,345"),
        (BIG, "1,000,000,000,000"),
    ],
)
def test_numbers_are_written_as_in_sentences(number: int, written: str) -> None:
    assert figure(number) == written


def test_a_text_is_as_large_as_its_room() -> None:
    canvas = Canvas(theme_of("light", "#c2410c"), fonts(), 400, 100)
    assert fitted(canvas, "128", 300, (60, 40, 20)).size == 60
    assert fitted(canvas, "1,000,000", 100, (60, 40, 20)).size == 20
    long = fitted(canvas, "1,000,000,000,000", 60, (60, 40, 20))
    assert (long.size, long.is_cut) == (20, True)


def test_an_order_has_its_defaults() -> None:
    order = Order({}, "en", lambda key, /, **_: key)
    assert (order.text("name"), order.number("days"), order.listed("rows")) == ("", 0, [])
    assert order.theme is theme_of("light", "#c2410c")


def test_a_shape_is_drawn_in_its_box_and_nowhere_else() -> None:
    for radius in (0, 5, 400):
        canvas = Canvas(theme_of("light", "#c2410c"), fonts(), 200, 100)
        canvas.panel(Box(20, 10, 120, 60), "accent", "page", radius)
        canvas.panel(Box(50, 50, 50, 90), "accent", "page", radius)
        assert canvas.drawn() == Box(20, 10, 120, 60)
    canvas = Canvas(theme_of("dark", "#c2410c"), fonts(), 200, 100)
    canvas.frame(Box(20, 10, 120, 60), "accent", "soft", "panel", 12, 3)
    assert canvas.drawn() == Box(20, 10, 120, 60)
    assert Canvas(theme_of("dark", "#c2410c"), fonts(), 20, 10).drawn() is None
