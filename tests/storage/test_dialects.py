from __future__ import annotations

import pytest

from storage.dialects import dialect_text, in_byte_order, statements_of

TRIGGER = """CREATE TRIGGER words_stay BEFORE DELETE ON words BEGIN
  SELECT RAISE(ABORT, 'no; never');
  SELECT 1;
END;"""
FUNCTION = """CREATE FUNCTION refuse() RETURNS trigger AS $body$
BEGIN
  RAISE EXCEPTION 'no; never';
END;
$body$ LANGUAGE plpgsql;"""
USE = "CREATE TRIGGER words_stay BEFORE DELETE ON words EXECUTE FUNCTION refuse();"


@pytest.mark.parametrize(
    ("text", "sqlite", "postgres"),
    [
        ("n BIGINT", "n BIGINT", "n BIGINT"),
        ("/*sqlite A*/ x /*postgres B*/", "A x /*postgres B*/", "/*sqlite A*/ x B"),
        ("/*sqlite\nA;\nB;\n*/", "A;\nB;\n", "/*sqlite\nA;\nB;\n*/"),
        ("/* sqlite A */", "/* sqlite A */", "/* sqlite A */"),
    ],
)
def test_a_text_opens_what_is_meant_for_its_engine(text: str, sqlite: str, postgres: str) -> None:
    assert (dialect_text(text, "sqlite"), dialect_text(text, "postgres")) == (sqlite, postgres)


@pytest.mark.parametrize(
    ("dialect", "text", "statements"),
    [
        ("sqlite", "", []),
        ("sqlite", "-- nothing; here\n/* nor; here */ ;", []),
        ("sqlite", "A 1; B 2;\n-- the end", ["A 1;", "B 2;"]),
        ("sqlite", "A ';'; B \";\";", ["A ';';", 'B ";";']),
        ("sqlite", f"A;\n{TRIGGER}\nB;", ["A;", TRIGGER, "B;"]),
        ("postgres", "A ';'; B \";\"; -- c;\n", ["A ';';", 'B ";";']),
        ("postgres", f"{FUNCTION}\n{USE}\nB;", [FUNCTION, USE, "B;"]),
    ],
)
def test_a_text_is_split_into_its_statements(
    dialect: str, text: str, statements: list[str]
) -> None:
    assert statements_of(text, dialect) == statements


@pytest.mark.parametrize("dialect", ["sqlite", "postgres"])
def test_a_statement_without_its_end_is_refused(dialect: str) -> None:
    with pytest.raises(ValueError, match="without its end: CREATE TABLE x"):
        statements_of("A; CREATE TABLE x (n BIGINT)", dialect)


def test_new_columns_of_text_on_postgresql_sort_by_their_bytes() -> None:
    made = "-- words\nCREATE TABLE words (word TEXT NOT NULL, note TEXT DEFAULT 'TEXT' /* TEXT */);"
    assert in_byte_order(made) == (
        '-- words\nCREATE TABLE words (word TEXT COLLATE "C" NOT NULL,'
        " note TEXT COLLATE \"C\" DEFAULT 'TEXT' /* TEXT */);"
    )
    added = "ALTER TABLE words ADD COLUMN more TEXT;"
    assert in_byte_order(added) == 'ALTER TABLE words ADD COLUMN more TEXT COLLATE "C";'
    other = "CREATE FUNCTION f() RETURNS TEXT LANGUAGE sql AS $$ SELECT 'TEXT' $$;"
    assert in_byte_order(other) == other
