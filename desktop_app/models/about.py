"""What the app is made of: versions, licences, and where its data come from, as Markdown."""

import platform
import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata

from PySide6.QtCore import qVersion

import resources
from core.environment import environment
from desktop_app.translation import tr

LIBRARIES = (
    "PySide6-Essentials", "numpy", "scipy", "torch", "pydantic", "pyqtgraph", "matplotlib",
    "reportlab", "pypdf", "pypdfium2", "pillow", "typer", "rich", "platformdirs", "psutil",
    "threadpoolctl",
)  # fmt: skip
"""The libraries that are installed with the app, as `pyproject.toml` names them."""
TEXTS = (
    "fonts/SourceSans3-OFL.txt", "fonts/SourceSerif4-OFL.txt", "data/fashion_mnist-MIT.txt",
)  # fmt: skip
"""Licences in full of what comes with the app."""
LONGEST_LICENCE = 120


def about_text() -> str:
    """Versions, licences of libraries, credits of data and fonts, and those licences in full."""
    parts = [_heading(tr("Versions")), _versions(), _heading(tr("Libraries")), _libraries()]
    parts.append(resources.read_text("data/LICENCES.md").replace("# ", "## ", 1))
    parts.append(_heading(tr("Licences in full")))
    parts += [f"```\n{resources.read_text(name).strip()}\n```" for name in TEXTS]
    return "\n\n".join(parts)


def _heading(text: str) -> str:
    return f"## {text}"


def _versions() -> str:
    found = environment()
    rows = {
        "Collapse Lab": tr("{version}, MIT licence").format(version=found["collapse-lab"]),
        "Python": platform.python_version(),
        "Qt": qVersion(),
        tr("System"): platform.platform(),
    }
    return "\n".join(f"- {name}: {value}" for name, value in rows.items())


def _libraries() -> str:
    """Each library with its version and licence, read from what is installed, importing none."""
    return "\n".join(f"- {_library(name)}" for name in LIBRARIES)


def _library(name: str) -> str:
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return tr("{name}: not installed").format(name=name)
    return f"{name} {said['Version']}: {_licence(said)}"


def _licence(said: PackageMetadata) -> str:
    """The licence as the library declares it; some put the whole text where its name belongs."""
    classes = said.get_all("Classifier") or []
    named = [*(said.get_all("License-Expression") or []), *(said.get_all("License") or [])]
    named += [line.rpartition(" :: ")[2] for line in classes if line.startswith("License")]
    short = (text for text in named if text and len(text) <= LONGEST_LICENCE and "\n" not in text)
    return re.sub(r"\s+", " ", next(short, tr("see its licence file")))
