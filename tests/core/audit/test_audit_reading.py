"""What an audit reads: generations from files, in the terms of the reference, or a refusal."""

import json
from collections import Counter

import numpy as np
import pytest
from PIL import Image

from core.analysis.change import Change, how
from core.analysis.finding import finding
from core.audit import audit
from core.errors import BadInput
from core.events import RecordsMade
from core.experiment import parse
from core.learners.recorded import thinned
from core.loop import run
from core.records import Counts, RecordKind, Records
from core.seeding import Streams
from core.sources.base import Part
from core.userdata.pieces import natural
from core.userdata.pipeline import read_pipeline
from tests import files
from tests.pipelines import (
    COUNTED,
    QUICK,
    SHRINKING,
    audited,
    drawn,
    normal,
    numbers,
    table,
    word_reference,
    words,
)
from tests.small import document, ran


def test_an_audit_is_an_experiment_with_one_arm_called_after_the_pipeline(shrunk, real):
    found = audit(shrunk, real)
    assert found.recorded
    assert not parse(document()).recorded
    assert [arm.name for arm in found.arms] == ["pipe"]
    assert (found.generations, found.sample_size, found.replicates) == (4, 160, 200)
    assert "nearest-training-distance" not in found.measured()
    assert "copied-share" not in found.measured()
    assert parse(json.loads(found.to_json())) == found


def test_labels_are_in_the_order_of_a_person(tmp_path, real):
    labels = ["2021-Q10", "2020-Q4", "2021-Q2", "2021-Q1"]
    path = numbers(tmp_path / "q.csv", {label: normal(1, 60) for label in labels})
    held = audit(path, real).learner.understood.labels
    assert held == ("2020-Q4", "2021-Q1", "2021-Q2", "2021-Q10")
    assert sorted(["v10", "v9", "V1"], key=natural) == ["V1", "v9", "v10"]
    assert sorted(["10", "9.5", "-1"], key=natural) == ["-1", "9.5", "10"]


def test_a_folder_of_files_is_the_same_audit_as_one_table(tmp_path, real, shrunk):
    folder = tmp_path / "pipe"
    folder.mkdir()
    for g, held in SHRINKING.items():
        table(folder / f"{g}.csv", ("x", "y"), held.tolist())
    from_table, from_folder = (read_pipeline(str(path), "", audit(shrunk, real).source)
                               for path in (shrunk, folder))  # fmt: skip
    assert from_table.recording.labels == from_folder.recording.labels
    for one, other in zip(from_table.batches, from_folder.batches, strict=True):
        np.testing.assert_array_equal(one.values, other.values)


def test_records_are_in_the_units_of_the_reference(tmp_path, real):
    held = normal(99, 1000)
    path = numbers(tmp_path / "same.csv", {0: held, 1: held + 5})
    found = read_pipeline(str(path), "", audit(path, real).source)
    first, second = (batch.values[0] for batch in found.batches)
    np.testing.assert_allclose(first.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(first.std(axis=0), 1, atol=1e-9)
    np.testing.assert_allclose(second.mean(axis=0), 5 / held.std(axis=0), atol=1e-9)
    assert found.recording.the_reference


def test_decimal_commas_and_the_order_of_columns_do_not_matter(tmp_path, real):
    held = normal(1, 60)
    rows = [f"{y};{g};{x}".replace(".", ",") for g in (1, 2) for x, y in held]
    lines = ["y;GEN;x", *rows]
    german = files.written(tmp_path / "german.csv", "\ufeff" + "\r\n".join(lines))
    plain = numbers(tmp_path / "plain.csv", {1: held, 2: held})
    source = audit(plain, real).source
    for one, other in zip(read_pipeline(str(german), "", source).batches,
                          read_pipeline(str(plain), "", source).batches, strict=True):  # fmt: skip
        np.testing.assert_array_equal(one.values, other.values)


def test_words_that_the_reference_lacks_are_types_without_a_probability(tmp_path):
    real = word_reference(tmp_path)
    strange = [*drawn(1, 280), *["alien"] * 15, *["robot"] * 5]
    path = words(tmp_path / "w.csv", {0: drawn(0), 1: strange})
    record = audited(path, real, COUNTED)
    source = record.experiment.source
    assert source.beyond == 2
    assert source.universe() == source.understood.universe + 2
    assert record.experiment.learner.understood.unknown == (0, 20)
    assert how("known-share") is Change.NEITHER
    known = record.values["known-share"][0].mean(axis=0)
    assert known[1] == pytest.approx(1 - 20 / 300, abs=0.01)
    assert any("up to 6.7 % of them, in generation 1" in said for said in finding(record).caveats)
    # Neither makes a rare type of the truth: those are covered no better.
    without = words(tmp_path / "v.csv", {0: drawn(0), 1: drawn(1, 300)})
    other = audited(without, real, COUNTED)
    assert (
        record.values["rare-type-coverage"][0, :, 1].mean()
        <= other.values["rare-type-coverage"][0, :, 1].mean() + 0.02
    )


def test_counts_beside_categories_are_used(tmp_path):
    counted = Counter(drawn(98, 5000))
    real = table(tmp_path / "r.csv", ("word", "n"), counted.items())
    held = {g: Counter(drawn(g)) for g in (0, 1)}
    rows = ((g, word, n) for g, tally in held.items() for word, n in tally.items())
    path = table(tmp_path / "p.csv", ("gen", "word", "n"), rows)
    assert audit(path, real).learner.understood.sizes == (300, 300)


def test_lines_of_text_take_the_words_of_the_reference(tmp_path):
    rng = np.random.default_rng(0)
    vocabulary = np.array([f"word{letter}" for letter in "abcdefghijklmnopq"])
    lines = ["The " + " ".join(rng.choice(vocabulary, 5)) + "." for _ in range(80)]
    real = files.written(tmp_path / "real.txt", "\n".join(lines))
    folder = tmp_path / "pipe"
    files.written(folder / "1.txt", "\n".join(lines[:20]))
    files.written(folder / "2.txt", "\n".join(["An unheard sentence.", *lines[:15]]))
    source = parse(document(source={"kind": "file", "path": str(real), "reads": "text"},
                            learner={"kind": "n-gram"}, arms=[{"name": "R", "retention":
                            {"kind": "replace"}}], generations=1, replicates=1,
                            sample_size=20)).source  # fmt: skip
    found = read_pipeline(str(folder), "", source)
    assert found.recording.sizes == (20, 16)
    own = source.open(Streams(0))
    first, second = (batch.values[0] for batch in found.batches)
    assert first.dtype == np.uint16
    assert own.label(int(first[0, 0])) == "the"
    unlisted = source.universe() - 1
    assert second[0].tolist()[:3] == [unlisted] * 3


def test_folders_of_pictures_are_compared_with_a_folder_of_pictures(tmp_path):
    def folder(path, seed, count, size=(4, 5)):
        path.mkdir(parents=True)
        for at, pixels in enumerate(np.random.default_rng(seed).integers(0, 256, (count, *size))):
            Image.fromarray(pixels.astype(np.uint8)).save(path / f"{at}.png")

    folder(tmp_path / "real", 0, 100)
    for g, count in ((0, 30), (1, 12)):
        folder(tmp_path / "pipe" / f"run {g}", g, count)
    found = audit(tmp_path / "pipe", tmp_path / "real", changes=['metrics=["coverage"]'])
    assert found.source.gives is RecordKind.IMAGES
    assert found.learner.understood.sizes == (30, 12)
    record = ran(found)
    assert record.done() == 1
    folder(tmp_path / "pipe" / "run 2", 2, 12, size=(5, 5))
    with pytest.raises(BadInput, match="5 x 5 pixels, but the reference's have 5 x 4"):
        audit(tmp_path / "pipe", tmp_path / "real")


@pytest.mark.parametrize(
    ("header", "rows", "column", "message"),
    [
        (("a", "x", "y"), [(0, 1, 2)] * 20, "", "no column called generation or gen"),
        (("gen", "GENERATION", "x"), [(0, 1, 2.5)] * 20, "", "more than one column called"),
        (("a", "x", "y"), [(0, 1, 2)] * 20, "b", "no column 'b'"),
        (("gen", "x"), [(0, 1.5)] * 20, "", "lacks the column 'y' of the reference"),
        (("gen", "z", "w"), [(0, 1.5, 2)] * 20, "", "lacks the columns 'x', 'y' of the reference"),
        (("gen", "x", "y"), [(0, 1, 2)] * 20 + [("", 1, 2)], "", "line 22 .* says no generation"),
        (("gen", "x", "y"), [(0, 1, 2)] * 20 + [(0, "", 2)], "", "line 22 .* has no value"),
        (("gen", "x", "y"), [(0, 1, 2)] * 20 + [(0, "abc", 2)], "", "line 22 .* “abc”"),
        (("gen", "x", "y"), [(0, 1, 2)] * 20 + [(7, 1, 2)] * 3, "", "'7' .* has 3 records"),
    ],
)  # fmt: skip
def test_what_cannot_be_audited_is_refused_in_a_sentence(
    tmp_path, real, header, rows, column, message
):
    path = table(tmp_path / "bad.csv", header, rows)
    with pytest.raises(BadInput, match=message) as caught:
        audit(path, real, column)
    assert "\n" not in str(caught.value)


def test_other_refusals(tmp_path, real, shrunk):
    with pytest.raises(BadInput, match="cannot be read"):
        audit(tmp_path / "nothing.csv", real)
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="is empty"):
        audit(tmp_path / "empty", real)
    with pytest.raises(BadInput, match="smallest generation has 200"):
        audit(shrunk, real, changes=["sample_size=190"])
    with pytest.raises(BadInput, match=r"learner\.kind: 'gaussian' given"):
        audit(shrunk, real, changes=["learner.kind=gaussian"])
    with pytest.raises(BadInput, match=r"source\.copy_data: true given; an audit reads"):
        audit(shrunk, real, changes=["source.copy_data=true"])
    with pytest.raises(BadInput, match="no recorded generations chosen yet"):
        parse(audit(shrunk, real).document() | {"learner": {"kind": "recorded"}})
    with pytest.raises(BadInput, match="5 are recorded"):
        audit(shrunk, real, changes=["generations=5"])
    with pytest.raises(BadInput, match="generations: 0 given"):
        parse(document(generations=0))
    both = table(tmp_path / "both.csv", ("generation", "x", "y"), np.c_[np.arange(60) % 7,
                                                                        normal(3, 60)])  # fmt: skip
    with pytest.raises(BadInput, match="the reference has a column 'generation' too"):
        audit(both, both)


# What the run gets of it


def test_subsets_are_of_the_records_and_differ(tmp_path, real, shrunk):
    events = [e for e in run(audit(shrunk, real, changes=[QUICK])) if isinstance(e, RecordsMade)]
    of = audit(shrunk, real)
    opened = of.learner.opened(of.source, of.source.open(Streams(0)))
    for event in events:
        whole = {row.tobytes() for row in opened._given[event.generation].values[0]}
        for subset in event.emission.values[:5]:
            rows = {row.tobytes() for row in subset}
            assert len(rows) == 160
            assert rows <= whole
        assert not np.array_equal(event.emission.values[0], event.emission.values[1])


def test_larger_generations_are_thinned_to_the_smallest():
    rng = np.random.default_rng(0)
    values = rng.standard_normal((1, 50, 2))
    kept = thinned(Records(RecordKind.VECTORS, values), 20, rng)
    assert kept.values.shape == (1, 20, 2)
    assert {row.tobytes() for row in kept.values[0]} <= {row.tobytes() for row in values[0]}
    counted = Counts(5, np.arange(5), np.array([[30, 5, 0, 10, 5]]))
    taken = thinned(counted, 20, rng)
    assert taken.sizes().tolist() == [20]
    assert (taken.at(np.arange(5)) <= counted.counts).all()


def test_categories_are_held_out_of_the_truth(tmp_path):
    source = audit(words(tmp_path / "p.csv", {0: drawn(1)}), word_reference(tmp_path)).source
    population = source.open(Streams(4))
    assert population.size(Part.TRAIN) == source.available(Part.TRAIN) == 3500
    held = population.draw(Part.TRAIN, 3500, 2, Streams(5))
    assert held.sizes().tolist() == [3500] * 2
    law = population.probabilities()
    whole = source.understood.law() * 5000
    rest = whole - held.at(np.arange(len(law)))[0]
    np.testing.assert_allclose(law, rest / 1500, atol=1e-6)
