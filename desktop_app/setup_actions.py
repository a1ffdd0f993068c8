"""A setup is shared: the draft's settings as one small file or as text, without any results."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from core.errors import BadInput
from core.experiment import Experiment, parse_json
from core.settings import settings_text
from desktop_app.complaint import attempt
from desktop_app.file_chooser import SETUP, SETUPS, FileChooser
from desktop_app.models.draft import Draft
from desktop_app.pages.shell import Shell
from desktop_app.translation import tr


class SetupActions(QObject):
    """Works on the draft; what cannot be used is refused in a sentence, and the draft stays."""

    def __init__(self, draft: Draft, shell: Shell, files: FileChooser, window: QWidget) -> None:
        """Work for a window, on which what goes wrong is said."""
        super().__init__(window)
        self._draft, self._shell, self._files, self._window = draft, shell, files, window
        draft.changed.connect(shell.notice.dismiss)

    @Slot()
    def save_setup(self) -> None:
        """Ask for a name and write the settings under it."""
        text = self._shared() + "\n"
        target = self._files.target(tr("Save setup"), self._name(), tr(SETUPS), SETUP)
        if target is not None:
            attempt(self._window, lambda: _write(target, text))

    @Slot()
    def open_setup(self) -> None:
        """Ask for a settings file and take its settings up."""
        path = self._files.setup()
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Take up the settings of a file."""
        attempt(self._window, lambda: self._take_up(settings_text(path)))

    @Slot()
    def copy_setup(self) -> None:
        """Put the settings on the clipboard."""
        QGuiApplication.clipboard().setText(self._shared())
        self._shell.tell(tr("Setup copied"))

    @Slot()
    def paste_setup(self) -> None:
        """Take up the settings that are on the clipboard."""
        if attempt(self._window, lambda: self._take_up(QGuiApplication.clipboard().text())):
            self._shell.tell(tr("Setup pasted"))

    def _take_up(self, text: str) -> None:
        """Put settings in place of the draft's, which one undo brings back.

        A file of somebody's own data is not read here: where it is missing, the form says so.
        """
        if not text.strip():
            raise BadInput(tr("settings: there is no text to take them from"))
        self._draft.load(parse_json(text, stored=True))
        self._shell.go_to_experiment()

    def _shared(self) -> str:
        """The settings as text, without the folders of this computer."""
        return self._experiment().to_share().to_json()

    def _name(self) -> str:
        words = "".join(one if one.isalnum() else " " for one in self._experiment().name).split()
        return f"{'-'.join(words).lower()[:80] or 'setup'}{SETUP}"

    def _experiment(self) -> Experiment:
        assert self._draft.experiment is not None
        return self._draft.experiment


def _write(target: Path, text: str) -> None:
    from core.report.files import write

    write(target, text.encode())
