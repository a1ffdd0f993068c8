"""The house itself: what may lie where, what may be loaded when, what the files may not say."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

FOLDERS = {"core", "desktop_app", "packaging", "resources", "tests"}
FILES = {"ARCHITECTURE.md", "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "pyproject.toml"}

# Written with [.] and after a lookbehind, so that these lines do not match themselves.
FOREIGN = {
    "a package registry": r"(?:pypi|pythonhosted|npmjs|debian|download[.]pytorch)[.]org",
    "a path of one machine": r"(?<![\w.~}*-])/(?:work|root|home|opt|Users)/\w",
}

NETWORK = {
    "PySide6.QtNetwork", "PySide6.QtWebEngineCore", "PySide6.QtWebSockets", "aiohttp", "ftplib",
    "http", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket", "socketserver", "ssl",
    "telnetlib", "urllib.request", "urllib3", "webbrowser", "xmlrpc",
}  # fmt: skip
HEAVY = {"PIL", "matplotlib", "pypdfium2", "reportlab", "scipy", "torch"}
QT = {"PySide6", "pyqtgraph", "shiboken6"}
EVERY_CORE_MODULE = """
import pkgutil, core
for module in pkgutil.walk_packages(core.__path__, "core."):
    if not module.name.endswith("__main__"):
        __import__(module.name)
"""


def repository_files() -> list[Path]:
    """Every file that git tracks or would add, relative to the repository's root."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [Path(name) for name in names.split("\0") if (ROOT / name).is_file()]


def loaded_by(statement: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has loaded after `statement`."""
    code = f"{statement}\nimport sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split())


def test_top_level_holds_nothing_else():
    names = {path.parts[0] for path in repository_files()}
    assert {name for name in names if not name.startswith(".")} <= FOLDERS | FILES


def test_packaging_does_not_shadow_the_library_of_that_name():
    assert not (ROOT / "packaging" / "__init__.py").exists()
    assert (ROOT / "resources" / "__init__.py").is_file()


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_names(what):
    pattern = re.compile(FOREIGN[what].encode())
    found = [str(path) for path in repository_files() if pattern.search((ROOT / path).read_bytes())]
    assert not found, f"names {what}"


def test_the_patterns_find_what_they_are_for():
    registry, path = FOREIGN.values()
    assert re.search(registry, "https://files." + "pythonhosted" + ".org/packages")
    assert re.search(registry, "pip install -i https://" + "pypi" + ".org/simple")
    assert re.search(path, "open('/" + "home/ada/run.clab')")
    assert not re.search(path, "https://example.org/home/page")


def imported_by(path: Path) -> set[str]:
    """Every module that a file's import statements name, wherever they stand."""
    names: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def reaches_the_network(name: str) -> bool:
    return any(name == barred or name.startswith(f"{barred}.") for barred in NETWORK)


def test_nothing_of_ours_can_reach_the_network():
    ours = [path for path in repository_files() if path.suffix == ".py"]
    ours = [path for path in ours if path.parts[0] in ("core", "desktop_app", "resources")]
    assert len(ours) > 100
    found = {str(path): set(filter(reaches_the_network, imported_by(path))) for path in ours}
    assert {path: names for path, names in found.items() if names} == {}


def test_the_network_is_found_where_it_is_imported(tmp_path):
    source = tmp_path / "source.py"
    source.write_text(
        "import os\ndef f():\n    from urllib import request\n    import http.client as h\n"
        "    from PySide6.QtNetwork import QTcpSocket\n    import urllib.parse\n"
    )
    found = set(filter(reaches_the_network, imported_by(source)))
    assert found >= {"urllib.request", "http.client", "PySide6.QtNetwork"}
    assert not {name for name in found if "parse" in name or name == "os"}


@pytest.mark.parametrize("module", ["core.cli", "desktop_app.application"])
def test_importing_loads_nothing_heavy(module):
    assert not loaded_by(f"import {module}") & HEAVY


def test_core_loads_neither_qt_nor_anything_heavy():
    assert not loaded_by(EVERY_CORE_MODULE) & (HEAVY | QT)
