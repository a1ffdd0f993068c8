"""Tail coverage: how much of the least dense tenth of real data an emission still reaches."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.continuous import (
    CLASSIFIER_SPACE,
    LEADING,
    NEIGHBOUR_RECORDS,
    ContinuousMetric,
    features,
    one_by_one,
    seen_emission,
    seen_reference,
    seen_spare,
)
from core.metrics.neighbourhoods import nearest_distance, neighbour_distance, real_neighbourhoods
from core.records import FloatArray, IntArray, Steps, Tick

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
        f"{CLASSIFIER_SPACE}; reference records in the lowest tenth of density (the exact density "
        "where it is known, else by the fifth neighbour's distance in another real sample), "
        "covered when an emitted record lies within the distance to their k-th neighbour in the "
        "reference; k is the smallest for which real samples are expected to cover 95 % of all "
        f"records. {LEADING}"
    )
    brief: ClassVar[str] = (
        f"Of at most {NEIGHBOUR_RECORDS:,} real records, the tenth of lowest density; covered when "
        "an emitted one lies within the distance to their k-th real neighbour, k set so that real "
        "samples cover 95 % of all records."
    )
    high: ClassVar[str] = "Rare real records still have emitted ones close by: the tail is kept."
    low: ClassVar[str] = (
        "The rare tenth of real data is no longer reached: the tail is cut off, often before "
        "other metrics move."
    )
    reference: ClassVar[str] = "Naeem et al. 2020"
    headline: ClassVar[bool] = True
    by_classifier: ClassVar[bool] = True
    looks_at: ClassVar[int | None] = NEIGHBOUR_RECORDS
    rarest: ClassVar[bool] = True
    kind: Literal["tail-coverage"] = "tail-coverage"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Find each replicate's tail records and their radii."""
        real = yield from yardstick.once(real_neighbourhoods)
        places = yield from yardstick.once(real_tails)
        tails = [near.centres[tail] for near, tail in zip(real, places, strict=True)]
        reach = [near.radii[tail] for near, tail in zip(real, places, strict=True)]

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            found = np.empty(len(tails))
            seen = yield from outcome.once(seen_emission, yardstick)
            for place, records in enumerate(one_by_one(seen, NEIGHBOUR_RECORDS)):
                nearest = nearest_distance(tails[place], records)
                found[place] = np.mean(nearest <= reach[place])
                yield Tick(place + 1, len(tails))
            return found

        return measure


def real_tails(yardstick: Yardstick) -> Steps[list[IntArray]]:
    """The places of each replicate's tail among its reference's leading records."""
    references = features((yield from yardstick.once(seen_reference)), NEIGHBOUR_RECORDS)
    spares = one_by_one((yield from seen_spare(yardstick)), NEIGHBOUR_RECORDS)
    found = []
    for place, (reference, spare) in enumerate(zip(references, spares, strict=True)):
        density = yardstick.population.log_density(reference)
        if density is None:
            density = -neighbour_distance(reference, spare, DENSITY_NEIGHBOUR)
        found.append(lowest_tenth(density))
        yield Tick(place + 1, len(references))
    return found


def lowest_tenth(density: FloatArray) -> IntArray:
    """Indices of the tenth of records with the lowest density, at least one."""
    count = max(1, round(TAIL * len(density)))
    return np.asarray(np.argsort(density, kind="stable")[:count], dtype=np.int64)
