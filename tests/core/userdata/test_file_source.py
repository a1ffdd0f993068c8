"""A file as a source: facts, splits, hashes, copies in run files, and what others may forge."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import codec, runfile
from core.errors import BadInput
from core.events import FinishReason, RunFinished
from core.experiment import Experiment, parse, parse_json, parse_source
from core.records import Counts, RecordKind, Records
from core.run_records import open_population
from core.seeding import Streams
from core.session import Session
from core.sources.base import Part
from core.sources.file import FileSource
from core.theory.laws import probabilities
from core.userdata.facts import Facts, spectrum_of
from core.userdata.understand import understand
from tests import files
from tests.small import ACCUMULATE, REPLACE

STREAMS = Streams(4)


def own(path: Path, **settings: Any) -> FileSource:
    found = parse_source({"kind": "file", "path": str(path)} | settings)
    assert isinstance(found, FileSource)
    return found


def small(source: FileSource, **changes: Any) -> Experiment:
    """A run of a moment on a source."""
    learners = {"numbers": "gaussian", "categories": "categorical", "text": "n-gram"}
    given = {
        "name": "Own", "sample_size": 40, "replicates": 4, "generations": 4,
        "source": source.model_dump(mode="json"),
        "learner": {"kind": learners[source.understood.reads]},
        "arms": [REPLACE, ACCUMULATE],
    }  # fmt: skip
    return parse(given | changes)


def test_the_penguins_are_the_shipped_ones_but_for_the_year(tmp_path: Path) -> None:
    measured = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
    source = own(files.penguins(tmp_path), columns=measured, missing="drop")
    assert (source.gives, source.law_known, source.record_noun) == (
        RecordKind.VECTORS, False, "rows",
    )  # fmt: skip
    assert source.axes == (("Standardised bill_length_mm", 0), ("Standardised bill_depth_mm", 1))
    facts = source.understood
    assert (facts.records, facts.left_out, facts.shape) == (342, 2, (4,))
    assert ("species", "not among the columns that were chosen") in facts.dropped
    shipped = parse_source({"kind": "penguins"}).open(STREAMS)
    drawn, theirs = (of.draw(Part.TRAIN, 100, 3, STREAMS) for of in (source.open(STREAMS), shipped))
    assert isinstance(drawn, Records)
    assert isinstance(theirs, Records)
    np.testing.assert_allclose(drawn.values, theirs.values, rtol=1e-12, atol=1e-12)


def test_columns_may_keep_their_own_units(tmp_path: Path) -> None:
    path = files.penguins(tmp_path)
    plain = own(path, columns=("bill_length_mm", "year"), missing="drop", standardise=False)
    drawn = plain.open(STREAMS).draw(Part.REFERENCE, 69, 1, STREAMS)
    assert isinstance(drawn, Records)
    assert drawn.values[..., 0].mean() == pytest.approx(44, abs=1.5)
    assert plain.axes == (("bill_length_mm", 0), ("year", 1))
    assert "Columns keep their own units" in plain.description()


def test_without_being_told_text_columns_are_dropped_and_an_id_too(tmp_path: Path) -> None:
    rows = "".join(f"{n},{n * n % 11},{'ab'[n % 2]},7,\n" for n in range(1, 61))
    found = understand(own(files.written(tmp_path / "t.csv", f"id,x,kind,same,gone\n{rows}")))
    assert {one.name: one.why for one in found.columns} == {
        "id": "it only numbers the rows",
        "x": "",
        "kind": "no number in line 2",
        "same": "it is always 7",
        "gone": "every cell is missing",
    }
    assert [one.name for one in found.columns if one.kept] == ["x"]
    (note,) = found.notes
    assert note == (
        "Read as numbers, since 1 of its columns holds numbers; it can also be read as categories, "
        "of one column."
    )


def test_the_census_table_is_the_law_of_its_names(tmp_path: Path) -> None:
    source = own(files.first_names(tmp_path))
    facts = source.understood
    assert (source.gives, source.law_known, source.universe()) == (RecordKind.COUNTS, True, 53_615)
    assert (facts.kept, facts.left_out) == (("name", "count"), 0)  # NAN is a name, not a gap
    population = source.open(STREAMS)
    law, shipped = population.probabilities(), parse_source({"kind": "us-first-names"})
    theirs = shipped.open(STREAMS).probabilities()
    assert law is not None
    assert theirs is not None
    np.testing.assert_allclose(law, np.sort(theirs[theirs > 0])[::-1][: len(law)], rtol=2e-2)
    assert population.label(0) == "MICHAEL"
    assert law[0] == pytest.approx(3_476_715 / facts.records)
    assert "the truth within this file" in source.description()


def test_a_column_of_categories_counts_its_rows(tmp_path: Path) -> None:
    source = own(files.penguins(tmp_path), reads="categories", columns=("island",))
    assert source.understood.spectrum == "168 124 52"
    population = source.open(STREAMS)
    assert [population.label(place) for place in range(3)] == ["Biscoe", "Dream", "Torgersen"]
    drawn = population.draw(Part.TRAIN, 30, 2, STREAMS)
    assert isinstance(drawn, Counts)
    assert source.available(Part.TRAIN) is None
    sexes = own(files.penguins(tmp_path), reads="categories", columns=("sex",), missing="drop")
    assert (sexes.understood.records, sexes.understood.left_out) == (333, 11)


def test_lines_are_text_or_categories_as_they_repeat(tmp_path: Path) -> None:
    speech = own(files.speech(tmp_path))
    assert (speech.gives, speech.types_noun) == (RecordKind.TEXT, "words")
    assert speech.record_shape()[0] <= 30
    batch = speech.open(STREAMS).draw(Part.TRAIN, 20, 2, STREAMS)
    assert isinstance(batch, Records)
    assert batch.universe == speech.universe()
    colours = own(files.written(tmp_path / "c.txt", "red\nblue\n\nred\n" * 20))
    assert (colours.gives, colours.understood.spectrum) == (RecordKind.COUNTS, "40 20")
    one_column = "saying\n" + "".join(
        f'"What {n} says of the matter, is what {n % 9} said."\n' for n in range(60)
    )
    column = own(files.written(tmp_path / "t.csv", one_column))
    assert column.understood.reads == "text"
    assert column.understood.kept == ("saying",)
    numbers = own(files.written(tmp_path / "n.txt", "".join(f"{n}.5\n" for n in range(60))))
    assert numbers.understood.reads == "numbers"


def test_a_saved_document_is_not_read_again_and_a_changed_file_is_noticed(tmp_path: Path) -> None:
    path = files.penguins(tmp_path)
    of = small(own(path, missing="drop"))
    text = path.read_text()
    path.unlink()
    again = parse_json(of.to_json())
    assert again == of
    with pytest.raises(BadInput, match=r"^source\.path: 'penguins\.csv' cannot be read: No such"):
        again.source.open(STREAMS)
    path.write_text(text.replace("39.1", "39.2"))
    for act in (lambda: again.source.open(STREAMS), again.source.to_copy):
        with pytest.raises(BadInput, match=r"'penguins\.csv' is no longer the file that this was"):
            act()
    path.write_text(text)
    again.source.open(STREAMS)
    document = json.loads(of.to_json())
    document["source"]["columns"] = ["year"]
    with pytest.raises(BadInput, match=r"^source\.facts: 'penguins\.csv' was read under other"):
        parse(document).source.open(STREAMS)


def ran(session: Session) -> RunFinished:
    ending = list(session.events())[-1]
    assert isinstance(ending, RunFinished)
    return ending


def cut_short(path: Path, of: Experiment) -> None:
    """A run that was cancelled after its second generation."""
    session = Session.create(of, path)
    for event in session.events():
        if getattr(event, "generation", 0) == 2:
            session.control.cancel()


@pytest.mark.parametrize("copied", [True, False])
@pytest.mark.parametrize("kind", ["numbers", "categories", "text"])
def test_a_resume_uses_the_copy_or_wants_the_file(tmp_path: Path, kind: str, copied: bool) -> None:
    write = {"numbers": files.penguins, "categories": files.first_names, "text": files.speech}[kind]
    path = write(tmp_path)
    of = small(own(path, missing="drop", copy_data=copied))
    run, whole = tmp_path / "cut.clab", tmp_path / "whole.clab"
    cut_short(run, of)
    assert ran(Session.create(of, whole)).reason is FinishReason.COMPLETED
    path.unlink()
    if copied:
        assert ran(Session.resume(run)).reason is FinishReason.COMPLETED
        records = [runfile.open_record(file) for file in (run, whole)]
        assert records[0].content_hash() == records[1].content_hash()
        assert open_population(run, of) is not None, "the copy is never thinned away"
        return
    assert open_population(run, of) is None
    with pytest.raises(BadInput, match=r"^source\.path: '.*' cannot be read"):
        Session.resume(run)
    path.write_text("something else\n")
    with pytest.raises(BadInput, match="is no longer the file"):
        Session.resume(run)


def test_a_finished_run_opens_with_its_theory_where_the_file_is_not(tmp_path: Path) -> None:
    path = files.first_names(tmp_path)
    source = own(path)
    law = source.open(STREAMS).probabilities()
    path.unlink()
    again = parse_source(source.model_dump(mode="json"))
    found = probabilities(again)
    assert law is not None
    assert found is not None
    assert np.array_equal(np.sort(found), np.sort(law))


def test_a_file_that_changes_before_the_start_makes_no_run(tmp_path: Path) -> None:
    path = files.penguins(tmp_path)
    of = small(own(path, missing="drop"))
    path.write_text(path.read_text() + "Adelie,Biscoe,1,1,1,1,male,2009\n")
    with pytest.raises(BadInput, match="no longer the file"):
        Session.create(of, tmp_path / "run.clab")
    assert not (tmp_path / "run.clab").exists()


def test_a_file_that_changes_after_that_ends_the_run_with_the_sentence(tmp_path: Path) -> None:
    path = files.penguins(tmp_path)
    session = Session.create(small(own(path, missing="drop")), tmp_path / "run.clab")
    path.unlink()
    ending = ran(session)
    assert ending.reason is FinishReason.FAILED
    assert ending.message.startswith("source.path: 'penguins.csv' cannot be read")


FACTS = {
    "reads": "numbers", "sha256": "0" * 64, "size": 10, "records": 60, "shape": (2,),
    "kept": ("a", "b"),
}  # fmt: skip
COUNTED = FACTS | {
    "reads": "categories", "records": 10, "shape": (), "universe": 3, "spectrum": "6 2x2",
}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (FACTS | {"records": 49}, "do not fit together"),
        (FACTS | {"records": 10**15}, "do not fit together"),
        (FACTS | {"records": 10**400}, "facts.records"),
        (FACTS | {"shape": (10**9,)}, "facts.shape"),
        (FACTS | {"shape": (65,), "kept": ["a"] * 65}, "do not fit together"),
        (FACTS | {"shape": ()}, "do not fit together"),
        (FACTS | {"kept": ("a",)}, "do not fit together"),
        (FACTS | {"universe": 5}, "do not fit together"),
        (FACTS | {"kept": ("a\x1b[31m", "b")}, "a character that cannot be shown"),
        (FACTS | {"dialect": "two\nlines"}, "a character that cannot be shown"),
        (FACTS | {"kept": ("a" * 61, "b")}, "facts.kept"),
        (FACTS | {"sha256": "x"}, "facts.sha256"),
        (FACTS | {"code": "print()"}, "facts.code"),
        (FACTS | {"reads": "pickle"}, "facts.reads"),
        (COUNTED | {"universe": 10**9}, "facts.universe"),
        (COUNTED | {"spectrum": "6 2x3"}, "does not add up"),
        (COUNTED | {"spectrum": "6 4 0"}, "does not add up"),
        (COUNTED | {"spectrum": "6 -2x-2"}, "does not add up"),
        (COUNTED | {"spectrum": "6 2x999999"}, "does not add up"),
        (COUNTED | {"spectrum": ""}, "do not fit together"),
        (FACTS | {"reads": "images", "shape": (8, 33), "kept": ()}, "do not fit together"),
        (FACTS | {"reads": "text", "shape": (5,), "universe": 0}, "do not fit together"),
    ],
)  # fmt: skip
def test_forged_facts_are_refused_without_touching_a_file(facts: Any, said: str) -> None:
    assert parse_source({"kind": "file", "path": "x", "facts": FACTS}).record_shape() == (2,)
    assert parse_source({"kind": "file", "path": "x", "facts": COUNTED}).universe() == 3
    with pytest.raises(BadInput, match=said) as caught:
        parse_source({"kind": "file", "path": "x", "facts": facts})
    assert str(caught.value).isprintable()


@given(counts=st.lists(st.integers(1, 2**40), min_size=2, max_size=30))
def test_a_spectrum_keeps_the_law_but_not_the_names(counts: list[int]) -> None:
    facts = Facts(**COUNTED | {
        "records": sum(counts), "universe": len(counts), "spectrum": spectrum_of(np.array(counts)),
    })  # fmt: skip
    expected = np.sort(counts)[::-1] / sum(counts)
    np.testing.assert_allclose(facts.law(), expected, rtol=1e-12)


@pytest.mark.parametrize(
    "change",
    [
        lambda held: held["values"].fill(np.nan),
        lambda held: held["values"].fill(1.0),
        lambda held: held.update(values=held["values"][:-1]),
        lambda held: held.update(values=held["values"].astype(np.float32)),
        lambda held: held["values"].__setitem__((0, 0), 5.0),
        lambda held: held.update(labels=np.frombuffer(b"x\ny", dtype=np.uint8)),
        lambda held: held.pop("labels"),
        lambda held: held.update(labels=np.frombuffer(b"\xff", dtype=np.uint8)),
    ],
)
def test_a_forged_copy_is_refused(tmp_path: Path, change: Any) -> None:
    path, run = files.penguins(tmp_path), tmp_path / "run.clab"
    of = small(own(path, missing="drop", copy_data=True))
    cut_short(run, of)
    writer = runfile.RunWriter(run)
    with writer._connection as connection:
        packed = connection.execute("SELECT arrays FROM blocks WHERE role = 'source'").fetchone()[0]
        held = codec.unpack(packed)
        change(held)
        connection.execute(
            "UPDATE blocks SET arrays = ? WHERE role = 'source'", (codec.pack(held),)
        )
    writer.close()
    with pytest.raises(BadInput, match=r"^run file: its copy of the real data is damaged$"):
        Session.resume(run)


def test_names_that_are_markup_or_formulas_stay_plain_text(tmp_path: Path) -> None:
    table = "n,c\n=HYPERLINK(1),30\n<b>bold</b>,20\n\u202eevil\x85,10\n" + "z" * 500 + ",5\n"
    source = own(files.written(tmp_path / "t.csv", table))
    population = source.open(STREAMS)
    labels = [population.label(place) for place in range(4)]
    assert labels[:3] == ["=HYPERLINK(1)", "<b>bold</b>", "evil"]
    assert labels[3] == "z" * 59 + "…"


def test_a_saved_run_without_facts_reads_no_file(tmp_path: Path, monkeypatch: Any) -> None:
    """Whoever sent a run file would else choose which file of this computer is read."""
    run = tmp_path / "run.clab"
    of = small(own(files.penguins(tmp_path), missing="drop"))
    cut_short(run, of)
    forged = of.document()
    del forged["source"]["facts"]
    writer = runfile.RunWriter(run)
    with writer._connection as connection:
        body = json.dumps({"experiment": forged, "environment": {}})
        connection.execute("UPDATE events SET body = ? WHERE kind = 'started'", (body,))
    writer.close()
    monkeypatch.setattr("core.sources.file.read", lambda choices: pytest.fail("it was read"))
    with pytest.raises(BadInput, match=r"^source\.facts: missing; a saved run says"):
        runfile.open_record(run)


@pytest.mark.parametrize(
    ("facts", "settings", "said"),
    [
        (FACTS, {"beyond": 5}, r"source\.beyond: 5 given; only categories"),
        (FACTS, {"held_out": True}, r"source\.held_out: true given; only categories and text"),
        (COUNTED | {"records": 10**9, "spectrum": "999999996 2x2"}, {"held_out": True},
         r"source\.held_out: true given; a file of 1,000,000,000 records cannot be split"),
    ],
)  # fmt: skip
def test_types_are_added_and_held_out_only_where_there_are_some(
    facts: Any, settings: Any, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        parse_source({"kind": "file", "path": "x", "facts": facts} | settings)
    assert (
        parse_source({"kind": "file", "path": "x", "facts": COUNTED, "beyond": 5}).universe() == 8
    )
