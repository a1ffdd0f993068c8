"""What the write-up says of each arm's regime and its pools, against real small runs."""

import numpy as np
import pytest

from core.analysis.change import declared
from core.bibliography import BIBLIOGRAPHY
from core.report.drawing.samples import moved
from core.report.narrative import narrative
from core.report.sections import references, samples, settings
from core.report.sections.regimes import regimes
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, SUBSAMPLE, VERIFIED, experiment, ran

FADING = {**REPLACE, "name": "Fading", "real": {"kind": "fading", "start": 0.5, "end": 0.0}}
FRESH = {**SUBSAMPLE, "name": "Fresh", "real": {"kind": "fresh", "share": 0.25}}
TRUSTED = {**ACCUMULATE, "name": "Trusted", "real": {"kind": "trusted", "share": 0.1}}
LABELLED = {
    **RESERVOIR,
    "name": "Labelled",
    "filter": {"kind": "detector", "recall": 0.5, "false_alarm": 0.3},
}
LATE = {
    **REPLACE,
    "name": "Late",
    "switch": {
        "generation": 2,
        "keep": "archive",
        "retention": {"kind": "accumulate"},
        "verifier": {"kind": "noisy", "right": 0.9, "wrong": 0.2, "trusted_share": 0.5},
        "filter": {"kind": "detector", "recall": 0.25},
    },
}
EXACT = {**VERIFIED, "name": "Exact", "verifier": {"kind": "discriminator", "ratio": "exact"}}
LIKELY = {**REPLACE, "name": "Likely", "verifier": {"kind": "likelihood", "top_share": 0.8}}


@pytest.fixture(scope="module")
def record():
    arms = [REPLACE, FADING, FRESH, TRUSTED, LABELLED, LATE, EXACT, LIKELY]
    return ran(experiment(arms=arms, generations=4))


@pytest.fixture(scope="module")
def said(record):
    return {item.lead.rstrip("."): item.text for item in regimes(record).items}


def test_real_shares_are_given_in_records(said):
    assert (
        "seen by no generation before, are mixed into every training pool: 10 of 40"
        in (said["Fresh"])
    )
    assert "20 of 40 records at generation 1, 0 at generation 4." in said["Fading"]
    # Beside an archive of everything, they take no other record's place.
    assert "training pool instead: 4 records each time." in said["Trusted"]
    assert "Generation 4 trained on 204 records, 44 of them real." in said["Trusted"]
    # Where a pool is what the parts say it is, it is not said again.
    assert "trained on" not in said["Fading"]
    assert said["Fading"].startswith("As Replace. New real records are mixed in")


def test_what_a_filter_dropped_is_that_of_the_last_pool(record, said):
    held = sum(record.composition("Labelled", 4).values()).mean()
    dropped = sum(record.flagged("Labelled", 4).values()).mean()
    assert held + dropped == 40
    assert "(recall 0.5, false alarm 0.3)" in said["Labelled"]
    assert f"trained on {held:.3g} records on average" in said["Labelled"]
    assert f"Its filter had dropped {dropped:.3g} records on average" in said["Labelled"]
    assert "filter had" not in said["Replace"]


def test_both_regimes_of_a_switch_are_told(said):
    before, _, after = said["Late"].partition("From generation 2 on: ")
    assert before.strip() == "As Replace."
    assert said["Replace"] == "Of what models emitted, train only on the newest records."
    assert after.startswith("train on everything so far")
    assert "It starts from all records so far." in after
    assert "keeps right (phi) 0.9, keeps wrong (psi) 0.2" in after
    assert "(recall 0.25, false alarm 0)" in after


@pytest.mark.parametrize(
    ("keep", "text"),
    [
        ("newest", "It starts from the newest records alone, so that no real ones are left."),
        ("real-and-newest", "It starts from generation 0's real records and the newest ones."),
        ("archive", "It starts from all records so far."),
    ],
)
def test_what_a_switch_keeps_is_told(keep, text):
    switch = {"generation": 2, "keep": keep, "retention": {"kind": "accumulate"}}
    run = ran(experiment(arms=[{**REPLACE, "switch": switch}]))
    (item,) = regimes(run).items
    assert text in item.text
    held_real = np.any(run.composition("Replace", 3).get(0, 0))
    assert ("40 of them real" in item.text) == (keep != "newest") == held_real


def test_an_exact_ratio_is_not_said_to_look_at_records(said):
    assert "told the exact ratio, and looks at no records" in said["Exact"]
    assert ", top share 0.8)" in said["Likely"]
    assert "exact ratio" not in said["Likely"]


def test_what_an_earlier_arm_has_told_is_not_said_again(record):
    other = {**LABELLED, "name": "Less", "filter": {"kind": "detector", "recall": 0.1}}
    same = {**RESERVOIR, "name": "Same"}
    run = ran(experiment(arms=[LABELLED, RESERVOIR, other, same]))
    said = {item.lead: item.text for item in regimes(run).items}
    assert said["Less."].startswith("As Labelled, with recall 0.1, false alarm 0. Generation 3")
    assert said["Same."] == f"As {RESERVOIR['name']}."
    assert said[f"{RESERVOIR['name']}."].startswith("Of what models emitted, train only")


def test_settings_leave_the_arms_to_the_method(record):
    (block,) = settings.section(record).blocks
    titles = {title for group in block.groups for title, _ in group.pairs}
    assert {"Seed", "Baseline arm", "Primary metric"} <= titles
    assert not titles & set(record.arms)


def test_papers_of_every_part_are_cited_also_after_a_switch(record):
    cited = {paper.cited for paper in references.used(record)}
    assert {"Feng et al. 2024", "Gerstgrasser et al. 2024", "Bertrand et al. 2023"} <= cited
    switch = {"generation": 2, "retention": {"kind": "replace"}, "verifier": {"kind": "rule"}}
    late = ran(experiment(arms=[{**REPLACE, "switch": switch}]))
    assert "Feng et al. 2024" in {paper.cited for paper in references.used(late)}


def test_papers_of_metrics_that_are_measured_and_not_shown_are_not_cited():
    """Every paper that a metric alone brings in is of one that stands in a table or chart."""
    run = ran(experiment())
    shown = " ".join(str(block) for one in narrative(run).sections for block in one.blocks)
    brought = {
        paper.cited: [m for m in run.values if paper.cited in declared(m).reference]
        for paper in BIBLIOGRAPHY
        if not paper.kinds
    }
    cited = {paper.cited for paper in references.used(run)}
    for paper, metrics in brought.items():
        if metrics and paper in cited:
            assert any(declared(metric).title in shown for metric in metrics), paper
    hidden = [paper for paper, metrics in brought.items() if metrics and paper not in cited]
    assert hidden


def test_types_that_fresh_records_bring_in_are_counted():
    fresh = {**REPLACE, "name": "Fresh", "real": {"kind": "fresh", "share": 0.5}}
    run = ran(experiment("us-first-names", arms=[REPLACE, fresh], sample_size=200))
    (table,) = samples.section(run).blocks
    emitted = run.preview("Fresh", 3).values
    assert table.rows[-1].cells[4] == str(len(emitted))
    assert set(emitted) - set(run.catalogue.types.tolist())
    assert "gone" not in {row.cells[4] for row in table.rows}


def test_a_regression_is_drawn_as_input_and_label():
    learner = {"kind": "least-squares"}
    run = ran(experiment(source={"kind": "regression"}, learner=learner, arms=[REPLACE]))
    (figure,) = samples.section(run).blocks
    assert (figure.chart.cells[0].values == run.real.values[:, [0, -1]]).all()
    assert "Input 1 across, label y up" in figure.caption


def test_counts_are_spread_about_their_whole_numbers():
    source, learner = {"kind": "poisson", "rate": 2.0}, {"kind": "poisson"}
    run = ran(experiment(source=source, learner=learner, arms=[REPLACE]))
    (figure,) = samples.section(run).blocks
    assert 0 < figure.chart.jitter < 0.5
    for cell in figure.chart.cells:
        drawn = moved(cell.values, figure.chart.jitter)
        assert np.unique(drawn, axis=0).shape == cell.values.shape
        assert (drawn.round() == cell.values).all()
    assert (figure.chart.cells[0].values == run.real.values[:, :2]).all()
    assert "spread a little about their whole numbers" in figure.caption
