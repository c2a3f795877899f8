"""Where the tests of faults work, and what they need of the machine."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.programs import a_small_disk, can_trace

MEMORY = Path("/dev/shm")  # noqa: S108  folders of our own are made in it


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory where there is one: kill -9 takes nothing that was written."""
    if not MEMORY.is_dir():
        yield tmp_path_factory.mktemp("scratch")
        return
    with tempfile.TemporaryDirectory(dir=MEMORY, prefix="hearth-faults-") as folder:
        yield Path(folder)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes; the limit of the database's own size is tested everywhere."""
    folder = tmp_path / "disk"
    with a_small_disk(folder) as mounted:
        if not mounted:
            pytest.skip("needs a superuser who may mount")
        yield folder


@pytest.fixture
def strace() -> None:
    """The test steps into system calls; where that is impossible it says so and is left out."""
    if not can_trace():
        pytest.skip("needs strace with fault injection: apt install strace")
