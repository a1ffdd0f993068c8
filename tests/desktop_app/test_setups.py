"""A setup as a small file or as text: the same experiment again, or one sentence."""

import json
import os
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox

from core import library, presets, runfile
from core.experiment import MAX_DOCUMENT, parse_json
from core.session import Session
from tests.small import ACCUMULATE, ALL_ARMS, REPLACE, SWITCHED, experiment

LIMIT = 10_000
SMALL = experiment(arms=[REPLACE, ACCUMULATE])


@pytest.fixture
def window(window):
    window.draft.load(SMALL)
    return window


def complaint(window):
    """The one sentence that is said; its dialog is closed."""
    (box,) = (box for box in window.findChildren(QMessageBox) if box.isVisible())
    said = box.text()
    box.close()
    assert "\n" not in said
    return said


def press(window, name):
    assert window.commands[name].isEnabled()
    window.commands[name].trigger()


def drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    place, action = window.rect().center(), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, action, data, buttons, keys)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(QPointF(place), action, data, buttons, keys))


# There and back


@pytest.mark.parametrize("name", presets.preset_names())
def test_every_preset_comes_back_from_text(window, name):
    window.draft.load(presets.preset(name))
    press(window, "copy_setup")
    window.draft.load(SMALL)
    press(window, "paste_setup")
    assert window.draft.experiment == presets.preset(name)


@pytest.mark.parametrize("arms", [ALL_ARMS, [SWITCHED]])
def test_a_setup_comes_back_from_a_file_and_is_undone(window, tmp_path, monkeypatch, arms):
    shared = experiment(arms=list(arms), name="Ünïcode & <b>markup</b>")
    window.draft.load(shared)
    target = str(tmp_path / "setup")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (target, ""))
    press(window, "save_setup")
    window.draft.load(SMALL)
    window.shell.turn_to(window.saved)
    drop(window, tmp_path / "setup.json")
    assert window.draft.experiment == shared
    assert window.shell.front is window.page
    assert window.commands["undo"].text() == "Undo: settings of Ünïcode && <b>markup</b>"
    press(window, "undo")
    assert window.draft.experiment == SMALL


def test_the_file_is_what_the_command_line_runs(window, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "a"), ""))
    press(window, "save_setup")
    assert (tmp_path / "a.json").stat().st_size < 3000
    assert parse_json((tmp_path / "a.json").read_text()) == SMALL


def test_the_name_that_is_offered_is_a_name_of_a_file(window, monkeypatch):
    offered = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *given: offered.append(given[2]) or ("", "")
    )
    for name in ("../../etc/passwd", "Vanishing names", "…"):
        window.draft.set("name", name)
        press(window, "save_setup")
    assert [Path(path).name for path in offered] == [
        "etc-passwd.json", "vanishing-names.json", "setup.json",
    ]  # fmt: skip


def test_a_file_of_ones_own_is_shared_by_its_name_alone(window, tmp_path):
    table = tmp_path / "secret-folder" / "people.csv"
    table.parent.mkdir()
    table.write_text("name\n" + "\n".join(f"person {i % 90}" for i in range(900)))
    source = {"kind": "file", "path": str(table)}
    window.draft.load(experiment("us-first-names", arms=[REPLACE]))
    window.draft.set_part("source", source)
    assert window.draft.experiment is not None, window.draft.problem
    press(window, "copy_setup")
    text = QGuiApplication.clipboard().text()
    assert "people.csv" in text
    assert "secret-folder" not in text


def test_open_takes_a_run_or_a_setup_and_a_drop_of_either(window, tmp_path, monkeypatch):
    other = experiment(arms=[REPLACE], name="Other")
    assert list(Session.create(other, tmp_path / "RUN.CLAB").events())
    (tmp_path / "SETUP.JSON").write_text(SMALL.to_json(), encoding="utf-8-sig")
    for name in ("RUN.CLAB", "SETUP.JSON"):
        monkeypatch.setattr(
            QFileDialog, "getOpenFileName", lambda *_, name=name: (str(tmp_path / name), "")
        )
        window.draft.load(presets.preset(presets.DEFAULT))
        press(window, "open_file")
        opened = window.draft.experiment
        window.draft.load(presets.preset(presets.DEFAULT))
        drop(window, tmp_path / name)
        assert window.draft.experiment == opened == (other if name == "RUN.CLAB" else SMALL)


# What cannot be used


def deep(levels=100_000):
    return "[" * levels + "]" * levels


BAD = {
    "nothing": ("", "there is no text"),
    "spaces": (" \n ", "there is no text"),
    "no JSON": ("hello", "not JSON"),
    "a list": ("[1]", "settings"),
    "a number": ("7", "settings"),
    "too long": (" " * MAX_DOCUMENT + "{}", "at most"),
    "too deep": (deep(), "not JSON"),
    "too many digits": (SMALL.to_json().replace('"seed": 3', f'"seed": {"9" * 5000}'), "not JSON"),
    "not a number": (SMALL.to_json().replace('"seed": 3', '"seed": NaN'), "seed"),
    "infinite": (SMALL.to_json().replace('"seed": 3', '"seed": 1e999'), "seed"),
    "a null character": (json.dumps(SMALL.document() | {"name": "a\0b"}), "name"),
    "half a character": (SMALL.to_json().replace('"Small"', '"\\ud800"'), "name"),
    "unknown": (json.dumps(SMALL.document() | {"run": "me"}), "there is no such setting"),
    "out of range": (json.dumps(SMALL.document() | {"replicates": 10**9}), "replicates"),
    "other kinds": (json.dumps(SMALL.document() | {"learner": {"kind": "os.system"}}), "learner"),
}


@pytest.mark.parametrize("how", BAD)
def test_text_that_is_no_setup_is_one_sentence_and_changes_nothing(window, how):
    text, said = BAD[how]
    QGuiApplication.clipboard().setText(text)
    press(window, "paste_setup")
    assert said in complaint(window)
    assert window.draft.experiment == SMALL
    assert window.commands["undo"].text() == "Undo: settings of Small"


@pytest.mark.parametrize("how", ["missing", "a folder", "not text", "too large", "a pipe", "a run"])
def test_a_file_that_is_no_setup_is_one_sentence_and_changes_nothing(window, tmp_path, how):
    path = tmp_path / "bad.json"
    if how == "a folder":
        path.mkdir()
    elif how == "not text":
        path.write_bytes(b"\xff\xfe\x00")
    elif how == "too large":
        path.write_text(" " * (MAX_DOCUMENT + 1))
    elif how == "a pipe":
        os.mkfifo(path)
    elif how == "a run":
        Session.create(SMALL, library.new_path(SMALL)).path.rename(path)
    drop(window, path)
    assert f"settings: '{path}' " in complaint(window)
    assert window.draft.experiment == SMALL


def test_a_setup_is_not_written_over_a_run(window, tmp_path, monkeypatch):
    path = tmp_path / "run.json"
    Session.create(SMALL, path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    press(window, "save_setup")
    assert "is a run and is not written over" in complaint(window)
    assert runfile.open_record(path).experiment == SMALL


def test_a_setup_with_a_file_that_is_not_here_says_so_in_the_form(window, tmp_path):
    (tmp_path / "people.csv").write_text("name\n" + "\n".join(f"p {i % 90}" for i in range(900)))
    window.draft.load(experiment("us-first-names", arms=[REPLACE]))
    window.draft.set_part("source", {"kind": "file", "path": str(tmp_path / "people.csv")})
    press(window, "copy_setup")
    (tmp_path / "people.csv").unlink()
    press(window, "paste_setup")
    assert window.draft.value("source")["path"] == "people.csv"
    assert not [box for box in window.findChildren(QMessageBox) if box.isVisible()]
