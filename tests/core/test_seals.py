"""A run file checked again: what was changed in it is found, and told where and what it means."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core import codec, runfile
from core.analysis.chain import say_links, say_places
from core.errors import BadInput
from core.events import GenerationFinished
from core.lineage import Chain
from core.record import RunRecord
from core.run_records import rehashed
from core.seals import Checked, check_file
from core.session import Session
from tests.core.test_lineage import bump, edit
from tests.small import ACCUMULATE, VERIFIED, experiment

ARMS = [ACCUMULATE, VERIFIED]


def stored(path: Path, stop: int = 99, records: str = "gaussian") -> Path:
    """The file of a run that is cancelled after so many generations."""
    session, finished = Session.create(experiment(records, arms=ARMS, metrics=[]), path), 0
    for event in session.events():
        finished += isinstance(event, GenerationFinished)
        if finished == stop:
            session.control.cancel()
    return path


def change_records(path: Path, arm: str, generation: int, role: str) -> None:
    """Change stored records, as somebody with a database browser might."""
    place = (arm, generation, role)
    with closing(sqlite3.connect(path)) as connection, connection:
        where = "WHERE arm=? AND generation=? AND role=?"
        (data,) = connection.execute(f"SELECT arrays FROM blocks {where}", place).fetchone()
        arrays = codec.unpack(data)
        arrays["values"] = arrays["values"] + 1.0
        connection.execute(f"UPDATE blocks SET arrays=? {where}", (codec.pack(arrays), *place))


def test_a_complete_run_holds_and_has_but_samples_of_its_records(tmp_path: Path) -> None:
    found = check_file(stored(tmp_path / "run.clab"))
    assert found == Checked(Chain(8, 0, ()), 0, ())
    assert found.holds
    assert say_links(found) == "The chain holds: 8 links checked"
    said = say_places(found)
    assert "Only samples of the records are still in the file: when a run is complete" in said
    assert "counts by type stay, and records like these are dropped" in said


def test_counts_are_always_kept_and_hashed_again(tmp_path: Path) -> None:
    found = check_file(stored(tmp_path / "run.clab", records="zipf"))
    assert found == Checked(Chain(8, 0, ()), 7, ())
    assert "The records of 7 generations of the arms are in the file" in say_places(found)


@pytest.mark.parametrize("stop", [1, 2, 4])
def test_an_unfinished_run_has_its_records_hashed_again(stop: int, tmp_path: Path) -> None:
    found = check_file(stored(tmp_path / "run.clab", stop))
    assert found.holds
    assert found.rehashed == stop


def test_nothing_stored_is_nothing_said(tmp_path: Path) -> None:
    session = Session.create(experiment(arms=ARMS, metrics=[]), tmp_path / "run.clab")
    session.control.cancel()
    list(session.events())
    found = check_file(session.path)
    assert found == Checked(Chain(0, 0, ()), 0, ())
    assert not found.holds
    assert say_links(found) == ""


@pytest.mark.parametrize(
    ("arm", "generation", "role", "broken"),
    [
        ("", 0, "emission", (("Accumulate", 0), ("Verified", 0))),
        ("Accumulate", 1, "emission", (("Accumulate", 1),)),
        ("Verified", 1, "admitted", (("Verified", 1),)),
    ],
)
def test_changed_records_are_found_where_they_are(
    arm: str, generation: int, role: str, broken: tuple[tuple[str, int], ...], tmp_path: Path
) -> None:
    path = stored(tmp_path / "run.clab", 4)
    change_records(path, arm, generation, role)
    found = check_file(path)
    assert not found.chain.broken
    assert found.broken == broken
    assert not found.holds
    assert "The chain is broken" in say_links(found)


def test_changed_events_are_told_with_their_place_and_meaning(tmp_path: Path) -> None:
    path = stored(tmp_path / "run.clab")
    edit(path, 2, "Accumulate", bump("origin/"))
    edit(path, 3, "Verified", bump("gate/"))
    found = check_file(path)
    assert found.broken == (("Accumulate", 2), ("Verified", 3))
    assert say_links(found) == "The chain is broken: 2 of 8 links checked do not fit"
    said = say_places(found)
    assert said.startswith("It does not fit at Accumulate, generation 2; Verified, generation 3. ")
    assert "was changed after the run had stored it, or the file was damaged" in said


def test_of_many_broken_places_the_first_are_named() -> None:
    found = Checked(Chain(50, 0, tuple(("Arm", generation) for generation in range(1, 12))))
    assert "Arm, generation 1; Arm, generation 2; Arm, generation 3; and 8 more." in say_places(
        found
    )


def test_a_run_without_seals_is_neither_said_to_hold_nor_to_be_broken() -> None:
    found = Checked(Chain(8, 8, ()))
    assert not found.holds
    assert say_links(found) == "The chain cannot be checked: 8 of 8 links have no seal"
    assert "neither" in say_places(found)


def test_what_is_no_run_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.clab"
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(BadInput, match="is not a Collapse Lab run"):
        check_file(path)


def test_hashes_of_kept_records_are_those_that_the_run_stored(tmp_path: Path) -> None:
    path = stored(tmp_path / "run.clab", 4)
    record: RunRecord = runfile.open_record(path)
    found = list(rehashed(path, record))
    for arm, generation, hashed in found:
        event = record.generation(arm or "Accumulate", generation)
        assert event is not None
        assert hashed == event.records_hash
    places = [place[:2] for place in found]
    assert places == [("", 0), ("Accumulate", 1), ("Accumulate", 2), ("Verified", 1)]
