"""Every action of the window in one table, which menus, toolbar and shortcuts are made from."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QToolBar

from desktop_app.icons import icon
from desktop_app.theme import LIGHT


@dataclass(frozen=True, slots=True)
class Command:
    """One action: the method `name` that does it, its words, and where it stands.

    menu: the menu it is in. group: its place in the toolbar, 0 for none. gap: a line before it.
    """

    name: str
    text: str
    tip: str
    icon: str = ""
    shortcut: str = ""
    menu: str = "Run"
    group: int = 0
    gap: bool = False


COMMANDS = (
    Command("open_file", "Open…", "Open a saved run", "open", "Ctrl+O", "File", 3),
    Command("save_copy", "Save a copy…", "Save the run on screen under another name", "save",
            "Ctrl+Shift+S", "File", 3),
    Command("export_pdf", "Export PDF…", "Write the report of the run on screen", "export-pdf",
            "Ctrl+E", "File", 3),
    Command("use_own_data", "Use my own data…", "A file or folder of your own as the real data",
            "", "Ctrl+D", "File", gap=True),
    Command("audit_generations", "Audit generations…",
            "Measure generations that a pipeline has already made", "", "Ctrl+Shift+A", "File"),
    Command("close", "Quit", "Close the window", "", "Ctrl+Q", "File", gap=True),
    Command("undo", "Undo", "Take back the last change of the settings", "", "Ctrl+Z", "Edit"),
    Command("redo", "Redo", "Make the change again that was taken back", "", "Ctrl+Shift+Z",
            "Edit"),
    Command("run_or_pause", "Run", "Run the experiment on the left", "play", "Space", "Run", 1),
    Command("step", "Step", "Go on for one generation, then hold", "step", ".", "Run", 1),
    Command("cancel", "Cancel", "End the run; what is done is kept", "stop", "Ctrl+.", "Run", 1),
    Command("resume", "Resume", "Go on with the unfinished run on screen", menu="Run"),
    Command("replay", "Replay", "Run what is on screen again with the same seed: the same numbers",
            "replay", "R", "Run", 2, gap=True),
    Command("run_new_seed", "New seed", "Run the experiment on the left again with a new seed",
            "reseed", "Shift+R", "Run", 2),
    Command("present", "Present", "Show the run step by step on the whole screen", "present", "F5",
            "Run", 3, gap=True),
    Command("about", "About Collapse Lab", "Version, licence and data", menu="Help"),
)  # fmt: skip


def make_actions(window: QMainWindow, doers: Sequence[QObject]) -> dict[str, QAction]:
    """The table's actions in the window's menus; each calls the method of its name.

    doers: the objects that have these methods, the first that has it being called.
    """
    made = {command.name: _action(window, command) for command in COMMANDS}
    for name, action in made.items():
        action.triggered.connect(getattr(next(doer for doer in doers if hasattr(doer, name)), name))
    for menu in dict.fromkeys(command.menu for command in COMMANDS):
        items = window.menuBar().addMenu(f"&{menu}")
        items.setObjectName(menu)
        for command in (command for command in COMMANDS if command.menu == menu):
            if command.gap:
                items.addSeparator()
            items.addAction(made[command.name])
    window.addToolBar(_toolbar(made))
    return made


def _action(window: QMainWindow, command: Command) -> QAction:
    action = QAction(command.text, window)
    action.setObjectName(command.name)
    if command.icon:
        action.setIcon(icon(command.icon))
    if command.shortcut:
        action.setShortcut(QKeySequence(command.shortcut))
    if command.name == "close":
        action.setMenuRole(QAction.MenuRole.QuitRole)
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{command.tip} ({keys})" if keys else command.tip)
    return action


def _toolbar(made: dict[str, QAction]) -> QToolBar:
    bar = QToolBar("Actions")
    bar.setObjectName("toolbar")
    bar.setMovable(False)
    bar.setIconSize(QSize(18, 18))
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    for group in (1, 2, 3):
        for command in (command for command in COMMANDS if command.group == group):
            bar.addAction(made[command.name])
        if group < 3:
            bar.addSeparator()
    main = bar.widgetForAction(made["run_or_pause"])
    main.setProperty("role", "primary")
    made["run_or_pause"].setIcon(icon("play", LIGHT.surface))
    return bar
