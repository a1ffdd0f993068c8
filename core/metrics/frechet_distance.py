"""Frechet distance: how far mean and covariance are from the real ones."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.continuous import (
    ContinuousMetric,
    features,
    of_each,
    one_by_one,
    seen_emission,
    seen_reference,
)
from core.records import FloatArray, RecordKind, Steps, Tick
from core.sources.base import Source


class FrechetDistance(ContinuousMetric):
    """The squared 2-Wasserstein distance between Gaussians of both means and covariances."""

    title: ClassVar[str] = "Fréchet distance"
    summary: ClassVar[str] = "How far the emission's mean and covariance are from the real ones."
    family: ClassVar[Family] = Family.DISTANCE
    unit: ClassVar[str] = "squared units of a feature"
    higher_is_better: ClassVar[bool] = False
    estimator: ClassVar[str] = (
        "Vectors as they are, images as the features of the frozen classifier that comes with the "
        "app for them; |m1-m2|^2 + tr(S1 + S2 - 2 (S1 S2)^(1/2)), with the means and n-1 "
        "covariances of all n emitted and m reference records. Biased upwards: d independent "
        "normal numbers of variance 1 give about (1/n + 1/m) d(d+5)/4 where nothing differs, for d "
        "much less than n; what these records give is the null band."
    )
    brief: ClassVar[str] = (
        "|m1-m2|^2 + tr(S1 + S2 - 2 (S1 S2)^(1/2)), with means and n-1 covariances; biased "
        "upwards, as real samples show."
    )
    high: ClassVar[str] = (
        "The emission's mean or spread has moved away from the real ones; it does not tell which."
    )
    low: ClassVar[str] = (
        "Mean and spread agree with the real data up to the bias that real samples have too; "
        "other differences stay unseen."
    )
    reference: ClassVar[str] = "Dowson and Landau 1982"
    by_classifier: ClassVar[bool] = True
    kind: Literal["frechet-distance"] = "frechet-distance"

    @classmethod
    def fits(cls, source: Source) -> bool:
        """Vectors, and images with a classifier: raw pixels have no place here."""
        vectors = source.gives is RecordKind.VECTORS
        return vectors or (super().fits(source) and bool(source.classifier))

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Hold each reference's mean and the root of its covariance."""
        seen = yield from yardstick.once(seen_reference)
        real = yield from of_each(features(seen), moments)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            found = np.empty(len(real))
            seen = yield from outcome.once(seen_emission, yardstick)
            for place, records in enumerate(one_by_one(seen)):
                found[place] = frechet_distance(moments(records), real[place])
                yield Tick(place + 1, len(real))
            return found

        return measure


Moments = tuple[FloatArray, FloatArray]
"""A mean [d] and a root R [at most d, d] of the n-1 covariance: R'R is the covariance."""


def moments(records: FloatArray) -> Moments:
    """Those of [n, d]; one record alone has no spread."""
    mean = records.mean(axis=0)
    root = np.linalg.qr(records - mean, mode="r") / np.sqrt(max(len(records) - 1, 1))
    return mean, np.asarray(root)


def frechet_distance(one: Moments, other: Moments) -> float:
    """At least 0 (Dowson and Landau 1982).

    The trace of the root of a product of covariances is the sum of the singular values of the
    product of their roots, which loses nothing where a covariance is singular.
    """
    (mean, root), (other_mean, other_root) = one, other
    shift = np.sum((mean - other_mean) ** 2)
    spread = np.sum(root**2) + np.sum(other_root**2)
    shared = np.linalg.svd(root @ other_root.T, compute_uv=False).sum()
    return float(shift + max(spread - 2.0 * shared, 0.0))
