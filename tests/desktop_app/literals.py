"""The strings in source files: which go through `tr` or `mark`, and which stand bare."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
MARKS = ("tr", "mark")
SENTENCE = re.compile("[A-Za-z]{2}[.,;:]? [A-Za-z]{2}")
SHOWS = {
    "setText", "setToolTip", "setAccessibleName", "setAccessibleDescription", "setStatusTip",
    "setPlaceholderText", "setWindowTitle", "setTitle", "setTabText", "setTabToolTip", "setLabel",
    "addTab", "addItem", "addItems", "addMenu", "addButton", "QLabel", "QPushButton", "QCheckBox",
    "QToolBar", "QMenu", "QAction", "QTableWidgetItem", "words", "inert", "show_text", "show_note",
    "name_columns", "Card", "tell", "say",
}  # fmt: skip
"""What puts its first argument on screen; `addTab` its last."""


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


def bare_sentences() -> Iterator[tuple[str, str]]:
    """Strings of two words or more in the window's modules, outside `tr` and `mark`, and where.

    Left out are docstrings, annotations, and what only programmers read: logs, assertions and
    ValueError.
    """
    for path, tree in trees("desktop_app").items():
        unseen = {id(part) for node in _unseen(tree) for part in ast.walk(node)}
        for node in ast.walk(tree):
            match node:
                case ast.Constant(value=str(text)) if id(node) not in unseen and SENTENCE.search(
                    text
                ):
                    yield text, f"{path}:{node.lineno}"


def _unseen(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant() as told):
                yield told
            case ast.Assert(msg=ast.AST() as told):
                yield told
            case ast.arg(annotation=ast.AST() as told) | ast.AnnAssign(annotation=told):
                yield told
            case ast.FunctionDef(returns=ast.AST() as told):
                yield told
    for name, call in calls(tree):
        on_log = isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "log"
        if name in (*MARKS, "ValueError") or on_log:
            yield from call.args


def shown_literals() -> Iterator[str]:
    """Where a literal with a letter is given to what shows it, or values to it, without `tr`."""
    for path, tree in trees("desktop_app").items():
        for name, call in calls(tree):
            if (
                name in SHOWS
                and call.args
                and _bare_letter(call.args[-1 if name == "addTab" else 0])
            ):
                yield f"{path}:{call.lineno} {ast.unparse(call)[:80]}"


def _bare_letter(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=str(text)):
            return any(letter.isalpha() for letter in re.sub("<[^>]*>", "", text))
        case ast.Call() | ast.Subscript():
            return False
    return any(_bare_letter(part) for part in ast.iter_child_nodes(node))


def translated_at_import() -> Iterator[str]:
    """Where `tr` is called while a module is imported, before a translator is installed."""
    for path, tree in trees("desktop_app").items():
        later = {
            id(part) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda)
            for body in (node.body if isinstance(node.body, list) else [node.body])
            for part in ast.walk(body)
        }  # fmt: skip
        for name, call in calls(tree):
            if name == "tr" and id(call) not in later:
                yield f"{path}:{call.lineno}"
