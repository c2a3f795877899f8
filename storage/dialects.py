"""One migration text for both engines, and its statements one by one."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

_OWN_TEXT = {
    "sqlite": re.compile(r"/\*sqlite\s(.*?)\*/", re.DOTALL),
    "postgres": re.compile(r"/\*postgres\s(.*?)\*/", re.DOTALL),
}
_PIECE = re.compile(
    r"""
    --[^\n]* | /\*.*?\*/ | '(?:[^']|'')*' | "(?:[^"]|"")*" | \$(\w*)\$.*?\$\1\$ | \w+ | ; | .
    """,
    re.DOTALL | re.VERBOSE,
)
_MAKES_COLUMNS = re.compile(r"(\s|--[^\n]*\n|/\*.*?\*/)*(CREATE|ALTER) TABLE\b", re.DOTALL)
_TEXT_COLUMN = 'TEXT COLLATE "C"'


def dialect_text(sql: str, dialect: str) -> str:
    """The text with ``/*sqlite X*/`` or ``/*postgres X*/`` opened to X for its own dialect.

    What is meant for the other stays a comment. ``dialect`` is ``sqlite`` or ``postgres``.
    """
    return _OWN_TEXT[dialect].sub(r"\1", sql)


def statements_of(sql: str, dialect: str) -> list[str]:
    """The statements of a text in one dialect, in order; a trigger is one of them.

    Raises ValueError when the last one has no end.
    """
    pieces = _sqlite_pieces(sql) if dialect == "sqlite" else _postgres_pieces(sql)
    return [piece.strip() for piece in pieces if not _is_empty(piece)]


def in_byte_order(statement: str) -> str:
    """A statement of PostgreSQL whose new columns of text sort as on SQLite: by their bytes.

    A server's own order differs from place to place, and with it what a page of rows begins with.
    """
    if not _MAKES_COLUMNS.match(statement):
        return statement
    return _PIECE.sub(lambda piece: _TEXT_COLUMN if piece[0] == "TEXT" else piece[0], statement)


def _sqlite_pieces(sql: str) -> Iterator[str]:
    piece = ""
    for part in re.split(r"(?<=;)", sql):
        piece += part
        if sqlite3.complete_statement(piece):
            yield piece
            piece = ""
    _expect_end(piece)


def _postgres_pieces(sql: str) -> Iterator[str]:
    # complete_statement knows neither $$ nor a trigger without END.
    piece = ""
    for token in _PIECE.finditer(sql):
        piece += token[0]
        if token[0] == ";":
            yield piece
            piece = ""
    _expect_end(piece)


def _expect_end(piece: str) -> None:
    if not _is_empty(piece):
        raise ValueError(f"a statement without its end: {piece.strip()[:60]}")


def _is_empty(piece: str) -> bool:
    without_comments = re.sub(r"--[^\n]*|/\*.*?\*/", "", piece, flags=re.DOTALL)
    return not without_comments.strip().strip(";")
