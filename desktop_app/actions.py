"""Every action of the window in one table.

Menus, toolbar and shortcuts are made from it, and so are the palette and the sheet of shortcuts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QToolBar

from desktop_app.icons import icon, on_accent
from desktop_app.translation import mark, tr


@dataclass(frozen=True, slots=True)
class Command:
    """One action: the method `name` that does it, its words, and where it stands.

    menu: the menu it is in. group: its place in the toolbar, 0 for none. gap: a line before it.
    standard: the platform's own keys for it, which do it besides the shortcut.
    choice: actions of the same choice exclude each other, and the one that holds is ticked.
    """

    name: str
    text: str
    tip: str
    icon: str = ""
    shortcut: str = ""
    menu: str = "Run"
    group: int = 0
    gap: bool = False
    standard: QKeySequence.StandardKey = QKeySequence.StandardKey.UnknownKey
    choice: str = ""


MENUS = (mark("File"), mark("Edit"), mark("Run"), mark("View"), mark("Help"))
"""The menus from left to right."""

_KEYS = QKeySequence.StandardKey
COMMANDS = (
    Command("open_file", mark("Open…"), mark("Open a saved run or a settings file"), "open",
            "Ctrl+O", "File", 3, standard=_KEYS.Open),
    Command("save_copy", mark("Save a copy…"),
            mark("Every run is saved by itself; this saves the run on screen under another name"),
            "save", "Ctrl+S", "File", 3, standard=_KEYS.Save),
    Command("export_pdf", mark("Export PDF…"), mark("Write the report of the run on screen"),
            "export-pdf", "Ctrl+E", "File", 3),
    Command("export_prov", mark("Export provenance…"),
            mark("Write what every record came from, as W3C PROV-JSON"), "", "Ctrl+Shift+E",
            "File"),
    Command("save_setup", mark("Save setup…"),
            mark("The settings on the left as a small file, to share"), "", "Ctrl+Shift+S", "File",
            gap=True),
    Command("open_setup", mark("Open setup…"), mark("Settings that somebody has shared as a file"),
            "", "Ctrl+Shift+O", "File"),
    Command("use_own_data", mark("Use my own data…"),
            mark("A file or folder of your own as the real data"), "", "Ctrl+D", "File", gap=True),
    Command("audit_generations", mark("Audit generations…"),
            mark("Measure generations that a pipeline has already made"), "", "Ctrl+Shift+A",
            "File"),
    Command("close", mark("Quit"), mark("Close the window"), "", "Ctrl+Q", "File", gap=True,
            standard=_KEYS.Quit),
    Command("undo", mark("Undo"),
            mark("Take back the last change of the settings; in the library, the last deletion"),
            "", "Ctrl+Z", "Edit", standard=_KEYS.Undo),
    Command("redo", mark("Redo"), mark("Make the change again that was taken back"), "",
            "Ctrl+Shift+Z", "Edit", standard=_KEYS.Redo),
    Command("copy_setup", mark("Copy setup"),
            mark("The settings on the left as text, to paste into a message"), "", "Ctrl+Shift+C",
            "Edit", gap=True),
    Command("paste_setup", mark("Paste setup"), mark("Settings that somebody has shared as text"),
            "", "Ctrl+Shift+V", "Edit"),
    Command("run_or_pause", mark("Run or pause"), mark("Run the experiment on the left"), "play",
            "Space", "Run", 1),
    Command("step", mark("Step"), mark("Go on for one generation, then hold"), "step", ".", "Run",
            1),
    Command("cancel", mark("Cancel"), mark("End the run; what is done is kept"), "stop", "Ctrl+.",
            "Run", 1),
    Command("resume", mark("Resume"), mark("Go on with the unfinished run on screen"), menu="Run"),
    Command("replay", mark("Replay"),
            mark("Run what is on screen again with the same seed: the same numbers"), "replay", "R",
            "Run", 2, gap=True),
    Command("run_new_seed", mark("New seed"),
            mark("Run the experiment on the left again with a new seed"), "reseed", "Shift+R",
            "Run", 2),
    Command("go_to_experiment", mark("Go to Experiment"), mark("Settings, charts and the finding"),
            "", "Ctrl+1", "View"),
    Command("go_to_samples", mark("Go to Samples"),
            mark("What each arm emitted, at any generation"), "", "Ctrl+2", "View"),
    Command("go_to_provenance", mark("Go to Provenance"),
            mark("What each generation trained on, and whether the chain of hashes holds"), "",
            "Ctrl+3", "View"),
    Command("go_to_write_up", mark("Go to Write-up"),
            mark("The report of the run, to read and edit"), "", "Ctrl+4", "View"),
    Command("go_to_saved", mark("Go to Library"), mark("Every run that was saved by itself"), "",
            "Ctrl+5", "View"),
    Command("compare_runs", mark("Compare two runs…"),
            mark("Two saved runs on the same axes, chosen in the library"), menu="View"),
    Command("present", mark("Present"), mark("Show the run step by step on the whole screen"),
            "present", "F5", "View", 3, gap=True),
    Command("theme_light", mark("Light theme"), mark("Dark text on a light ground"), menu="View",
            gap=True, choice="theme"),
    Command("theme_dark", mark("Dark theme"), mark("Light text on a dark ground"), menu="View",
            choice="theme"),
    Command("theme_system", mark("Theme of the system"),
            mark("Light or dark as the computer is set, and along with it"), menu="View",
            choice="theme"),
    Command("text_larger", mark("Larger text"), mark("Make all text larger"), "", "Ctrl++", "View",
            gap=True, standard=_KEYS.ZoomIn),
    Command("text_smaller", mark("Smaller text"), mark("Make all text smaller"), "", "Ctrl+-",
            "View", standard=_KEYS.ZoomOut),
    Command("text_normal", mark("Normal text"), mark("Make text as large as at first"), "",
            "Ctrl+0", "View"),
    Command("find_action", mark("Find an action…"), mark("Type what you want to do"), "", "Ctrl+K",
            "Help"),
    Command("show_shortcuts", mark("Keyboard shortcuts"), mark("Every key of the window"), "", "?",
            "Help"),
    Command("glossary", mark("Glossary"), mark("The field's terms, in plain words and precisely"),
            "", "F1", "Help"),
    Command("about", mark("About Collapse Lab"), mark("Version, licence and data"), menu="Help",
            gap=True),
)  # fmt: skip


def make_actions(window: QMainWindow, doers: Sequence[QObject]) -> dict[str, QAction]:
    """The table's actions in the window's menus; each calls the method of its name.

    doers: the objects that have these methods, the first that has it being called.
    """
    made = {command.name: _action(window, command) for command in COMMANDS}
    _join_choices(window, made)
    for name, action in made.items():
        action.triggered.connect(getattr(next(doer for doer in doers if hasattr(doer, name)), name))
    for menu in MENUS:
        items = window.menuBar().addMenu(f"&{tr(menu)}")
        items.setObjectName(menu)
        for command in (command for command in COMMANDS if command.menu == menu):
            if command.gap:
                items.addSeparator()
            items.addAction(made[command.name])
    window.addToolBar(_toolbar(made))
    return made


def _join_choices(window: QMainWindow, made: dict[str, QAction]) -> None:
    """Of each choice, one action is ticked."""
    for choice in dict.fromkeys(command.choice for command in COMMANDS if command.choice):
        group = QActionGroup(window)
        for command in (command for command in COMMANDS if command.choice == choice):
            made[command.name].setCheckable(True)
            group.addAction(made[command.name])


def _action(window: QMainWindow, command: Command) -> QAction:
    action = QAction(tr(command.text), window)
    action.setObjectName(command.name)
    if command.icon:
        action.setIcon(icon(command.icon))
    own = [QKeySequence(command.shortcut)] if command.shortcut else []
    platform = QKeySequence.keyBindings(command.standard)
    action.setShortcuts([*own, *(keys for keys in platform if keys not in own)])
    if command.name == "close":
        action.setMenuRole(QAction.MenuRole.QuitRole)
    tell_reason(action, command, "")
    return action


def tell_reason(action: QAction, command: Command, reason: str) -> None:
    """Allow an action, or say in its tip why it cannot be done now."""
    keys = say_keys(action)
    tip = f"{tr(command.tip)} ({keys})" if keys else tr(command.tip)
    action.setToolTip(tr("{tip}. Not now: {reason}.").format(tip=tip, reason=reason)
                      if reason else tip)  # fmt: skip
    action.setEnabled(not reason)


def say_keys(action: QAction) -> str:
    """The shortcut as the platform writes it; "" for none."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def _toolbar(made: dict[str, QAction]) -> QToolBar:
    bar = QToolBar(tr("Actions"))
    bar.setObjectName("toolbar")
    bar.setMovable(False)
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    for group in (1, 2, 3):
        for command in (command for command in COMMANDS if command.group == group):
            bar.addAction(made[command.name])
        if group < 3:
            bar.addSeparator()
    main = bar.widgetForAction(made["run_or_pause"])
    main.setProperty("role", "primary")
    made["run_or_pause"].setIcon(icon("play", on_accent))
    return bar
