"""Zipf tokens and categorical frequencies: closed forms, densities, and what the fit says."""

from itertools import combinations

import numpy as np
import pytest

from core.experiment import fitting_metrics
from core.learners.categorical import Categorical, CategoricalModel
from core.metrics.bands import Band, in_band
from core.metrics.base import Outcome
from core.metrics.emitted_gini_simpson import EmittedGiniSimpson
from core.records import Counts, FloatArray
from core.seeding import Streams
from core.sources.zipf import Zipf
from tests.small import ACCUMULATE, REPLACE, UNVERIFIED, experiment, ran
from tests.steps import done

STREAMS = Streams(6)
TOKENS = {"kind": "zipf", "types": 20, "exponent": 1.0}


def emitted_diversity(counts: Counts) -> FloatArray:
    """[replicates]: the metric of these counts; it needs no yardstick."""
    return done(done(EmittedGiniSimpson().prepare(None))(Outcome(counts, None)))


def law(**settings: float) -> FloatArray:
    found = Zipf(**settings).open(STREAMS).probabilities()
    return np.asarray(found)


def test_frequencies_follow_zipfs_law() -> None:
    ranks = np.arange(1, 1001)
    np.testing.assert_allclose(law() * ranks, law()[0])
    np.testing.assert_allclose(law(exponent=2.0) * ranks**2, law(exponent=2.0)[0])
    np.testing.assert_allclose(law(types=7, exponent=0.0), 1 / 7)
    steep = law(types=100_000, exponent=5.0)
    assert (steep > 0).all()
    assert steep.sum() == pytest.approx(1)


def test_types_are_called_by_their_rank() -> None:
    record = ran(experiment("zipf", source=TOKENS, arms=[REPLACE], generations=1))
    assert record.catalogue is not None
    names = [f"token {type_ + 1}" for type_ in record.catalogue.types]
    assert list(record.catalogue.labels) == names


def test_diversity_in_the_fit_follows_its_closed_form_and_no_neighbouring_one() -> None:
    """Row f4: 1 - E sum p^2 = (1 - 1/n)^t (1 - S0)."""
    n, fits, replicates = 10, 5, 20_000
    of = experiment("zipf", source=TOKENS, arms=[REPLACE], sample_size=n, generations=fits - 1,
                    replicates=replicates, metrics=["gini-simpson"])  # fmt: skip
    found = ran(of).values["gini-simpson"][0, :, -1]
    error = found.std(ddof=1) / np.sqrt(replicates)
    start = 1 - np.sum(law(types=20) ** 2)
    truth = (1 - 1 / n) ** fits * start
    assert abs(found.mean() - truth) < 4 * error
    for wrong in ((1 - 1 / n) ** (fits - 1), (1 - 1 / n) ** (fits + 1), (1 - 1 / (n - 1)) ** fits):
        assert abs(wrong * start - truth) > 8 * error


def test_emitted_diversity_is_the_u_statistic_over_pairs_of_records() -> None:
    tables = np.array([[4, 0, 1, 2], [7, 0, 0, 0], [1, 1, 1, 1], [3, 1, 0, 0], [1, 0, 0, 0]])
    records = [np.repeat(np.arange(4), row) for row in tables]
    pairs = [[one != other for one, other in combinations(row, 2)] for row in records]
    expected = [np.mean(differs) if differs else 0.0 for differs in pairs]
    found = emitted_diversity(Counts(9, np.array([0, 3, 4, 8]), tables))
    np.testing.assert_allclose(found, expected, rtol=1e-12)
    assert found[1] == 0
    assert found[2] == 1
    million = Counts(2, np.arange(2), np.array([[500_000, 500_000]]))
    np.testing.assert_allclose(emitted_diversity(million), 0.5 * 1e6 / (1e6 - 1), rtol=1e-12)


def test_emitted_diversity_has_the_laws_mean() -> None:
    """Without the correction it would miss by far more than 8 standard errors."""
    truth, n, replicates = law(types=20), 10, 20_000
    drawn = Zipf(types=20).open(STREAMS).resample(n, replicates, STREAMS.rng("null"))
    found = emitted_diversity(drawn)
    error = found.std(ddof=1) / np.sqrt(replicates)
    exact = 1 - np.sum(truth**2)
    assert abs(found.mean() - exact) < 4 * error
    assert exact / n > 8 * error


def test_the_mean_mass_of_common_types_stays_the_truths_in_every_arm_without_a_verifier() -> None:
    """T0, measured though the experiment lists other metrics alone."""
    of = experiment("zipf", source=TOKENS, arms=list(UNVERIFIED), sample_size=10, generations=4,
                    replicates=5_000, metrics=["gini-simpson"])  # fmt: skip
    truth = law(types=20)
    mass = truth[in_band(truth, Band.COMMON)].sum()
    found = ran(of).values["common-mass"]
    for place, arm in enumerate(UNVERIFIED):
        last = found[place, :, -1]
        assert abs(last.mean() - mass) < 4 * last.std(ddof=1) / np.sqrt(len(last)), arm["name"]
        assert last.std() > found[place, :, 0].std()


def test_types_in_the_fit_never_fall_where_everything_is_kept() -> None:
    of = experiment("zipf", source=TOKENS, arms=[REPLACE, ACCUMULATE], sample_size=15,
                    generations=20, metrics=["types-in-fit", "types-alive"])  # fmt: skip
    record = ran(of)
    replaced, kept = record.values["types-in-fit"]
    np.testing.assert_array_equal(kept, kept[:, :1].repeat(21, axis=1))
    assert (replaced[:, -1] < replaced[:, 0]).all()
    assert (np.diff(replaced, axis=1) <= 0).all()
    # Under replacement the next fit holds just the types that this one emitted.
    np.testing.assert_array_equal(replaced[:, 1:], record.values["types-alive"][0, :, :-1])


def test_log_density_is_each_types_log_frequency() -> None:
    model = CategoricalModel(Counts(9, np.array([1, 4, 7]), np.array([[1, 3, 0], [0, 0, 5]])))
    asked = Counts(9, np.array([1, 2, 7]), np.ones((2, 3), dtype=np.int64))
    with np.errstate(divide="ignore"):
        expected = np.log([[0.25, 0, 0], [0, 0, 1]])
    np.testing.assert_array_equal(model.log_density(asked), expected)
    nothing = CategoricalModel(Counts(9, np.array([1]), np.zeros((2, 1), dtype=np.int64)))
    assert (nothing.log_density(asked) == -np.inf).all()


def test_a_model_fitted_to_one_type_or_to_nothing_has_no_diversity() -> None:
    of = experiment("zipf", source={"kind": "zipf", "types": 2, "exponent": 5.0}, arms=[REPLACE],
                    generations=30, sample_size=5, replicates=50)  # fmt: skip
    record = ran(of)
    assert all(np.isfinite(values).all() for values in record.values.values())
    fixed = record.values["types-in-fit"][0, :, -1] == 1
    assert fixed.any()
    assert not record.values["gini-simpson"][0, fixed, -1].any()


def test_parameters_name_the_type_of_every_column() -> None:
    counts = Counts(9, np.array([1, 4]), np.array([[1, 3]]))
    found = CategoricalModel(counts).parameters()
    assert found["types"].tolist() == [1, 4]
    assert found["frequencies"].tolist() == [[0.25, 0.75]]


def test_the_records_own_metrics_still_lead_their_families() -> None:
    offered = fitting_metrics(Zipf(), Categorical())
    assert offered.index("types-alive") < offered.index("gini-simpson")
    assert experiment("zipf").primary() == "types-alive"
