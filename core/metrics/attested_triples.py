"""Attested triples: how much of the emitted text stands, three words in a row, in real text."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.words import WordMetric, distinct, runs, text
from core.records import AnyArray, FloatArray, Records, Steps, Tick
from core.sources.base import Part, Source


class AttestedTriples(WordMetric):
    """Share of emitted word triples that stand somewhere in the real text."""

    title: ClassVar[str] = "Attested triples"
    summary: ClassVar[str] = "Share of emitted word triples that stand somewhere in real text."
    family: ClassVar[Family] = Family.FIDELITY
    unit: ClassVar[str] = "share of word triples"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        "Runs of three words within emitted records that some real record of the train or trusted "
        "part holds, over all such runs; 0 where there are none. It falls where text turns to "
        "noise; text that is copied has 1. The null band is of real records from the reference "
        "part, which need not stand there either."
    )
    high: ClassVar[str] = (
        "Word order is as in real text, or is copied from it: read it beside the copied share."
    )
    low: ClassVar[str] = (
        "Words are put together in ways that real text does not have: the text turns to noise."
    )
    reference: ClassVar[str] = "defined for Collapse Lab"
    of_the_pool: ClassVar[bool] = True
    kind: Literal["attested-triples"] = "attested-triples"

    @classmethod
    def fits(cls, source: Source) -> bool:
        """Where a record may hold a triple."""
        return super().fits(source) and source.record_shape()[0] >= 3

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Collect the triples of the real records that are no reference."""
        found = []
        for part in (Part.TRAIN, Part.TRUSTED):
            held = _whole(yardstick, part)
            found.append(distinct(runs(held.values[0], 3, held.universe)))
            yield Tick(len(found), 2)
        attested = distinct(np.concatenate(found))

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            emission = text(outcome)
            shares = np.zeros(emission.replicates)
            for place in range(len(shares)):
                triples = runs(emission.of_replicate(place), 3, emission.universe)
                if len(triples):
                    shares[place] = np.mean(_stands(triples, attested))
                yield Tick(place + 1, len(shares))
            return shares

        return measure


def _whole(yardstick: Yardstick, part: Part) -> Records:
    """All records of a part, once."""
    population = yardstick.population
    size = population.size(part)
    if size is None:
        raise TypeError("this metric needs a file of text")
    drawn = population.draw(part, size, 1, yardstick.streams)
    assert isinstance(drawn, Records)
    return drawn


def _stands(triples: AnyArray, attested: AnyArray) -> AnyArray:
    """Which triples are among the sorted ones."""
    if not len(attested):
        return np.zeros(len(triples), dtype=np.bool_)
    place = np.minimum(np.searchsorted(attested, triples), len(attested) - 1)
    found: AnyArray = attested[place] == triples
    return found
