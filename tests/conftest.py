"""What every test stands on."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

import bot.app
from storage.postgres import PostgresDatabase
from storage.sqlite import SqliteDatabase
from tests.engines import ENGINES, engines, stop_server
from tests.on_postgres import is_quick

TESTS: Final = Path(__file__).parent
ON_BOTH: Final = (
    "badges",
    "checkin",
    "community",
    "contracts",
    "engine",
    "help",
    "levels",
    "points",
    "profile",
    "ranks",
    "recaps",
    "reminders",
    "reviews",
    "roles",
    "shop",
    "staff",
    "stories",
    "test_every_cog.py",
    "test_stories.py",
)
"""Where the engine matters: each test there runs on SQLite and on PostgreSQL."""
OF_SQLITE: Final = {
    "community/test_seals.py": "seals in the commit; tests/engine/test_sealing.py",
    "community/test_kept.py::test_nobody_is_looked_for_by_reading_a_whole_table": "its planner",
    **dict.fromkeys(
        (
            "engine/test_permissions.py::test_in_a_group_a_command_is_done_for_its_rank_and_refused_to_all_others",
            "engine/test_permissions.py::test_alone_with_the_bot_only_a_config_gives_a_rank",
            "engine/test_permissions.py::test_nobody_but_a_person_does_anything_whatever_their_rank",
        ),
        "every command by every rank; ranks themselves are read on both in the tests behind these",
    ),
    "engine/test_poison.py": "the errors are SQLite's; tests/storage/test_postgres.py",
    "engine/test_storage_trouble.py": "a file's trouble; tests/storage/test_postgres_trouble.py",
    "engine/test_verifying.py::test_a_ledger_that_was_changed_is_not_mended": "triggers",
    "test_stories.py::test_the_story_is_the_same_bytes_when_it_is_told_again": "a server takes the"
    " messages of several chats side by side",
    "engine/test_verifying.py::test_what_was_not_sealed_yet_is_counted_and_no_problem": "seals",
}
SLOWEST: Final = (
    "test_stories.py",
    "platforms/telegram/test_stories.py",
    "cli/",
    "faults/",
    "test_writing_a_cog.py",
    "contracts/",
    "storage/",
    "test_architecture.py",
)
"""What begins first, so that the workers come to their ends together: these wait, or are long."""
EVERY_CASE: Final = (
    "community/",
    "checkin/test_outages.py",
    "engine/test_verifying.py",
    "test_stories.py::test_the_story_is_told_and_ends_as_it_should",
)
"""Where each case of a table has statements of its own: all of them are quick tests of PostgreSQL.

Elsewhere the first case of a table is, and `make test-long` has the others.
"""
LONG_ON_POSTGRES: Final = (
    "test_a_backlog_longer_than_a_page_is_sent_in_order",
    "test_a_backlog_longer_than_a_page_is_worked_off_in_order",
    "test_days_are_read_by_the_zones_of_their_time_after_a_change",
    "test_five_thousand_go_out_at_the_pace_of_the_platform_each_once",
    "test_in_some_weeks_every_occurrence_happens_exactly_once",
    "test_jobs_wait_until_the_backlog_may_have_come",
    "test_more_members_than_a_page_are_verified_and_rebuilt",
    "test_two_hundred_mixed_messages_of_a_chat_are_answered_in_their_order",
    "test_what_still_waits_is_never_forgotten",
)
"""What else PostgreSQL does in `make test-long` alone: hundreds, and weeks of days."""
OF_POSTGRES: Final = (
    "engine/test_jobs_shared.py",
    "engine/test_regaining.py",
    "engine/test_sharing.py",
)
"""Where several processes have one database, which no file lets them."""

# A slow machine is no counterexample, and the same run twice draws the same examples.
settings.register_profile(
    "quick",
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
# `make test-long`: looks further, each time elsewhere, and prints how to repeat what it found.
settings.register_profile(
    "long",
    max_examples=2000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("quick")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The tests of these places run once for each engine."""
    path = Path(str(metafunc.module.__file__)).relative_to(TESTS)
    test = f"{path.as_posix()}::{metafunc.function.__name__}"
    if path.parts[0] not in ON_BOTH or OF_SQLITE.keys() & {path.as_posix(), test}:
        return
    if asyncio.iscoroutinefunction(metafunc.function):
        names = [each for each in ENGINES if each != "sqlite" or path.as_posix() not in OF_POSTGRES]
        metafunc.parametrize("engine", names, indirect=True)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays to the end: nothing is looked through again and again for garbage."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slowest places come first; within each, and behind them, all stays in its order."""
    if len(ENGINES) > 1:
        _leave_cases_to_the_long_tests(items)

    @cache
    def place(path: Path) -> int:
        inside = path.relative_to(TESTS).as_posix() if path.is_relative_to(TESTS) else ""
        return next((n for n, each in enumerate(SLOWEST) if inside.startswith(each)), len(SLOWEST))

    items.sort(key=lambda item: place(item.path))


def _leave_cases_to_the_long_tests(items: list[pytest.Item]) -> None:
    seen: set[str] = set()
    for item in items:
        case = getattr(item, "callspec", None)
        if case is None or case.params.get("engine") != "postgres":
            continue
        place = item.path.relative_to(TESTS).as_posix() if item.path.is_relative_to(TESTS) else ""
        name = item.originalname  # type: ignore[attr-defined]
        test = f"{place}::{name}"
        later = any(each in item.name for each in LONG_ON_POSTGRES)
        later = later or not is_quick(place, name, case.id.removeprefix("postgres-"))
        if later or (test in seen and not test.startswith(EVERY_CASE)):
            item.add_marker("long")
        seen.add(test)


def pytest_sessionfinish() -> None:
    """The server of this process is gone; a worker of xdist does not come to its ``atexit``."""
    stop_server()


@pytest.fixture(autouse=True)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The engine of this test: what the bot is told of a file is a database of this engine."""
    engines.name = getattr(request, "param", "sqlite")
    if engines.name == "sqlite":
        yield engines.name
        return

    def database_of(url: str, *, durable: bool = True) -> SqliteDatabase | PostgresDatabase:
        path = url.removeprefix(bot.app.SQLITE)
        return engines.database(path, durable=durable, turn_seconds=bot.app.TURN_SECONDS)

    monkeypatch.setattr("bot.app.database_of", database_of)
    yield engines.name
    engines.name = "sqlite"
    engines.forget()
