from __future__ import annotations

import pytest

from storage.placeholders import numbered


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT 1", "SELECT 1"),
        (
            "SELECT a FROM b WHERE c = ? AND d IN (?, ?)",
            "SELECT a FROM b WHERE c = $1 AND d IN ($2, $3)",
        ),
        ("SELECT '?', 'it''s ?', ?", "SELECT '?', 'it''s ?', $1"),
        ('SELECT "a?" FROM b WHERE c = ?', 'SELECT "a?" FROM b WHERE c = $1'),
        ("SELECT ? -- really?\n, ?", "SELECT $1 -- really?\n, $2"),
        ("SELECT /* ? */ ?", "SELECT /* ? */ $1"),
        ("SELECT $$ ? $$, $x$ ? $x$, ?", "SELECT $$ ? $$, $x$ ? $x$, $1"),
    ],
)
def test_places_are_numbered_outside_of_literals_and_comments(sql: str, expected: str) -> None:
    assert numbered(sql) == expected


@pytest.mark.parametrize("sql", ["COMMIT", " rollback", "SAVEPOINT x", "begin", "END", "ABORT;"])
def test_a_statement_that_would_end_the_transaction_is_refused(sql: str) -> None:
    with pytest.raises(PermissionError, match="not authorized"):
        numbered(sql)
