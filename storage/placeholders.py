"""From one text of SQL to PostgreSQL's: ``?`` becomes ``$1``, ``$2`` …, read once for each text."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import count

_TOKEN = re.compile(
    r"""--[^\n]* | /\*.*?\*/ | '(?:[^']|'')*' | "(?:[^"]|"")*" | \$(\w*)\$.*?\$\1\$ | \?""",
    re.DOTALL | re.VERBOSE,
)
_CONTROL = re.compile(
    r"\s*(BEGIN|START|COMMIT|END|ROLLBACK|ABORT|SAVEPOINT|RELEASE|PREPARE\s+TRANSACTION)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def numbered(sql: str) -> str:
    """The statement with its places numbered; what stands in literals and comments stays.

    Raises PermissionError for one that would begin or end a transaction: a work that commits
    for itself would keep what may still be undone.
    """
    if _CONTROL.match(sql):
        raise PermissionError("not authorized: a work does not end its transaction")
    numbers = count(1)
    return _TOKEN.sub(lambda token: f"${next(numbers)}" if token[0] == "?" else token[0], sql)
