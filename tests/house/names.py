"""Which things a module speaks of, whatever it calls them: imports, aliases and attributes as dotted names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

UNKNOWN = "?"


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function, wherever it stands."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imports(tree: ast.Module, path: PurePosixPath) -> Iterator[tuple[ast.AST, str, str]]:
    """Every import: the node, the name it binds, and what that is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.asname or alias.name.partition(".")[0], alias.name
        elif isinstance(node, ast.ImportFrom):
            above = path.parts[: -node.level] if node.level else ()
            module = ".".join((*above, *filter(None, [node.module])))
            for alias in node.names:
                yield node, alias.asname or alias.name, f"{module}.{alias.name}"


def used(tree: ast.Module, path: PurePosixPath) -> Iterator[tuple[int, str]]:
    """Line and dotted name of what is imported, named or reached, with every alias followed to what it stands for."""
    known = _known(tree, path)
    for node, _, name in imports(tree, path):
        yield getattr(node, "lineno", 0), name
    for node in ast.walk(tree):
        name = resolved(node, known)
        if name:
            yield getattr(node, "lineno", 0), name


def calls(tree: ast.Module, path: PurePosixPath) -> Iterator[tuple[ast.Call, str]]:
    """Every call and the dotted name of what is called."""
    known = _known(tree, path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, resolved(node.func, known) or UNKNOWN


def resolved(node: ast.AST, known: dict[str, str]) -> str:
    """The dotted name of an expression, "" where it is none; what is before the first known part is UNKNOWN."""
    if isinstance(node, ast.Name):
        return known.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        return f"{resolved(node.value, known) or UNKNOWN}.{node.attr}"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr":
        of, name, *_ = [*node.args, None, None]
        if of is not None and isinstance(name, ast.Constant):
            return f"{resolved(of, known) or UNKNOWN}.{name.value}"
    return ""


def _known(tree: ast.Module, path: PurePosixPath) -> dict[str, str]:
    """What each name of the module stands for, by import or by assignment."""
    known = {}
    for _, name, what in imports(tree, path):
        # `import a.b` binds a, and a.b is reached from it.
        known[name] = name if what.startswith(f"{name}.") else what
    for _ in range(3):  # an alias of an alias of an alias
        for node in ast.walk(tree):
            target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
            if isinstance(target, ast.Name) and isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr):
                what = resolved(node.value, known) if isinstance(node.value, ast.Name | ast.Attribute) else ""
                if what and not what.startswith((UNKNOWN, f"{target.id}.")) and what != target.id:
                    known.setdefault(target.id, what)
    return known
