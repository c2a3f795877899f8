"""No loose tasks: only ``bot/engine/tasks.py`` starts them, and nothing throws one away."""

from __future__ import annotations

import ast

from tests.architecture.names import Names
from tests.architecture.source import Source

THE_SUPERVISOR = "bot/engine/tasks.py"

_STARTS = {"asyncio.create_task", "asyncio.ensure_future", "asyncio.Task", "asyncio.tasks.Task"}
_WORDS = {"create_task", "ensure_future"}


def loose_tasks(source: Source) -> list[str]:
    """Every task that is thrown away, or that the program starts outside the supervisor."""
    names = Names(source)
    groups = _task_groups(source, names)
    dropped = {id(node.value) for node in source.nodes if isinstance(node, ast.Expr)}
    found = []
    for node in source.nodes:
        if isinstance(node, ast.Call) and _starts_a_task(node, names, groups):
            if id(node) in dropped:
                found.append(source.at(node, "throws a task away"))
            elif source.path != THE_SUPERVISOR and not source.path.startswith("tests/"):
                found.append(source.at(node, f"starts a task outside {THE_SUPERVISOR}"))
    return found


def _starts_a_task(call: ast.Call, names: Names, groups: set[str]) -> bool:
    if names.full(call.func) in _STARTS:
        return True
    match call.func:
        case ast.Attribute(value=ast.Name(id=owner), attr=attribute):
            return attribute in _WORDS and owner not in groups
        case ast.Attribute(attr=attribute):
            return attribute in _WORDS
    return False


def _task_groups(source: Source, names: Names) -> set[str]:
    """The names that ``async with asyncio.TaskGroup() as name`` binds: a group waits for all."""
    return {
        item.optional_vars.id
        for node in source.nodes
        if isinstance(node, ast.AsyncWith)
        for item in node.items
        if isinstance(item.context_expr, ast.Call)
        and names.full(item.context_expr.func) == "asyncio.TaskGroup"
        and isinstance(item.optional_vars, ast.Name)
    }
