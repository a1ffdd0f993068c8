"""What benchmarks of the window share."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.garbage import GarbageCollector


@pytest.fixture
def prepared(qapp: QApplication) -> Iterator[QApplication]:
    """The application with its collector of garbage, as `bootstrap` makes it."""
    gc.collect()
    collector = GarbageCollector()
    yield qapp
    collector.deleteLater()
    gc.unfreeze()
    gc.enable()
