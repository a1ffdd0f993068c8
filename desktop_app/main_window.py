"""The window: its models, its pages and its actions, and what they share."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QMenu

from core import presets, runfile
from desktop_app.actions import COMMANDS, make_actions, tell_reason
from desktop_app.complaint import TITLE, complain
from desktop_app.directory import entries, keys_by_menu
from desktop_app.file_actions import FileActions
from desktop_app.file_chooser import FileChooser
from desktop_app.focus_keys import FocusKeys
from desktop_app.icons import icon, on_accent
from desktop_app.look import Look
from desktop_app.models.active_run import ActiveRun
from desktop_app.models.audit_setup import AuditSetup
from desktop_app.models.draft import Draft
from desktop_app.models.own_data import OwnData
from desktop_app.own_data_actions import OwnDataActions
from desktop_app.pages.about_dialog import AboutDialog
from desktop_app.pages.command_palette import CommandPalette
from desktop_app.pages.experiment_page import ExperimentPage
from desktop_app.pages.provenance_page import ProvenancePage
from desktop_app.pages.samples_page import SamplesPage
from desktop_app.pages.saved_runs_page import SavedRunsPage
from desktop_app.pages.shell import Shell
from desktop_app.pages.shortcut_sheet import ShortcutSheet
from desktop_app.pages.write_up_page import WriteUpPage
from desktop_app.possible import why_not
from desktop_app.run_actions import RunActions
from desktop_app.runner.controller import RunState
from desktop_app.settings import Settings

CLOSE_LIMIT_MS = 8000
RUN_WORDS = {
    RunState.IDLE: ("Run", "play"),
    RunState.RUNNING: ("Pause", "pause"),
    RunState.PAUSED: ("Continue", "play"),
    RunState.STOPPING: ("Stopping", "pause"),
}


class MainWindow(QMainWindow):
    """Holds the draft, the run on screen, the pages that show both, and the actions."""

    def __init__(self, settings: Settings) -> None:
        """Make the window with the default preset."""
        super().__init__()
        self._settings, self.look = settings, Look(settings, self)
        self.draft = Draft(presets.preset(presets.DEFAULT), self)
        self.run = ActiveRun(self)
        self.own_data, self.audit = OwnData(self), AuditSetup(self)
        self.page = ExperimentPage(self.draft, self.run, self.own_data, self.audit)
        self.saved, self.write_up = SavedRunsPage(), WriteUpPage(self.run, settings)
        self.samples, self.provenance = SamplesPage(self.run), ProvenancePage(self.run)
        self.shell = Shell(
            self.run, self.page, self.samples, self.provenance, self.write_up, self.saved
        )
        self.setAcceptDrops(True)
        self.setCentralWidget(self.shell)
        self._make_actions()
        FocusKeys(self)
        self._add_presets()
        self._connect()
        self.setWindowTitle(TITLE)
        self.setMinimumSize(840, 460)
        if not self.restoreGeometry(settings.geometry):
            self.resize(1280, 720)
        self._refresh()
        self.page.setFocus()
        QTimer.singleShot(0, self.saved, self.saved.reload)

    def _make_actions(self) -> None:
        """What the table's actions do, by what they work on."""
        self.runs = RunActions(self.draft, self.run, self)
        chooser = FileChooser(self, self._settings)
        self.files = FileActions(self.run, self._settings, chooser, self)
        self.open_run, self.task = self.runs.open_run, self.files.task
        models = (self.own_data, self.audit)
        self.data = OwnDataActions(models, self.draft, self.runs, self.shell, chooser)
        doers = (self, self.runs, self.files, self.data, self.shell, self.look)
        self.commands = make_actions(self, doers)
        self.refusals: dict[str, str] = {}

    def _connect(self) -> None:
        for signal in (
            self.draft.changed,
            self.run.replaced,
            self.run.grown,
            self.run.state_changed,
            self.files.changed,
            self.look.changed,
        ):
            signal.connect(self._refresh)
        self.page.start.run_asked.connect(self.runs.run_or_pause)
        self.page.run.strip.resume_asked.connect(self.runs.resume)
        self.saved.opened.connect(self.runs.open_run)
        self.saved.resumed.connect(self.runs.resume_run)
        self.files.opened.connect(self.runs.open_run)
        self.files.told.connect(self.page.run.strip.show_note)
        self.files.told.connect(self.provenance.say)
        self.provenance.chain.export_asked.connect(self.commands["export_prov"].trigger)

    def _add_presets(self) -> None:
        file_menu = self.menuBar().findChild(QMenu, "File")
        assert file_menu is not None
        menu = QMenu("New from preset", file_menu)
        for name in presets.preset_names():
            action = menu.addAction(presets.preset(name).name)
            action.setData(name)
            action.setToolTip(presets.preset(name).about)
        menu.triggered.connect(self._load_preset)
        file_menu.insertMenu(self.commands["open_file"], menu)
        self.presets_menu = menu

    # Actions of the window as a whole

    @Slot()
    def undo(self) -> None:
        """Take back the last change of the settings."""
        self.draft.undo()

    @Slot()
    def redo(self) -> None:
        """Make the change again that was taken back."""
        self.draft.redo()

    @Slot()
    def find_action(self) -> None:
        """Let an action be found by its words."""
        listed = entries(self.commands, self.refusals, self.presets_menu.actions())
        CommandPalette(listed, self).show()

    @Slot()
    def show_shortcuts(self) -> None:
        """Every key of the window."""
        self._open(ShortcutSheet(keys_by_menu(self.commands), self))

    @Slot()
    def about(self) -> None:
        """Version, licence and data."""
        self._open(AboutDialog(self))

    def _open(self, dialog: QDialog) -> None:
        """Show a dialog that is read and closed again."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot(QAction)
    def _load_preset(self, action: QAction) -> None:
        self.draft.load(presets.preset(action.data()))

    # What can be done now

    @Slot()
    def _refresh(self) -> None:
        """Allow what can be done now, and name what the run button would do."""
        self.refusals = self.look.refusals() | why_not(
            self.draft, self.run, self.shell, writing=self.files.task.busy
        )
        for command in COMMANDS:
            reason = self.refusals.get(command.name, "")
            tell_reason(self.commands[command.name], command, reason)
        self.presets_menu.setEnabled(not self.refusals["new_from_preset"])
        self._name_changes()
        self.commands[f"theme_{self.look.theme}"].setChecked(True)
        text, drawing = RUN_WORDS[self.run.state]
        if self.commands["run_or_pause"].text() != text:
            self.commands["run_or_pause"].setText(text)
            self.commands["run_or_pause"].setIcon(icon(drawing, on_accent))
        record = self.run.record
        self.setWindowTitle(f"{record.experiment.name} – {TITLE}" if record else TITLE)

    def _name_changes(self) -> None:
        """Say what would be undone and done again; an ampersand in a name is no shortcut."""
        history = self.draft.history
        for name, words in (("undo", history.undo_words), ("redo", history.redo_words)):
            text = f"{name.capitalize()}: {words}" if words else name.capitalize()
            self.commands[name].setText(text.replace("&", "&&"))

    # Files dropped on the window, and its end

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file or folder of this computer, unless a run goes on."""
        if self.run.idle and dropped_path(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a run, or read what was dropped: for an audit, or as the person's own data."""
        path = dropped_path(event.mimeData())
        if path.endswith(runfile.SUFFIX):
            self.open_run(Path(path))
        else:
            self.data.drop(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the run first; stay open, with a message, where it does not end in time."""
        self._settings.geometry = self.saveGeometry()
        self.setCursor(Qt.CursorShape.WaitCursor)
        works = (
            self.run, self.files, self.own_data, self.audit, self.provenance, self.write_up
        )  # fmt: skip
        ended = all(work.shutdown(CLOSE_LIMIT_MS) for work in works)
        self.unsetCursor()
        if ended:
            event.accept()
            return
        event.ignore()
        complain(
            self,
            "The window stays open, because a step is still being finished; close it again soon.",
        )


def dropped_path(data: QMimeData) -> str:
    """The one file or folder of this computer that is dropped; "" for anything else."""
    urls = data.urls()
    return urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""
