"""``hearth replay``: a transcript through the real bot, on a virtual clock.

The same transcript, config and seed give the same bytes. A replay that fails leaves nothing:
no export, no replies, no database (``docs/features/transcript.md``).
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

from bot.config.config import Config
from bot.core.errors import OperatorRefusal
from bot.core.ids import Ids
from bot.rehearsal.export import export_text
from bot.rehearsal.instants import EARLIEST
from bot.rehearsal.lines import EditLine, Line, MessageLine
from bot.rehearsal.raw_lines import SeekableSource
from bot.rehearsal.replies import reply_json
from bot.rehearsal.room import Room
from bot.rehearsal.transcript import check, fill, read_lines

STANDARD: Final = "-"
SQLITE: Final = "sqlite:///"


class ReplayRefused(OperatorRefusal):
    """The replay cannot be made."""


async def replay(  # noqa: PLR0913  the options of the command
    transcript: str,
    config: Config,
    *,
    database: str | None = None,
    export: str | None = None,
    replies: str | None = None,
    seed: int = 0,
    stdin: BinaryIO | None = None,
    stdout: BinaryIO | None = None,
) -> None:
    """The transcript was played; export and replies are in their files.

    ``-`` is standard input or output, the replies before the export. ``database`` is
    ``sqlite:///FILE`` (or the file), which must be empty; without it a throwaway one is used.
    Raises TranscriptError, ReplayRefused or StartRefused, and then no file is written and no
    database is left.
    """
    with ExitStack() as files:
        source = files.enter_context(_opened(transcript, stdin or sys.stdin.buffer))
        name = "<stdin>" if transcript == STANDARD else transcript
        check(source, name)
        place = files.enter_context(_place(database))
        out = Outputs(files)
        said, kept = out.to(replies), out.to(export)
        durable = database is not None
        await play(
            source, name, config, place, seed=seed, durable=durable, export=kept, replies=said
        )
        if database is not None:
            _keep(place, _file(database))
        out.publish(stdout or sys.stdout.buffer)


async def play(  # noqa: PLR0913  the options of the command, opened
    source: SeekableSource,
    name: str,
    config: Config,
    database: Path,
    *,
    seed: int,
    durable: bool,
    export: BinaryIO | None = None,
    replies: BinaryIO | None = None,
) -> None:
    """The lines were played, and what was asked for is written. Raises as ``replay``."""
    lines = read_lines(source, name)
    first = next(lines, None)
    start = EARLIEST if first is None else first.at
    room = Room(
        config,
        database=f"{SQLITE}{database}",
        ids=Ids(seed),
        start=start,
        durable=durable,
        draws=False,
    )
    try:
        await room.open()
        for line in chain(() if first is None else (first,), lines):
            await room.play(filled(line, room, name))
        if replies is not None:
            for row in room.rows():
                replies.write(reply_json(row).encode() + b"\n")
        if export is not None:
            await _export(room, room.clock.now(), export)
    finally:
        await room.close()


def filled(line: Line, room: Room, name: str) -> Line:
    """The line with what its ``{N.NAME}`` stand for. Raises TranscriptError."""
    if isinstance(line, MessageLine | EditLine) and "{" in line.text:
        return replace(line, text=fill(line.text, room.value, file=name, line=line.number))
    return line


class Outputs:
    """Files that are written whole or not at all: each comes to its place at the end.

    What is no regular file (a pipe, a device) stays what it is, and is written to then.
    """

    def __init__(self, files: ExitStack) -> None:
        self._files = files
        self._written: list[tuple[str, BinaryIO]] = []

    def to(self, path: str | None) -> BinaryIO | None:
        """What to write to; None where nothing was asked for. Raises ReplayRefused."""
        if path is None:
            return None
        try:
            file = self._file(path)
        except OSError as error:
            raise _refused("no_output", path, error) from error
        self._written.append((path, file))
        return file

    def publish(self, stdout: BinaryIO) -> None:
        """Every file is in its place. Raises ReplayRefused."""
        for _, file in self._written:
            file.flush()
        for path, file in self._written:
            if path == STANDARD:
                _copy(file, stdout)
                continue
            try:
                if _is_special(path):
                    with Path(path).open("wb") as special:
                        _copy(file, special)
                else:
                    file.close()
                    Path(file.name).replace(Path(path).resolve())
            except OSError as error:
                raise _refused("no_output", path, error) from error

    def _file(self, path: str) -> BinaryIO:
        if Path(path).is_dir():
            raise IsADirectoryError(0, "a folder")
        if path == STANDARD or _is_special(path):
            return self._files.enter_context(tempfile.TemporaryFile())
        target = Path(path).resolve()
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
        beside = Path(name)
        beside.chmod(0o644)
        file = self._files.enter_context(beside.open("wb"))
        self._files.callback(beside.unlink, missing_ok=True)
        return file


def _is_special(path: str) -> bool:
    """Whether there is something under this name that holds no bytes by itself."""
    return Path(path).exists() and not Path(path).is_file()


def _copy(file: BinaryIO, to: BinaryIO) -> None:
    file.seek(0)
    while piece := file.read(1 << 20):
        to.write(piece)
    to.flush()


async def _export(room: Room, as_of: datetime, file: BinaryIO) -> None:
    async for piece in export_text(await room.machine(), as_of=as_of):
        file.write(piece.encode())


@contextmanager
def _opened(transcript: str, stdin: BinaryIO) -> Iterator[BinaryIO]:
    """The transcript as a file that can be read twice. Raises ReplayRefused."""
    with ExitStack() as files:
        if transcript == STANDARD:
            spooled = files.enter_context(tempfile.TemporaryFile())
            while piece := stdin.read(1 << 20):
                spooled.write(piece)
            spooled.seek(0)
            yield spooled
            return
        try:
            file = files.enter_context(Path(transcript).open("rb"))
            file.peek(1)
        except OSError as error:
            raise _refused("no_transcript", transcript, error) from error
        yield file


@contextmanager
def _place(database: str | None) -> Iterator[Path]:
    """Where the replay keeps its rows until it has succeeded. Raises ReplayRefused."""
    if database is None:
        with tempfile.TemporaryDirectory(prefix="hearth-replay-") as folder:
            yield Path(folder) / "replay.db"
        return
    file = _file(database)
    try:
        if _is_special(str(file)) or (file.exists() and file.stat().st_size):
            raise ReplayRefused("replay.not_empty", path=str(file))
        beside = tempfile.TemporaryDirectory(prefix=".hearth-replay-", dir=file.parent)
    except OSError as error:
        raise _refused("no_output", str(file), error) from error
    with beside as folder:
        yield Path(folder) / "replay.db"


def _file(database: str) -> Path:
    if "://" in database and not database.startswith(SQLITE):
        raise ReplayRefused("replay.only_sqlite", path=database.partition("://")[0])
    return Path(database.removeprefix(SQLITE)).absolute()


def _keep(place: Path, file: Path) -> None:
    try:
        place.replace(file)
    except OSError as error:
        raise _refused("no_output", str(file), error) from error


def _refused(what: str, path: str, error: OSError) -> ReplayRefused:
    return ReplayRefused(f"replay.{what}", path=path, why=error.strerror or "")
