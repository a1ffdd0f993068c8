"""What an audit says of recorded generations, and the run file that it leaves."""

import json
from collections import Counter

import numpy as np
import pytest
from typer.testing import CliRunner

from core import runfile
from core.analysis.alarm import alarm, say_alarm
from core.analysis.failure_order import failure_order
from core.analysis.finding import finding
from core.analysis.half_life import half_life
from core.analysis.reading import Outcome
from core.analysis.summary import summary
from core.analysis.verdict import comparisons, verdict
from core.audit import audit
from core.cli import app
from core.events import FinishReason, GenerationFinished, RecordsMade, RunFinished
from core.experiment import parse
from core.lineage import check_chain
from core.loop import run
from core.session import Session
from core.userdata.reading import read
from tests import files
from tests.pipelines import (
    COUNTED,
    QUICK,
    SHRINKING,
    audited,
    drawn,
    normal,
    numbers,
    reference,
    table,
    word_reference,
    words,
)
from tests.small import REPLACE, document

SYLLABLES = ["a", "e", "i", "o", "u", "an", "en", "in", "on", "un", "al", "el", "il", "ol", "ul"]


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


def test_a_pipeline_that_only_moves_away_is_said_to_have_moved(tmp_path, real):
    """Its variance is what it was, within an interval that decides nothing."""
    moved = {g: normal(20 + g, 80) + np.array([0.5 * g, 0]) for g in range(4)}
    record = audited(numbers(tmp_path / "moves.csv", moved), real, QUICK)
    assert verdict(record, "moves").outcome is Outcome.UNDECIDED
    said = " ".join(finding(record).caveats)
    assert "moves is undecided by variance ratio, yet sliced Wasserstein distance rose by " in said


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
