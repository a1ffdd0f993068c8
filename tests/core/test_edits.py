"""Edits in a run file: kept through everything that happens to it, and never taken on trust."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core import edits, runfile
from core.edits import LONGEST, Edit
from core.errors import BadInput
from core.events import GenerationFinished
from core.session import Session
from tests.small import REPLACE, experiment

KEY = "result/finding"
EDIT = Edit("It fell.", "It <b>fell</b> & “stayed” low; =1+1 | *so*.")


@pytest.fixture(scope="module")
def unfinished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("runs") / "unfinished.clab"
    session = Session.create(experiment(arms=[REPLACE]), path)
    for event in session.events():
        if isinstance(event, GenerationFinished) and event.generation == 1:
            session.control.cancel()
    return path


@pytest.fixture
def path(unfinished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(unfinished, tmp_path / "run.clab"))


def insert(path: Path, key: object, value: object) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO edits VALUES (?, ?)", (key, value))


def test_a_run_has_none_at_first_and_then_what_was_saved(path: Path) -> None:
    assert edits.load(path) == {}
    edits.save(path, KEY, Edit("It fell.", "An earlier text."))
    edits.save(path, KEY, EDIT)
    edits.save(path, "limits/other", EDIT)
    assert edits.load(path) == {KEY: EDIT, "limits/other": EDIT}
    edits.reset(path, KEY)
    edits.reset(path, "no such key")
    assert list(edits.load(path)) == ["limits/other"]
    edits.reset_all(path)
    assert edits.load(path) == {}


def test_they_stay_through_a_resume_to_the_end_and_in_a_copy(path: Path, tmp_path: Path) -> None:
    edits.save(path, KEY, EDIT)
    assert list(Session.resume(path).events())
    assert edits.load(path) == {KEY: EDIT}
    runfile.copy(path, tmp_path / "copy.clab")
    assert edits.load(tmp_path / "copy.clab") == {KEY: EDIT}


def test_they_change_nothing_of_the_run(path: Path) -> None:
    before = runfile.open_record(path).content_hash()
    edits.save(path, KEY, EDIT)
    assert runfile.open_record(path).content_hash() == before


def test_nothing_is_written_while_the_run_goes_on(path: Path) -> None:
    with closing(runfile.RunWriter(path)), pytest.raises(BadInput, match="in use by another run"):
        edits.save(path, KEY, EDIT)
    assert edits.load(path) == {}


def test_text_is_kept_as_one_line_of_composed_letters() -> None:
    assert edits.cleaned("  One\n two\t\u00a0three  ") == "One two three"
    assert edits.cleaned("E\u0301tude") == "Étude"
    assert len(edits.cleaned("x" * LONGEST)) == LONGEST


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "text: nothing is given"),
        (" \n\t", "text: nothing is given"),
        ("x" * 10_000, "text: 10,000 characters given; at most 2,000 are printed"),
        ("a\x00b", "text: text must be one line without control"),
        ("a\x1b[31mb", "text: text must be one line without control"),
        ("a\ud800b", "text: text must be one line without control"),
        ("a\u2028b", "text: text must be one line without control"),
    ],
)
def test_what_cannot_be_printed_is_one_sentence(text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as caught:
        edits.cleaned(text)
    assert "\n" not in str(caught.value)


GOOD = json.dumps({"computed": "a", "text": "b"})
HOSTILE: dict[str, tuple[object, object]] = {
    "no JSON": (KEY, "{"),
    "deep JSON": (KEY, "[" * 50_000),
    "a list": (KEY, "[1, 2]"),
    "a number for text": (KEY, '{"computed": "a", "text": 7}'),
    "no computed text": (KEY, '{"text": "b"}'),
    "an empty text": (KEY, '{"computed": "a", "text": " "}'),
    "control characters": (KEY, '{"computed": "a", "text": "\\u0000"}'),
    "half a character": (KEY, '{"computed": "a", "text": "\\ud800"}'),
    "a long text": (KEY, json.dumps({"computed": "a", "text": "x" * 10_000})),
    "a text without end": (KEY, json.dumps({"computed": "a", "text": "x" * 1_000_000})),
    "a key without end": ("k" * 1_000_000, GOOD),
    "bytes": (KEY, b"\xff\xfe\x00"),
}


@pytest.mark.parametrize("how", HOSTILE)
def test_edits_from_others_are_refused_with_a_sentence_and_can_be_dropped(
    how: str, path: Path
) -> None:
    insert(path, *HOSTILE[how])
    with pytest.raises(BadInput, match="edited text") as caught:
        edits.load(path)
    assert len(str(caught.value)) < 1000
    assert "\n" not in str(caught.value)
    assert runfile.open_record(path).done() == 1
    edits.reset_all(path)
    assert edits.load(path) == {}


def test_more_edits_than_anybody_writes_are_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        rows = ((f"key {number}", GOOD) for number in range(edits.MOST_EDITS + 1))
        connection.executemany("INSERT INTO edits VALUES (?, ?)", rows)
    with pytest.raises(BadInput, match="more edited text than is opened"):
        edits.load(path)
