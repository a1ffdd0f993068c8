"""A fault of the program: one calm dialog, a report without personal details, and a log."""

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from core.errors import BadInput
from core.session import Session
from desktop_app import crash_watch, logbook
from desktop_app.crash_watch import CrashWatch
from desktop_app.main_window import MainWindow
from desktop_app.pages.crash_dialog import CrashDialog
from desktop_app.runner.controller import RunController
from desktop_app.runner.task import Task
from tests.small import REPLACE, experiment

ROOT = Path(__file__).parents[2]
LIMIT = 10_000


@pytest.fixture
def watch(qtbot, monkeypatch):
    """The app's own hooks, in place of those by which pytest fails a test."""
    for module, name in ((sys, "excepthook"), (threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    crash_watch.log_uncaught()
    made = CrashWatch()
    yield made
    made.stop()
    for dialog in dialogs():
        dialog.close()
    assert crash_watch.logging.getLogger("core").handlers == []


def dialogs():
    found = QApplication.topLevelWidgets()
    return [one for one in found if isinstance(one, CrashDialog) and one.isVisible()]


def shown(qtbot):
    qtbot.waitUntil(lambda: bool(dialogs()), timeout=LIMIT)
    (dialog,) = dialogs()
    return dialog


def fail(words="odd"):
    raise ValueError(words)


# Wherever it happens


class Receiver(QObject):
    @Slot()
    def fail(self):
        fail("in a slot")


@pytest.mark.qt_no_exception_capture
def test_a_fault_in_a_slot_is_told_and_the_window_goes_on(qtbot, watch):
    receiver = Receiver()
    QTimer.singleShot(0, receiver, receiver.fail)
    report = shown(qtbot).details.toPlainText()
    assert "ValueError: in a slot" in report
    assert "python: " in report
    assert "numpy: " in report


@pytest.mark.qt_no_exception_capture
def test_a_dialog_that_went_with_its_parent_does_not_hide_the_next_fault(qtbot, watch):
    receiver = Receiver()
    QTimer.singleShot(0, receiver, receiver.fail)
    first = shown(qtbot)
    with qtbot.waitSignal(first.destroyed):
        first.deleteLater()
    threading.Thread(target=fail, args=("another",)).start()
    assert "ValueError: another" in shown(qtbot).details.toPlainText()


@pytest.mark.qt_no_exception_capture
def test_a_fault_in_a_thread_of_python_is_told(qtbot, watch):
    thread = threading.Thread(target=fail, args=("in a thread",))
    thread.start()
    thread.join()
    assert "in a thread" in shown(qtbot).details.toPlainText()


def test_a_fault_in_a_task_is_told_and_an_expected_error_is_not(qtbot, watch):
    task = Task()
    for error, told in ((BadInput("paper: 'a5' given"), False), (KeyError("odd"), True)):

        def work(error=error):
            raise error

        with qtbot.waitSignal(task.failed, timeout=LIMIT):
            task.start(work)
        qtbot.wait(50)
        assert bool(dialogs()) == told == task.at_fault
    assert "KeyError: 'odd'" in shown(qtbot).details.toPlainText()


def test_a_fault_in_a_run_is_told_and_its_file_is_whole(qtbot, watch, tmp_path, monkeypatch):
    session = Session.create(experiment(arms=[REPLACE]), tmp_path / "run.clab")
    monkeypatch.setattr(Session, "_sealed", lambda *_: fail("in the run"))
    controller = RunController()
    with qtbot.waitSignal(controller.finished, timeout=LIMIT):
        controller.start(session)
    assert "in the run" in shown(qtbot).details.toPlainText()
    monkeypatch.undo()
    assert Session.resume(session.path).experiment == session.experiment


def test_a_fault_while_a_file_is_written_is_one_dialog(qtbot, watch, settings, monkeypatch):
    window = MainWindow(settings)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.task.failed, timeout=LIMIT):
        window.files._write("Writing…", fail)
    shown(qtbot)
    assert not [box for box in window.findChildren(QMessageBox) if box.isVisible()]


# The dialog


@pytest.mark.qt_no_exception_capture
def test_there_is_never_a_second_dialog_and_the_same_fault_is_told_once(qtbot, watch):
    def happen(words):
        receiver = Receiver()
        receiver.fail = lambda: fail(words)
        QTimer.singleShot(0, receiver.fail)
        qtbot.wait(60)

    happen("first")
    dialog = shown(qtbot)
    happen("second")
    happen("second")
    assert dialogs() == [dialog]
    assert dialog.count.text() == "It has happened 3 times."
    report = dialog.details.toPlainText()
    assert report.count("ValueError: first") == report.count("ValueError: second") == 1
    dialog.close()
    happen("second")
    assert dialogs() == []
    happen("third")
    assert "third" in shown(qtbot).details.toPlainText()


def test_the_report_is_copied_and_the_folder_of_the_log_is_shown(qtbot, monkeypatch):
    dialog = CrashDialog(crash_watch.report("Traceback: odd"))
    qtbot.addWidget(dialog)
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == dialog.details.toPlainText()
    assert "Traceback: odd" in QGuiApplication.clipboard().text()
    dialog.folder_button.click()
    assert opened == [str(logbook.folder())]


def test_a_report_holds_no_home_folder_and_no_endless_line(monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: Path("/users/ada"))
    said = logbook.without_details(f"File /users/ada/app.py\nKeyError: {'x' * 9000}")
    assert said.splitlines()[0] == "File ~/app.py"
    assert len(said) < 400


# The log

LOGGING = """
import logging
from desktop_app import crash_watch, logbook

logbook.start()
crash_watch.log_uncaught()
log = logging.getLogger("core.test")
"""


def started(code, home):
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", LOGGING + code],
        cwd=ROOT,
        env=os.environ | {"COLLAPSE_LAB_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_log_is_small_and_rotated_and_has_what_went_wrong(tmp_path):
    code = "for i in range(9000): log.warning('%s %s', i, 'x' * 250)\nraise ValueError('odd')"
    assert started(code, tmp_path).returncode == 1
    files = sorted((tmp_path / "logs").glob(f"{logbook.LOG}*"))
    assert [path.name for path in files] == [logbook.LOG, f"{logbook.LOG}.1", f"{logbook.LOG}.2"]
    assert all(path.stat().st_size <= logbook.LOG_BYTES for path in files)
    assert files[0].read_text().rstrip().endswith("ValueError: odd")


def test_a_crash_of_the_interpreter_is_in_the_log_of_the_next_start(tmp_path):
    assert started("import faulthandler; faulthandler._sigsegv()", tmp_path).returncode != 0
    assert started("", tmp_path).returncode == 0
    log = (tmp_path / "logs" / logbook.LOG).read_text()
    assert "an earlier start ended in a crash of the interpreter" in log
    assert "Segmentation fault" in log
    assert started("", tmp_path).returncode == 0
    assert (tmp_path / "logs" / logbook.LOG).read_text() == log


def test_each_of_two_windows_has_a_file_of_its_own_for_such_a_crash(tmp_path):
    crash = "import faulthandler; faulthandler._sigsegv()"
    until_told = LOGGING + "import sys\nprint('on', flush=True)\nsys.stdin.read()\n"
    with subprocess.Popen(
        [sys.executable, "-c", until_told + crash],
        cwd=ROOT, env=os.environ | {"COLLAPSE_LAB_HOME": str(tmp_path)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as first:  # fmt: skip
        assert first.stdout.readline() == "on\n"
        assert started(crash, tmp_path).returncode != 0
        assert started("", tmp_path).returncode == 0
        log = tmp_path / "logs" / logbook.LOG
        assert log.read_text().count("Segmentation fault") == 1, "the second window's"
        first.stdin.close()
        assert first.wait() != 0
    assert started("", tmp_path).returncode == 0
    assert log.read_text().count("Segmentation fault") == 2, "the first window's as well"


def test_a_folder_that_cannot_be_written_does_not_stop_the_start(tmp_path):
    (tmp_path / "file").write_text("")
    done = started("print('on')", tmp_path / "file")
    assert (done.returncode, done.stdout) == (0, "on\n")
    assert "no log file" in done.stderr


def test_without_a_home_of_its_own_the_log_is_where_the_platform_keeps_logs(monkeypatch):
    monkeypatch.delenv("COLLAPSE_LAB_HOME")
    assert "collapse-lab" in str(logbook.folder())
    assert logging.getLogger().level <= logging.WARNING
