"""Audits: generations that exist already, from files to what is said of them."""

import json
from collections import Counter

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from core import runfile
from core.analysis.alarm import alarm, say_alarm
from core.analysis.change import Change, how
from core.analysis.failure_order import failure_order
from core.analysis.finding import finding
from core.analysis.half_life import half_life
from core.analysis.reading import Outcome
from core.analysis.summary import summary
from core.analysis.verdict import comparisons, verdict
from core.audit import audit
from core.cli import app
from core.errors import BadInput
from core.events import FinishReason, GenerationFinished, RecordsMade, RunFinished
from core.experiment import parse
from core.learners.recorded import thinned
from core.lineage import check_chain
from core.loop import run
from core.records import Counts, RecordKind, Records
from core.seeding import Streams
from core.session import Session
from core.sources.base import Part
from core.userdata.pieces import natural
from core.userdata.pipeline import read_pipeline
from core.userdata.reading import read
from tests import files
from tests.pipelines import (
    COUNTED,
    QUICK,
    audited,
    drawn,
    normal,
    numbers,
    reference,
    table,
    word_reference,
    words,
)
from tests.small import REPLACE, document, ran

SYLLABLES = ["a", "e", "i", "o", "u", "an", "en", "in", "on", "un", "al", "el", "il", "ol", "ul"]
SHRINKING = {g: normal(g, scale=0.6**g) for g in range(5)}


@pytest.fixture
def real(tmp_path):
    return reference(tmp_path)


@pytest.fixture
def shrunk(tmp_path):
    return numbers(tmp_path / "pipe.csv", SHRINKING)


# Reading


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


def test_new_text_of_one_law_lies_where_real_samples_lie(tmp_path):
    """A file that lists its own words would expect too many of them in any other text."""
    words_ = np.array([first + second for first in "bcdfghklmnprstvw" for second in SYLLABLES])
    law = 1 / np.arange(1, len(words_) + 1)
    rng = np.random.default_rng(6)

    def lines(count):
        drawn_words = rng.choice(words_, (count, 8), p=law / law.sum())
        return "\n".join(" ".join(row) for row in drawn_words)

    real = files.written(tmp_path / "real.txt", lines(900))
    for g in range(3):
        files.written(tmp_path / "pipe" / f"{g}.txt", lines(250))
    metrics = ["words-alive", "rare-word-coverage", "word-total-variation"]
    record = audited(tmp_path / "pipe", real, "source.reads=text", "replicates=60",
                     f"metrics={json.dumps(metrics)}")  # fmt: skip
    for metric in metrics:
        low, _, high = record.bands[metric]
        means = record.values[metric][0].mean(axis=0)
        assert ((means > low * 0.98) & (means < high * 1.02)).all(), metric
    assert len(alarm(record).usual.raised) <= 1


def test_a_pipeline_that_only_moves_away_is_said_to_have_moved(tmp_path, real):
    """Its variance is what it was, within an interval that decides nothing."""
    moved = {g: normal(20 + g, 80) + np.array([0.5 * g, 0]) for g in range(4)}
    record = audited(numbers(tmp_path / "moves.csv", moved), real, QUICK)
    assert verdict(record, "moves").outcome is Outcome.UNDECIDED
    said = " ".join(finding(record).caveats)
    assert "moves is undecided by variance ratio, yet sliced Wasserstein distance rose by " in said


def test_an_audit_of_text_runs_to_its_end(tmp_path):
    rng = np.random.default_rng(0)
    vocabulary = np.array([f"word{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"])

    def lines(count, words):
        return "\n".join(" ".join(rng.choice(vocabulary[:words], 6)) for _ in range(count))

    real = files.written(tmp_path / "real.txt", lines(300, 26))
    for generation, known in enumerate((26, 16)):
        files.written(tmp_path / "pipe" / f"{generation}.txt", lines(60, known))
    record = audited(tmp_path / "pipe", real)
    assert record.experiment.primary() == "words-alive"
    alive = record.values["words-alive"][0].mean(axis=0)
    assert alive == pytest.approx([26, 16], abs=0.1)
    assert verdict(record, "pipe").outcome is Outcome.DEGRADED


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


# The model


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


# What is said


def test_a_pipeline_that_shrinks_has_collapsed_and_raises_the_alarm(shrunk, real):
    record = audited(shrunk, real, QUICK)
    found = verdict(record, "pipe")
    assert found.outcome is Outcome.COLLAPSED
    # The truth is 0.36^4 of generation 0's variance.
    assert found.ratio.low < 0.6**8 < found.ratio.high
    assert comparisons(record) == {}
    life = half_life(record, "variance-ratio", "pipe")
    assert life.generation == 1
    assert life.known
    proposed = alarm(record)
    assert proposed.metric == "tail-coverage"
    assert set(proposed.usual.raised) >= {2, 3, 4}
    assert proposed.strict.value <= proposed.usual.value
    assert "1 false alarm in 40 generations" in say_alarm(record)
    order = {one.metric: one for one in failure_order(record, "pipe")}
    assert all("replicates" not in one.reason for one in order.values())


def test_one_generation_has_a_null_band_and_an_alarm_and_no_change(tmp_path, real):
    record = audited(numbers(tmp_path / "one.csv", {"2024": normal(1)}), real, QUICK)
    said = finding(record)
    assert said.sentence.startswith("Only 1 generation is recorded")
    assert "real samples:" in said.sentence
    assert said.arms == ()
    assert "The recorded one would not have raised it." in said.alarm
    assert verdict(record, "one").outcome is Outcome.NOT_JUDGED


def test_a_generation_that_is_all_the_same_has_collapsed(tmp_path, real):
    path = numbers(tmp_path / "p.csv", {0: normal(1), 1: np.ones((200, 2))})
    record = audited(path, real, QUICK)
    assert verdict(record, "p").outcome is Outcome.COLLAPSED
    path = numbers(tmp_path / "q.csv", {0: np.ones((200, 2)), 1: normal(1)})
    found = verdict(audited(path, real, QUICK), "q")
    assert found.outcome is Outcome.NOT_JUDGED
    assert found.reason == "generation 0's own value is nothing, so there is no ratio to it"


def test_the_reference_as_generation_0_is_said(tmp_path, real):
    path = numbers(tmp_path / "p.csv", {0: normal(99, 1000), 1: normal(1, 1000)})
    said = finding(audited(path, real, QUICK)).caveats
    assert any("holds the very records of the reference" in one for one in said)


def test_sizes_and_gaps_are_said(tmp_path, real):
    given = {0: normal(1, 60), 1: normal(2, 90), 4: normal(3, 60), 6: normal(4, 70)}
    said = " ".join(finding(audited(numbers(tmp_path / "p.csv", given), real, QUICK)).caveats)
    assert "Generations hold 60 to 90 records" in said
    assert "not recorded: 2 to 3 and 5." in said
    assert "The smallest generation has 60 records, which is few" in said


def test_labels_are_said_beside_numbers(tmp_path, real):
    given = {"2021-Q1": normal(1), "2021-Q2": normal(2, scale=0.3)}
    said = finding(audited(numbers(tmp_path / "p.csv", given), real, QUICK))
    assert said.sentence.startswith("By generation 1 (2021-Q2), p collapsed")


def test_samples_of_one_law_are_not_called_a_loss(tmp_path):
    """Over many pipelines of five real samples, in each of three metrics."""
    real, wrong, judged, alarms = word_reference(tmp_path), Counter(), 0, 0
    for seed in range(30):
        given = {g: drawn(1000 + 10 * seed + g) for g in range(5)}
        record = audited(words(tmp_path / "p.csv", given), real, COUNTED, f"seed={seed}")
        judged += 1
        alarms += len(alarm(record).usual.raised)
        for metric in ("types-alive", "rare-type-coverage", "total-variation"):
            outcome = verdict(record, "p", metric).outcome
            wrong[metric] += outcome in (Outcome.DEGRADED, Outcome.COLLAPSED)
    assert max(wrong.values()) <= 3
    assert alarms <= 0.06 * 5 * judged


def test_numbers_of_one_law_are_not_called_a_loss(tmp_path, real):
    wrong = alarms = 0
    for seed in range(12):
        given = {g: normal(2000 + 10 * seed + g, 100) for g in range(3)}
        path = numbers(tmp_path / "p.csv", given)
        record = audited(path, real, QUICK, f"seed={seed}", "replicates=60")
        alarms += len(alarm(record).usual.raised)
        for metric in record.experiment.judged():
            outcome = verdict(record, "p", metric).outcome
            wrong += outcome in (Outcome.DEGRADED, Outcome.COLLAPSED)
    assert wrong <= 3  # of 36
    assert alarms <= 5  # of 36


# Real files


def test_penguins_under_replacement_are_found_out(tmp_path):
    """A pipeline made by this very loop: what the audit says is held against what the loop did."""
    real = files.penguins(tmp_path)
    columns = ["bill_length_mm", "bill_depth_mm"]
    source = {"kind": "file", "path": str(real), "missing": "drop", "columns": columns}
    made = parse(document(source=source | {"standardise": False}, replicates=1, generations=60,
                          sample_size=20, arms=[REPLACE], metrics=["variance-ratio"]))  # fmt: skip
    held = [event.emission.values[0] for event in run(made) if isinstance(event, RecordsMade)]
    rows = ((g, *row) for g in (0, 20, 40, 60) for row in held[g].tolist())
    path = table(tmp_path / "p.csv", ("gen", *columns), rows)
    settings = ["source.missing=drop", f"source.columns={json.dumps(columns)}"]
    record = audited(path, real, *settings, 'metrics=["variance-ratio"]')
    units = read(record.experiment.source.choices()).values.std(axis=0)
    first, last = ((held[g] / units).var(axis=0, ddof=1).sum() for g in (0, 60))
    found = verdict(record, "p")
    assert found.ratio.centre == pytest.approx(last / first, rel=0.05)
    assert found.ratio.low < last / first < found.ratio.high
    assert found.outcome in (Outcome.DEGRADED, Outcome.COLLAPSED)


# Run files


def test_the_file_opens_without_the_data_and_a_resume_notices_changes(tmp_path, real, shrunk):
    session = Session.create(audit(shrunk, real, changes=[QUICK]), tmp_path / "run.clab")
    for event in session.events():
        if isinstance(event, GenerationFinished) and event.generation == 1:
            session.control.cancel()
    assert event.reason is FinishReason.CANCELLED
    numbers(shrunk, SHRINKING | {4: normal(77)})
    ending = list(Session.resume(session.path).events())[-1]
    assert isinstance(ending, RunFinished)
    assert ending.reason is FinishReason.FAILED
    assert "no longer holds the generations" in ending.message
    numbers(shrunk, SHRINKING)
    ending = list(Session.resume(session.path).events())[-1]
    assert ending.reason is FinishReason.COMPLETED
    shrunk.unlink()
    real.unlink()
    record = runfile.open_record(session.path)
    assert record.done() == 4
    straight = audited(numbers(shrunk, SHRINKING), reference(tmp_path), QUICK)
    assert straight.done() == 4
    np.testing.assert_array_equal(
        record.values["variance-ratio"], straight.values["variance-ratio"]
    )
    assert "stand as the run stored them" in json.dumps(summary(record))


def test_from_the_command_line(tmp_path, real, shrunk):
    path, runner = tmp_path / "run.clab", CliRunner()
    given = ["audit", str(shrunk), "--reference", str(real), "--set", QUICK, "-o", str(path)]
    assert runner.invoke(app, given).exit_code == 0
    shown = runner.invoke(app, ["show", str(path)]).output
    assert "pipe collapsed" in shown
    assert "Proposed alarm" in shown
    as_json = json.loads(runner.invoke(app, ["show", str(path), "--json"]).output)
    assert as_json["alarm"]["usual"]["raised"]
    assert [one["records"] for one in as_json["recorded_generations"]] == [200] * 5
    assert runner.invoke(app, ["audit", str(shrunk)]).exit_code == 2


def test_null_samples_are_kept_and_sealed(tmp_path, real, shrunk):
    session = Session.create(audit(shrunk, real, changes=[QUICK]), tmp_path / "run.clab")
    list(session.events())
    record = runfile.open_record(session.path)
    assert record.null_values["tail-coverage"].shape == (200,)
    assert check_chain(record).holds
    record.null_values["tail-coverage"] = record.null_values["tail-coverage"] + 0.1
    assert not check_chain(record).holds


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
