"""Tail coverage: how much of the least dense tenth of real data an emission still reaches."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.continuous import (
    FEATURE_SPACE,
    NEIGHBOUR_RECORDS,
    ContinuousMetric,
    features,
    one_by_one,
)
from core.metrics.neighbourhoods import nearest_distance, neighbour_distance, neighbours, radii
from core.records import FloatArray, IntArray, Steps, Tick
from core.sources.base import Population

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
        "covered when an emitted record lies within the distance to their k-th neighbour in the "
        "reference; k is the smallest for which real samples are expected to cover 95 % of all "
        "records."
    )
    reference: ClassVar[str] = "Naeem et al. 2020"
    headline: ClassVar[bool] = True
    kind: Literal["tail-coverage"] = "tail-coverage"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Find each replicate's tail records and their radii."""
        references = features(yardstick.reference)[:, :NEIGHBOUR_RECORDS]
        k = neighbours(references.shape[1], min(yardstick.sample_size, NEIGHBOUR_RECORDS))
        tails, reach = [], []
        spares = one_by_one(yardstick.spare)
        for place, (reference, spare) in enumerate(zip(references, spares, strict=True)):
            tail = rarest(yardstick.population, reference, spare)
            tails.append(reference[tail])
            reach.append(radii(reference[tail], reference, k))
            yield Tick(place + 1, len(references))

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            found = np.empty(len(tails))
            for place, records in enumerate(features(outcome.emission)[:, :NEIGHBOUR_RECORDS]):
                nearest = nearest_distance(tails[place], records)
                found[place] = np.mean(nearest <= reach[place])
                yield Tick(place + 1, len(tails))
            return found

        return measure


def rarest(population: Population, reference: FloatArray, spare: FloatArray) -> IntArray:
    """Indices of the reference records [n, d] in the lowest tenth of density.

    spare: another real sample [m, d], by which density is told where no law is known.
    """
    density = population.log_density(reference)
    if density is None:
        density = -neighbour_distance(reference, spare[:NEIGHBOUR_RECORDS], DENSITY_NEIGHBOUR)
    return lowest_tenth(density)


def lowest_tenth(density: FloatArray) -> IntArray:
    """Indices of the tenth of records with the lowest density, at least one."""
    count = max(1, round(TAIL * len(density)))
    return np.asarray(np.argsort(density, kind="stable")[:count], dtype=np.int64)
