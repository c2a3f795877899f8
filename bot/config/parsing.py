"""From the text of a config to its tables, with every place that is not TOML.

The standard library's reader stops at the first mistake. Here the statement with the mistake
is taken out and the rest is read again, until it reads: so one look shows all of them, and
what could be read is checked too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bot.config.problems import Problem
from bot.config.syntax import is_twice, said_of, too_deep, twice, unclosed
from bot.core.setting_mistakes import Words

_WHERE: Final = re.compile(r"(?s)(.*) \(at (?:line (\d+), column (\d+)|end of document)\)")
_ASSIGNMENT: Final = re.compile(r"\s*((?:[\w.\- ]|\"[^\"]*\"|'[^']*')+?)\s*=(?!=)")
_HEADER: Final = re.compile(r"\s*(\[\[?)\s*([^\[\]{}=,]+?)\s*\]\]?\s*(?:#.*)?")
_STRINGS_AND_COMMENTS: Final = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|#.*")
_BRACKETS: Final = re.compile(r"[\[{]")
_FENCE: Final = re.compile(r'"""|\'\'\'')
_LONGEST_KEY: Final = 300
_MOST_PROBLEMS: Final = 100
_MOST_WORK: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Parsed:
    """What could be read of a config.

    ``text`` is what was read in the end, line for line as in the file; ``twice`` names, for the
    key under which a table was read that stands there a second time, the path that it has in
    the file. When ``whole`` is false, nothing is known about what is missing.
    """

    data: Mapping[str, object]
    text: str
    problems: tuple[Problem, ...] = ()
    twice: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    whole: bool = True


class _Trouble(NamedTuple):
    """The lines from ``first`` to ``last``, counted from 0, cannot be read because of ``line``."""

    first: int
    last: int
    line: int
    says: Words


def parse(file: str, text: str) -> Parsed:
    """The tables of the text and all places where it is not TOML. Raises nothing."""
    lines = text.split("\n")
    problems: list[Problem] = []
    stand_ins: dict[str, tuple[str, ...]] = {}
    whole = True
    tries = max(1, min(_MOST_PROBLEMS, _MOST_WORK // (len(text) + 1)))
    while len(problems) < tries:
        readable = "\n".join(lines)
        try:
            data = tomllib.loads(readable)
        except RecursionError:
            deepest = max(range(len(lines)), key=lambda each: len(_BRACKETS.findall(lines[each])))
            problems.append(Problem(file, deepest + 1, "", too_deep()))
            break
        except ValueError as error:
            trouble = _trouble(str(error), lines)
            key = _key_at(lines, trouble.first)
            problems.append(Problem(file, trouble.line + 1, key, trouble.says))
            if not _take_out(trouble, lines, stand_ins, str(error)):
                break
            whole = whole and is_twice(str(error))
            continue
        return Parsed(data, readable, tuple(problems), stand_ins, whole)
    return Parsed({}, "", tuple(problems), whole=False)


def _trouble(message: str, lines: list[str]) -> _Trouble:
    matched = _WHERE.fullmatch(message)
    if matched is None:
        return _with_a_huge_number(lines)
    reason = matched[1]
    if matched[2] is None:
        return _at_the_end(reason, lines)
    line, column = int(matched[2]) - 1, int(matched[3]) - 1
    if is_twice(reason):
        first = line if _names_table(lines[line]) else _statement_before(lines, line + 1)
        return _Trouble(
            first, line, first, twice(_first_of(lines, first), _is_header(lines[first]))
        )
    opened = _statement_before(lines, line)
    if opened < line and _opened(lines[opened:line]) > 0:
        if _begins_statement(lines[line]) and not lines[line][:column].strip(" \t["):
            return _Trouble(opened, line - 1, opened, unclosed())
        return _Trouble(opened, _end_of_value(lines, opened, line), line, said_of(reason))
    return _Trouble(line, _end_of_value(lines, line, line), line, said_of(reason))


def _at_the_end(reason: str, lines: list[str]) -> _Trouble:
    """The file ended inside of something: it is the opening that has to be looked at."""
    fences = [number for number, line in enumerate(lines) if len(_FENCE.findall(line)) % 2]
    if reason == "Unterminated string" and fences:
        return _Trouble(fences[-1], fences[-1], fences[-1], said_of(reason))
    last = max((n for n, line in enumerate(lines) if line.strip()), default=0)
    first = _statement_before(lines, last + 1)
    return _Trouble(first, last, first, unclosed() if first < last else said_of(reason))


def _with_a_huge_number(lines: list[str]) -> _Trouble:
    """Python itself refuses to read numbers of thousands of digits, and does not say where."""
    longest = max(range(len(lines)), key=lambda each: len(lines[each]))
    return _Trouble(longest, longest, longest, said_of("Invalid value"))


def _take_out(
    trouble: _Trouble, lines: list[str], stand_ins: dict[str, tuple[str, ...]], message: str
) -> bool:
    """The lines of the trouble are empty now; false when they were empty before.

    A table's head is replaced by another, so that its keys do not fall to the table above.
    """
    if not any(line.strip() for line in lines[trouble.first : trouble.last + 1]):
        return False
    head = lines[trouble.first]
    for number in range(trouble.first, trouble.last + 1):
        lines[number] = ""
    if _is_header(head):
        name = f"\0{trouble.first + 1}"
        lines[trouble.first] = f'["\\u0000{trouble.first + 1}"]'
        if is_twice(message):
            stand_ins[name] = tuple(part.strip(" \"'") for part in _inside(head).split("."))
    return True


def _key_at(lines: list[str], number: int) -> str:
    """The dotted key of the statement, as it is written; empty where there is none."""
    if _is_header(lines[number]):
        return _inside(lines[number])
    key = _assigned(lines[number])
    if key == "":
        return ""
    for above in range(number - 1, -1, -1):
        if _is_header(lines[above]):
            table = _inside(lines[above])
            return key if "\\u0000" in table else f"{table}.{key}"
    return key


def _first_of(lines: list[str], second: int) -> int | None:
    """The line, counted from 1, in which the same key stands first."""
    meant = _key_at(lines, second)
    table = ""
    for number, line in enumerate(lines[:second]):
        if _is_header(line):
            table = _inside(line)
            key = table
        else:
            key = _assigned(line)
            key = f"{table}.{key}" if table and key else key
        if key != "" and key == meant:
            return number + 1
    return None


def _is_header(line: str) -> bool:
    return line.lstrip().startswith("[")


def _inside(header: str) -> str:
    return header.split("#", maxsplit=1)[0].strip().strip("[]").strip()


def _assigned(line: str) -> str:
    """The key of ``key = …`` as it is written; empty where the line is something else."""
    matched = _ASSIGNMENT.match(line[:_LONGEST_KEY])
    return matched[1] if matched else ""


def _names_table(line: str) -> bool:
    return bool(_HEADER.fullmatch(line[:_LONGEST_KEY]))


def _begins_statement(line: str) -> bool:
    return _assigned(line) != "" or _names_table(line)


def _statement_before(lines: list[str], number: int) -> int:
    """The nearest line above that begins with ``key =``, if no table begins in between."""
    for each in range(number - 1, -1, -1):
        if _assigned(lines[each]):
            return each
        if _names_table(lines[each]):
            break
    return max(number - 1, 0)


def _end_of_value(lines: list[str], first: int, last: int) -> int:
    """The line in which a list or table that is open at ``last`` is closed, or given up."""
    depth = _opened(lines[first : last + 1])
    while depth > 0 and last + 1 < len(lines) and not _begins_statement(lines[last + 1]):
        last += 1
        depth += _opened(lines[last : last + 1])
    return last


def _opened(lines: list[str]) -> int:
    """How many brackets are opened and not closed, about."""
    bare = " ".join(_STRINGS_AND_COMMENTS.sub("", line) for line in lines)
    return sum(map(bare.count, "[{")) - sum(map(bare.count, "]}"))
