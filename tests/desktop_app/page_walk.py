"""What page pictures share: run files that tell no time or machine, and a walk over the pages."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from core import labels, library
from core.session import Session
from desktop_app.main_window import MainWindow
from desktop_app.pages.command_palette import CommandPalette
from desktop_app.pages.shortcut_sheet import ShortcutSheet
from desktop_app.widgets.pool_facts import HASH
from tests.report.canned import ENVIRONMENT
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, VERIFIED, experiment

SIZE = (1280, 720)
LIMIT = 30_000
BEGAN = datetime(2026, 3, 9, 14, 5).astimezone()
"""In the zone of this machine, in which times are shown."""

CALLED = "The names, for the interview"
"""What a person calls the first run."""

PAGES = (
    "start", "run", "samples", "provenance", "write-up", "library", "compare", "help", "glossary",
    "palette", "shortcuts",
)  # fmt: skip


class _Calendar:
    """A day later each time it is asked."""

    def __init__(self) -> None:
        self.days = count()

    def now(self, zone: object) -> datetime:
        return BEGAN + timedelta(days=next(self.days))


def save_runs(monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Three runs in the library, two of them alike, with fixed times and a machine's of nowhere."""
    ticks = count()
    monkeypatch.setattr("core.runfile.datetime", _Calendar())
    clock = SimpleNamespace(perf_counter=lambda: next(ticks) / 10)
    monkeypatch.setattr("core.loop.time", clock)
    for place in ("loop", "session"):
        monkeypatch.setattr(f"core.{place}.environment", lambda *_: ENVIRONMENT)
    arms = [REPLACE, ACCUMULATE, RESERVOIR, VERIFIED]
    small = {"arms": arms, "sample_size": 400, "generations": 6}
    wanted = (
        experiment("us-first-names", name="Vanishing names", **small),
        experiment("us-first-names", name="Twice the names", **small | {"sample_size": 800}),
        experiment(name="Gaussian drift", arms=arms[:2], replicates=12, generations=12),
    )
    runs = {of.name: _saved(Session.create(of, library.new_path(of))) for of in wanted}
    labels.save_title(runs["Vanishing names"], CALLED)
    labels.save_note(runs["Vanishing names"], "Shown on Monday. They asked what the gate costs.")
    return runs


def _saved(session: Session) -> Path:
    assert list(session.events())
    return session.path


def walk(qtbot, window: MainWindow, runs: dict[str, Path]) -> Iterator[tuple[str, QWidget]]:
    """Each page's name and what to take a picture of, once everything stands there."""
    yield "start", window
    window.open_run(runs["Vanishing names"])
    yield "run", window
    window.shell.go_to_samples()
    yield "samples", window
    _to_provenance(qtbot, window)
    yield "provenance", window
    _to_write_up(qtbot, window)
    yield "write-up", window
    _to_library(qtbot, window)
    yield "library", window
    _to_compare(qtbot, window, CALLED, "Twice the names")
    yield "compare", window
    window.shell.go_to_experiment()
    window.help.explain_metric("types-alive")
    yield "help", window
    window.help.show_glossary()
    yield "glossary", window
    window.help.close_panel()
    for action, kind, name in (
        ("find_action", CommandPalette, "palette"),
        ("show_shortcuts", ShortcutSheet, "shortcuts"),
    ):
        dialog = _dialog(window, action, kind)
        yield name, dialog
        dialog.close()


def _to_provenance(qtbot, window: MainWindow) -> None:
    window.shell.go_to_provenance()
    page = window.provenance
    qtbot.waitUntil(lambda: page.chain.headline.text().startswith("The chain holds"), timeout=LIMIT)
    # hashes hang on the last digits of a machine's arithmetic
    page.chain.hash.setText(f"Content hash of the run: {0:064d}")
    table = page.facts.generations
    for row in range(table.rowCount()):
        table.cell(row, HASH).setText(f"{row:012d}")


def _to_write_up(qtbot, window: MainWindow) -> None:
    window.shell.go_to_write_up()
    page, model = window.write_up, window.write_up.model

    def drawn() -> bool:
        return bool(page.preview.pages) and not (model.busy or model._pause.isActive())

    qtbot.waitUntil(drawn, timeout=LIMIT)


def _to_library(qtbot, window: MainWindow) -> None:
    """The list with its paths and sizes, which are a machine's own, replaced."""
    page = window.saved
    with qtbot.waitSignal(page.reader.ended, timeout=LIMIT):
        window.shell.go_to_saved()
    _choose(window, CALLED)
    page.folder.show_text("Folder: where runs are kept")
    page.details.state.setText("Completed · 9 Mar 2026, 14:05 · 99.9 kB")


def _to_compare(qtbot, window: MainWindow, *names: str) -> None:
    page = window.saved
    _choose(window, *names)
    page.details.compare_button.click()
    qtbot.waitUntil(lambda: page.compare._runs is not None, timeout=LIMIT)


def _choose(window: MainWindow, *names: str) -> None:
    shown = window.saved.shown
    held = [shown.row_at(place).called for place in range(shown.rowCount())]
    window.saved.list.select(*(held.index(name) for name in names))


def _dialog(window: MainWindow, action: str, kind: type[QDialog]) -> QDialog:
    window.commands[action].trigger()
    return next(dialog for dialog in window.findChildren(kind) if dialog.isVisible())


def settle() -> None:
    """Let layouts and lazily drawn charts come to rest."""
    for _ in range(5):
        QApplication.processEvents()
