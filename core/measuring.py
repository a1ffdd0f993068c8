"""What a run measures: its metrics, the real data they compare with, and their null bands."""

import math
from collections.abc import Generator, Iterator

import numpy as np

from core import registry
from core.events import Event, NullBandsMeasured, Progress, Step, told
from core.experiment import Experiment
from core.metrics.base import Family, Meter, Metric, Outcome, Yardstick
from core.pool import Block, TrainingPool
from core.records import Batch, FloatArray, shared
from core.seeding import Streams
from core.sources.base import Part, Population, repeats

NULL_SAMPLES = 200
REFERENCE_RECORDS = 500
"""Reference records drawn from a known law when n is smaller; a file gives its whole part."""


class Measuring:
    """The metrics of one run; they are prepared once and then measure every generation."""

    def __init__(
        self, experiment: Experiment, population: Population, real: Batch, streams: Streams
    ) -> None:
        """Make the metrics; real: generation 0's records."""
        self.experiment, self.population, self.streams = experiment, population, streams
        self.real = real
        self.meters: dict[str, Meter] = {}
        self.metrics: dict[str, Metric] = {
            name: registry.plugins("metrics")[name](kind=name) for name in experiment.measured()
        }

    def measure(
        self, outcome: Outcome, generation: int, arm: str | None
    ) -> Generator[Event, None, dict[str, FloatArray]]:
        """[replicates] by metric, of what one generation gave."""
        values: dict[str, FloatArray] = {}
        for name, meter in self.meters.items():
            values[name] = yield from told(meter(outcome), generation, arm, Step.MEASURE)
        return values

    def prepare(self) -> Iterator[Event]:
        """Let every metric do once what all of its measurements need."""
        size = self.population.size(Part.REFERENCE) or max(
            self.experiment.sample_size, REFERENCE_RECORDS
        )
        replicates = self.experiment.replicates
        yardstick = Yardstick(
            population=self.population,
            draw_reference=lambda: self._reference(size),
            draw_spare=lambda: self._spare(size),
            sample_size=self.experiment.sample_size,
            replicates=replicates,
            streams=self.streams.at("metrics"),
        )
        for name, metric in self.metrics.items():
            work = metric.prepare(yardstick)
            self.meters[name] = yield from told(work, 0, None, Step.MEASURE)

    def _reference(self, size: int) -> Batch:
        replicates = self.experiment.replicates
        return self.population.draw(Part.REFERENCE, size, replicates, self.streams)

    def _spare(self, size: int) -> Batch:
        """Another real sample; an audit measures all subsets of a generation by the same one."""
        replicates, rng = self.experiment.replicates, self.streams.rng("spare")
        if not self.experiment.recorded:
            return self.population.resample(size, replicates, rng)
        return shared(self.population.resample(size, 1, rng), replicates)

    def null_bands(self) -> Iterator[Event]:
        """Measure at least 200 real samples of the emission's size as if they were emissions."""
        size, replicates = self.experiment.sample_size, self.experiment.replicates
        found: dict[str, list[FloatArray]] = {
            name: [] for name, metric in self.metrics.items() if not metric.in_the_fit
        }
        rounds = -(-NULL_SAMPLES // replicates) if found else 0
        draws = {False: self.population.resample, True: self.population.unseen}
        wanted = {self.metrics[name].of_the_pool for name in found}
        pool = TrainingPool((Block(0, self.real),))
        for turn in range(rounds):
            streams = self.streams.at(f"null/{turn}")
            real = {unseen: draws[unseen](size, replicates, streams.rng()) for unseen in wanted}
            if self.experiment.recorded:
                real = {False: self.population.draw(Part.TRAIN, size, replicates, streams)}
            outcomes = {unseen: Outcome(real[unseen], None, pool) for unseen in real}
            for name, values in found.items():
                work = self.meters[name](outcomes[self.metrics[name].of_the_pool])
                values.append((yield from told(work, 0, None, Step.MEASURE)))
            yield Progress(0, None, Step.MEASURE, turn + 1, rounds)
        if not found:
            return
        joined = {
            name: self.widened(name, np.concatenate(values)) for name, values in found.items()
        }
        bands = {name: self._band(name, values) for name, values in joined.items()}
        yield NullBandsMeasured(rounds * replicates, bands, joined)

    def widened(self, name: str, values: FloatArray) -> FloatArray:
        """Null values of subsets of a file as far apart as those of new samples would be.

        Subsets of n of the train part's M records vary less by 1 - n/M (finite population
        correction; Cochran 1977, 2.6), n being what the metric looks at. An audit asks about the
        population behind the file: there the centre is itself that of a sample, which adds n/M.
        """
        held, size = self.population.size(Part.TRAIN), self.experiment.sample_size
        recorded, metric = self.experiment.recorded, self.metrics[name]
        if held is None or (not recorded and (metric.of_the_pool or repeats(held, size))):
            return values
        part, centre = min(size, metric.looks_at or size) / held, values.mean()
        wanted = 1 + part if recorded else 1.0
        wider = centre + (values - centre) * math.sqrt(wanted / (1 - part))
        least = 0.0 if (values >= 0).all() else -math.inf
        most = 1.0 if metric.unit.startswith("share") else math.inf
        return np.asarray(np.clip(wider, least, most))

    def _band(self, name: str, values: FloatArray) -> tuple[float, float, float]:
        distance = self.metrics[name].family is Family.DISTANCE
        low, centre, high = np.quantile(values, (0, 0.5, 0.95) if distance else (0.025, 0.5, 0.975))
        return float(low), float(centre), float(high)
