"""One metric of an emission against a reference, without a run."""

import numpy as np

from core import registry
from core.metrics.base import Outcome
from core.records import AnyArray, FloatArray, RecordKind, Records
from core.seeding import Streams
from core.sources.base import Population
from core.sources.gaussian import GaussianPopulation
from tests.small import yardstick
from tests.steps import done

STREAMS = Streams(2)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def vectors(values: AnyArray) -> Records:
    return Records(RecordKind.VECTORS, np.asarray(values, dtype=np.float64))


def measure(
    kind: str,
    emission: Records,
    reference: Records,
    population: Population | None = None,
    spare: Records | None = None,
) -> FloatArray:
    """[replicates]: one metric of an emission against a reference."""
    _, size, *shape = emission.values.shape
    law = population or GaussianPopulation(int(np.prod(shape)))
    given = yardstick(law, reference, spare or reference, STREAMS, size)
    return done(done(registry.plugins("metrics")[kind]().prepare(given))(Outcome(emission, None)))
