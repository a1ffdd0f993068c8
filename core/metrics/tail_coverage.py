"""Tail coverage: how much of the least dense tenth of real data an emission still reaches."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.continuous import FEATURE_SPACE, ContinuousMetric, features, squared_distances
from core.records import FloatArray, IntArray, Steps, Tick

NULL_COVERAGE = 0.95
TAIL = 0.1
DENSITY_NEIGHBOUR = 5
"""The neighbour whose distance in another real sample stands for density where no law is known."""


class TailCoverage(ContinuousMetric):
    """Share of the reference's tail with an emitted record within its neighbourhood."""

    title: ClassVar[str] = "Tail coverage"
    summary: ClassVar[str] = "Share of the rarest real records that have an emitted one close by."
    family: ClassVar[Family] = Family.TAIL
    unit: ClassVar[str] = "share of tail records"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        f"{FEATURE_SPACE}; reference records in the lowest tenth of density (the exact density "
        "where it is known, else by the fifth neighbour's distance in another real sample), "
        "covered when an emitted record lies within the distance to their k-th neighbour in the reference; "
        "k is the smallest for which real samples cover 95 % of all records."
    )
    reference: ClassVar[str] = "Naeem et al. 2020"
    headline: ClassVar[bool] = True
    kind: Literal["tail-coverage"] = "tail-coverage"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Find each replicate's tail records and their radii."""
        references, spares = features(yardstick.reference), features(yardstick.spare)
        k = neighbours(references.shape[1], yardstick.sample_size)
        tails, radii = [], []
        for place, (reference, spare) in enumerate(zip(references, spares, strict=True)):
            density = yardstick.population.log_density(reference)
            if density is None:
                density = -neighbour_distance(reference, spare, DENSITY_NEIGHBOUR)
            tail = lowest_tenth(density)
            tails.append(reference[tail])
            # Each record is its own nearest one in the reference: the k-th other is one further.
            radii.append(neighbour_distance(reference[tail], reference, k + 1))
            yield Tick(place + 1, len(references))

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            found = np.empty(len(tails))
            for place, records in enumerate(features(outcome.emission)):
                nearest = neighbour_distance(tails[place], records, 1)
                found[place] = np.mean(nearest <= radii[place])
                if place % 32 == 0:
                    yield Tick(place + 1, len(tails))
            return found

        return measure


def neighbours(reference: int, emitted: int) -> int:
    """k, the smallest for which real records are expected to cover at least 95 % of the reference.

    The exact null value is 1 - prod_{j<k} (N-1-j)/(N+M-1-j) (Naeem et al. 2020).
    """
    missed = 1.0
    for k in range(1, reference):
        missed *= (reference - k) / (reference + emitted - k)
        if 1.0 - missed >= NULL_COVERAGE:
            return k
    return max(reference - 1, 1)


def neighbour_distance(points: FloatArray, among: FloatArray, k: int) -> FloatArray:
    """[m]: the distance of each of [m, d] to its k-th nearest of [n, d] (the last, if k > n)."""
    place = min(k, len(among)) - 1
    squares = squared_distances(points, among)
    return np.asarray(np.sqrt(np.partition(squares, place, axis=1)[:, place]))


def lowest_tenth(density: FloatArray) -> IntArray:
    """Indices of the tenth of records with the lowest density, at least one."""
    count = max(1, round(TAIL * len(density)))
    return np.asarray(np.argsort(density, kind="stable")[:count], dtype=np.int64)
