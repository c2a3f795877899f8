"""What is named in ``tests/on_postgres.py`` is there."""

from __future__ import annotations

from tests.conftest import LONG_ON_POSTGRES, TESTS
from tests.on_postgres import AT_ONCE, PLACES, is_quick
from tests.statements import STATEMENTS
from tests.test_stories import NAMES


def test_every_test_that_is_named_is_there() -> None:
    named = [(file, name) for table in (STATEMENTS, AT_ONCE) for file, names in table.items()
             for name in names]  # fmt: skip
    sources = {file: (TESTS / file).read_text(encoding="utf-8") for file, _ in named}
    assert [
        (file, name)
        for file, name in named
        if f"def {name.partition('[')[0]}(" not in sources[file] or not file.startswith(PLACES)
    ] == []
    stories = [name.partition("[")[2][:-1] for name in STATEMENTS["test_stories.py"]]
    assert {*stories} <= {*NAMES}


def test_every_test_that_is_long_on_postgres_is_there() -> None:
    engine = "".join(path.read_text("utf-8") for path in (TESTS / "engine").glob("test_*.py"))
    assert [name for name in LONG_ON_POSTGRES if f"def {name}(" not in engine] == []


def test_one_that_is_named_is_quick_and_another_of_its_file_is_not() -> None:
    place = "test_stories.py"
    test, _, case = STATEMENTS[place][0][:-1].partition("[")
    assert is_quick(place, test, case)
    assert not is_quick(place, test, "another")
    assert is_quick("engine/test_crashes.py", "test_anything", "")
