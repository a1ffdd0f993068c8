"""What a run file may hold of an experiment: shapes, ranges and names, checked before any is used.

A file from others may hold anything. What passes here is folded, drawn and trained on without
further questions.
"""

import math

import numpy as np

from core.events import (
    Catalogue,
    Event,
    Gate,
    GenerationFinished,
    NullBandsMeasured,
    Preview,
    RealDataDrawn,
    RunStarted,
)
from core.experiment import Experiment
from core.learners.base import Learner
from core.loop import PREVIEW_RECORDS
from core.records import OF_TOKENS, AnyArray, Batch, Counts, IntArray, RecordKind, Records

TYPES = {
    RecordKind.VECTORS: np.float64, RecordKind.IMAGES: np.uint8, RecordKind.TEXT: np.uint16,
    RecordKind.NAMES: np.uint16, RecordKind.LINES: np.uint16,
}  # fmt: skip
"""The numbers that records one by one are made of."""
MOST_LABEL = 200
"""Characters of a type's name."""
MOST_RECORDS = 2**53
"""More than any pool or gate can count, and few enough to add up without overflow."""


def check_event(event: Event, experiment: Experiment) -> None:
    """Refuse what no run of this experiment could have said after it had started.

    Raises ValueError that says what does not fit.
    """
    match event:
        case RunStarted():
            raise ValueError("it starts twice")
        case RealDataDrawn():
            _check_preview(event.preview, experiment)
            _check_catalogue(event.catalogue, event.preview, experiment)
        case NullBandsMeasured():
            _require(event.samples >= 0, "samples of the null bands")
            _require(set(event.bands) <= set(experiment.measured()), "names of the null bands")
            _require(set(event.values) <= set(event.bands), "values of the null bands")
            each = event.values.values()
            whole = all(row.shape == (event.samples,) and not np.isnan(row).any() for row in each)
            _require(whole, "values of the null bands")
        case GenerationFinished():
            _check_generation(event, experiment)


def check_batch(batch: Batch, experiment: Experiment) -> None:
    """Refuse records that no generation of this experiment could have emitted or admitted.

    Raises ValueError that says what does not fit.
    """
    if isinstance(batch, Counts):
        _require(batch.universe == experiment.source.universe(), "number of types")
        _check_types(batch.types, batch.universe)
        _require(batch.counts.shape == (experiment.replicates, len(batch.types)), "shape of counts")
        _check_sizes(batch.counts, experiment.sample_size)
    else:
        _check_records(batch, experiment)
        _require(batch.universe == experiment.source.symbols(), "number of words")
    _require(int(batch.sizes().max()) <= experiment.sample_size, "number of records")


def check_weights(weights: dict[str, AnyArray], experiment: Experiment, learner: Learner) -> None:
    """Refuse weights that no fit of this experiment's generation 0 could have had.

    learner: of that generation 0.

    Raises ValueError that says what does not fit.
    """
    width = math.prod(experiment.source.record_shape())
    symbols = experiment.source.symbols()
    shapes = learner.weight_shapes(width, experiment.replicates, symbols)
    _require(weights.keys() == shapes.keys(), "names of the weights")
    for name, array in weights.items():
        _require(array.dtype.kind == "f" and array.shape == shapes[name], "shapes of the weights")
        _require(bool(np.isfinite(array).all()), "weights")


def _check_records(batch: Records, experiment: Experiment) -> None:
    shape = batch.values.shape
    _check_values(batch.values, experiment, leading=2)
    _require(shape[0] == experiment.replicates, "number of replicates")
    _require(0 < shape[1] <= experiment.sample_size, "number of records")
    if batch.keep is not None:
        marks = batch.keep.dtype == np.bool_ and batch.keep.shape == shape[:2]
        _require(marks, "marks of the records that are there")


def _check_values(values: AnyArray, experiment: Experiment, *, leading: int) -> None:
    """Records one by one, [..., *shape] with so many `leading` axes."""
    _require(values.dtype == TYPES[experiment.source.gives], "type of the records")
    _require(values.ndim == leading + len(experiment.source.record_shape()), "shape of the records")
    _require(values.shape[leading:] == experiment.source.record_shape(), "shape of the records")
    _require(bool(np.isfinite(values).all()), "records")
    if experiment.source.gives in OF_TOKENS:
        _require(int(values.max(initial=0)) < experiment.source.symbols(), "words of the records")
        _require(bool((values[..., 0] > 0).all()), "words of the records")
        ended = values[..., :-1] == 0
        _require(not bool((ended & (values[..., 1:] > 0)).any()), "words of the records")


def _check_preview(preview: Preview, experiment: Experiment) -> None:
    _require(preview.kind is experiment.source.gives, "kind of the preview")
    if preview.counts is None:
        _check_values(preview.values, experiment, leading=1)
        shown = min(experiment.sample_size, PREVIEW_RECORDS)
        _require(len(preview.values) == shown, "number of records in the preview")
        return
    _check_types(preview.values, experiment.source.universe())
    _require(preview.counts.shape == preview.values.shape, "shape of the preview")
    _check_sizes(preview.counts, experiment.sample_size)


def _check_catalogue(catalogue: Catalogue | None, preview: Preview, experiment: Experiment) -> None:
    """A name and a probability for each type of the preview, of text and in audits for all."""
    named = preview.kind in (RecordKind.COUNTS, RecordKind.TEXT)
    _require((catalogue is not None) == named, "catalogue")
    if catalogue is None:
        return
    every = preview.kind is RecordKind.TEXT or experiment.recorded
    types = np.arange(experiment.source.universe()) if every else preview.values
    _require(np.array_equal(catalogue.types, types), "types of the catalogue")
    _require(len(catalogue.labels) == len(catalogue.types), "labels of the catalogue")
    shown = all(len(label) <= MOST_LABEL and label.isprintable() for label in catalogue.labels)
    _require(shown, "labels of the catalogue")
    chances = catalogue.probabilities
    _require(chances.shape == catalogue.types.shape, "probabilities of the catalogue")
    _require(bool(((chances >= 0) & (chances <= 1)).all()), "probabilities of the catalogue")


def _check_generation(event: GenerationFinished, experiment: Experiment) -> None:
    _require(0 <= event.generation <= experiment.generations, "number of a generation")
    arms = [arm.name for arm in experiment.arms] if event.generation else experiment.starts()
    _require(event.arm in arms, "arm of a generation")
    _require(math.isfinite(event.seconds) and event.seconds >= 0, "seconds of a generation")
    _require(set(event.metrics) <= set(experiment.measured()), "names of the metrics")
    each = [*event.metrics.values(), *event.composition.values(), *event.flagged.values()]
    each += [] if event.gate is None else event.gate.figures().values()
    _require(all(row.shape == (experiment.replicates,) for row in each), "number of replicates")
    for table in (event.composition, event.flagged):
        _require(all(0 <= origin <= event.generation for origin in table), "origin of records")
        for sizes in table.values():
            _check_sizes(sizes, MOST_RECORDS)
    if event.gate is not None:
        _check_gate(event.gate)
    _check_preview(event.preview, experiment)


def _check_gate(gate: Gate) -> None:
    _require(0 <= gate.trusted <= MOST_RECORDS, "trusted records")
    for figure in gate.figures().values():
        _check_sizes(figure, MOST_RECORDS)


def _check_types(types: IntArray, universe: int) -> None:
    _require(types.ndim == 1 and len(types) > 0, "types")
    _require(bool((np.diff(types) > 0).all()) and types[0] >= 0 and types[-1] < universe, "types")


def _check_sizes(sizes: IntArray, most: int) -> None:
    _require(sizes.size > 0 and sizes.min() >= 0 and sizes.max() <= most, "numbers of records")


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(f"the {what} cannot be of this run")
