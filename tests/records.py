"""Records made from given values, by folding the events that a run of them would have yielded."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from core.analysis.change import declared
from core.events import (
    Catalogue,
    Event,
    FinishReason,
    Gate,
    GenerationFinished,
    NullBandsMeasured,
    Preview,
    RealDataDrawn,
    RunFinished,
    RunStarted,
)
from core.experiment import Experiment, parse
from core.metrics.base import Family
from core.record import RunRecord
from core.records import FloatArray, RecordKind
from tests.small import ACCUMULATE, REPLACE

Bands = dict[str, tuple[float, float, float]]
ENVIRONMENT = {"machine": "a test's"}


def make_record(
    values: "Mapping[str, Any] | Any",
    arms: "Sequence[Mapping[str, Any]]" = (REPLACE, ACCUMULATE),
    **given: Any,
) -> RunRecord:
    """The record of `make_events`."""
    events = make_events(values, arms, **given)
    record = RunRecord(parse(events[0].experiment))
    for event in events:
        record.apply(event)
    return record


def make_events(
    values: "Mapping[str, Any] | Any",
    arms: "Sequence[Mapping[str, Any]]" = (REPLACE, ACCUMULATE),
    *,
    bands: Bands | None = None,
    done: int | None = None,
    finished: FinishReason | None = FinishReason.COMPLETED,
    gates: "Mapping[str, Gate] | None" = None,
    **settings: Any,
) -> list[Any]:
    """What a run would have yielded that measured these values.

    values: by metric (or of the primary metric alone), [arms, replicates, generations + 1]; the
    first metric is the primary one, and generation 0 is taken from the first arm that begins with
    it. bands: by default 2 % about generation 0, and a tenth above it for distances. done: the last
    finished generation. gates: by arm, the same at every generation.
    """
    primary = "types-alive"
    tables = {primary: values} if not isinstance(values, Mapping) else values
    tables = {name: np.asarray(table, dtype=np.float64) for name, table in tables.items()}
    experiment = _experiment(tables, arms, settings)
    last = experiment.generations if done is None else done
    events: list[Event] = [RunStarted(experiment.document(), ENVIRONMENT), _real_data(experiment)]
    for generation in range(last + 1):
        events += _generation(experiment, tables, generation, gates or {})
        if generation == 0:
            found = {name: _band(name, table) for name, table in tables.items()}
            events.append(NullBandsMeasured(200, found if bands is None else bands))
    return events if finished is None else [*events, RunFinished(finished)]


def _experiment(
    tables: dict[str, FloatArray], arms: "Sequence[Mapping[str, Any]]", settings: dict[str, Any]
) -> Experiment:
    primary = next(iter(tables))
    _, replicates, columns = tables[primary].shape
    categories = RecordKind.COUNTS in declared(primary).records
    given: dict[str, Any] = {
        "name": "Made",
        "generations": columns - 1,
        "replicates": replicates,
        "sample_size": 1000,
        "source": {"kind": "us-first-names" if categories else "gaussian"},
        "learner": {"kind": "categorical" if categories else "gaussian"},
        "arms": [dict(arm) for arm in arms],
        "metrics": list(tables),
        "primary_metric": primary,
    }
    return parse(given | settings)


def _generation(
    experiment: Experiment,
    tables: dict[str, FloatArray],
    generation: int,
    gates: "Mapping[str, Gate]",
) -> list[Event]:
    replicates, size = experiment.replicates, experiment.sample_size
    found: list[Event] = []
    whose = {arm.name: arm.name for arm in experiment.arms}
    if generation == 0:
        whose = {arms[0].name: of for of, arms in experiment.starts().items()}
    for place, arm in enumerate(experiment.arms):
        if arm.name not in whose:
            continue
        grows = arm.retention.kind == "accumulate" or generation == 0
        origins = range(generation + 1) if grows else [generation]
        found.append(
            GenerationFinished(
                generation,
                whose[arm.name],
                {name: table[place, :, generation] for name, table in tables.items()},
                {origin: np.full(replicates, size) for origin in origins},
                gates.get(arm.name) if generation else None,
                0.1,
                _preview(experiment),
                content_hash=f"hash of {arm.name} {generation}",
            )
        )
    return found


def _real_data(experiment: Experiment) -> RealDataDrawn:
    preview = _preview(experiment)
    if preview.counts is None:
        return RealDataDrawn(preview, None)
    return RealDataDrawn(preview, Catalogue(preview.values, ("ADA", "BO"), np.array([0.5, 0.25])))


def _preview(experiment: Experiment) -> Preview:
    kind = experiment.source.gives
    if kind is RecordKind.COUNTS:
        return Preview(kind, np.array([0, 1]), np.array([3, 2]))
    if kind is RecordKind.TEXT:
        return Preview(kind, np.ones((20, *experiment.source.record_shape()), dtype=np.uint16))
    return Preview(kind, np.linspace(-1, 1, 20).reshape(20, 1))


def _band(name: str, table: FloatArray) -> tuple[float, float, float]:
    centre = float(np.median(table[0, :, 0]))
    if declared(name).family is Family.DISTANCE:
        return 0.9 * centre, centre, 1.1 * centre
    return 0.98 * centre, centre, 1.02 * centre
