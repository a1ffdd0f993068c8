"""Every event that a run can yield; the window, the terminal and tests consume the same ones."""

from collections.abc import Generator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from core.records import AnyArray, Batch, FloatArray, IntArray, RecordKind, Steps

Result = TypeVar("Result")


class Step(StrEnum):
    """The five steps of a generation, in the order they are shown."""

    SAMPLE = "sample"
    VERIFY = "verify"
    ADMIT = "admit"
    TRAIN = "train"
    MEASURE = "measure"


class FinishReason(StrEnum):
    """How a run ended; exactly one is said."""

    COMPLETED = "completed"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """Replicate 0's records, at most 500; of categories, all its counts.

    values: [records, *shape], or the ascending type indices [types].
    counts: [types], for categories only.
    """

    kind: RecordKind
    values: AnyArray
    counts: IntArray | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Names and exact probabilities of the types in replicate 0's real sample.

    Of text, each id's word and its share in all of the real data, whatever the sample holds.

    types: [types] ascending; labels: one each, "" for one counted but not displayed;
    probabilities: [types].
    """

    types: IntArray
    labels: tuple[str, ...]
    probabilities: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """What a verifier did for one generation of one arm, each [replicates].

    candidates: judged; admitted: let through; shortfall: wanted but not found before the cap.
    trusted: real records that the verifier looked at.
    wrong_emitted, wrong_admitted: how many of the emission and of the admitted records a rule calls
    wrong; None where the verifier goes by no rule.
    """

    candidates: IntArray
    admitted: IntArray
    shortfall: IntArray
    trusted: int
    wrong_emitted: IntArray | None = None
    wrong_admitted: IntArray | None = None

    def figures(self) -> dict[str, IntArray]:
        """The figures of each replicate, by name."""
        names = ("candidates", "admitted", "shortfall", "wrong_emitted", "wrong_admitted")
        given = {name: getattr(self, name) for name in names}
        return {name: figure for name, figure in given.items() if figure is not None}


@dataclass(frozen=True, slots=True, eq=False)
class RunStarted:
    """The first event: what runs, and on what."""

    experiment: dict[str, Any]
    environment: dict[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class RunResumed:
    """An unfinished run goes on, perhaps on another machine."""

    environment: dict[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class RealDataDrawn:
    """The real records are drawn; catalogue for categories and text only."""

    preview: Preview
    catalogue: Catalogue | None


@dataclass(frozen=True, slots=True, eq=False)
class NullBandsMeasured:
    """What the metrics give on `samples` real samples of the emission's size.

    bands: by metric, (low, centre, high): 2.5, 50, 97.5 %; distances 0, 50, 95 %.
    values: by metric, what each of them gave [samples]; an older run's are not known.
    """

    samples: int
    bands: dict[str, tuple[float, float, float]]
    values: dict[str, FloatArray] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Progress:
    """A sign of life: not stored, and only the newest counts.

    loss: of a step of training, the mean over replicates.
    """

    generation: int
    arm: str | None
    step: Step
    done: int
    total: int
    loss: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RecordsMade:
    """The records behind the GenerationFinished that follows, for whoever stores them.

    admitted: None for generation 0, and where it is the emission of the generation before.
    weights: generation 0's, by name, where later fits start from them; else {}.
    """

    generation: int
    arm: str | None
    emission: Batch
    admitted: Batch | None
    real: Batch | None = None
    weights: dict[str, AnyArray] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class GenerationFinished:
    """One generation of one arm; generation 0 belongs to all arms and has arm None.

    metrics: [replicates] by metric; composition: training records [replicates] by origin;
    flagged: records that a provenance filter dropped from the pool, likewise.
    records_hash: of the records; content_hash: of this event and the arm's one before.
    """

    generation: int
    arm: str | None
    metrics: dict[str, FloatArray]
    composition: dict[int, IntArray]
    gate: Gate | None
    seconds: float
    preview: Preview
    flagged: dict[int, IntArray] = field(default_factory=dict)
    records_hash: str = ""
    content_hash: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class RunFinished:
    """The one terminal event."""

    reason: FinishReason
    message: str = ""


Event: TypeAlias = (
    RunStarted
    | RunResumed
    | RealDataDrawn
    | NullBandsMeasured
    | Progress
    | RecordsMade
    | GenerationFinished
    | RunFinished
)


def told(
    work: Steps[Result], generation: int, arm: str | None, step: Step
) -> Generator[Event, None, Result]:
    """The work's ticks as progress events; returns its result."""
    while True:
        try:
            tick = next(work)
        except StopIteration as end:
            result: Result = end.value
            return result
        yield Progress(generation, arm, step, tick.done, tick.total, tick.loss)
