"""Docs say what is: commands exist, links lead somewhere, settings load, both languages agree."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.source import ROOT, kept_files

_PAGES: Final = [path for path in kept_files() if path.suffix == ".md"]
_FENCE: Final = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"(?<!`)\[[^\]\n]*\]\(([^)\s]+)\)")
_FEATURES: Final = ROOT / "docs" / "features"


def test_both_readmes_begin_with_the_two_commands() -> None:
    assert [first_block(name) for name in ("README.md", "README.zh.md")] == [
        ["make try", "make test"],
        ["make try", "make test"],
    ]


def test_both_readmes_have_the_same_sections_and_commands() -> None:
    english, chinese = (text_of("README.md"), text_of("README.zh.md"))
    assert heading_levels(english) == heading_levels(chinese)
    assert commands_in(english) == commands_in(chinese)


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_to_files_and_headings_lead_somewhere(page: Path) -> None:
    assert broken_links(page, page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_settings_in_docs_are_toml(page: Path) -> None:
    for language, block in _FENCE.findall(page.read_text(encoding="utf-8")):
        if language == "toml":
            tomllib.loads(block)


def test_make_commands_in_docs_exist() -> None:
    known = set(re.findall(r"^([a-z][a-z-]*):", text_of("Makefile"), re.MULTILINE))
    said = {
        (page.name, word)
        for page in _PAGES
        for block in shell_lines(page.read_text(encoding="utf-8"))
        for word in re.findall(r"(?:^|\s)make ([a-z][a-z-]*)", block)
    }
    assert {(page, word) for page, word in said if word not in known} == set()


def test_make_lists_every_command_that_it_has() -> None:
    makefile = text_of("Makefile")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony is not None
    told = set(re.findall(r"@echo 'make ([a-z-]+)", makefile))
    inner = {"help", "lint", "contracts", "types", "docs"}
    assert told == set(phony[1].split()) - inner


def test_hearth_commands_in_docs_exist() -> None:
    helped = subprocess.run(
        [sys.executable, "-m", "bot", "--help"],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    known = set(re.findall(r"^\W*([a-z][a-z-]+)\s{2,}", helped.stdout, re.MULTILINE))
    said = {
        (page.name, word)
        for page in _PAGES
        for block in shell_lines(page.read_text(encoding="utf-8"))
        for word in re.findall(r"(?:^|[\s/])hearth ([a-z][a-z-]+)", block)
    }
    assert {(page, word) for page, word in said if word not in known} == set()


def test_every_feature_has_its_page_in_both_languages() -> None:
    cogs = sorted(path.parent.name for path in (ROOT / "cogs").glob("*/__init__.py"))
    pages = [_FEATURES / f"{cog}{ending}" for cog in cogs for ending in (".md", ".zh.md")]
    assert [page.name for page in pages if not page.exists()] == []


def test_pages_in_two_languages_have_the_same_sections() -> None:
    pairs = [(path, path.with_suffix("").with_suffix(".md")) for path in ROOT.rglob("*.zh.md")]
    assert [
        chinese.name
        for chinese, english in pairs
        if ".venv" not in chinese.parts
        and heading_levels(chinese.read_text(encoding="utf-8"))
        != heading_levels(english.read_text(encoding="utf-8"))
    ] == []


def test_docstrings_refer_to_pages_that_exist() -> None:
    said = {
        (path.relative_to(ROOT).as_posix(), page)
        for path in kept_files()
        if path.suffix in {".py", ".sql", ".ftl"}
        for page in re.findall(r"\bdocs/[a-z0-9./-]+\.md\b", path.read_text(encoding="utf-8"))
    }
    assert {(path, page) for path, page in said if not (ROOT / page).exists()} == set()


def test_what_comes_next_is_in_the_changelog() -> None:
    sections = re.findall(r"^## (.+)$", text_of("CHANGELOG.md"), re.MULTILINE)
    assert sections[:1] == ["Unreleased"]


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_a_broken_link_is_found(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("docs")
    (folder / "there.md").write_text("# A title\n\n## 中文 Heading, too\n", encoding="utf-8")
    page = folder / "page.md"
    text = (
        "[a](there.md) [b](there.md#a-title) [c](there.md#中文-heading-too) [d](#here)\n# Here\n"
        "[e](https://example.org/x) [f](gone.md) [g](there.md#gone) [h](#gone)\n"
        "```md\n[i](gone-too.md)\n```\n"
    )
    assert broken_links(page, text) == ["gone.md", "there.md#gone", "#gone"]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def first_block(name: str) -> list[str]:
    """The commands of a page's first block, without their comments."""
    block = _FENCE.search(text_of(name))
    return [] if block is None else [line.split("#")[0].strip() for line in block[2].splitlines()]


def shell_lines(text: str) -> list[str]:
    """What a reader would type: blocks of shell, and code inside a sentence."""
    blocks = [block for language, block in _FENCE.findall(text) if language in ("sh", "bash")]
    return [*blocks, *re.findall(r"`([^`\n]+)`", _FENCE.sub("", text))]


def commands_in(text: str) -> list[str]:
    """The blocks of a page without the words behind ``#``, which have a language."""
    return [re.sub(r"\s*#.*", "", block) for _, block in _FENCE.findall(text)]


def heading_levels(text: str) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", _FENCE.sub("", text), re.MULTILINE)]


def broken_links(page: Path, text: str) -> list[str]:
    """The links of a page to files or headings that are not there."""
    return [
        link
        for link in _LINK.findall(_FENCE.sub("", text))
        if "://" not in link and not link.startswith("mailto:") and not leads(page, text, link)
    ]


def leads(page: Path, text: str, link: str) -> bool:
    name, _, heading = link.partition("#")
    target = page.parent / name
    if name and not target.exists():
        return False
    if not heading:
        return True
    return heading in anchors(target.read_text(encoding="utf-8") if name else text)


def anchors(text: str) -> set[str]:
    """How a forge names the headings of a page in a link."""
    titles = re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}
