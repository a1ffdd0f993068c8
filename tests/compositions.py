"""What pools were made of, worked out whole: the window folds the same as a run goes on."""

from dataclasses import dataclass

import numpy as np

from core.record import RunRecord
from core.records import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Composition:
    """What an arm's pools were made of, generation by generation, as means over replicates.

    origins: origin generations, 0 for real records; records: [origins, generations + 1];
    flagged: [generations + 1], records that a provenance filter dropped.
    """

    origins: tuple[int, ...]
    records: FloatArray
    flagged: FloatArray


def composition(record: RunRecord, arm: str) -> Composition:
    """The composition of every pool of an arm so far."""
    pools = [record.composition(arm, g) for g in range(record.done(arm) + 1)]
    origins = tuple(sorted({origin for pool in pools for origin in pool}))
    held = [[float(np.mean(pool.get(origin, 0))) for pool in pools] for origin in origins]
    dropped = [
        sum(float(np.mean(sizes)) for sizes in record.flagged(arm, g).values())
        for g in range(len(pools))
    ]
    return Composition(origins, np.array(held).reshape(len(origins), len(pools)), np.array(dropped))
