"""What a power cut may leave of files: rebuilt from the writes and flushes that strace noted.

What was flushed is there. Of what was written since, any sector of 512 bytes may be there or
not, in any order, and so may a new length or a removal.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

SECTOR: Final = 512
CALLS: Final = ("write", "pwrite64", "ftruncate", "fsync", "fdatasync", "unlink")
# Paths beside descriptors, everything in hex, whole pages.
NOTE: Final = ("-y", "-xx", "-s", "1000000")

_WRITE: Final = re.compile(r'(pwrite64|write)\(\d+<([^>]+)>, "([^"]*)", \d+(?:, (\d+))?')
_LENGTH: Final = re.compile(r"ftruncate\(\d+<([^>]+)>, (\d+)")
_FLUSH: Final = re.compile(r"f(?:data)?sync\(\d+<([^>]+)>( <unfinished)?")
_RESUMED: Final = re.compile(r"^(\d+) +<\.\.\. f(?:data)?sync resumed>")
_REMOVAL: Final = re.compile(r'unlink\("([^"]*)"')


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes at a place of a file; without a place they are appended."""

    path: str
    data: bytes
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """The file has this length; -1 is a file that is gone."""

    path: str
    length: int


@dataclass(frozen=True, slots=True)
class Flush:
    """What was written to the file before is on the disk; of a folder, what was removed."""

    path: str


Step = Write | Length | Flush


def steps(log: Path) -> Iterator[Step]:
    """What the traced processes did to files, in order."""
    flushing: dict[str, str] = {}
    with log.open(encoding="ascii") as lines:
        for line in lines:
            process = line.partition(" ")[0]
            if match := _WRITE.search(line):
                place = int(match[4]) if match[1] == "pwrite64" else None
                yield Write(_text(match[2]), _bytes(match[3]), place)
            elif match := _LENGTH.search(line):
                yield Length(_text(match[1]), int(match[2]))
            elif match := _REMOVAL.search(line):
                yield Length(_text(match[1]), -1)
            elif match := _FLUSH.search(line):
                if match[2]:
                    flushing[process] = _text(match[1])
                else:
                    yield Flush(_text(match[1]))
            elif _RESUMED.match(line):
                yield Flush(flushing.pop(process))


@dataclass(slots=True)
class Disk:
    """Files as they are for sure, and what is still on its way to them."""

    _sure: dict[str, bytearray | None] = field(default_factory=dict)
    _under_way: dict[str, list[Write | Length]] = field(default_factory=dict)

    def take(self, step: Step) -> None:
        """The step was made."""
        if isinstance(step, Flush):
            self._settle(step.path)
            for path, waiting in list(self._under_way.items()):
                if str(Path(path).parent) == step.path and _ends_gone(waiting):
                    self._settle(path)
        else:
            self._under_way.setdefault(step.path, []).append(step)

    def after_a_cut(self, path: str, draw: random.Random) -> bytes | None:
        """The file as it may be after a power cut now; None where it is not there."""
        known = self._sure.get(path)
        content = None if known is None else bytearray(known)
        for waiting in self._under_way.get(path, ()):
            if isinstance(waiting, Length):
                if draw.random() < 0.5:
                    content = _after(content, waiting)
                continue
            for part in _sectors(waiting):
                if draw.random() < 0.5:
                    content = _after(content, part)
        return None if content is None else bytes(content)

    def _settle(self, path: str) -> None:
        sure = self._sure.get(path)
        for waiting in self._under_way.pop(path, ()):
            sure = _after(sure, waiting)
        self._sure[path] = sure


def _ends_gone(waiting: list[Write | Length]) -> bool:
    last = waiting[-1]
    return isinstance(last, Length) and last.length < 0


def _after(content: bytearray | None, step: Write | Length) -> bytearray | None:
    if isinstance(step, Length):
        if step.length < 0:
            return None
        kept = content or bytearray()
        return kept[: step.length] + bytes(max(step.length - len(kept), 0))
    content = bytearray() if content is None else content
    place = len(content) if step.place is None else step.place
    content.extend(bytes(max(place - len(content), 0)))
    content[place : place + len(step.data)] = step.data
    return content


def _sectors(write: Write) -> Iterator[Write]:
    place, begin = write.place or 0, 0
    while begin < len(write.data):
        end = begin + SECTOR - (place + begin) % SECTOR
        yield Write(write.path, write.data[begin:end], place + begin)
        begin = end


def _bytes(noted: str) -> bytes:
    return bytes.fromhex(noted.replace("\\x", ""))


def _text(noted: str) -> str:
    return _bytes(noted).decode() if noted.startswith("\\x") else noted
