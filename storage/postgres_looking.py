"""Looks at a database on a PostgreSQL server and changes nothing there."""

from __future__ import annotations

from collections.abc import Sequence

from storage.components import Component
from storage.errors import StorageUnavailable
from storage.looking import Outlook
from storage.migrate import pending_in
from storage.postgres_connections import Server
from storage.postgres_failures import DRIVER
from storage.postgres_readers import PostgresReader

_SIZE = "SELECT pg_database_size(current_database())"


async def look_at_server(server: Server, components: Sequence[Component]) -> Outlook:
    """The outlook of its database, also while bots run on it. Raises StorageRefused."""
    connection = await server.look()
    try:
        read = PostgresReader(connection)
        steps = await pending_in(read, "postgres", components)
        row = await read.fetch_one(_SIZE)
    except StorageUnavailable as unavailable:
        raise server.address.refused("no_server") from unavailable
    except DRIVER as error:
        raise server.address.of_no_use(error) from None
    finally:
        await connection.close()
    known = sum(len(each.migrations()) for each in components)
    # A server has a database before it has anything of ours.
    size = 0 if row is None or len(steps) == known else int(row[0] or 0)
    return Outlook(size, None, len(steps))
