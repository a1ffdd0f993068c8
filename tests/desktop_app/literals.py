"""The strings in source files: which go through `tr` or `mark`, and which stand bare."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
MARKS = ("tr", "mark")


@cache
def trees(package: str) -> dict[Path, ast.Module]:
    """The syntax trees of a package's modules."""
    found = sorted((ROOT / package).rglob("*.py"))
    return {path.relative_to(ROOT): ast.parse(path.read_text("utf-8")) for path in found}


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call by the last part of its name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name) | ast.Attribute(attr=name):
                    yield name, node


@cache
def marked() -> dict[str, list[str]]:
    """What stands in `tr("…")` or `mark("…")` in the window's modules, and where."""
    found: dict[str, list[str]] = {}
    for path, tree in trees("desktop_app").items():
        for name, call in calls(tree):
            match call:
                case ast.Call(func=ast.Name(), args=[ast.Constant(value=str(text))]):
                    if name in MARKS:
                        found.setdefault(text, []).append(f"{path}:{call.lineno}")
    return found


@cache
def stated(package: str) -> frozenset[str]:
    """Every string in a package's modules, parts of f-strings too, but for docstrings."""
    return frozenset(text for tree in trees(package).values() for text in _strings(tree))


def _strings(tree: ast.Module) -> Iterator[str]:
    told = {
        id(node.value) for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value
