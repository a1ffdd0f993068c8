"""What the write-up says of each arm's regime and its pools, against real small runs."""

import numpy as np
import pytest

from core.report.sections import method, references, samples, settings
from core.report.sections.regimes import regimes
from tests.report.runs import said_of
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
    assert "Generation 4 trained on 40 records, none of them real." in said["Fading"]


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
    assert before.strip() == "Of what models emitted, train only on the newest records."
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
    assert "(top share 0.8)" in said["Likely"]
    assert "exact ratio" not in said["Likely"]


def test_steps_name_who_verifies_and_filters_and_when(record):
    text = " ".join(said_of(method.section(record)))
    assert "In Late from generation 2 on, Exact and Likely, a verifier judges" in text
    assert "In Labelled and Late from generation 2 on, a filter drops records" in text


def test_settings_have_both_regimes_and_every_part(record):
    (block,) = settings.section(record).blocks
    pairs = dict(pair for group in block.groups for pair in group.pairs)
    late = pairs["Late"]
    assert late.startswith("Replace; from generation 2 on, keeping the whole archive: Accumulate;")
    assert "Noisy rule (" in late
    assert "Detector (recall 0.25, false alarm 0)" in late
    assert "Detector (recall 0.5, false alarm 0.3)" in pairs["Labelled"]


def test_papers_of_every_part_are_cited_also_after_a_switch(record):
    cited = {paper.cited for paper in references.used(record)}
    assert {"Feng et al. 2024", "Gerstgrasser et al. 2024", "Bertrand et al. 2023"} <= cited
    switch = {"generation": 2, "retention": {"kind": "replace"}, "verifier": {"kind": "rule"}}
    late = ran(experiment(arms=[{**REPLACE, "switch": switch}]))
    assert "Feng et al. 2024" in {paper.cited for paper in references.used(late)}


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
    for cell in figure.chart.cells:
        assert np.unique(cell.values, axis=0).shape == cell.values.shape
    assert (figure.chart.cells[0].values.round() == run.real.values[:, :2]).all()
    assert "spread a little about their whole numbers" in figure.caption
