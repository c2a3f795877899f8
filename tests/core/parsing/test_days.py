"""Days as people write and speak them; today is Monday, 2026-11-23, unless said otherwise."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Refusal
from bot.core.parsing import Span, Toward, read_day, read_month, take_days
from bot.core.parsing.dates import read_chinese_number
from bot.core.text import Text

TODAY = date(2026, 11, 23)


def iso(text: str) -> date:
    return date.fromisoformat(text)


def said(text: str, today: date = TODAY, toward: Toward = Toward.AHEAD) -> str | Text:
    """The day, or the refusal."""
    try:
        return read_day(text, today, toward).isoformat()
    except Refusal as refusal:
        return refusal.text


@pytest.mark.parametrize(
    ("word", "ahead", "past"),
    [
        ("2026-11-20", "2026-11-20", "2026-11-20"),
        ("２０２６－１１－２０", "2026-11-20", "2026-11-20"),
        ("2028-02-29", "2028-02-29", "2028-02-29"),
        ("2026-1-1", "2026-01-01", "2026-01-01"),
        ("２０２６／１２／２", "2026-12-02", "2026-12-02"),
        ("2026年12月2日", "2026-12-02", "2026-12-02"),
        ("2026 年 12 月 2 號", "2026-12-02", "2026-12-02"),
        ("大前天", "2026-11-20", "2026-11-20"),
        ("前天", "2026-11-21", "2026-11-21"),
        ("the day before yesterday", "2026-11-21", "2026-11-21"),
        ("昨天", "2026-11-22", "2026-11-22"),
        ("Yesterday", "2026-11-22", "2026-11-22"),
        ("今天", "2026-11-23", "2026-11-23"),
        ("today", "2026-11-23", "2026-11-23"),
        ("明天", "2026-11-24", "2026-11-24"),
        ("tomorrow", "2026-11-24", "2026-11-24"),
        ("後天", "2026-11-25", "2026-11-25"),
        ("day after tomorrow", "2026-11-25", "2026-11-25"),
        ("大后天", "2026-11-26", "2026-11-26"),
        ("周一", "2026-11-23", "2026-11-23"),
        ("周五", "2026-11-27", "2026-11-20"),
        ("週五", "2026-11-27", "2026-11-20"),
        ("礼拜五", "2026-11-27", "2026-11-20"),
        ("星期天", "2026-11-29", "2026-11-22"),
        ("周日", "2026-11-29", "2026-11-22"),
        ("friday", "2026-11-27", "2026-11-20"),
        ("Thurs", "2026-11-26", "2026-11-19"),
        ("本周三", "2026-11-25", "2026-11-25"),
        ("這週三", "2026-11-25", "2026-11-25"),
        ("这个星期三", "2026-11-25", "2026-11-25"),
        ("this wednesday", "2026-11-25", "2026-11-25"),
        ("下周一", "2026-11-30", "2026-11-30"),
        ("下周日", "2026-12-06", "2026-12-06"),
        ("下下周一", "2026-12-07", "2026-12-07"),
        ("next monday", "2026-11-30", "2026-11-30"),
        ("上周五", "2026-11-20", "2026-11-20"),
        ("上周日", "2026-11-22", "2026-11-22"),
        ("上上周五", "2026-11-13", "2026-11-13"),
        ("last friday", "2026-11-20", "2026-11-20"),
        ("last monday", "2026-11-16", "2026-11-16"),
        ("3号", "2026-12-03", "2026-11-03"),
        ("23日", "2026-11-23", "2026-11-23"),
        ("三十号", "2026-11-30", "2026-10-30"),
        ("the 3rd", "2026-12-03", "2026-11-03"),
        ("22nd", "2026-12-22", "2026-11-22"),
        ("下个月3号", "2026-12-03", "2026-12-03"),
        ("上月三十一日", "2026-10-31", "2026-10-31"),
        ("12月3日", "2026-12-03", "2026-12-03"),
        ("十二月三日", "2026-12-03", "2026-12-03"),
        ("二月廿一", "2027-02-21", "2026-02-21"),
        ("明年1月1日", "2027-01-01", "2027-01-01"),
        ("12-30", "2026-12-30", "2025-12-30"),
        ("6/1", "2027-06-01", "2026-06-01"),
        ("12.3", "2026-12-03", "2026-12-03"),
        ("Dec 3", "2026-12-03", "2026-12-03"),
        ("December 3rd, 2026", "2026-12-03", "2026-12-03"),
        ("3 Dec", "2026-12-03", "2026-12-03"),
        ("the 3rd of December", "2026-12-03", "2026-12-03"),
        # A slip is read as it was meant, so that the answer can say what is wrong with it.
        ("11-20", "2026-11-20", "2026-11-20"),
        ("11-26", "2026-11-26", "2026-11-26"),
        ("2-29", "2028-02-29", "2024-02-29"),
    ],
)
def test_a_day_is_read_as_it_is_meant(word: str, ahead: str, past: str) -> None:
    assert (said(word), said(word, toward=Toward.PAST)) == (ahead, past)


@pytest.mark.parametrize(
    ("today", "word", "day"),
    [
        ("2026-11-25", "next monday", "2026-11-30"),
        ("2026-11-27", "next friday", "2026-12-04"),
        ("2026-11-28", "next friday", "2026-12-04"),
        ("2026-11-29", "next monday", "2026-11-30"),
        ("2026-11-29", "下周一", "2026-11-30"),
        ("2026-11-29", "周日", "2026-11-29"),
        ("2026-12-31", "明天", "2027-01-01"),
        ("2026-12-31", "1号", "2027-01-01"),
        ("2026-12-31", "1-1", "2027-01-01"),
        ("2026-01-31", "下月3号", "2026-02-03"),
    ],
)
def test_ends_of_weeks_months_and_years(today: str, word: str, day: str) -> None:
    assert said(word, iso(today)) == day


@pytest.mark.parametrize(
    "word",
    [
        "2026-13-01", "2026/1-1", "2026/123/1", "2026年1月", "20261120", "0001-01-01",
        "9999-12-31", "2026-11-20-", "２０２６", "٢٠٢٦-11-20", "", "-", "someday", "24/12", "13-01",
        "0号", "32号", "三十二号", "3", "周八", "下周", "next week", "一一月三日",
        "十十号", "foo 3",
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(word: str) -> None:
    assert said(word) == Text("input.day", found=word)


@pytest.mark.parametrize(
    ("word", "year", "month", "days"),
    [
        ("2026-02-30", "2026", 2, 28),
        ("2027-02-29", "2027", 2, 28),
        ("2-30", "2026", 2, 28),
        ("31号", "2026", 11, 30),
        ("11月31日", "2026", 11, 30),
        ("feb 30 2028", "2028", 2, 29),
    ],
)
def test_a_date_that_does_not_exist_says_so(word: str, year: str, month: int, days: int) -> None:
    assert said(word) == Text("input.day.never", found=word, year=year, month=month, days=days)


@pytest.mark.parametrize(
    ("today", "word", "one", "other"),
    [
        ("2026-11-23", "next friday", "2026-11-27", "2026-12-04"),
        ("2026-11-23", "next sunday", "2026-11-29", "2026-12-06"),
        ("2026-11-27", "last tuesday", "2026-11-24", "2026-11-17"),
    ],
)
def test_what_may_be_two_days_is_refused_with_both(
    today: str, word: str, one: str, other: str
) -> None:
    refused = Text("input.day.either", found=word, one=one, other=other)
    assert said(word, iso(today)) == refused


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("明天 到 后天", "2026-11-24", "2026-11-25"),
        ("明天到后天", "2026-11-24", "2026-11-25"),
        ("從明天至後天", "2026-11-24", "2026-11-25"),
        ("tomorrow to friday", "2026-11-24", "2026-11-27"),
        ("from tomorrow until friday", "2026-11-24", "2026-11-27"),
        ("12-24 到 12-26", "2026-12-24", "2026-12-26"),
        ("12-24~12-26", "2026-12-24", "2026-12-26"),
        ("12-24～12-26", "2026-12-24", "2026-12-26"),
        ("12-24 – 12-26", "2026-12-24", "2026-12-26"),
        ("12-24-12-26", "2026-12-24", "2026-12-26"),
        ("12/24-12/26", "2026-12-24", "2026-12-26"),
        ("12.24..12.26", "2026-12-24", "2026-12-26"),
        ("2026-12-24..2026-12-26", "2026-12-24", "2026-12-26"),
        ("2026-12-24-2026-12-26", "2026-12-24", "2026-12-26"),
        ("12月24日到26日", "2026-12-24", "2026-12-26"),
        ("12月24-26日", "2026-12-24", "2026-12-26"),
        ("12-24到26", "2026-12-24", "2026-12-26"),
        ("12/24-26", "2026-12-24", "2026-12-26"),
        ("2026-12-24~26", "2026-12-24", "2026-12-26"),
        ("Nov 24-26", "2026-11-24", "2026-11-26"),
        ("3-5号", "2026-12-03", "2026-12-05"),
        ("28号到3号", "2026-11-28", "2026-12-03"),
        ("12-30 to 1-3", "2026-12-30", "2027-01-03"),
        ("周五到周一", "2026-11-27", "2026-11-30"),
        ("下周一到周三", "2026-11-30", "2026-12-02"),
        ("next monday to friday", "2026-11-30", "2026-12-04"),
        ("next monday to next friday", "2026-11-30", "2026-12-04"),
        ("monday - friday", "2026-11-23", "2026-11-27"),
        ("明天", "2026-11-24", "2026-11-24"),
        ("12-24 to 12-20", "2026-12-24", "2026-12-20"),
    ],
)
def test_a_span_is_read_whole(text: str, first: str, last: str) -> None:
    assert take_days(text, TODAY, Toward.AHEAD) == (Span(iso(first), iso(last)), "")


@pytest.mark.parametrize(
    ("text", "first", "rest"),
    [
        ("昨天 生病了，没上线", "2026-11-22", "生病了，没上线"),
        ("昨天，Ｎot well", "2026-11-22", "，Ｎot well"),
        ("last friday 周一考试", "2026-11-20", "周一考试"),
        ("yesterday to the moon", "2026-11-22", "to the moon"),
        ("昨天 " + "很长" * 200, "2026-11-22", "很长" * 200),
    ],
)
def test_what_follows_a_day_stays_as_it_is_written(text: str, first: str, rest: str) -> None:
    span = Span(iso(first), iso(first))
    assert take_days(text, TODAY, Toward.PAST) == (span, rest)


@pytest.mark.parametrize(
    "text", ["", "foo", "到明天", "-", "3", "12-24-26", "foo 昨天", "9" * 5_000]
)
def test_a_text_that_begins_with_no_day_is_left_alone(text: str) -> None:
    assert take_days(text, TODAY, Toward.AHEAD) == (None, text)


@given(
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.integers(-300, 300),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%d %b %Y", "%B %d, %Y"]),
    st.sampled_from(list(Toward)),
)
def test_a_date_in_full_is_that_date_on_every_day(
    today: date, distance: int, form: str, toward: Toward
) -> None:
    day = today + timedelta(days=distance)
    assert read_day(day.strftime(form), today, toward) == day


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 6), st.booleans())
def test_a_weekday_alone_is_the_nearest_on_its_side(today: date, number: int, ahead: bool) -> None:
    word = "周" + "一二三四五六日"[number]
    day = read_day(word, today, Toward.AHEAD if ahead else Toward.PAST)
    distance = (day - today).days if ahead else (today - day).days
    assert (day.weekday(), 0 <= distance <= 6) == (number, True)


@given(st.text("昨明后天下上周一二三十月号日0123456789-/. 到至~tofrmnexlasu年今", max_size=24))
def test_whatever_is_written_is_a_day_or_refused_as_one(text: str) -> None:
    try:
        span, rest = take_days(text, TODAY, Toward.AHEAD)
    except Refusal as refusal:
        assert refusal.text.key in ("input.day.never", "input.day.either")  # noqa: PT017
    else:
        assert span is not None or rest == text.strip()


def test_a_month_is_read_as_its_first_day() -> None:
    for word in (
        "２０２６-02", "2026/2", "2026/02", "2026年2月", "２０２６年２月份", "2月", "二月", "Feb",
        "February 2026", "今年二月",
    ):  # fmt: skip
        assert read_month(word, TODAY) == date(2026, 2, 1)
    for word, month in (
        ("上个月", date(2026, 10, 1)),
        ("last month", date(2026, 10, 1)),
        ("本月", date(2026, 11, 1)),
        ("下个月", date(2026, 12, 1)),
        ("12月", date(2025, 12, 1)),
        ("dec", date(2025, 12, 1)),
    ):
        assert read_month(word, TODAY) == month
    for word in ("2026-13", "2026-00", "2026", "2026-1", "2026-01-01", "0001-01", "13月", ""):
        with pytest.raises(Refusal) as caught:
            read_month(word, TODAY)
        assert caught.value.text == Text("input.month", found=word)


def test_chinese_numbers() -> None:
    written = {"一": 1, "九": 9, "十": 10, "十五": 15, "二十": 20, "廿一": 21, "三十一": 31}
    assert {word: read_chinese_number(word) for word in written} == written
    for word in ("", "零", "一一", "十十", "二三十", "foo", "3"):
        assert read_chinese_number(word) is None
