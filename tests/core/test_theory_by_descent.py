"""Closed forms about maximum likelihood, against an exact recursion over batches."""

from typing import Any

import numpy as np
import pytest

from core.experiment import Experiment
from core.records import FloatArray
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, SUBSAMPLE, experiment
from tests.theory import FRESH, TOKENS, predicted, switched

# Means by descent: an independent derivation, exact, of every row about maximum likelihood


def kept_variance(of: Experiment, place: int = 0) -> FloatArray:
    """E s2 by generation, from how alike two records of any two batches are.

    A record of a fitted model has, on average over models, the covariance with any other record
    that a record picked from its training pool has: so the covariances between whole batches, and
    of two records within one, follow by averaging over pools. A fit's E s2 is what two records
    drawn from its pool with replacement do not share.
    """
    n, arm, found = of.sample_size, of.arms[place], []
    shared: dict[tuple[str, str], float] = {}
    batches: dict[str, int] = {"real": n}
    pool = {"real": float(n)}
    for g in range(of.generations + 1):
        if g > 0:
            pool = _pool(of, place, g, batches, shared)
        subsampled = arm.at(g).retention.kind == "accumulate-subsample" and g > 0
        total = sum(pool.values())
        among = _among(pool, batches, shared, subsampled)
        found.append(1 - among)
        name = f"made {g + 1}"
        for other in batches:
            shared[name, other] = shared[other, name] = sum(
                weight / total * _alike(one, other, batches, shared) for one, weight in pool.items()
            )
        shared[name, name] = among
        batches[name] = n
    return np.array(found)


def _alike(one: str, other: str, sizes: dict[str, int], shared: Any) -> float:
    """Covariance of a record picked from each batch; the same record where it is one batch."""
    if one != other:
        return shared.get((one, other), 0.0)
    within = shared.get((one, one), 0.0)
    return (1 + (sizes[one] - 1) * within) / sizes[one]


def _among(pool: dict[str, float], sizes: dict[str, int], shared: Any, subsampled: bool) -> float:
    """The same for two records of the pool, drawn with replacement from what is trained on."""
    total = sum(pool.values())
    alike = sum(
        a / total * b / total * _alike(one, other, sizes, shared)
        for one, a in pool.items()
        for other, b in pool.items()
    )
    if not subsampled:
        return alike
    size = sizes["real"]
    distinct = (alike - 1 / total) / (1 - 1 / total)
    return 1 / size + (1 - 1 / size) * distinct


def _pool(
    of: Experiment, place: int, g: int, batches: dict[str, int], shared: Any
) -> dict[str, float]:
    """Which records generation g trains on; parts of a batch become batches of their own."""
    n, arm = of.sample_size, of.arms[place]
    regime = arm.at(g)
    real = regime.real_count(n, g, of.generations)
    newest = _part(f"made {g}", n - real, batches, shared)
    if regime.real is not None:
        first = {"sample": "real", "fresh": f"fresh {g}", "trusted": "trusted"}[regime.real.takes]
        batches.setdefault(first, real)
        return {_part(first, real, batches, shared): real, newest: n - real}
    if regime.retention.kind == "replace":
        return {newest: n}
    since = 0 if arm.switch is None else arm.switch.generation
    if arm.switch is not None and arm.switch.keep == "archive":
        since = 0
    kept = [f"made {i}" for i in range(max(since, 1), g + 1)]
    with_real = arm.switch is None or arm.switch.keep != "newest"
    return dict.fromkeys((["real"] if with_real else []) + kept, n)


def _part(name: str, size: int, batches: dict[str, int], shared: Any) -> str:
    """The first records of a batch, which are to others what the whole batch's records are.

    To the rest of their own batch too; here a part stands beside its batch only as `real` does.
    """
    if batches[name] == size:
        return name
    part = f"{name}, {size}"
    if part in batches:
        return part
    for other in list(batches):
        own = (other == name) or other.startswith(f"{name},")
        value = _alike(name, name, batches, shared) if own else shared.get((name, other), 0.0)
        shared[part, other] = shared[other, part] = value
    shared[part, part] = shared.get((name, name), 0.0)
    batches[part] = size
    return part


@pytest.mark.parametrize(
    ("arm", "row"),
    [(REPLACE, "a1"), (ACCUMULATE, "b"), (SUBSAMPLE, "c"), (FRESH, "g1"), (RESERVOIR, "g2"),
     (switched("newest", 2), "T2"), (switched("real-and-newest", 3), "T2"),
     (switched("archive", 3), "T2"), (switched("archive", 1), "T2")],
)  # fmt: skip
@pytest.mark.parametrize("size", [8, 20])
def test_means_are_those_of_an_exact_recursion_over_batches(arm, row, size):
    of = experiment(arms=[arm], sample_size=size, generations=6)
    expected = kept_variance(of)
    np.testing.assert_allclose(predicted(of, row, "fitted-variance"), expected, rtol=1e-12)
    np.testing.assert_allclose(predicted(of, row, "squared-shift"), 1 - expected, rtol=1e-9)


@pytest.mark.parametrize(("arm", "row"), [(REPLACE, "f4"), (ACCUMULATE, "f5"), (SUBSAMPLE, "f5")])
def test_diversity_of_categories_falls_as_a_variance_does(arm, row):
    of = experiment("zipf", learner={"kind": "categorical"}, source=TOKENS, arms=[arm])
    law = 1 / np.arange(1, 31)
    law /= law.sum()
    expected = (1 - (law**2).sum()) * kept_variance(of)
    np.testing.assert_allclose(predicted(of, row, "gini-simpson"), expected, rtol=1e-12)
