"""A module or a function that grows past these is asking to be two."""

from __future__ import annotations

import ast

from tests.architecture.source import Source

LINES_OF_A_MODULE = 350
# A test file tells one story in many cases.
LINES_OF_TESTS = 500
LINES_OF_A_FUNCTION = 55


def too_long(source: Source) -> list[str]:
    """Modules and functions past the limits."""
    found = []
    lines = source.text.count("\n")
    most = LINES_OF_TESTS if source.path.startswith("tests/") else LINES_OF_A_MODULE
    if lines > most:
        found.append(f"{source.path}: {lines} lines, at most {most}")
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LINES_OF_A_FUNCTION:
                found.append(source.at(node, f"{node.name} has {length} lines"))
    return found
