"""What metrics of fitted frequencies share that score them on real records of categories."""

from abc import abstractmethod
from typing import ClassVar

import numpy as np

from core.metrics.bands import FEWEST_TYPES, Band, in_band
from core.metrics.base import Meter, Outcome, Yardstick
from core.metrics.categorical import CountMetric, law
from core.metrics.fitted import fitted_parameters
from core.records import FloatArray, Steps, Tick
from core.sources.base import Source


class HeldOutTypes(CountMetric):
    """A score of real records under the fitted frequencies.

    Held-out records come with their exact probabilities: it is what endlessly many of them give.
    Unsmoothed frequencies give some of them no probability at all, whose loss would be infinite:
    one metric tells how many there are, another the loss of the rest.
    """

    reference: ClassVar[str] = "Bishop 2006, section 1.2; split as Collapse Lab defines it"
    parameter: ClassVar[str | None] = "frequencies"
    rare: ClassVar[bool] = False
    """Whether only the rarest tenth of the records is scored, the types of the rare band."""

    @classmethod
    def fits(cls, source: Source) -> bool:
        """Where there are types enough for a rare band, if it needs one."""
        return super().fits(source) and (not cls.rare or source.universe() >= FEWEST_TYPES)

    @abstractmethod
    def of(self, fitted: FloatArray, real: FloatArray) -> float:
        """The score of frequencies [universe] on records with these probabilities [universe]."""

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Hold the probabilities of the records that are scored, fixed for the run."""
        yield from ()
        real = law(yardstick)
        if self.rare:
            real = np.where(in_band(real, Band.RARE), real, 0.0)
            real /= real.sum()

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            parameters = fitted_parameters(outcome)
            frequencies, found = parameters["frequencies"], np.empty(len(parameters["frequencies"]))
            for place, row in enumerate(frequencies):
                fitted = np.zeros(len(real))
                fitted[parameters["types"]] = row
                found[place] = self.of(fitted, real)
                yield Tick(place + 1, len(found))
            return found

        return measure


def zero_probability(fitted: FloatArray, real: FloatArray) -> float:
    """The probability of a record whose type has frequency 0.

    Every type in its own place, so that rounding neither lowers it when one more dies out nor
    lifts it from 0 where none has.
    """
    return float(np.sum(real * (fitted == 0)))


def loss_of_the_possible(fitted: FloatArray, real: FloatArray) -> float:
    """Mean -ln frequency over records whose type has one; NaN where no record has."""
    possible = (fitted > 0) & (real > 0)
    if not possible.any():
        return float("nan")
    weight = real[possible]
    return float(-(weight @ np.log(fitted[possible])) / weight.sum())
