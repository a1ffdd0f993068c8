"""The window: its models, its pages and its actions, and what they share."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QMenu

from core import presets, runfile
from desktop_app.actions import COMMANDS, make_actions, tell_reason
from desktop_app.chart_actions import ChartActions
from desktop_app.complaint import TITLE, attempt, complain
from desktop_app.directory import entries, keys_by_menu
from desktop_app.file_actions import FileActions
from desktop_app.file_chooser import SETUP, FileChooser
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
from desktop_app.pages.library_deleting import LibraryDeleting
from desktop_app.pages.library_page import LibraryPage
from desktop_app.pages.provenance_page import ProvenancePage
from desktop_app.pages.samples_page import SamplesPage
from desktop_app.pages.shell import Shell
from desktop_app.pages.write_up_page import WriteUpPage
from desktop_app.possible import why_not
from desktop_app.recall import Recall
from desktop_app.run_actions import RunActions
from desktop_app.runner.controller import RunState
from desktop_app.settings import Settings
from desktop_app.setup_actions import SetupActions
from desktop_app.theme import unstyled
from desktop_app.translation import mark, tr
from desktop_app.widgets.help_panel import HelpPanel

CLOSE_LIMIT_MS = 8000
RUN_WORDS = {
    RunState.IDLE: (mark("Run"), "play"),
    RunState.RUNNING: (mark("Pause"), "pause"),
    RunState.PAUSED: (mark("Continue"), "play"),
    RunState.STOPPING: (mark("Stopping"), "pause"),
}


class MainWindow(QMainWindow):
    """Holds the draft, the run on screen, the pages that show both, and the actions."""

    def __init__(self, settings: Settings) -> None:
        """Make the window with the default preset."""
        super().__init__()
        with unstyled():
            self._settings, self.look = settings, Look(settings, self)
            self.draft = Draft(presets.preset(presets.DEFAULT), self)
            self.run = ActiveRun(self)
            self.own_data, self.audit = OwnData(self), AuditSetup(self)
            self.page = ExperimentPage(self.draft, self.run, self.own_data, self.audit)
            self.saved, self.write_up = LibraryPage(self.run), WriteUpPage(self.run, settings)
            self.recall = Recall(self.draft, self.run, self.page.offer, settings)
            self.samples, self.provenance = SamplesPage(self.run), ProvenancePage(self.run)
            self.shell = Shell(
                self.run, self.page, self.samples, self.provenance, self.write_up, self.saved
            )
            self.help = HelpPanel(self.shell.stack)
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

    def _make_actions(self) -> None:
        """What the table's actions do, by what they work on."""
        self.runs = RunActions(self.draft, self.run, self)
        chooser = FileChooser(self, self._settings)
        self.files = FileActions(self.run, self._settings, chooser, self)
        self.open_run, self.task = self.runs.open_run, self.files.task
        self.charts = ChartActions(chooser, self)
        models = (self.own_data, self.audit)
        self.data = OwnDataActions(models, self.draft, self.runs, self.shell, chooser)
        self.setups = SetupActions(self.draft, self.shell, chooser, self)
        doers = (self, self.runs, self.files, self.setups, self.data, self.shell, self.look)
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
        self.saved.settings_asked.connect(self.use_settings)
        self.saved.undo_changed.connect(self._refresh)
        self.shell.bar.currentChanged.connect(self._refresh)
        self.shell.bar.currentChanged.connect(self.help.close_panel)
        for asking in (self.saved, self.page.offer):
            asking.resumed.connect(self.runs.resume_run)
            asking.opened.connect(self.runs.open_run)
        self.files.opened.connect(self.open_path)
        self.files.told.connect(self.page.run.strip.show_note)
        self.files.told.connect(self.provenance.say)
        self.provenance.chain.export_asked.connect(self.commands["export_prov"].trigger)
        for charted in (self.page.run, self.saved.compare, self.provenance.pools):
            charted.asked.connect(self.charts.take)
        self.page.run.explain_asked.connect(self.help.explain_metric)
        self.page.run.term_asked.connect(self.help.explain_term)

    def _add_presets(self) -> None:
        file_menu = self.menuBar().findChild(QMenu, "File")
        assert file_menu is not None
        menu = QMenu(tr("New from preset"), file_menu)
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
        """Take back the last change of the settings, or the last deletion from the library."""
        self._undoing.undo()

    @Slot()
    def redo(self) -> None:
        """Make the change again that was taken back."""
        self._undoing.redo()

    @property
    def _undoing(self) -> LibraryDeleting | Draft:
        """What the page in front can undo."""
        return self.saved.deleting if self.shell.front is self.saved else self.draft

    @Slot()
    def find_action(self) -> None:
        """Let an action be found by its words."""
        listed = entries(self.commands, self.refusals, self.presets_menu.actions())
        CommandPalette(listed, self).show()

    @Slot(Path)
    def use_settings(self, path: Path) -> None:
        """Take a saved run's settings, without its results, as the draft."""
        if attempt(self, lambda: self.draft.load(runfile.open_experiment(path))):
            self.page.stack.setCurrentWidget(self.page.start)
            self.shell.turn_to(self.page)

    @Slot()
    def show_shortcuts(self) -> None:
        """Every key of the window."""
        from desktop_app.pages.shortcut_sheet import ShortcutSheet  # loads pyqtgraph

        self._open(ShortcutSheet(keys_by_menu(self.commands), self))

    @Slot()
    def glossary(self) -> None:
        """The field's terms, in a panel over the page."""
        self.help.show_glossary()

    @Slot()
    def present(self) -> None:
        """Show the run on screen step by step on the whole screen."""
        from desktop_app.pages.present_window import PresentWindow  # loads pyqtgraph

        shown = [one for one in self.findChildren(PresentWindow) if one.isVisible()]
        (shown[0] if shown else PresentWindow(self.run, self)).open()

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
            self.draft, self.run, self.shell, self._undoing, writing=self.files.task.busy
        )
        for command in COMMANDS:
            reason = self.refusals.get(command.name, "")
            tell_reason(self.commands[command.name], command, reason)
        self.presets_menu.setEnabled(not self.refusals["new_from_preset"])
        self._name_changes()
        self.commands[f"theme_{self.look.theme}"].setChecked(True)
        words, drawing = RUN_WORDS[self.run.state]
        text = tr(words)
        if self.commands["run_or_pause"].text() != text:
            self.commands["run_or_pause"].setText(text)
            self.commands["run_or_pause"].setIcon(icon(drawing, on_accent))
        record = self.run.record
        self.setWindowTitle(f"{record.experiment.name} – {TITLE}" if record else TITLE)

    def _name_changes(self) -> None:
        """Say what would be undone and done again; an ampersand in a name is no shortcut."""
        undone, redone = self._undoing.undo_words, self._undoing.redo_words
        undo = tr("Undo: {change}").format(change=undone) if undone else tr("Undo")
        redo = tr("Redo: {change}").format(change=redone) if redone else tr("Redo")
        self.commands["undo"].setText(undo.replace("&", "&&"))
        self.commands["redo"].setText(redo.replace("&", "&&"))

    # Files dropped on the window, and its end

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file or folder of this computer, unless a run goes on."""
        if self.run.idle and dropped_path(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a run or a settings file, or read what was dropped as files of one's own."""
        path = dropped_path(event.mimeData())
        if Path(path).suffix.lower() in (runfile.SUFFIX, SETUP):
            self.open_path(Path(path))
        else:
            self.data.drop(path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the panel, wherever the keyboard is."""
        if event.key() == Qt.Key.Key_Escape and self.help.isVisible():
            self.help.close_panel()
        else:
            super().keyPressEvent(event)

    @Slot(Path)
    def open_path(self, path: Path) -> None:
        """Show a run, or take up the settings of a file."""
        if path.suffix.lower() == SETUP:
            self.setups.open_path(path)
        else:
            self.open_run(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the run first; stay open, with a message, where it does not end in time."""
        self._settings.geometry = self.saveGeometry()
        self.setCursor(Qt.CursorShape.WaitCursor)
        ended = self.shutdown(CLOSE_LIMIT_MS)
        self.unsetCursor()
        if ended:
            event.accept()
            return
        event.ignore()
        complain(
            self,
            tr(
                "The window stays open, because a step is still being finished; "
                "close it again soon."
            ),
        )

    def shutdown(self, limit_ms: int) -> bool:
        """End all that works on another thread; False when the limit passes first for one."""
        works = (
            self.run, self.files, self.own_data, self.audit, self.provenance, self.write_up,
            self.recall, self.charts, self.saved,
        )  # fmt: skip
        return all(work.shutdown(limit_ms) for work in works)


def dropped_path(data: QMimeData) -> str:
    """The one file or folder of this computer that is dropped; "" for anything else."""
    urls = data.urls()
    return urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""
