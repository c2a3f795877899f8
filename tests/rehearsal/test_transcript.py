"""Reading and writing transcripts."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Sender
from bot.presenter.completeness import Gaps, missing
from bot.presenter.sentences import Sentences
from bot.rehearsal.transcript import (
    ButtonLine,
    ClockLine,
    DeleteLine,
    DownLine,
    EditLine,
    Fault,
    FaultLine,
    JoinLine,
    LeaveLine,
    Line,
    MessageLine,
    ReactionLine,
    RoleLine,
    TickLine,
    TranscriptError,
    UpLine,
    check,
    fill,
    line_json,
    needs,
    read_lines,
)

DATA = Path(__file__).with_name("data")
ROOT = Path(__file__).parents[2]
AT = '"at":"2026-11-20T09:00:00+08:00"'
WHERE = f'{AT},"platform":"telegram","chat":"-1"'
WHO = f'{WHERE},"user":"42"'
NINE = datetime(2026, 11, 20, 1, tzinfo=UTC)


def lines_of(*raw: str | bytes) -> list[Line]:
    joined = b"\n".join(one if isinstance(one, bytes) else one.encode() for one in raw)
    return list(read_lines(io.BytesIO(joined), "chat.jsonl"))


def error_of(*raw: str | bytes) -> TranscriptError:
    with pytest.raises(TranscriptError) as caught:
        lines_of(*raw)
    return caught.value


def test_every_kind_of_line_is_read_with_all_its_keys() -> None:
    with (DATA / "all_kinds.jsonl").open("rb") as stream:
        read = list(read_lines(stream, "all_kinds.jsonl"))
    place: dict[str, Any] = {"platform": "telegram", "chat": "-1001"}

    def minute(past: int) -> datetime:
        return NINE + timedelta(minutes=past)

    check_in: dict[str, Any] = {
        "at": minute(1),
        **place,
        "user": "42",
        "text": "打卡",
        "id": "100",
        "name": "新成员",
        "locale": "zh",
        "media": "photo",
    }
    assert read == [
        RoleLine(number=1, at=NINE, **place, user="1", role="owner"),
        JoinLine(number=2, at=NINE, **place, user="42", name="新成员", invite="spring", by="1"),
        MessageLine(number=3, **check_in),
        MessageLine(number=4, **check_in),
        EditLine(number=6, at=minute(2), **place, id="100", text="打卡！"),
        ReactionLine(number=7, at=minute(3), **place, user="1", id="100", emoji="👍"),
        ReactionLine(number=8, at=minute(4), **place, user="1", id="100", emoji="👍", removed=True),
        MessageLine(
            number=9,
            at=minute(5),
            **place,
            user="1",
            text="/warn @新成员 @other 刷屏",
            reply_to="100",
            mentions=("42", "43"),
            sent_at=datetime(2026, 11, 20, 1, 4, 59, 500_000, tzinfo=UTC),
            sender=Sender.ANONYMOUS,
        ),
        ButtonLine(number=10, at=minute(6), **place, user="42", reply=0, label="confirm"),
        FaultLine(
            number=11,
            at=minute(7),
            platform="telegram",
            what=Fault.RATE_LIMITED,
            times=2,
            retry_after=7.0,
        ),
        DownLine(number=12, at=minute(8), platform="telegram"),
        UpLine(number=13, at=minute(60), platform="telegram"),
        DeleteLine(number=14, at=minute(61), **place, id="100", by="1"),
        LeaveLine(number=15, at=minute(62), **place, user="42", name="新成员"),
        ClockLine(number=16, at=minute(-60)),
        TickLine(number=17, at=minute(-60) + timedelta(days=1)),
    ]


def test_a_byte_order_mark_crlf_blank_lines_and_unstorable_characters_are_taken() -> None:
    with (DATA / "from_windows.jsonl").open("rb") as stream:
        read = list(read_lines(stream, "from_windows.jsonl"))
    at = NINE + timedelta(days=1)
    assert read == [
        DownLine(number=1, at=NINE),
        MessageLine(
            number=4,
            at=at,
            platform="console",
            chat="room",
            user="7",
            text="a\ufffdb\ufffdc😀",
            sent_at=at - timedelta(hours=12),
        ),
        UpLine(number=5, at=at + timedelta(hours=1)),
    ]


@pytest.mark.parametrize("file", sorted(DATA.glob("*.jsonl")), ids=lambda file: file.stem)
def test_every_example_can_be_read_and_is_back_at_its_start(file: Path) -> None:
    with file.open("rb") as stream:
        assert check(stream, file.name) == sum(1 for _ in read_lines(stream, file.name))


BROKEN = [
    # a whole line
    ("[]", "", "expected a JSON object, found []"),
    ('"打卡"', "", 'expected a JSON object, found "打卡"'),
    ("{", "", "expected one JSON object in UTF-8, found broken JSON at character 2"),
    (f"{{{AT}}} x", "", "expected one JSON object in UTF-8, found broken JSON at character 36"),
    (b"\xff\xfe{\x00", "", "expected one JSON object in UTF-8, found a byte that is not UTF-8"),
    (b'{"text":"\xed\xa0\x80"}', "", "found a byte that is not UTF-8 at byte 10"),
    ("[" * 100_000, "", "expected an object that is not nested so deep, found one that is"),
    ('{"a":' * 100_000, "", "expected an object that is not nested so deep, found one that is"),
    (f'{{{AT},"kind":"tick","x":{"1" * 5000}}}', "", "found a number with too many digits"),
    (f'{{{AT},"kind":"tick","x":NaN}}', "", "expected a number that JSON knows, found NaN"),
    (f'{{{AT},"kind":"tick","x":-Infinity}}', "", "found -Infinity"),
    (f'{{{AT},"text":"{"x" * 10_000_000}"}}', "", "a line of at most 1048576 bytes, found a lo"),
    ('{"at":1,"at":2}', "at", "expected each key once, found it twice"),
    (f'{{{WHO},"text":"x","name":{{"a":1,"a":2}}}}', "a", "expected each key once"),
    # kinds and keys
    ("{}", "at", "expected an ISO-8601 instant with offset, such as 2026-11-22T09:00:00+08:00, f"),
    (f'{{{AT},"kind":"mesage"}}', "kind", 'found "mesage"; did you mean message?'),
    (f'{{{AT},"kind":"TICK"}}', "kind", 'found "TICK"; did you mean tick?'),
    (f'{{{AT},"kind":"xyz"}}', "kind", 'down, up, fault, clock, tick, found "xyz"'),
    (f'{{{AT},"kind":null}}', "kind", "found null"),
    (f'{{{AT},"kind":["tick"]}}', "kind", "found […]"),
    (f'{{{AT},"kind":"tick","platform":"x"}}', "platform", 'a key of “tick” (kind, at), found "p'),
    (f'{{{WHERE},"usr":"1","text":"x"}}', "usr", 'found "usr"; did you mean user?'),
    (f'{{{WHO},"text":"x","number":3}}', "number", 'found "number"'),
    (f'{{{WHO},"text":"x","a\\nb\\u202e":3}}', "a\\u000ab\\u202e", 'found "a\\nb\\u202e"'),
    (f"{{{WHO}}}", "text", "expected text, found nothing"),
    (f'{{{AT},"platform":"console","user":"1","text":"x"}}', "chat", "expected an id: text that"),
    (f'{{{AT},"kind":"edit","platform":"x","chat":"c","text":"x"}}', "id", "found nothing"),
    (f'{{{AT},"kind":"button","platform":"x","chat":"c","user":"1","label":"x"}}', "reply", "fou"),
    (f'{{{AT},"kind":"fault","platform":"x"}}', "what", "timeout, answer_lost, found nothing"),
    # instants
    ('{"at":"2026-11-20T09:00:00","kind":"tick"}', "at", 'found "2026-11-20T09:00:00"'),
    ('{"at":"2026-11-20","kind":"tick"}', "at", "expected an ISO-8601 instant with offset"),
    ('{"at":"2026-13-20T09:00:00Z","kind":"tick"}', "at", "expected an ISO-8601 instant"),
    ('{"at":"2026-11-20x09:00:00Z","kind":"tick"}', "at", "expected an ISO-8601 instant"),
    ('{"at":"0001-01-01T00:00:00+14:00","kind":"tick"}', "at", "the years 1970 to 9998, found"),
    ('{"at":"1969-12-31T23:59:59Z","kind":"tick"}', "at", "the years 1970 to 9998, found"),
    ('{"at":"9999-12-31T23:00:00-12:00","kind":"tick"}', "at", 'found "9999-12-31T23:00:00-12:00"'),
    (f'{{{WHO},"text":"x","sent_at":"9999-01-01T00:00:00Z"}}', "sent_at", "the years 1970 to"),
    ('{"at":1763600400,"kind":"tick"}', "at", "found 1763600400"),
    ('{"at":"","kind":"tick"}', "at", 'found ""'),
    (f'{{{WHO},"text":"x","sent_at":"2026-11-20T09:00:00"}}', "sent_at", "with offset"),
    (f'{{{WHO},"text":"x","sent_at":null}}', "sent_at", "found null"),
    # values
    (f'{{{WHO},"text":true}}', "text", "expected text, found true"),
    (f'{{{WHO},"text":{{"x":1}}}}', "text", "expected text, found {…}"),
    (f'{{{WHERE},"user":true,"text":"x"}}', "user", "found true"),
    (f'{{{WHERE},"user":4.5,"text":"x"}}', "user", "found 4.5"),
    (f'{{{WHERE},"user":"","text":"x"}}', "user", "expected an id: text that is not empty"),
    (f'{{{AT},"platform":"Telegram","chat":"c","user":"1","text":"x"}}', "platform", '"Telegram"'),
    (f'{{{AT},"platform":"a\\n","chat":"c","user":"1","text":"x"}}', "platform", 'found "a\\n"'),
    (f'{{{AT},"kind":"down","platform":""}}', "platform", "expected a platform's name of a–z, 0–9"),
    (f'{{{WHO},"text":"x","mentions":"42"}}', "mentions", 'expected a list of ids, found "42"'),
    (f'{{{WHO},"text":"x","mentions":["42",null]}}', "mentions", "found […]"),
    (f'{{{WHO},"text":"x","sender":"human"}}', "sender", "expected one of person, bot, webhook, c"),
    (f'{{{WHO},"text":"x","sender":"webhok"}}', "sender", "; did you mean webhook?"),
    (f'{{{WHO},"text":"x","media":["photo"]}}', "media", "expected text, found […]"),
    (f'{{{WHO},"kind":"role","role":"admn"}}', "role", 'found "admn"; did you mean admin?'),
    (
        f'{{{WHO},"kind":"role","role":1}}',
        "role",
        "one of member, moderator, admin, owner, found 1",
    ),
    (
        f'{{{WHO},"kind":"reaction","id":"1","emoji":""}}',
        "emoji",
        "expected text that is not empty",
    ),
    (
        f'{{{WHO},"kind":"reaction","id":"1","emoji":"x","removed":1}}',
        "removed",
        "true or false, f",
    ),
    (
        f'{{{WHO},"kind":"button","reply":-1,"label":"x"}}',
        "reply",
        "a whole number from 0, found -1",
    ),
    (f'{{{WHO},"kind":"button","reply":true,"label":"x"}}', "reply", "found true"),
    (f'{{{WHO},"kind":"button","reply":0.0,"label":"x"}}', "reply", "found 0.0"),
    (f'{{{AT},"kind":"fault","platform":"x","what":"boom"}}', "what", 'found "boom"'),
    (f'{{{AT},"kind":"fault","platform":"x","what":"timeout","times":0}}', "times", "found 0"),
    (
        f'{{{AT},"kind":"fault","platform":"x","what":"timeout","retry_after":0}}',
        "retry_after",
        "expected seconds: a number above 0, at most 31,536,000, found 0",
    ),
    (
        f'{{{AT},"kind":"fault","platform":"x","what":"timeout","retry_after":1e999}}',
        "retry_after",
        "found Infinity",
    ),
    (
        f'{{{AT},"kind":"fault","platform":"x","what":"timeout","retry_after":{"9" * 4000}}}',
        "retry_after",
        f"found {'9' * 40}…",
    ),
    # references to replies
    (f'{{{WHO},"text":"/link {{1.code}}"}}', "text", "expected a line before this one, counted"),
    (f'{{{WHO},"text":"/link {{0.code}}"}}', "text", "from 1, found {0.code}"),
    (f'{{{WHERE},"kind":"edit","id":"1","text":"{{7.code}}"}}', "text", "found {7.code}"),
]


@pytest.mark.parametrize(("raw", "key", "words"), BROKEN)
def test_a_broken_line_is_told_with_file_line_key_and_what_was_expected(
    raw: str | bytes, key: str, words: str
) -> None:
    error = error_of(raw)
    sentence = error.sentence("en")
    assert (error.file, error.line, error.key) == ("chat.jsonl", 1, key)
    assert sentence.startswith(f"chat.jsonl:1: {key}: " if key else "chat.jsonl:1: expected")
    assert words in sentence
    assert len(sentence) < 400
    assert all(sign.isprintable() for sign in sentence + error.sentence("zh"))


def test_the_sentence_is_there_in_chinese() -> None:
    error = error_of("", f'{{{AT},"kind":"mesage"}}')
    assert error.sentence("zh") == (
        "chat.jsonl:2: kind: 应为：这些词之一（message, edit, delete, reaction, button, join, "
        'leave, role, down, up, fault, clock, tick），实际为："mesage"；是不是想写 message？'
    )


def test_both_languages_have_the_same_sentences() -> None:
    assert missing(Sentences([ROOT / "bot/rehearsal"])) == Gaps()


def test_time_goes_back_only_by_a_clock_line() -> None:
    later, earlier = "2026-11-20T10:00:00+08:00", "2026-11-20T09:59:00+08:00"
    error = error_of(f'{{"at":"{later}","kind":"tick"}}', f'{{"at":"{earlier}","kind":"tick"}}')
    assert error.sentence("en") == (
        "chat.jsonl:2: at: expected an instant not before 2026-11-20T02:00:00Z of the line above "
        "(only a clock line goes back), found 2026-11-20T01:59:00Z"
    )
    assert lines_of(
        f'{{"at":"{later}","kind":"tick"}}',
        f'{{"at":"{earlier}","kind":"clock"}}',
        f'{{"at":"{earlier}","kind":"tick"}}',
    ) == [
        TickLine(number=1, at=NINE + timedelta(hours=1)),
        ClockLine(number=2, at=NINE + timedelta(minutes=59)),
        TickLine(number=3, at=NINE + timedelta(minutes=59)),
    ]


def test_a_broken_line_is_met_only_when_it_is_asked_for() -> None:
    stream = io.BytesIO(f'{{{AT},"kind":"tick"}}\nbroken\n'.encode())
    lines = read_lines(stream, "-")
    assert next(lines) == TickLine(number=1, at=NINE)
    with pytest.raises(TranscriptError):
        next(lines)


def test_a_file_is_read_line_by_line() -> None:
    class Endless:
        """A file without an end."""

        def readline(self, limit: int = -1, /) -> bytes:
            return f'{{{AT},"kind":"tick"}}\n'.encode()

    lines: Iterator[Line] = read_lines(Endless(), "-")
    assert [next(lines).number for _ in range(20_000)][-1] == 20_000


def test_checking_stops_at_the_first_line_that_cannot_be_read() -> None:
    stream = io.BytesIO(f'{{{AT},"kind":"tick"}}\n\n{{{AT},"kind":"tock"}}\n'.encode())
    with pytest.raises(TranscriptError) as caught:
        check(stream, "-")
    assert (caught.value.file, caught.value.line, caught.value.nearest) == ("-", 3, "tick")


def test_a_private_chat_has_the_id_of_the_person() -> None:
    person, group = lines_of(
        f'{{{AT},"platform":"telegram","chat":42,"user":"42","text":"/me"}}',
        f'{{{WHO},"text":"/me"}}',
    )
    assert isinstance(person, MessageLine) and isinstance(group, MessageLine)
    assert (person.private, group.private) == (True, False)


@pytest.mark.parametrize(
    ("raw", "update_id", "answered_as"),
    [
        (f'{{{WHO},"text":"x","id":"m9"}}', "m9", "m9"),
        (f'{{{WHO},"text":"x"}}', "line:1", "line:1"),
        (f'{{{WHERE},"kind":"edit","id":"m9","text":"x"}}', "line:1", "m9"),
        (f'{{{WHERE},"kind":"delete","id":"m9"}}', "line:1", "m9"),
        (f'{{{WHO},"kind":"reaction","id":"m9","emoji":"👍"}}', "line:1", "m9"),
        (f'{{{WHO},"kind":"button","reply":0,"label":"ok"}}', "line:1", "line:1"),
    ],
)
def test_what_identifies_a_line_and_what_an_answer_names_it(
    raw: str, update_id: str, answered_as: str
) -> None:
    [line] = lines_of(raw)
    assert (line.update_id, line.answered_as) == (update_id, answered_as)


def test_a_message_was_written_when_it_arrived_unless_the_line_says_otherwise() -> None:
    now, before = lines_of(
        f'{{{WHO},"text":"x"}}', f'{{{WHO},"text":"x","sent_at":"2026-11-20T00:30:00Z"}}'
    )
    assert isinstance(now, MessageLine) and isinstance(before, MessageLine)
    assert (now.wrote_at, before.wrote_at) == (NINE, NINE - timedelta(minutes=30))


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("/link {1.code}", [(1, "code")]),
        ("{12.id} {3.days_left}{3.days_left}", [(12, "id"), (3, "days_left"), (3, "days_left")]),
        ("{{1.code}}", [(1, "code")]),
        ("{3.5} {code} {1.} {.code} {1 .code} {-1.code} {１.code} {1.a-b} {1234567890.x}", []),
    ],
)
def test_what_a_text_asks_of_earlier_replies(text: str, needed: list[tuple[int, str]]) -> None:
    assert needs(text) == needed


def test_a_text_is_filled_with_values_that_are_not_read_again() -> None:
    values = {(1, "code"): "{2.code}", (2, "id"): "a7"}
    filled = fill("/link {1.code} {2.id} {3.5}", lambda line, name: values.get((line, name)))
    assert filled == "/link {2.code} a7 {3.5}"


def test_a_value_that_no_reply_has_is_named() -> None:
    with pytest.raises(TranscriptError) as caught:
        fill("/link {1.code}", lambda line, name: None, file="chat.jsonl", line=4)
    assert caught.value.sentence("en") == (
        "chat.jsonl:4: text: expected a value “code” in a reply to line 1, found nothing"
    )
    assert caught.value.sentence("zh") == (
        "chat.jsonl:4: text: 应为：对第 1 行的回复中的值“code”，实际为：空缺"
    )


def test_a_line_is_written_with_its_keys_in_order_and_without_defaults() -> None:
    line = MessageLine(
        number=3,
        at=NINE.astimezone(timezone(timedelta(hours=8))),
        platform="telegram",
        chat="-1",
        user="42",
        text="签到 ✓",
        mentions=("1", "2"),
        sender=Sender.CHANNEL,
    )
    assert line_json(line) == (
        '{"at": "2026-11-20T01:00:00Z", "platform": "telegram", "chat": "-1", "user": "42", '
        '"text": "签到 ✓", "mentions": ["1", "2"], "sender": "channel"}'
    )
    assert line_json(UpLine(number=1, at=NINE)) == '{"at": "2026-11-20T01:00:00Z", "kind": "up"}'


INSTANTS = st.datetimes(
    datetime(1970, 1, 1), datetime(9998, 12, 31), timezones=st.just(UTC)
) | st.just(NINE)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00{"))
BY_TYPE: dict[object, st.SearchStrategy[object]] = {
    int: st.integers(1, 10**30),
    float | None: st.none() | st.floats(0.001, 31_536_000),
    bool: st.booleans(),
    datetime: INSTANTS,
    datetime | None: st.none() | INSTANTS,
    str: WORDS.filter(bool),
    tuple[str, ...]: st.lists(WORDS.filter(bool)).map(tuple),
    Sender: st.sampled_from(Sender),
    Fault: st.sampled_from(Fault),
}
BY_NAME: dict[str, st.SearchStrategy[object]] = {
    "number": st.just(1),
    "platform": st.from_regex(r"[a-z0-9_]+", fullmatch=True),
    "role": st.sampled_from(["member", "moderator", "admin", "owner"]),
    "text": WORDS,
}


def any_line(made: type[Line]) -> st.SearchStrategy[Line]:
    make: Callable[..., Line] = made
    types = get_type_hints(made)
    whole = {
        field.name: BY_NAME.get(field.name, BY_TYPE[types[field.name]]) for field in fields(made)
    }
    optional = {field.name for field in fields(made) if field.default is not MISSING}
    return st.fixed_dictionaries(
        {name: values for name, values in whole.items() if name not in optional},
        optional={name: values for name, values in whole.items() if name in optional},
    ).map(lambda values: make(**values))


@given(st.one_of([any_line(made) for made in get_args(Line)]))
def test_a_written_line_reads_as_the_same_line(line: Line) -> None:
    written = line_json(line)
    assert lines_of(written) == [line]
    assert "\n" not in written


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
KEYS = sorted({field.name for made in get_args(Line) for field in fields(made)} | {"kind"})
VALUES = JSON | st.sampled_from([line.kind for line in get_args(Line)]) | st.just(NINE.isoformat())


@given(
    st.binary()
    | st.dictionaries(st.sampled_from(KEYS) | st.text(), VALUES).map(
        lambda values: json.dumps(values).encode()
    )
)
def test_whatever_a_file_holds_is_read_or_told_in_both_languages(raw: bytes) -> None:
    told = [""]
    try:
        lines_of(raw)
    except TranscriptError as error:
        told = [error.sentence("zh"), error.sentence("en")]
    assert all(sentence.startswith("chat.jsonl:") for sentence in told) or told == [""]
