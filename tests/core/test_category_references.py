"""Every metric of categories against another implementation, on random and odd counts."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.spatial.distance import cityblock, jensenshannon
from scipy.stats import entropy
from sklearn.metrics import log_loss

from core import registry
from core.experiment import fitting_metrics
from core.learners.categorical import Categorical, CategoricalModel
from core.metrics.bands import Band
from core.metrics.base import Outcome
from core.records import Counts, FloatArray, IntArray, RecordKind
from core.sources.base import CategoricalPopulation
from core.sources.zipf import Zipf
from tests.measuring import STREAMS, rng
from tests.small import ACCUMULATE, REPLACE, experiment, ran, yardstick
from tests.steps import done

TYPES = 40
Reference = Callable[[FloatArray, IntArray], float]
"""A metric of counts [types], by the true probabilities [types]."""


def given(case: str) -> tuple[FloatArray, IntArray]:
    """True weights and the counts of one replicate, both [types]."""
    weights = 1.0 / np.arange(1.0, TYPES + 1)
    counts = rng(1).multinomial(100, weights / weights.sum())
    if case == "one type left":
        counts = 100 * (np.arange(TYPES) == 3)
    if case == "only a rare type left":
        counts = 100 * (np.arange(TYPES) == TYPES - 1)
    if case == "one record":
        counts = 1 * (np.arange(TYPES) == 0)
    if case == "each once":
        counts = np.ones(TYPES, dtype=np.int64)
    if case == "equally likely":
        weights = np.ones(TYPES)
    if case == "very unlikely types":
        weights[-20:] *= 1e-12
        counts[-1] = 1
    if case == "counts without end":
        counts = counts * 10**12
    return weights, np.asarray(counts, dtype=np.int64)


CASES = (
    "random", "one type left", "only a rare type left", "one record", "each once",
    "equally likely", "very unlikely types", "counts without end",
)  # fmt: skip


def banded(p: FloatArray, band: Band) -> FloatArray:
    """[types]: True in the band, by going through the types from the commonest on."""
    low, high = band.value
    inside, before = np.zeros(len(p), dtype=np.bool_), 0.0
    for type_ in sorted(range(len(p)), key=lambda type_: -p[type_]):
        inside[type_] = low < before + p[type_] / 2 <= high
        before += p[type_]
    return inside


def covered(p: FloatArray, counts: IntArray, band: Band) -> float:
    return float(np.mean(counts[banded(p, band)] > 0))


def rare(p: FloatArray) -> FloatArray:
    return p * banded(p, Band.RARE)


def ruled_out(p: FloatArray, counts: IntArray) -> float:
    return sum(chance for chance, count in zip(p, counts, strict=True) if count == 0) / p.sum()


def scikit_learns_loss(p: FloatArray, counts: IntArray) -> float:
    """One held-out record of each type that is left, weighed by its probability."""
    held = np.flatnonzero((counts > 0) & (p > 0))
    if not len(held):
        return float("nan")
    alive = np.flatnonzero(counts)
    predicted = np.tile(counts[alive] / counts.sum(), (len(held), 1))
    if len(alive) == 1:
        return 0.0  # what is certain costs nothing; scikit-learn wants two classes
    return float(log_loss(held, predicted, labels=alive, sample_weight=p[held] / p[held].sum()))


def differing(counts: IntArray) -> float:
    """The share of ordered pairs of records that differ in type, in whole numbers."""
    held = [int(count) for count in counts]
    pairs = sum(held) * (sum(held) - 1)
    return sum(count * (sum(held) - count) for count in held) / pairs if pairs else 0.0


REFERENCES: dict[str, Reference] = {
    "types-alive": lambda p, counts: len(np.unique(np.repeat(np.arange(TYPES), counts > 0))),
    "types-in-fit": lambda p, counts: int(np.count_nonzero(counts)),
    "shannon-diversity": lambda p, counts: np.exp(entropy(counts)),
    "gini-simpson": lambda p, counts: 1 - np.sum((counts / counts.sum()) ** 2),
    "emitted-gini-simpson": lambda p, counts: differing(counts),
    "total-variation": lambda p, counts: cityblock(p, counts / counts.sum()) / 2,
    "jensen-shannon": lambda p, counts: jensenshannon(p, counts, base=2) ** 2,
    "common-type-coverage": lambda p, counts: covered(p, counts, Band.COMMON),
    "middle-type-coverage": lambda p, counts: covered(p, counts, Band.MIDDLE),
    "rare-type-coverage": lambda p, counts: covered(p, counts, Band.RARE),
    "common-mass": lambda p, counts: counts[banded(p, Band.COMMON)].sum() / counts.sum(),
    "zero-probability-share": ruled_out,
    "rare-zero-probability-share": lambda p, counts: ruled_out(rare(p), counts),
    "possible-loss": scikit_learns_loss,
    "rare-possible-loss": lambda p, counts: scikit_learns_loss(rare(p), counts),
}


def ours(kind: str, weights: FloatArray, *rows: IntArray) -> FloatArray:
    """[replicates]: as a run measures it, fitted and emitted being the same counts."""
    table = np.stack(rows)
    alive = np.flatnonzero(table.any(axis=0))
    counts = Counts(TYPES, alive, table[:, alive])
    law = CategoricalPopulation(weights)
    held = yardstick(law, counts, counts, STREAMS)
    meter = done(registry.plugins("metrics")[kind]().prepare(held))
    return done(meter(Outcome(counts, CategoricalModel(counts))))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", REFERENCES)
def test_a_metric_is_the_reference_implementations(kind: str, case: str) -> None:
    weights, counts = given(case)
    truth = weights / weights.sum()
    expected = float(REFERENCES[kind](truth, counts))
    beside = given("each once")[1]  # another replicate, with columns of its own
    (found, other), (alone,) = ours(kind, weights, counts, beside), ours(kind, weights, counts)
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-15, nan_ok=True)
    assert alone == pytest.approx(expected, rel=1e-6, abs=1e-15, nan_ok=True)
    assert np.isfinite(other)
    nothing_left = kind == "rare-possible-loss" and not counts[rare(truth) > 0].any()
    assert np.isnan(found) == nothing_left


def test_every_metric_of_categories_is_in_the_table() -> None:
    metrics = registry.plugins("metrics").items()
    counted = {
        name
        for name, metric in metrics
        if RecordKind.COUNTS in metric.records and not metric.of_audits
    }
    assert counted == set(REFERENCES) == set(fitting_metrics(Zipf(), Categorical()))


def test_a_model_that_knows_every_type_rules_out_nothing_exactly() -> None:
    weights, _ = given("random")
    for kind in ("zero-probability-share", "rare-zero-probability-share"):
        assert ours(kind, weights, np.ones(TYPES, dtype=np.int64)).tolist() == [0]


def test_what_is_ruled_out_is_not_forgotten_in_the_loss() -> None:
    """Why the loss of the rest is a control: it is least where least is left."""
    weights, counts = given("random")
    one = given("one type left")[1]
    full, narrow = ours("possible-loss", weights, counts, one)
    assert full > 2 > narrow == 0
    gone = ours("zero-probability-share", weights, counts, one)
    assert gone[0] < 0.2 < 0.9 < gone[1]


def test_in_a_run_the_share_rises_under_replacement_and_stays_under_accumulation() -> None:
    of = experiment("zipf", source={"kind": "zipf", "types": 60}, arms=[REPLACE, ACCUMULATE],
                    sample_size=30, generations=20, replicates=8)  # fmt: skip
    record = ran(of)
    for kind in ("zero-probability-share", "rare-zero-probability-share"):
        replaced, kept = record.values[kind]
        assert np.array_equal(kept, kept[:, :1].repeat(21, axis=1))
        assert (np.diff(replaced, axis=1) >= 0).all()
        assert replaced[:, -1].mean() > replaced[:, 0].mean() + 0.02
        assert kind not in record.bands
    gone = record.values["rare-zero-probability-share"] > 1 - 1e-12
    assert np.array_equal(np.isnan(record.values["rare-possible-loss"]), gone)
    assert gone.any()
