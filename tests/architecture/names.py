"""What a name in a module stands for, through imports, renamings and ``getattr``."""

from __future__ import annotations

import ast

from tests.architecture.source import Source

IMPORTERS = {"__import__", "importlib.import_module", "importlib.__import__"}


class Names:
    """The names of one module. ``full`` turns ``d.datetime.now`` into ``datetime.datetime.now``."""

    def __init__(self, source: Source) -> None:
        self._stands_for: dict[str, str] = {}
        for node in source.nodes:
            self._learn_import(node)
        for node in source.nodes:
            if isinstance(node, ast.Assign) and (value := self.full(node.value)):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        self._stands_for.setdefault(target.id, value)

    def full(self, node: ast.expr | None) -> str:
        """The full name of what the expression reads; empty where the source does not tell."""
        match node:
            case ast.Name(id=name):
                return self._stands_for.get(name, "")
            case ast.Attribute(value=inner, attr=attribute):
                base = self.full(inner)
                return f"{base}.{attribute}" if base else ""
            case ast.Call(func=function, args=[*arguments]):
                return self._called(function, arguments)
            case ast.Subscript(value=inner, slice=ast.Constant(value=str(name))):
                return name if self.full(inner) == "sys.modules" else ""
        return ""

    def _called(self, function: ast.expr, arguments: list[ast.expr]) -> str:
        name = function.id if isinstance(function, ast.Name) else self.full(function)
        match arguments:
            case [ast.Constant(value=str(module)), *_] if (
                name in IMPORTERS or self.full(function) in IMPORTERS
            ):
                return module
            case [inner, ast.Constant(value=str(attribute)), *_] if name == "getattr":
                base = self.full(inner)
                return f"{base}.{attribute}" if base else ""
        return ""

    def _learn_import(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                bound = alias.asname or alias.name.split(".")[0]
                self._stands_for[bound] = alias.name if alias.asname else bound
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            for alias in node.names:
                self._stands_for[alias.asname or alias.name] = f"{node.module}.{alias.name}"
