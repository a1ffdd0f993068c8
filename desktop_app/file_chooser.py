"""Which file: the window's file dialogs, which begin where the last one ended."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.settings import Settings
from desktop_app.translation import mark, tr

RUNS = mark("Collapse Lab runs (*.clab)")
SETUP = ".json"
SETUPS = mark("Settings files (*.json)")
EITHER = mark("Runs and settings files (*.clab *.json)")
DATA = mark("Tables and text (*.csv *.tsv *.txt);;All files (*)")


class FileChooser:
    """Asks for files; each answer is None when the person thinks better of it."""

    def __init__(self, window: QWidget, settings: Settings) -> None:
        """Ask on top of a window, and remember the folder in its settings."""
        self._window, self._settings = window, settings

    def run_or_setup(self) -> Path | None:
        """A run or a settings file to open."""
        return self._opened(tr("Open a run or a settings file"), tr(EITHER))

    def setup(self) -> Path | None:
        """A settings file to open."""
        return self._opened(tr("Open a settings file"), tr(SETUPS))

    def data(self, title: str, folder: bool) -> Path | None:
        """A file or folder of data to read."""
        if not folder:
            return self._opened(title, tr(DATA))
        start = str(self._settings.folder)
        return self._remembered(QFileDialog.getExistingDirectory(self._window, title, start))

    def target(self, title: str, name: str, kinds: str, suffix: str) -> Path | None:
        """A file to write, with its suffix."""
        start = str(self._settings.folder / name)
        target = self._remembered(QFileDialog.getSaveFileName(self._window, title, start, kinds)[0])
        if target is None or target.name.lower().endswith(suffix):
            return target
        return target.with_name(target.name + suffix)

    def _opened(self, title: str, kinds: str) -> Path | None:
        start = str(self._settings.folder)
        return self._remembered(QFileDialog.getOpenFileName(self._window, title, start, kinds)[0])

    def _remembered(self, given: str) -> Path | None:
        if not given:
            return None
        self._settings.folder = Path(given).parent
        return Path(given)
