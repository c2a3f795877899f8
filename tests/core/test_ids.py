"""Ids of our own."""

from __future__ import annotations

from bot.core.ids import ALPHABET, Ids


def test_the_same_seed_gives_the_same_ids() -> None:
    first, second = Ids(7), Ids(7)
    assert [first.new(), first.code(), first.token()] == [
        second.new(),
        second.code(),
        second.token(),
    ]


def test_another_seed_gives_other_ids() -> None:
    assert Ids(7).new() != Ids(8).new()


def test_without_a_seed_nothing_repeats() -> None:
    ids, others = Ids(), Ids()
    drawn = [source.new() for source in (ids, others) for _ in range(500)]
    assert len(set(drawn)) == 1000


def test_ids_have_the_lengths_that_they_promise_also_when_the_bits_are_few() -> None:
    ids = Ids(1)
    assert {len(ids.new()) for _ in range(2000)} == {20}
    assert {len(ids.token()) for _ in range(2000)} == {32}
    assert {len(ids.code()) for _ in range(100)} == {7}
    assert len(ids.code(3)) == 3


def test_an_id_near_another_one_begins_as_that_one_does_and_is_random_behind() -> None:
    ids = Ids(1)
    person = ids.new()
    drawn = [ids.new(person) for _ in range(2000)]
    assert {each[:3] for each in drawn} == {person[:3]}
    assert {len(each) for each in drawn} == {20}
    assert len({each[3:] for each in drawn}) == 2000
    assert len({each[3] for each in drawn}) == 16


def test_codes_hold_no_letters_that_people_confuse() -> None:
    ids = Ids(1)
    assert set("".join(ids.code() for _ in range(500))) == set(ALPHABET)
    assert set(ALPHABET).isdisjoint("0O1ILU")
