"""The recursive loop as an iterator of events: sample, verify, admit, train, measure."""

import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

import numpy as np

from core.arms import Arm, Regime, Switch
from core.environment import environment, use_one_blas_thread
from core.errors import RunFailed
from core.events import (
    Catalogue,
    Event,
    Gate,
    GenerationFinished,
    Preview,
    Progress,
    RealDataDrawn,
    RecordsMade,
    RunStarted,
    Step,
    told,
)
from core.experiment import Experiment
from core.learners.base import Learner, Model
from core.measuring import Measuring
from core.metrics.base import Outcome
from core.pool import Block, TrainingPool
from core.records import (
    SPELLED,
    AnyArray,
    Batch,
    Counts,
    FloatArray,
    RecordKind,
    Steps,
)
from core.regimes.admission import admit, leading, wrong
from core.regimes.base import Evidence, RealSupply
from core.seeding import Streams
from core.sources.base import Part, Population

PREVIEW_RECORDS = 500


@dataclass(slots=True)
class Checkpoint:
    """What a run file holds of an unfinished run: the samples, from which the rest follows.

    first: what each generation 0 emitted: the one that arms share (None), and an arm's own.
    emissions: the newest of each arm; admitted: by arm, generations 1, 2, …; an admitted batch that
    was the whole emission is given as that emission.
    weights: of each generation 0, where later fits start from them.
    """

    first: dict[str | None, Batch]
    emissions: dict[str, Batch] = field(default_factory=dict)
    admitted: dict[str, list[Batch]] = field(default_factory=dict)
    null_bands: bool = False
    weights: dict[str | None, dict[str, AnyArray]] = field(default_factory=dict)


@dataclass(slots=True)
class _Start:
    """A generation 0: whose it is (None: of all arms that share it), and what it leaves to them.

    learner: of generation 0; later: of what follows, which may start from its weights.
    """

    of: str | None
    learner: Learner
    later: Learner

    def begun(self, weights: dict[str, AnyArray]) -> None:
        """Let these weights be what later fits start from, where they fine-tune."""
        if self.learner.fine_tunes:
            self.later = self.learner.starting_from(weights)

    def at(self, generation: int) -> Learner:
        """The learner of a generation."""
        return self.later if generation else self.learner


@dataclass(slots=True)
class _First:
    """What generation 0 came to by a learner: streams know no arm, so it is the same for all."""

    learner: Learner
    pool: TrainingPool
    model: Model
    emission: Batch
    weights: dict[str, AnyArray]
    values: dict[str, FloatArray]


@dataclass(slots=True)
class _Line:
    """One arm on its way; `model` is None after a resume, until a gate needs it.

    past: every block before a switch that starts from them, as admitted, before any filter.
    """

    arm: Arm
    start: _Start
    archive: tuple[Block, ...]
    past: tuple[Block, ...]
    pool: TrainingPool
    emission: Batch
    model: Model | None
    done: int = 0


def run(
    experiment: Experiment,
    checkpoint: Checkpoint | None = None,
    population: Population | None = None,
) -> Iterator[Event]:
    """The events of a run, from the start or from where a checkpoint left it.

    population: the real data, where a run file keeps them; else the source is opened.
    Generations are outermost. Generation 0 is fitted once for all arms with the same model
    settings; an arm with settings of its own is told its own.
    Raises RunFailed when training diverges, BadInput when a file of real data is not what it was.
    """
    use_one_blas_thread()
    if checkpoint is None:
        yield RunStarted(experiment.document(), environment(experiment.device))
    yield from _Run(experiment, population).events(checkpoint)


class _Run:
    """What stays the same through a run, and the five steps."""

    def __init__(self, experiment: Experiment, population: Population | None) -> None:
        self.experiment = experiment
        self.streams = Streams(experiment.seed)
        self.population = population or experiment.source.open(self.streams)
        self.real = self._draw(Part.TRAIN, experiment.sample_size)
        self.supply = RealSupply(self.population, self.real, self.streams)
        self.measuring = Measuring(experiment, self.population, self.real, self.streams)

    def events(self, checkpoint: Checkpoint | None) -> Iterator[Event]:
        experiment = self.experiment
        if checkpoint is None:
            yield RealDataDrawn(preview(self.real), self._catalogue())
        yield from self.measuring.prepare()
        lines = yield from self._begin(checkpoint)
        if checkpoint is None or not checkpoint.null_bands:
            yield from self.measuring.null_bands()
        for generation in range(1, experiment.generations + 1):
            for line in lines:
                if line.done < generation:
                    yield from self._advance(line, generation)

    # Real data

    def _draw(self, part: Part, size: int) -> Batch:
        return self.population.draw(part, size, self.experiment.replicates, self.streams)

    def _catalogue(self) -> Catalogue | None:
        law = self.population.probabilities()
        if law is None or self.population.kind in SPELLED:
            return None  # letters need none
        # Recorded generations may hold types that no sample of the real data does.
        every = self.population.kind is RecordKind.TEXT or self.experiment.recorded
        types = np.arange(len(law)) if every else preview(self.real).values
        labels = tuple(self.population.label(int(type_)) or "" for type_ in types)
        return Catalogue(types, labels, law[types])

    # Generations

    def _begin(self, checkpoint: Checkpoint | None) -> Generator[Event, None, list[_Line]]:
        """Every arm's line, from generation 0 or from where the checkpoint left it."""
        experiment, lines, fitted = self.experiment, dict[str, _Line](), list[_First]()
        for of, arms in experiment.starts().items():
            declared = experiment.learner if of is None else experiment.learner_of(of)
            learner = declared.opened(experiment.source, self.population)
            start = _Start(of, learner, learner)
            if checkpoint is not None and of in checkpoint.first:
                start.begun(checkpoint.weights.get(of, {}))
                found = [self._restored(arm, start, checkpoint) for arm in arms]
            else:
                found = yield from self._generation_0(start, arms, fitted)
            lines |= {line.arm.name: line for line in found}
        return [lines[arm.name] for arm in experiment.arms]

    def _generation_0(
        self, start: _Start, arms: list[Arm], fitted: list[_First]
    ) -> Generator[Event, None, list[_Line]]:
        """The lines of the arms that begin here; fitted: every generation 0 so far."""
        started = time.perf_counter()
        first = next((one for one in fitted if one.learner == start.learner), None)
        if first is None:
            first = yield from self._first(start)
            fitted.append(first)
        pool, emission = first.pool, first.emission
        start.begun(first.weights)
        yield RecordsMade(0, start.of, emission, None, self.real, first.weights)
        yield self._finished(0, start.of, first.values, pool, None, emission, started)
        return [self._line(arm, start, pool, first.model, emission) for arm in arms]

    def _first(self, start: _Start) -> Generator[Event, None, _First]:
        pool = TrainingPool((Block(0, self.real),))
        model, emission = yield from self._train(start, pool, 0, start.of)
        weights = model.weights() if start.learner.fine_tunes else {}
        values = yield from self._measured(0, start.of, pool, model, emission)
        return _First(start.learner, pool, model, emission, weights, values)

    def _fit(self, start: _Start, pool: TrainingPool, generation: int) -> Steps[Model]:
        streams = self.streams.at("train", generation=generation)
        return start.at(generation).fit(pool, streams)

    def _line(
        self, arm: Arm, start: _Start, pool: TrainingPool, model: Model | None, emission: Batch
    ) -> _Line:
        kept = tuple(self._filtered(block, arm) for block in pool.blocks)
        archive = kept if arm.archives_real else ()
        return _Line(arm, start, archive, pool.blocks, pool, emission, model)

    def _restored(self, arm: Arm, start: _Start, checkpoint: Checkpoint) -> _Line:
        """The line as it stood when its last stored generation had finished."""
        pool, first = TrainingPool((Block(0, self.real),)), checkpoint.first[start.of]
        line = self._line(arm, start, pool, None, first)
        for generation, batch in enumerate(checkpoint.admitted.get(arm.name, []), start=1):
            self._take_in(line, batch, generation)
            line.done = generation
        line.emission = checkpoint.emissions.get(arm.name, first)
        return line

    def _advance(self, line: _Line, generation: int) -> Iterator[Event]:
        started = time.perf_counter()
        name = line.arm.name
        yield Progress(generation, name, Step.SAMPLE, 1, 1)
        admitted, gate = yield from self._admit(line, generation)
        whole = admitted is line.emission
        self._take_in(line, admitted, generation)
        line.model, line.emission = yield from self._train(line.start, line.pool, generation, name)
        line.done = generation
        pool, model, emission = line.pool, line.model, line.emission
        values = yield from self._measured(generation, name, pool, model, emission)
        yield RecordsMade(generation, name, emission, None if whole else admitted)
        yield self._finished(generation, name, values, pool, gate, emission, started)

    def _take_in(self, line: _Line, admitted: Batch, generation: int) -> None:
        """Keep the admitted records and choose what the next fit sees."""
        regime, size = line.arm.at(generation), self.experiment.sample_size
        if isinstance(regime, Switch) and generation == regime.generation:
            kept = _kept(regime, line.past)
            line.archive = tuple(self._filtered(block, regime) for block in kept)
        newest = Block(generation, admitted)
        if _looks_back(line.arm, generation):
            line.past = (*line.past, newest)
        line.archive = regime.retention.keep(line.archive, self._filtered(newest, regime))
        wanted = regime.synthetic_count(size, generation, self.experiment.generations)
        streams = self.streams.at(generation=generation)
        line.pool = regime.retention.pick(line.archive, wanted, streams)
        real = self._mixed_in(line.arm, regime, generation)
        if real is not None:
            line.pool = TrainingPool((real, *line.pool.blocks))

    def _mixed_in(self, arm: Arm, regime: Regime, generation: int) -> Block | None:
        """The real records that a generation's pool gets beside the archive."""
        size, generations = self.experiment.sample_size, self.experiment.generations
        count = regime.real_count(size, generation, generations)
        if regime.real is None or count == 0:
            return None
        if regime.real.takes == "fresh":
            used = size + arm.fresh_before(generation, size, generations)
            fresh = Block(0, self.supply.fresh(count, used, generation))
            return self._filtered(fresh, regime, self.streams.at("fresh", generation=generation))
        if regime.real.takes == "trusted":
            trusted = Block(0, self.supply.trusted(count))
            return self._filtered(trusted, regime, self.streams.at("trusted"))
        return self._filtered(Block(0, self.supply.leading(count)), regime)

    def _filtered(self, block: Block, regime: Regime, streams: Streams | None = None) -> Block:
        """The block as a provenance filter leaves it; what was flagged once stays flagged."""
        if regime.filter is None:
            return block
        own = self.streams.at(generation=block.origin)
        return regime.filter.filtered(block, streams or own)

    def _admit(
        self, line: _Line, generation: int
    ) -> Generator[Event, None, tuple[Batch, Gate | None]]:
        """Let this generation's records in; without a verifier, the first ones of the emission."""
        regime, experiment = line.arm.at(generation), self.experiment
        wanted = regime.synthetic_count(experiment.sample_size, generation, experiment.generations)
        streams, emission = self.streams.at(generation=generation), line.emission
        if regime.verifier is None:
            return leading(emission, wanted, streams), None
        verifier, name = regime.verifier, line.arm.name
        if line.model is None:
            refit = self._fit(line.start, line.pool, generation - 1)
            line.model = yield from told(refit, generation - 1, name, Step.TRAIN)
        spent = verifier.trusted_count(experiment.sample_size)
        evidence = Evidence(
            self.supply.trusted(spent), emission, line.model, line.start.learner, self.population
        )
        work = verifier.gate(evidence, streams.at("verify"))
        gate = yield from told(work, generation, name, Step.VERIFY)
        rounds = max(1, int(verifier.candidate_cap * wanted / experiment.sample_size))
        deciding = admit(gate, emission, wanted, rounds, line.model.emit, streams.at("verify"))
        admission = yield from told(deciding, generation, name, Step.ADMIT)
        let_in = admission.batch.sizes()
        figures = Gate(
            admission.judged,
            let_in,
            wanted - let_in,
            spent,
            wrong(gate, emission),
            wrong(gate, admission.batch),
        )
        return admission.batch, figures

    def _train(
        self, start: _Start, pool: TrainingPool, generation: int, arm: str | None
    ) -> Generator[Event, None, tuple[Model, Batch]]:
        """Fit the pool and let the model emit n records, which are measured before anything else.

        Emitting is told as the start of measuring: the next generation samples what is there.
        """
        _check_pool(pool, generation, arm)
        model = yield from told(self._fit(start, pool, generation), generation, arm, Step.TRAIN)
        streams = self.streams.at("sample", generation=generation)
        emitting = model.emit(self.experiment.sample_size, streams)
        emission = yield from told(emitting, generation, arm, Step.MEASURE)
        return model, emission

    def _measured(
        self, generation: int, arm: str | None, pool: TrainingPool, model: Model, emission: Batch
    ) -> Generator[Event, None, dict[str, FloatArray]]:
        outcome = Outcome(emission, model, pool)
        return (yield from self.measuring.measure(outcome, generation, arm))

    def _finished(
        self,
        generation: int,
        arm: str | None,
        values: dict[str, FloatArray],
        pool: TrainingPool,
        gate: Gate | None,
        emission: Batch,
        started: float,
    ) -> GenerationFinished:
        """What is said when a generation is done."""
        return GenerationFinished(
            generation,
            arm,
            values,
            pool.composition(),
            gate,
            time.perf_counter() - started,
            preview(emission),
            flagged=pool.flagged(),
        )


def preview(batch: Batch) -> Preview:
    """Replicate 0's first records; of categories, the counts of all types that it holds."""
    if isinstance(batch, Counts):
        alive = np.flatnonzero(batch.counts[0])
        return Preview(RecordKind.COUNTS, batch.types[alive], batch.counts[0, alive])
    return Preview(batch.kind, np.array(batch.of_replicate(0)[:PREVIEW_RECORDS]))


def _looks_back(arm: Arm, generation: int) -> bool:
    """Whether a switch still to come will start from this generation's records."""
    switch = arm.switch
    return switch is not None and switch.keep == "archive" and generation < switch.generation


def _kept(switch: Switch, past: tuple[Block, ...]) -> tuple[Block, ...]:
    """What a switch starts from besides the newest records; real ones only where none are mixed in.

    `past` begins with the real records.
    """
    real, synthetic = past[:1] if switch.archives_real else (), past[1:]
    return {"newest": (), "real-and-newest": real, "archive": (*real, *synthetic)}[switch.keep]


def _check_pool(pool: TrainingPool, generation: int, arm: str | None) -> None:
    if any(block.sizes.all() for block in pool.blocks):
        return
    empty = np.flatnonzero(pool.sizes() == 0)
    if len(empty):
        raise RunFailed(
            f"arm '{arm}', generation {generation}: nothing is left to train on in replicate "
            f"{empty[0] + 1}; let more records in"
        )
