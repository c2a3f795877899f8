"""A server that goes away, comes back, or cannot be used: nothing is lost, nothing is twice."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import postgres_connections, postgres_sessions
from storage.errors import StorageRefused, StorageUnavailable
from storage.ports import Transaction
from storage.postgres import PostgresDatabase
from tests.storage.pg import Hole, Proxy, Server, opened
from tests.storage.samples import Do, keep, shown

_OTHERS = "SELECT pid FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One for the module, that is stopped and started."""
    server = Server()
    yield server
    server.end()


def lives(process: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_connection_that_breaks_in_a_batch_delays_it(server: Server) -> None:
    async def cut(tx: Transaction) -> object:
        if work.runs == 1:
            await tx.fetch_one("SELECT pg_terminate_backend(pg_backend_pid())")
        await tx.execute("INSERT INTO words (word) VALUES ('cut')")
        return "cut"

    name, work = await server.new(), Do(cut)
    database = await opened(server.url(name))
    outcomes = await database.run([keep("before"), work, keep("after")])
    await database.close()
    assert [outcome.value for outcome in outcomes] == ["before", "cut", "after"]
    assert (await server.words(name), work.errors) == (["before", "cut", "after"], [])


@pytest.mark.parametrize("mode", ["fast", "immediate"])
async def test_a_server_that_restarts_in_the_middle_of_a_batch_delays_it(
    server: Server, mode: str
) -> None:
    async def restarts(tx: Transaction) -> None:
        await tx.execute("INSERT INTO words (word) VALUES ('middle')")
        if work.runs == 1:
            server.control("restart", "-m", mode)
        await tx.fetch_one("SELECT 1")

    name, work = await server.new(), Do(restarts)
    database = await opened(server.url(name), turn_seconds=60)
    async with database.read() as read:
        assert await read.fetch_all("SELECT word FROM words") == []
    outcomes = await database.run([keep("before"), work, keep("after")])
    assert [outcome.error for outcome in outcomes] == [None, None, None]
    async with database.read() as read:  # its idle connection has died as well
        rows = await read.fetch_all("SELECT word FROM words ORDER BY n")
    await database.close()
    assert rows == [("before",), ("middle",), ("after",)]


async def test_of_many_calls_during_a_restart_each_is_kept_once(server: Server) -> None:
    name = await server.new()
    database = await opened(server.url(name))

    async def kept(number: int) -> None:
        while True:
            try:
                (outcome,) = await database.run([keep(f"{number:03}")])
            except StorageUnavailable:
                await asyncio.sleep(0)
            else:
                assert outcome.error is None
                return

    restarting = asyncio.get_running_loop().run_in_executor(
        None, server.control, "restart", "-m", "immediate"
    )
    for first in range(0, 400, 20):
        await asyncio.gather(*(kept(number) for number in range(first, first + 20)))
    await restarting
    await database.close()
    # None is there twice: the word is unique, and a second run would have been an error.
    assert sorted(await server.words(name)) == [f"{number:03}" for number in range(400)]


@pytest.mark.parametrize("rounds", range(5))
async def test_an_idle_connection_that_the_server_has_ended_is_replaced(
    server: Server, rounds: int
) -> None:
    """However far the driver has come with reading of its end."""
    name = await server.new()
    database = await opened(server.url(name))
    async with server.outside(name) as outside:
        rows = await outside.fetch(_OTHERS, name)
    for row in rows:
        os.kill(row["pid"], signal.SIGTERM)
    while any(lives(row["pid"]) for row in rows):
        pass  # the loop stands still meanwhile, so that nothing is read yet
    for _ in range(rounds):
        await asyncio.sleep(0)
    outcomes = await database.run([keep("kept")])
    await database.close()
    assert (len(rows), outcomes[0].value, await server.words(name)) == (1, "kept", ["kept"])


async def test_connections_that_fall_silent_are_replaced(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a router between has forgotten them: nobody is told that they are over."""
    monkeypatch.setattr(postgres_sessions, "ANSWER_S", 0.2)
    monkeypatch.setattr(postgres_connections, "CONNECT_SECONDS", 0.2)
    name = await server.new()
    with tempfile.TemporaryDirectory(prefix="hearth-hole-") as folder:
        hole = Hole(server, Path(folder))
        async with hole.listening() as url:
            database = await opened(url % name)
            async with database.read() as read:
                await read.fetch_one("SELECT 1")
            hole.silence()
            outcomes = await database.run([keep("kept")])
            async with database.read() as read:
                assert await read.fetch_all("SELECT word FROM words") == [("kept",)]
            hole.silence()
            await database.close()
    assert (outcomes[0].value, await server.words(name)) == ("kept", ["kept"])


async def test_without_a_server_nothing_is_kept_until_it_is_back(server: Server) -> None:
    name = await server.new()
    database = await opened(server.url(name))
    server.control("stop", "-m", "fast")
    try:
        with pytest.raises(StorageUnavailable, match="lost"):
            await database.run([keep("lost"), keep("as well")])
        with pytest.raises(StorageUnavailable, match="lost"):
            async with database.read() as read:
                await read.fetch_one("SELECT 1")
    finally:
        server.control("start")
    outcomes = await database.run([keep("back")])
    await database.close()
    assert (outcomes[0].value, await server.words(name)) == ("back", ["back"])


@pytest.mark.parametrize("before", [True, False])
async def test_a_lost_answer_to_commit_loses_nothing_and_doubles_nothing(
    server: Server, before: bool
) -> None:
    """The connection breaks before COMMIT has arrived, or behind it."""
    name = await server.new()
    with tempfile.TemporaryDirectory(prefix="hearth-proxy-") as folder:
        proxy = Proxy(server, Path(folder), before=before)
        async with proxy.listening() as url:
            database = await opened(url % name)
            proxy.armed = True
            work = keep("once")
            (outcome,) = await database.run([work])
            await database.close()
    assert (outcome.value, proxy.lost, work.runs) == ("once", 1, 2 if before else 1)
    assert await server.words(name) == ["once"]


async def test_a_crash_gives_the_number_of_a_lost_transaction_to_another(server: Server) -> None:
    """A server that crashed before COMMIT reuses the number: what was lost is still run again."""
    name = await server.new()

    async def others() -> None:
        async with server.outside(name) as outside:
            for number in range(20):
                await outside.execute("INSERT INTO words (word) VALUES ($1)", f"other {number}")

    def crash() -> None:
        server.control("restart", "-m", "immediate")
        asyncio.run(others())

    with tempfile.TemporaryDirectory(prefix="hearth-proxy-") as folder:
        proxy = Proxy(server, Path(folder), before=True, on_loss=crash)
        async with proxy.listening() as url:
            database = await opened(url % name)
            proxy.armed = True
            work = keep("once")
            (outcome,) = await database.run([work])
            await database.close()
    assert (outcome.value, proxy.lost, work.runs) == ("once", 1, 2)
    assert (await server.words(name)).count("once") == 1


async def test_what_is_wrong_with_the_server_is_said_without_the_password(server: Server) -> None:
    rules = server.folder / "pg_hba.conf"
    rules.write_text("local all guarded scram-sha-256\n" + rules.read_text())
    name = await server.new()
    async with server.outside(name) as outside:
        await outside.execute("CREATE ROLE guarded LOGIN PASSWORD 'right'")
        await outside.execute("CREATE ROLE plain LOGIN; CREATE ROLE idle NOLOGIN")
        await outside.execute("CREATE ROLE reads LOGIN; GRANT CREATE ON SCHEMA public TO reads")
        await outside.execute("ALTER ROLE reads SET default_transaction_read_only = on")
        await outside.execute("CREATE TABLE schema_versions ()")
        await outside.execute("CREATE ROLE other LOGIN; GRANT CREATE ON SCHEMA public TO other")
        await outside.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING LATIN1 LOCALE 'C'")
        await outside.execute("SELECT pg_reload_conf()")
    where = f"?host={server.socket.parent}"
    canary = "canary-in-the-password"
    cases = {
        f"postgresql://guarded:{canary}@/{name}{where}": "wrong_password",
        f"postgresql://postgres:{canary}@/nowhere{where}": "no_database",
        f"postgresql://plain:{canary}@/{name}{where}": "no_rights",
        f"postgresql://idle:{canary}@/{name}{where}": "not_admitted",
        f"postgresql://reads:{canary}@/{name}{where}": "only_reads",
        f"postgresql://other:{canary}@/{name}{where}": "not_owner",
        f"postgresql://postgres:{canary}@/{name}{where}&search_path=nowhere": "no_schema",
        f"postgresql://postgres:{canary}@/{name}{where}&sslmode=always": "bad_sslmode",
        f"postgresql://postgres:{canary}@/{name}{where}&nonsense=1": "server_says",
        f"postgresql://postgres:{canary}@/latin{where}": "not_utf8",
        f"postgresql://postgres:{canary}@/{name}?host={server.folder}/nothing": "no_server",
        f"postgresql://postgres:{canary}@localhost:1/{name}": "no_server",
        f"postgresql://postgres:{canary}@localhost:port/{name}": "bad_url",
        f"postgresql://postgres:{canary}@[::1/{name}": "bad_url",
        f"postgresql://postgres:{canary}@localhost:1/{name}?sslmode=verify-full"
        "&sslrootcert=/nowhere/root.crt": "no_certificate",
    }
    assert {url: await refusal(url, canary) for url in cases} == cases


async def refusal(url: str, canary: str) -> str:
    """Why the database is refused, to a start and to a look; it says nothing of the canary."""
    database = PostgresDatabase(url)
    reasons = []
    for use in (database.open(), database.look([])):
        with pytest.raises(StorageRefused) as refused:
            await use
        reasons.append(refused.value.reason)
        assert canary not in shown(refused.value) + repr(refused.value.__cause__)
    await database.close()
    assert reasons[0] == reasons[1]
    return reasons[0]


def says(code: str, text: str) -> bytes:
    """The protocol's way to say that something is fatal."""
    fields = f"SFATAL\0VFATAL\0C{code}\0M{text}\0\0".encode()
    return b"E" + (len(fields) + 4).to_bytes(4, "big") + fields


@pytest.mark.parametrize(
    ("answers", "mode", "reason"),
    [
        ([says("08P01", "unsupported startup parameter: jit")], "disable", "pooler"),
        ([says("08P01", "SSL required")], "disable", "server_says"),
        ([says("57P03", "the database system is starting up")], "disable", "server_says"),
        ([says("28P01", "password authentication failed")], "disable", "wrong_password"),
        ([says("28000", "no pg_hba.conf entry, no encryption")], "disable", "not_admitted"),
        ([b"HTTP/1.1 400 Bad Request\r\n\r\n"], "disable", "no_server"),
        ([b""], "disable", "no_server"),
        ([b"N"], "require", "no_tls"),
        ([b"S", b"HTTP/1.1 400 Bad Request\r\n\r\n"], "require", "bad_tls"),
    ],
)
async def test_what_answers_in_the_place_of_a_server_is_said(
    answers: list[bytes], mode: str, reason: str
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            await reader.read(4096)
            writer.write(answer)
            await writer.drain()
        writer.close()

    listener = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    url = f"postgresql://user:canary-word@127.0.0.1:{port}/name?sslmode={mode}"
    assert await refusal(url, "canary-word") == reason
    listener.close()
    await listener.wait_closed()
