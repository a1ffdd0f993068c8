"""The library: what is remembered of a run, labels, the index and the bin."""

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from core import labels, library, library_bin, library_index, limits, presets, runfile
from core.analysis.finding import finding
from core.errors import BadInput
from core.run_database import InUse
from core.saved_run import SavedRun
from tests.saved import save


def read():
    """The runs that had to be read, by the name that is shown."""
    found = library.read(library.listing().unread)
    return {run.called: run for run in found if isinstance(run, SavedRun)}


def known():
    return {run.called: run for run in library.listing().runs}


def test_a_saved_run_says_what_was_run_and_what_it_showed():
    path = save(name="First")
    run = read()["First"]
    record = runfile.open_record(path)
    assert run.finding == finding(record).sentence
    assert (run.basis, run.state, run.done) == (finding(record).basis, "completed", 3)
    assert (run.arms, run.seed, run.sample_size) == (("Replace", "Accumulate"), 3, 40)
    assert (run.source, run.learner, run.preset) == ("Standard Gaussian", "Gaussian", "")


def test_a_preset_is_recognised_whatever_its_seed():
    of = presets.preset("gaussian-drift")
    assert presets.preset_of(of.model_copy(update={"seed": 99})) == "gaussian-drift"
    assert presets.preset_of(of.model_copy(update={"sample_size": 99})) == ""


def test_what_was_read_is_known_until_the_file_changes():
    path = save(name="First")
    first = read()["First"]
    assert known() == {"First": first}
    assert read() == {}
    labels.save_title(path, "Another")  # by somebody else: the index was not told
    assert known() == {}
    assert list(read()) == ["Another"]


def test_an_index_of_other_wording_is_made_anew(monkeypatch):
    save(name="First")
    read()
    monkeypatch.setattr(library_index, "wording_version", lambda: 7)
    assert known() == {}
    assert list(read()) == ["First"]
    assert list(known()) == ["First"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"no database"),
        lambda path: path.unlink(),
        lambda path: _write(path, "UPDATE files SET body = 'no JSON'"),
        lambda path: _write(path, "UPDATE files SET body = '[1]'"),
        lambda path: _write(path, "UPDATE files SET body = '{\"name\": 1}'"),
        lambda path: _write(path, "DROP TABLE files"),
        lambda path: _write(path, "CREATE VIEW more AS SELECT 1"),
        lambda path: _write(path, "UPDATE files SET body = hex(zeroblob(1000000))"),
        lambda path: _write(path, "UPDATE files SET body = CAST(x'ff' AS TEXT)"),
        lambda path: _write(
            path, "UPDATE files SET body = replace(hex(zeroblob(40000)), '0', '[')"
        ),
        lambda path: _write(path, "ALTER TABLE files RENAME COLUMN body TO other"),
    ],
)
def test_a_spoilt_index_is_read_again(spoil):
    save(name="First")
    read()
    spoil(library.folder() / library_index.NAME)
    assert known() == {}
    assert list(read()) == ["First"]
    assert list(known()) == ["First"]


def _write(path, statement):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def test_a_folder_without_use_of_an_index_is_listed_all_the_same():
    save(name="First")
    (library.folder() / library_index.NAME).mkdir()
    assert list(read()) == ["First"]
    assert [run.called for run in library.runs()] == ["First"]


def test_an_index_that_another_process_holds_is_kept_for_later():
    save(name="First")
    read()
    path = library.folder() / library_index.NAME
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert list(read()) == ["First"]
        other.rollback()
    assert list(known()) == ["First"]


@pytest.mark.parametrize("ending", ["[1", "[1]", "7", "{}"])
def test_one_spoilt_ending_does_not_hide_the_other_runs(ending):
    save(name="First")
    spoilt = save(name="Second")
    _write(spoilt, f"UPDATE events SET body = '{ending}' WHERE kind = 'finished'")
    assert list(read()) == ["First"]


def test_a_run_that_cannot_be_read_just_now_is_tried_again(monkeypatch):
    save(name="First")
    with monkeypatch.context() as short:
        short.setattr(limits.psutil, "virtual_memory", lambda: SimpleNamespace(available=0))
        assert list(read()) == []
    assert list(read()) == ["First"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
def test_a_file_whose_name_is_no_text_is_a_run_like_others():
    path = save(name="First")
    os.rename(path, os.fsencode(path.parent) + b"/odd\xff.clab")  # noqa: PTH104 - no text
    library.tidy()
    assert list(read()) == list(known()) == ["First"]


def test_files_that_are_no_runs_are_counted_and_not_read_again():
    save(name="Good")
    home = library.folder()
    (home / "bad.clab").write_bytes(b"nonsense")
    (home / "folder.clab").mkdir()
    with closing(sqlite3.connect(home / "other.clab")) as other, other:
        other.execute("CREATE TABLE meta (key, value)")
    assert list(read()) == ["Good"]
    found = library.listing()
    assert sorted(file.path.name for file in found.skipped) == ["bad.clab", "other.clab"]
    assert (len(found.runs), found.unread) == (1, [])


def test_a_run_that_is_being_written_is_neither_read_nor_remembered():
    path = save(name="First", cancel_after=8)
    writer = runfile.RunWriter(path)
    [found] = library.read(library.listing().unread)
    assert isinstance(found, library.Unreadable)
    assert found.busy
    with pytest.raises(InUse):
        library_bin.delete(path)
    writer.close()
    assert list(read()) == ["First"]


def test_a_title_stands_beside_the_name_that_is_sealed():
    path = save(name="First")
    before = runfile.open_record(path).content_hash()
    renamed = library.rename(read()["First"], "  A better   name ")
    assert (renamed.called, renamed.name) == ("A better name", "First")
    assert known() == {"A better name": renamed}, "the index knows without another reading"
    record = runfile.open_record(path)
    assert (record.experiment.name, record.content_hash()) == ("First", before)
    assert library.rename(renamed, "First").title == ""
    assert labels.load(path) == labels.Labels()


@pytest.mark.parametrize("title", ["x" * 61, "a\u202eb", "a\x07b"])
def test_a_title_that_cannot_be_kept_is_refused(title):
    save(name="First")
    run = read()["First"]
    with pytest.raises(BadInput, match=r"^name: "):
        library.rename(run, title)
    assert known() == {"First": run}


def test_a_note_is_plain_text_and_bounded():
    path = save()
    run = library.annotate(next(iter(read().values())), "one <b>two</b>\r\n\u202e=three\x00 \n")
    assert run.note == labels.load(path).note == "one <b>two</b>\n=three"
    with pytest.raises(BadInput, match="4,001 characters given; at most 4,000"):
        library.annotate(run, "x" * 4001)
    assert labels.load(path).note == run.note


def test_labels_of_a_file_from_others_are_bounded():
    path = save(name="First")
    for key, value in (("title", "a\u202eb"), ("note", "x" * 5000)):
        _write(path, f"INSERT INTO meta VALUES ('{key}', '{value}')")
    assert labels.load(path) == labels.Labels()
    assert list(read()) == ["First"]


def test_a_deleted_run_waits_in_the_bin_and_comes_back():
    path = save(name="First")
    held = path.read_bytes()
    binned = library_bin.delete(path)
    assert (path.exists(), binned.kept.parent) == (False, library.folder() / "bin")
    assert library.listing().unread == []
    assert library_bin.restore(binned) == path
    assert path.read_bytes() == held


def test_a_run_whose_name_was_taken_meanwhile_comes_back_under_another():
    path = save(name="First")
    copied = path.with_suffix(".copy")
    shutil.copy(path, copied)
    binned = library_bin.delete(path)
    copied.rename(path)
    assert library_bin.restore(binned).name == "first-3-2.clab"
    assert path.exists()


def test_what_is_no_longer_in_the_bin_is_said():
    binned = library_bin.delete(save())
    binned.kept.unlink()
    with pytest.raises(BadInput, match="cannot be put back"):
        library_bin.restore(binned)


def test_a_killed_run_takes_its_half_written_generation_to_the_bin_with_it():
    """A journal that stayed behind would leave a damaged file in the bin."""
    path = save(name="First")
    journal = path.with_name(f"{path.name}-journal")
    killed = path.with_name("killed.clab")
    with closing(sqlite3.connect(path)) as writing:
        writing.execute("PRAGMA cache_size=1")
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("DELETE FROM events")
        shutil.copy(path, killed)
        shutil.copy(journal, killed.with_name(f"{killed.name}-journal"))
        writing.rollback()
    binned = library_bin.delete(killed)
    assert runfile.open_record(binned.kept).done() == 3
    assert not killed.with_name(f"{killed.name}-journal").exists()


def test_the_bin_is_emptied_of_what_is_old_and_its_own():
    recent = library_bin.delete(save(name="Recent")).kept
    old = datetime.now(UTC) - timedelta(days=31)
    gone = recent.with_name(f"{old:%Y%m%dT%H%M%SZ}-old.clab")
    foreign = recent.with_name("19990101-foreign.clab")
    for path in (gone, foreign):
        path.write_bytes(b"")
    assert library_bin.empty(library.folder()) == 1
    assert sorted(recent.parent.iterdir()) == sorted([recent, foreign])
