"""Which categories the sample strip follows, and what became of them; no Qt."""

from dataclasses import dataclass

import numpy as np

from core.events import Catalogue, Preview
from desktop_app.translation import tr

WATCHED = 8
"""How many categories are followed."""


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """A category that the strip follows: its name, its type and its exact probability."""

    name: str
    type_: int
    probability: float

    def frequency(self) -> str:
        """How common it truly is, such as "1 in 82"."""
        return tr("1 in {count:,.0f}").format(count=float(f"{1 / self.probability:.3g}"))


def watch_list(catalogue: Catalogue, count: int = WATCHED) -> list[Watched]:
    """Categories of the real sample from the commonest to the rarest, by exact probability.

    They are evenly spaced in its logarithm; those that are not displayed are never chosen, nor
    those that real data lack.
    """
    named = np.array([label != "" for label in catalogue.labels], dtype=np.bool_)
    shown = np.flatnonzero(named & (catalogue.probabilities > 0))
    if not len(shown):
        return []
    ordered = shown[np.argsort(-catalogue.probabilities[shown], kind="stable")]
    logs = np.log(catalogue.probabilities[ordered])
    free = np.zeros(len(ordered))
    for aim in np.linspace(logs[0], logs[-1], min(count, len(ordered))):
        free[np.argmin(np.abs(logs - aim) + free)] = np.inf
    return [
        Watched(
            catalogue.labels[place], int(catalogue.types[place]), catalogue.probabilities[place]
        )
        for place in ordered[np.isinf(free)]
    ]


def counts_of(watched: list[Watched], preview: Preview) -> list[int]:
    """How often a sample holds each of the watched categories."""
    assert preview.counts is not None
    held = dict(zip(preview.values.tolist(), preview.counts.tolist(), strict=True))
    return [int(held.get(one.type_, 0)) for one in watched]
