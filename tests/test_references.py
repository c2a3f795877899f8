"""Where a docstring names a section of a page, the page has that section, in both languages.

A reference is written ``docs/features/checkin.md`` §2, with more numbers behind "and", or
``docs/architecture.md``, "One message".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import pytest

from tests.architecture.source import ROOT, kept_files

_REFERENCE: Final = re.compile(
    r"\b(docs/[a-z0-9/-]+)\.md`{0,2},?\s*((?:\s*(?:,|and)?\s*§\d+)+|\"[A-Z][^\"]+\")"
)
_HERE: Final = "tests/test_references.py"
_TITLE: Final = re.compile(r"^#+ (.+)$", re.MULTILINE)
_NUMBER: Final = re.compile(r"^\d+\. ")


def test_docstrings_name_sections_that_exist() -> None:
    report = [
        problem
        for path in kept_files()
        if path.suffix in {".py", ".sql"} and path != ROOT / _HERE
        for problem in dangling(path.read_text(encoding="utf-8"), titles_of)
    ]
    assert report == []


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("(docs/architecture.md §1 and §2)", []),
        ("``docs/architecture.md`` §1", []),
        ('``docs/architecture.md``,\n"The outbox".', []),
        ("docs/architecture.md §2 and §4.", ["docs/architecture.md has no §4"]),
        ('``docs/architecture.md``, "Outbox"', ["docs/architecture.md has no section Outbox"]),
    ],
)
def test_a_section_that_is_not_there_is_found(text: str, problems: list[str]) -> None:
    titles = ["A", "1. One", "2. Two", "The outbox"]
    assert dangling(text, lambda page: titles) == problems


def dangling(text: str, titles: Callable[[str], list[str]]) -> list[str]:
    """The sections that the text names and that their page does not have."""
    problems = []
    for page, sections in _REFERENCE.findall(text):
        known = titles(f"{page}.md")
        for number in re.findall(r"§(\d+)", sections):
            if not any(title.startswith(f"{number}. ") for title in known):
                problems.append(f"{page}.md has no §{number}")
        name = " ".join(sections.strip('"').split())
        if sections.startswith('"') and name not in [_NUMBER.sub("", each) for each in known]:
            problems.append(f"{page}.md has no section {name}")
    return problems


def titles_of(page: str) -> list[str]:
    """The headings of an English page; its Chinese twin has as many (``tests/test_docs.py``)."""
    path = ROOT / page
    return _TITLE.findall(path.read_text(encoding="utf-8")) if path.exists() else []
