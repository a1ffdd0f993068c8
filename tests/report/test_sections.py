"""Single sections: samples, settings, references, the command, captions."""

import shlex
from dataclasses import replace

import numpy as np
import pytest

from core import registry
from core.analysis.families import headline_metrics
from core.bibliography import BIBLIOGRAPHY
from core.classifier import shipped
from core.experiment import parse
from core.presets import preset
from core.record import RunRecord
from core.report.document import Table
from core.report.narrative import narrative
from core.report.numbers import titled, value_at
from core.report.sections import (
    controls,
    course,
    method,
    references,
    reproduce,
    samples,
    settings,
)
from core.report.sections.feature_space import feature_space
from core.report.sections.regimes import regimes
from core.settings import assign
from core.theory.forms import FORMS
from tests.records import make_record
from tests.report.runs import ended_at, said_of
from tests.small import REPLACE, experiment, ran


def texts(record, length="four"):
    """Every paragraph, item and note of a write-up."""
    for section in narrative(record, length).sections:
        yield from said_of(section)


def test_the_table_of_types_has_the_runs_counts(names_run):
    (table,) = samples.section(names_run).blocks
    catalogue, done = names_run.catalogue, names_run.done()
    before = names_run.preview("Replace", 0)
    *rows, total = table.rows
    assert len(rows) > 8
    for row in rows:
        place = catalogue.labels.index(row.cells[0])
        type_ = catalogue.types[place]
        assert row.cells[1].startswith("1 in ")
        odds = float(row.cells[1][5:].replace(",", ""))
        assert odds == pytest.approx(1 / catalogue.probabilities[place], rel=0.01)
        assert row.cells[2] == f"{before.counts[before.values == type_][0]:,}"
        for arm, cell in zip(names_run.arms, row.cells[3:], strict=True):
            after = names_run.preview(arm, done)
            count = after.counts[after.values == type_].sum()
            absent = "gone" if arm == "Replace" else "not drawn"
            assert cell == (f"{count:,}" if count else absent)
    assert any("gone" in row.cells for row in rows)
    assert any("not drawn" in row.cells for row in rows)
    assert "“Gone”: not emitted, and in no later training data." in table.notes
    assert "“Not drawn”: not emitted, but may come back." in table.notes
    assert f"among the {len(before.values):,} first names of generation 0" in table.notes
    assert total.cells[2] == f"{len(before.values):,}"
    kept = np.isin(before.values, names_run.preview("Replace", done).values).sum()
    assert total.cells[3] == f"{kept:,}"


def test_the_controls_have_a_table_beside_real_samples():
    record = ran(experiment(arms=[REPLACE], replicates=6))
    table = controls.controls_table(record)
    names = ("density", "precision", "copied-share", "nearest-training-distance")
    assert table.columns[1:] == tuple(map(titled, names))
    real, start, replace_ = table.rows
    low, _, high = record.bands["nearest-training-distance"]
    assert real.cells[0] == "Real samples"
    said = [float(end) for end in real.cells[4].split(" to ")]
    assert said == pytest.approx([low, high], rel=0.02)
    assert start.cells[0] == "Generation 0"
    assert replace_.cells[1] == value_at(record, "density", "Replace", 3)
    assert "copies of what the model was trained on?" in table.notes


def test_a_run_without_controls_has_no_such_table():
    record = make_record(np.linspace(100, 50, 2 * 6 * 3).reshape(2, 6, 3))
    assert controls.controls_table(record) is None
    keys = [getattr(block, "caption", "") for block in course.section(record).blocks]
    assert not any(key.startswith("Controls") for key in keys)


def test_a_name_that_is_not_displayed_stays_hidden(names_run):
    hidden = replace(names_run.catalogue, labels=("",) * len(names_run.catalogue.labels))
    table = samples.types_table(names_run, hidden)
    assert len(table.rows) == 1
    assert table.rows[0].cells[0] == "Number of first names"


def test_pictures_are_the_first_ones(digits_run):
    (figure,) = samples.section(digits_run).blocks
    labels = [row.label for row in figure.chart.rows]
    assert labels == ["Real", "Generation 0", "Replace", "Accumulate"]
    assert np.array_equal(figure.chart.rows[0].values, digits_run.real.values[:16])
    assert "not picked by hand" in figure.caption


def test_vectors_of_several_dimensions_are_points():
    record = ran(experiment(source={"kind": "gaussian", "dimensions": 3}, arms=[REPLACE]))
    (figure,) = samples.section(record).blocks
    assert [cell.values.shape for cell in figure.chart.cells] == [(40, 2)] * 3


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("gaussian-drift", []),
        ("vanishing-names", ["seed=9", "replicates=3", 'name="My run: $x"']),
        ("fading-digits", ["learner.steps=250", "arms.2.real.share=0.3"]),
    ],
)
def test_the_command_gives_the_same_settings(name, changes):
    wanted = parse(assign(preset(name).document(), list(changes)))
    lines = reproduce.preset_command(wanted.document())
    typed = shlex.split(" ".join(line.removesuffix("\\") for line in lines))
    assert typed[:3] == ["collapse-lab", "run", name]
    given = [word for word in typed[3:] if word != "--set"]
    assert len(given) == len(changes)
    assert parse(assign(preset(name).document(), given)) == wanted


def test_the_command_is_of_the_nearest_preset(monkeypatch):
    """Two presets may be near each other: a quick one and its thorough sibling."""
    wanted = preset("fading-digits")
    sibling = parse(assign(wanted.document(), ["seed=1", "replicates=3"]))
    known = {"a-sibling": sibling, "fading-digits": wanted}
    monkeypatch.setattr(reproduce, "preset_names", lambda: list(known))
    monkeypatch.setattr(reproduce, "preset", known.get)
    assert reproduce.preset_command(wanted.document()) == ("collapse-lab run fading-digits",)
    assert reproduce.preset_command(sibling.document()) == ("collapse-lab run a-sibling",)


def test_settings_that_are_no_presets_have_no_command():
    assert reproduce.preset_command(experiment().document()) is None


def test_every_declared_setting_is_in_the_settings_or_with_its_arm(names_run):
    (block,) = settings.section(names_run).blocks
    said = dict(pair for group in block.groups for pair in group.pairs)
    assert said["Sample size n"] == "400"
    assert said["Seed"] == "3"
    told = {item.lead: item.text for item in regimes(names_run).items}["Verified."]
    verifier = names_run.experiment.arm("Verified").verifier
    for name, field in type(verifier).model_fields.items():
        if name != "kind":
            value = getattr(verifier, name)
            shown = value if isinstance(value, str) else f"{value:g}"
            assert f"{field.title[:1].lower()}{field.title[1:]} {shown}" in told


def test_everything_that_is_cited_is_in_the_bibliography():
    metrics = registry.plugins("metrics").values()
    cited = [metric.reference for metric in metrics] + [form.source for form in FORMS]
    known = {paper.cited for paper in BIBLIOGRAPHY}
    for source in cited:
        for part in source.split("; "):
            if any(char.isdigit() for char in part):
                assert any(paper in part for paper in known), part
    assert [paper.cited for paper in BIBLIOGRAPHY] == sorted(known)


def test_only_what_the_run_used_is_listed(gaussian_run, digits_run):
    used = {paper.cited for paper in references.used(gaussian_run)}
    assert {"Shumailov et al. 2024", "Gerstgrasser et al. 2024", "Kazdan et al. 2024"} <= used
    assert not used & {"Lipman et al. 2023", "Azadi et al. 2019", "Suresh et al. 2024"}
    assert "Lipman et al. 2023" in {paper.cited for paper in references.used(digits_run)}


def test_every_source_that_is_shipped_as_a_file_has_a_credit():
    not_shipped = {
        "file", "gaussian", "point-grid", "poisson", "regression", "ring-mixture", "spiral", "zipf",
    }  # fmt: skip
    assert set(references.CREDITS) == set(registry.plugins("sources")) - not_shipped


def test_the_headline_is_one_metric_a_family_with_the_primary_one(names_run, gaussian_run):
    assert headline_metrics(names_run) == ["types-alive", "total-variation", "rare-type-coverage"]
    assert headline_metrics(gaussian_run)[1:] == ["wasserstein", "tail-coverage"]
    chosen = RunRecord(experiment("us-first-names", primary_metric="jensen-shannon"))
    assert headline_metrics(chosen)[1] == "jensen-shannon"


def test_no_effect_reads_as_none():
    said = " ".join(texts(ended_at(1.0, 1.0)))
    assert "it was not shown to fail by generation 4" in said
    assert "No clear difference is not evidence of equality." in said
    for word in ("collapsed", "degraded", "slowed", "faster"):
        assert word not in said


def test_few_replicates_are_called_few():
    assert "4 replicates are few" in " ".join(texts(ended_at(0.2, 0.9, replicates=4)))
    assert "2 replicates are too few for an interval: their spread is not known." in (
        " ".join(texts(ended_at(0.2, 0.9, replicates=2)))
    )
    assert "replicates are few" not in " ".join(texts(ended_at(0.2, 0.9, replicates=12)))


def test_a_rise_is_never_called_a_ratio():
    rises = np.linspace(0.1, 0.5, 5) * np.linspace(0.99, 1.01, 8)[:, None]
    record = make_record({"total-variation": np.stack([rises, rises])})
    (table,) = [block for block in narrative(record).sections[0].blocks if isinstance(block, Table)]
    assert "Rise above generation 0" in table.columns
    assert "Difference from Replace" in table.columns
    assert table.rows[2].cells[3] == "degraded"
    assert "collapsed" not in table.notes


def test_captions_say_what_the_centres_are(names_run, gaussian_run, digits_run):
    assert "as in Figure 1" in course.curves(names_run).caption
    assert "theory" not in course.curves(digits_run).caption
    for run in (gaussian_run, names_run):
        assert "Short dark dashes: what theory predicts." in course.curves(run).caption
    assert "shading: 95 % intervals" in narrative(names_run).figures()[0].caption
    (intervals,) = [said for said in said_of(method.section(names_run)) if "At 95 %" in said]
    assert "over 6 replicates: geometric means with t" in intervals
    assert "(types alive); medians with" in intervals
    assert "(total variation and rare types covered)" in intervals


def test_the_first_caption_explains_brackets_that_are_no_interval():
    level = np.repeat([[[0.5, 0.5, 0.5]]], 8, axis=1)
    spread = np.linspace(0.4, 0.6, 8)[:, None] * np.ones((1, 1, 3))
    means = "[in …]: so many replicates have exactly this value; the interval has no width."
    tied, apart = (
        narrative(make_record({"tail-coverage": np.vstack([values] * 2)})).figures()[0].caption
        for values in (level, spread)
    )
    assert means in tied
    assert "[in" not in apart


def test_no_sentence_claims_more_than_a_run_can_show(names_run, gaussian_run, digits_run):
    forbidden = ("always", "never", "inevitabl", "proves", "prevents collapse")
    for record in (names_run, gaussian_run, digits_run):
        for said in texts(record):
            if "et al." not in said:
                assert not any(word in said.lower() for word in forbidden), said


def test_the_method_states_the_feature_space_of_images(gaussian_run):
    source = {"kind": "fashion-mnist", "size": 14, "class_tail": 10}
    metrics = ["vendi-score", "frechet-distance", "rare-class-recall"]
    learner = {"kind": "flow-matching"}
    of = experiment(source=source, learner=learner, metrics=metrics, sample_size=1000)
    record = RunRecord(of)
    record.bands["frechet-distance"] = (0.0, 0.8123, 0.9)
    (paragraph,) = feature_space(record)
    known, said = shipped("fashion-mnist"), paragraph.text
    assert "Fréchet distance and rare-class recall judge an image by 32 numbers" in said
    assert "Other metrics see pixels." in said
    assert "all 10,000 images of Fashion-MNIST, this run's real ones among them" in said
    share = 100 * known.right / known.images
    assert f"named {share:.1f} % of images in the part left out rightly" in said
    bias = (1 / 1000 + 1 / 817) * 32 * 37 / 4
    assert f"of 1,000 emitted from 817 real images is about {bias:.3f}" in said
    assert "real samples gave 0.812 at the median" in said
    assert "“sneakers”, “bags” and “ankle boots”, with 9.7 % of the real images" in said
    assert said in list(said_of(method.section(record)))
    assert feature_space(gaussian_run) == []


def test_a_run_that_sees_only_pixels_names_no_classifier():
    learner = {"kind": "flow-matching"}
    of = experiment(source={"kind": "digits"}, learner=learner, metrics=["vendi-score"])
    (paragraph,) = feature_space(RunRecord(of))
    assert paragraph.text == "Metrics see images as their pixels, from 0 to 1."
