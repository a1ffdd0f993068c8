"""The rules on metrics of every kind: controls, distances in the fit, shares, counts of modes."""

import numpy as np
import pytest

from core import registry
from core.analysis.caveats import start_metrics
from core.analysis.change import Change, how
from core.analysis.curves import curve
from core.analysis.failure_order import failure_order
from core.analysis.families import headline_metrics
from core.analysis.finding import finding
from core.analysis.half_life import half_life
from core.analysis.verdict import Comparison, Outcome, comparison, verdict
from core.metrics.base import CONTROLS
from core.records import RecordKind
from tests.records import make_record
from tests.small import ACCUMULATE, REPLACE, experiment, ran

METRICS = registry.plugins("metrics")
GUARDS = [
    name
    for name, metric in METRICS.items()
    if metric.family in CONTROLS and not metric.of_audits  # what a simulation measures
]
GAUSSIAN = {"source": {"kind": "gaussian"}, "learner": {"kind": "gaussian"}}
POISSON = {"source": {"kind": "poisson"}, "learner": {"kind": "poisson"}}
RING = {"source": {"kind": "ring-mixture"}, "learner": {"kind": "gaussian-mixture"}}
SPEECHES = {"source": {"kind": "state-of-the-union"}, "learner": {"kind": "n-gram"}}
NAMES = {"source": {"kind": "spelled-names"}, "learner": {"kind": "n-gram"}}
LINES = {"source": {"kind": "spelled-lines"}, "learner": {"kind": "n-gram"}}
TOKENS = {"source": {"kind": "zipf"}, "learner": {"kind": "categorical"}}

SETTINGS = {
    RecordKind.VECTORS: (GAUSSIAN, "fitted-variance"),
    RecordKind.COUNTS: (TOKENS, "types-alive"),
    RecordKind.TEXT: (SPEECHES, "words-alive"),
    RecordKind.NAMES: (NAMES, "names-alive"),
    RecordKind.LINES: (LINES, "real-words-alive"),
}


def falling(end, start, replicates=8, spread=0.01, generations=4):
    """[2, replicates, generations + 1]: one arm falls to this ratio, the other stays."""
    steps = np.linspace(0, 1, generations + 1)
    noise = 1 + spread * np.linspace(-1, 1, replicates)[:, None] * steps
    return start * np.stack([end**steps * noise, noise])


def test_there_are_controls():
    assert {"second-moment", "common-mass"} <= set(GUARDS)


@pytest.mark.parametrize("metric", GUARDS)
def test_a_control_earns_no_word_no_place_and_no_half_life(metric):
    kind, primary = SETTINGS[next(of for of in SETTINGS if of in METRICS[metric].records)]
    tables = {primary: falling(0.3, 100.0), metric: falling(0.3, 1.0)}
    record = make_record(tables, **kind)
    assert how(metric) is Change.NEITHER
    assert metric not in headline_metrics(record)
    assert metric not in start_metrics(record)
    found = verdict(record, "Replace", metric)
    assert found.outcome is Outcome.NOT_JUDGED
    assert found.reason == "it is a control, read beside other metrics and not by itself"
    assert metric not in {one.metric for one in failure_order(record, "Replace")}
    with pytest.raises(ValueError, match="no half-life"):
        half_life(record, metric, "Replace")


@pytest.mark.parametrize("records", ["gaussian", "us-first-names", "state-of-the-union"])
def test_no_control_leads_a_run(records):
    record = ran(experiment(records, arms=[REPLACE, ACCUMULATE]))
    assert set(record.values) & set(GUARDS)
    assert not set(headline_metrics(record)) & set(GUARDS)
    assert record.experiment.primary() not in GUARDS


def test_a_control_that_is_listed_first_is_not_the_primary_metric():
    of = experiment(metrics=["precision", "copied-share", "wasserstein"])
    assert of.primary() == "wasserstein"
    assert not set(of.judged()) & set(GUARDS)
    assert experiment(metrics=["precision"]).primary() == "precision", "nothing else is measured"


@pytest.mark.parametrize(
    ("metric", "kind", "start", "statistic"),
    [
        ("survival", POISSON, 1.0, "median"),
        ("modes-alive", RING, 8.0, "median"),
        ("gini-simpson", TOKENS, 0.97, "geometric mean"),
        ("types-in-fit", TOKENS, 400.0, "geometric mean"),
    ],
)
def test_diversities_are_ratios_with_a_half_life(metric, kind, start, statistic):
    record = make_record({metric: falling(0.25, start)}, bands={}, **kind)
    found = verdict(record, "Replace")
    assert (found.outcome, found.change) == (Outcome.COLLAPSED, Change.RATIO)
    assert found.ratio.statistic == statistic
    assert half_life(record, metric, "Replace").generation == 2
    assert not half_life(record, metric, "Accumulate").reached
    # In the fit, or without a band, there is nothing to say how noisy the metric is.
    (place,) = failure_order(record, "Replace")
    assert (place.place, place.reason) == (None, "no range of real samples is known")


def test_modes_are_counted_in_few_steps_and_ties_do_not_count_as_a_difference():
    values = np.full((2, 8, 3), 8.0)
    record = make_record({"modes-alive": values}, bands={"modes-alive": (8.0, 8.0, 8.0)}, **RING)
    assert verdict(record, "Replace").outcome is Outcome.HELD
    assert comparison(record, "Accumulate").p == 1.0
    values[0, :, 1:] = 7.0
    record = make_record({"modes-alive": values}, bands={"modes-alive": (8.0, 8.0, 8.0)}, **RING)
    assert verdict(record, "Replace").outcome is Outcome.DEGRADED
    assert [one.generation for one in failure_order(record, "Replace")] == [1]


def test_a_headline_in_the_fit_is_called_so():
    record = make_record({"gini-simpson": falling(0.25, 0.9)}, bands={}, **TOKENS)
    found = finding(record)
    assert "Replace collapsed: Gini-Simpson diversity in the fit fell to" in found.sentence
    assert found.start.startswith("At generation 0, Gini-Simpson diversity in the fit stood at")
    variance = make_record({"fitted-variance": falling(0.25, 1.0)}, bands={}, **GAUSSIAN)
    assert "fitted variance fell to" in finding(variance).sentence


@pytest.mark.parametrize("metric", ["mmd-squared", "variance-ratio", "types-alive"])
def test_one_replicate_without_a_value_leaves_an_arm_unjudged(metric):
    """A metric may have no value, as squared MMD of one record: nothing is said in its place."""
    tables = np.random.default_rng(0).uniform(0.2, 0.3, (2, 8, 3))
    tables[:, :, 0] = 0.9
    whole = verdict(make_record({metric: tables}), "Replace")
    assert whole.outcome is not Outcome.NOT_JUDGED
    tables[0, 3, 2] = np.nan
    record = make_record({metric: tables})
    found = verdict(record, "Replace")
    assert found.outcome is Outcome.NOT_JUDGED
    assert verdict(record, "Accumulate").outcome is not Outcome.NOT_JUDGED
    assert comparison(record, "Accumulate").comparison is Comparison.NOT_COMPARED
    assert "undecided" not in finding(record).sentence
    assert found.reason in finding(record).sentence
    drawn = curve(record, metric, "Replace")
    assert np.isnan(drawn.centre).tolist() == [False, False, True]
