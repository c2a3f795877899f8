"""In which line a key of a config stands. Loaded only when somebody has to be told.

Written for ``tree-sitter-toml``, whose tree keeps the places that the standard library's
reader forgets.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Final

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from bot.core.setting_mistakes import Path

_TABLES: Final = ("table", "table_array_element")
_KEYS: Final = ("bare_key", "quoted_key")


class Positions:
    """The lines of all keys and list items of a text that is TOML."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {(): 1}
        self._lengths: dict[Path, int] = {}
        parser = Parser(Language(tree_sitter_toml.language()))
        root = parser.parse(text.encode("utf-8", "surrogatepass")).root_node
        for node in root.named_children:
            if node.type == "pair":
                self._note(list(_notes((), node)))
            elif node.type in _TABLES:
                self._note_table(node)

    def line(self, path: Path) -> int:
        """The line, counted from 1, of what this path leads to, or of the nearest table above."""
        for length in range(len(path), -1, -1):
            found = self._lines.get(path[:length])
            if found is not None:
                return found
        return 1

    def _note_table(self, table: Node) -> None:
        named = iter(table.named_children)
        path = self._resolved(_keys(next(named, None)))
        line = table.start_point[0] + 1
        if table.type == "table_array_element":
            count = self._lengths.get(path, 0)
            self._lengths[path] = count + 1
            self._lines.setdefault(path, line)
            path = (*path, count)
        self._note([(path, line)])
        for child in named:
            if child.type == "pair":
                self._note(list(_notes(path, child)))

    def _resolved(self, keys: Path) -> Path:
        """The path that a table's head means: in a list of tables, the last one so far."""
        path: Path = ()
        for key in keys[:-1]:
            path = (*path, key)
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
        return (*path, *keys[-1:])

    def _note(self, notes: list[tuple[Path, int]]) -> None:
        for path, line in notes:
            for length in range(1, len(path) + 1):
                self._lines.setdefault(path[:length], line)


def _notes(above: Path, pair: Node) -> Iterator[tuple[Path, int]]:
    """The path and line of a ``key = value``, and of all that its value holds."""
    todo: list[tuple[Path, Node]] = [(above, pair)]
    while todo:
        path, node = todo.pop()
        if node.type == "pair":
            children = node.named_children
            path = (*path, *_keys(children[0] if children else None))
            yield path, node.start_point[0] + 1
            todo.extend((path, child) for child in children[1:])
        elif node.type == "inline_table":
            todo.extend((path, child) for child in node.named_children)
        elif node.type == "array":
            items = [child for child in node.named_children if child.type != "comment"]
            for number, item in enumerate(items):
                yield (*path, number), item.start_point[0] + 1
                todo.append(((*path, number), item))


def _keys(node: Node | None) -> Path:
    """The parts of a key, dotted or not, as the reader understands them."""
    found: list[str] = []
    todo = [node] if node is not None else []
    while todo:
        each = todo.pop()
        if each.type in _KEYS:
            found.append(_plain((each.text or b"").decode("utf-8", "replace")))
        todo.extend(reversed(each.named_children))
    return tuple(found)


def _plain(written: str) -> str:
    if not written.startswith(('"', "'")):
        return written
    try:
        return next(iter(tomllib.loads(f"{written} = 0")))
    except ValueError:
        return written
