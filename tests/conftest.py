"""What all tests share: a library of their own, and no deadlines that depend on the machine."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("here", deadline=None, max_examples=25, derandomize=True)
settings.load_profile("here")


@pytest.fixture(autouse=True)
def _own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep runs out of the user's library."""
    monkeypatch.setenv("COLLAPSE_LAB_HOME", str(tmp_path / "library"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where tests compare with stored pictures, make these anew."""
    parser.addoption("--update-pictures", action="store_true", help="store new pictures of pages")
