from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import StorageUnavailable
from storage.ports import Transaction
from storage.sqlite import SqliteDatabase
from tests.storage.samples import Do, a_database, keep, refuse, shown, words_in


class Seals:
    """A sealer that keeps how many words each group had brought, and may refuse."""

    def __init__(self, refused: str = "") -> None:
        self.counts: list[int] = []
        self.refused = refused

    async def __call__(self, tx: Transaction) -> None:
        row = await tx.fetch_one("SELECT count(*) FROM words")
        assert row is not None and isinstance(row[0], int)
        self.counts.append(row[0])
        if await tx.fetch_one("SELECT 1 FROM words WHERE word = ?", self.refused):
            raise ValueError("cannot be sealed")


async def all_at_once(database: SqliteDatabase, calls: list[list[Do]]) -> list[list[str]]:
    """The calls, accepted together while the writer is busy with a first one; their errors."""

    async def one(works: list[Do]) -> list[str]:
        try:
            return [shown(outcome.error) for outcome in await database.run(works)]
        except StorageUnavailable as error:
            return [f"raised {shown(error)}"]

    return await asyncio.gather(*[one(works) for works in calls])


async def test_works_that_wait_share_a_commit(database: SqliteDatabase, path: Path) -> None:
    seals = Seals()
    database.before_commit = seals
    await all_at_once(database, [[keep(f"{n:03}")] for n in range(500)])
    assert words_in(path) == [f"{n:03}" for n in range(500)]
    assert len(seals.counts) < 100


async def test_a_group_has_a_limit_and_keeps_calls_together(path: Path) -> None:
    database = await a_database(path, group_limit=4)
    seals = Seals()
    database.before_commit = seals
    calls = [[keep(f"{call}.{n}") for n in range(size)] for call, size in enumerate([3, 3, 9, 1])]
    await all_at_once(database, calls)
    await database.close()
    assert seals.counts[-1] == 16
    assert {3, 6, 15} <= set(seals.counts)
    assert words_in(path) == [f"{c}.{n}" for c, s in enumerate([3, 3, 9, 1]) for n in range(s)]


async def test_a_group_that_kept_nothing_is_not_sealed(database: SqliteDatabase) -> None:
    seals = Seals()
    database.before_commit = seals
    await database.run([refuse("one"), refuse("two")])
    assert seals.counts == []
    await database.run([refuse("one"), keep("two")])
    assert seals.counts == [1]
    assert database.before_commit is seals


async def test_what_the_sealer_writes_is_kept_with_its_group(
    database: SqliteDatabase, path: Path
) -> None:
    async def sealer(tx: Transaction) -> None:
        await tx.execute("INSERT INTO words (word) VALUES ('sealed')")

    database.before_commit = sealer
    await database.run([keep("one")])
    assert words_in(path) == ["one", "sealed"]


async def test_a_sealer_that_fails_keeps_back_only_what_it_cannot_seal(
    database: SqliteDatabase, path: Path
) -> None:
    database.before_commit = Seals(refused="bad")
    assert await all_at_once(
        database, [[keep("one")], [keep("two"), keep("bad"), keep("three")], [keep("bad")]]
    ) == [
        [""],
        ["", "StorageUnavailable: sealing", "StorageUnavailable: sealing"],
        ["raised StorageUnavailable: sealing"],
    ]
    assert words_in(path) == ["one", "two"]


async def test_callers_hear_only_after_the_commit(database: SqliteDatabase, path: Path) -> None:
    async def one(word: str) -> bool:
        await database.run([keep(word)])
        return word in words_in(path)

    assert all(await asyncio.gather(*[one(f"{n}") for n in range(50)]))


@given(
    calls=st.lists(
        st.lists(st.sampled_from(["keeps", "fails", "recovers"]), min_size=1, max_size=5),
        min_size=1,
        max_size=12,
    ),
    group_limit=st.integers(1, 8),
)
def test_exactly_the_rows_of_those_that_succeeded_are_there(
    tmp_path_factory: pytest.TempPathFactory, calls: list[list[str]], group_limit: int
) -> None:
    path = tmp_path_factory.mktemp("mix") / "hearth.db"
    expected = []

    def work(name: str, fate: str) -> Do:
        if fate == "fails":
            return refuse(name)
        expected.append(name)
        return keep(name) if fate == "keeps" else refuse(f"not {name}", instead=keep(name))

    works = [
        [work(f"{call}.{n}", fate) for n, fate in enumerate(fates)]
        for call, fates in enumerate(calls)
    ]

    async def play() -> list[list[str]]:
        database = await a_database(path, durable=False, group_limit=group_limit)
        errors = await all_at_once(database, works)
        await database.close()
        return errors

    assert [[bool(error) for error in errors] for errors in asyncio.run(play())] == [
        [fate == "fails" for fate in fates] for fates in calls
    ]
    assert words_in(path) == expected
