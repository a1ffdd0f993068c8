"""Nothing is lost: after a kill the run is offered, and the settings are as they were left."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSaveFile, QSettings

from core import library, presets
from core.events import FinishReason, GenerationFinished
from core.run_database import InUse
from core.session import Session
from desktop_app.main_window import MainWindow
from desktop_app.models import kept_draft
from desktop_app.models.draft import Draft
from desktop_app.models.kept_draft import NAME, KeptDraft
from desktop_app.settings import Settings
from tests.small import ACCUMULATE, REPLACE, experiment

ROOT = Path(__file__).parents[2]
LIMIT = 10_000
SMALL = experiment(arms=[REPLACE, ACCUMULATE])
PROGRAM = """
import sys
from core import library
from core.session import Session
from tests.small import ACCUMULATE, REPLACE, experiment

of = experiment(arms=[REPLACE, ACCUMULATE])
session = Session.create(of, library.new_path(of))
for event in session.events():
    if type(event).__name__ == "GenerationFinished" and (event.generation, event.arm) == (1, "Accumulate"):
        print(session.path, flush=True)
        sys.stdin.readline()
"""  # noqa: E501


@pytest.fixture
def start(qtbot, settings):
    """Starts the window as the app does, once the library has been looked at."""
    made = []

    def started():
        kept = [one.recall.kept for one in made if one.recall.kept]
        qtbot.waitUntil(lambda: not any(one.pending for one in kept), timeout=LIMIT)
        window = MainWindow(settings)
        qtbot.addWidget(window)
        made.append(window)
        with qtbot.waitSignal(window.recall.task.succeeded, timeout=LIMIT):
            window.recall.start()
            window.show()
        return window

    yield started
    for window in made:
        assert window.run.shutdown(LIMIT)
        assert window.recall.shutdown(LIMIT)


@pytest.fixture
def elsewhere():
    """Another process in the middle of a run, and the run's file."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        yield process, Path(process.stdout.readline().strip())
        process.kill()


@pytest.fixture
def killed(elsewhere):
    process, path = elsewhere
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    return path


def press(window, text):
    window.page.offer.buttons[text].click()


# The unfinished run


def test_a_killed_run_is_offered_and_goes_on_to_its_end(qtbot, start, killed):
    window = start()
    assert window.page.offer.isVisible()
    said = window.page.offer.said.text()
    assert said == "“Small” was stopped before its end; generation 1 of 3 is finished and kept."
    press(window, "Resume")
    assert not window.page.offer.isVisible()
    qtbot.waitUntil(lambda: window.run.idle, timeout=LIMIT)
    assert window.run.path == killed
    assert window.run.record.finished.reason is FinishReason.COMPLETED
    assert not start().page.offer.isVisible(), "a run that is complete"


def test_it_can_only_be_looked_at(start, killed):
    window = start()
    press(window, "Show")
    assert window.run.idle
    assert window.run.path == killed
    assert window.run.resumable
    assert not window.page.offer.isVisible()


def test_not_now_stays_until_it_has_gone_on(start, killed):
    press(start(), "Not now")
    assert not start().page.offer.isVisible()
    session = Session.resume(killed)
    events = session.events()
    finished = (event for event in events if isinstance(event, GenerationFinished))
    assert [next(finished).generation for _ in SMALL.arms] == [2, 2]
    events.close()  # as a kill does, without an ending
    assert start().page.offer.isVisible()


def test_a_run_that_another_process_writes_is_not_offered(start, elsewhere):
    _, path = elsewhere
    window = start()
    assert not window.page.offer.isVisible()
    with pytest.raises(InUse):
        Session.resume(path)


def test_neither_an_ended_run_nor_an_empty_library_is_offered(start):
    assert not start().page.offer.isVisible()
    session = Session.create(SMALL, library.new_path(SMALL))
    session.control.cancel()
    assert list(session.events())
    assert not start().page.offer.isVisible()


def test_whoever_opens_something_else_is_not_asked_any_more(start, killed, tmp_path):
    other = tmp_path / "other.clab"
    assert list(Session.create(SMALL, other).events())
    window = start()
    window.open_run(other)
    assert not window.page.offer.isVisible()


# The settings


def test_the_settings_are_there_again_with_the_arms_that_are_off(start):
    window = start()
    window.draft.load(SMALL)
    window.draft.set("sample_size", 77)
    window.draft.switch_arm(1)
    again = start()  # nothing was closed or saved
    assert again.draft.history.state == window.draft.history.state
    assert again.page.setup.sizes["sample_size"].value() == 77
    again.draft.undo()
    assert again.draft.experiment == presets.preset(presets.DEFAULT)


def test_a_setting_that_is_wrong_for_now_is_not_kept(start):
    window = start()
    window.draft.set("sample_size", 77)
    window.draft.set("generations", 0)
    assert start().draft.value("generations") == presets.preset(presets.DEFAULT).generations
    assert start().draft.value("sample_size") == 77


def test_a_second_window_begins_with_what_is_kept_and_overwrites_none_of_it(start):
    first = start()
    first.draft.set("sample_size", 77)
    second = start()
    assert second.draft.value("sample_size") == 77
    second.draft.set("sample_size", 88)
    assert second.recall.shutdown(LIMIT)
    first.draft.set("seed", 5)
    assert first.recall.shutdown(LIMIT)
    kept = json.loads((library.folder() / NAME).read_text())
    assert (kept["sample_size"], kept["seed"]) == (77, 5)


def test_what_a_killed_window_held_is_free_again():
    program = (
        "import os; from core import library; from desktop_app.claim import claim; "
        "held = claim(library.folder() / 'draft.json'); os._exit(1 if held else 0)"
    )
    held = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert held.returncode == 1
    assert (library.folder() / f"{NAME}.lock").exists()
    draft = Draft(SMALL)
    keeping = KeptDraft(draft)
    draft.set("seed", 9)
    keeping.flush()
    assert json.loads((library.folder() / NAME).read_text())["seed"] == 9


def test_a_change_at_every_key_is_written_once_and_at_the_close(qtbot, monkeypatch):
    draft, written = Draft(SMALL), []
    monkeypatch.setattr(kept_draft, "QSaveFile", _noting(written))
    keeping = KeptDraft(draft)
    for seed in range(20, 40):
        draft.set("seed", seed)
    assert written == []
    qtbot.waitUntil(lambda: not keeping.pending)
    assert len(written) == 1
    draft.set("seed", 41)
    keeping.flush()
    assert len(written) == 2
    assert json.loads((library.folder() / NAME).read_text())["seed"] == 41


def _noting(written):
    class Noting(QSaveFile):
        def commit(self):
            written.append(self.fileName())
            return super().commit()

    return Noting


DOCUMENT = SMALL.document()


@pytest.mark.parametrize(
    "kept",
    [
        b"", b"{", b"[]", b"null", b"7", b"\xff\xfe", b"[" * 100_000, b'{"arms": [1]}',
        json.dumps(DOCUMENT | {"seed": "sand"}).encode(),
        json.dumps(DOCUMENT | {"source": {"kind": "none such"}}).encode(),
        json.dumps(DOCUMENT | {"arms": []}).encode(),
        json.dumps(DOCUMENT | {"about": "x" * 2_000_000}).encode(),
    ],
)  # fmt: skip
def test_a_kept_file_that_was_not_written_so_is_passed_over(kept):
    (library.folder() / NAME).write_bytes(kept)
    draft = Draft(SMALL)
    keeping = KeptDraft(draft)
    assert draft.experiment == SMALL
    draft.set("seed", 9)
    keeping.flush()
    assert json.loads((library.folder() / NAME).read_text())["seed"] == 9


def test_a_library_that_cannot_be_written_keeps_nothing_and_says_nothing(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COLLAPSE_LAB_HOME", str(tmp_path / "file" / "library"))
    draft = Draft(SMALL)
    KeptDraft(draft)
    draft.set("seed", 9)
    assert draft.experiment.seed == 9


def test_settings_that_differ_from_the_run_on_screen_are_told(start, tmp_path):
    path = tmp_path / "run.clab"
    assert list(Session.create(SMALL, path).events())
    window = start()
    window.open_run(path)
    changed = window.page.run.changed
    assert not changed.isVisible()
    window.draft.set("sample_size", 77)
    assert changed.isVisible()
    window.draft.undo()
    assert not changed.isVisible()
    window.draft.undo()
    assert changed.isVisible()
    window.draft.redo()
    assert not changed.isVisible()


def test_settings_of_the_person_are_apart(tmp_path):
    made = Settings(QSettings(str(tmp_path / "other.ini"), QSettings.Format.IniFormat))
    made.declined = "3 run.clab"
    assert made.declined == "3 run.clab"
