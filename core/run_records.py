"""The records of a run file: what a run goes on from, and what can be hashed again."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from core import codec
from core.errors import BadInput
from core.experiment import Experiment
from core.lineage import hash_records
from core.loop import Checkpoint
from core.record import RunRecord
from core.records import AnyArray, Batch, batch_from_arrays
from core.run_database import opened
from core.seeding import Streams
from core.sources.base import Population
from core.stored import check_batch, check_weights

SOURCE = "source"
"""The role of the block that holds a copy of the real data."""
WEIGHTS = "weights"
"""The role of the block that holds generation 0's weights, where later fits start from them."""


def open_population(path: Path, experiment: Experiment) -> Population | None:
    """The real data that a run file holds a copy of; None where it holds none.

    Raises BadInput when they are damaged.
    """
    with opened(path) as connection:
        row = connection.execute("SELECT arrays FROM blocks WHERE role = ?", (SOURCE,)).fetchone()
    if row is None:
        return None
    try:
        return experiment.source.from_copy(codec.unpack(row[0]), Streams(experiment.seed))
    except (KeyError, ValueError, TypeError):
        raise BadInput("run file: its copy of the real data is damaged") from None


def open_checkpoint(path: Path, record: RunRecord) -> Checkpoint | None:
    """What `loop.run` needs to go on after the last stored generation; None before the first.

    Raises BadInput when the records are no longer there, as in a completed run.
    """
    with opened(path) as connection:
        checkpoint = Checkpoint({})
        for of, arms in record.experiment.starts().items():
            if record.done(arms[0].name) < 0:
                continue
            weights = _weights(connection, record.experiment, of)
            emission = _sealed_batches(connection, record, of or "", 0, weights)[1]
            checkpoint.first[of], checkpoint.weights[of] = emission, weights
            for arm in arms:
                _restore_arm(connection, record, arm.name, emission, checkpoint)
        checkpoint.null_bands = record.null_samples > 0
    return checkpoint if checkpoint.first else None


def rehashed(path: Path, record: RunRecord) -> Iterator[tuple[str, int, str]]:
    """Arm, generation, and the hash of its records, where the file has them.

    "" stands for the arms that share generation 0.

    Raises BadInput when they cannot be read.
    """
    starts = record.experiment.starts()
    places = [(of or "", 0) for of, arms in starts.items() if record.done(arms[0].name) >= 0]
    places += [(arm, g) for arm in record.arms for g in range(1, record.done(arm) + 1)]
    with opened(path) as connection:
        for arm, generation in places:
            emission = _batch(connection, record.experiment, arm, generation, "emission")
            admitted = _batch(connection, record.experiment, arm, generation, "admitted")
            weights = {} if generation else _arrays(connection, arm, 0, WEIGHTS)
            if emission is not None:
                yield arm, generation, hash_records(admitted, emission, weights)


def _restore_arm(
    connection: sqlite3.Connection,
    record: RunRecord,
    arm: str,
    emission: Batch,
    checkpoint: Checkpoint,
) -> None:
    """An arm's admitted batches in order; one that was not stored is the emission before it.

    emission: generation 0's.
    """
    admitted = []
    for generation in range(1, record.done(arm) + 1):
        stored, newest = _sealed_batches(connection, record, arm, generation)
        admitted.append(emission if stored is None else stored)
        emission = newest
    checkpoint.admitted[arm], checkpoint.emissions[arm] = admitted, emission


def _sealed_batches(
    connection: sqlite3.Connection,
    record: RunRecord,
    arm: str,
    generation: int,
    weights: "dict[str, AnyArray] | None" = None,
) -> tuple[Batch | None, Batch]:
    """What a generation let in, if that was not all of the emission before it, and emitted.

    weights: what was stored beside them.
    Raises BadInput where the records are not those that the run stored.
    """
    admitted = _batch(connection, record.experiment, arm, generation, "admitted")
    emission = _batch(connection, record.experiment, arm, generation, "emission")
    if emission is None:
        raise BadInput("run file: its records are no longer kept, so it cannot be resumed")
    event = record.generation(arm or record.sharing[0], generation)
    sealed = "" if event is None else event.records_hash
    if sealed and hash_records(admitted, emission, weights) != sealed:
        raise BadInput(
            f"run file: the records of generation {generation}{f' of {arm!r}' if arm else ''} are "
            "not those that the run stored, so it cannot be resumed"
        )
    return admitted, emission


def _batch(
    connection: sqlite3.Connection, experiment: Experiment, arm: str, generation: int, role: str
) -> Batch | None:
    """A stored batch; None where it is not kept."""
    arrays = _arrays(connection, arm, generation, role)
    if arrays is None:
        return None
    try:
        batch = batch_from_arrays(experiment.source.gives, arrays)
        check_batch(batch, experiment)
    except (KeyError, ValueError, TypeError):
        raise BadInput(f"run file: the records of generation {generation} are damaged") from None
    return batch


def _weights(
    connection: sqlite3.Connection, experiment: Experiment, of: str | None
) -> "dict[str, AnyArray]":
    """A generation 0's weights; {} where no later fit starts from them."""
    learner = experiment.learner if of is None else experiment.learner_of(of)
    if not learner.fine_tunes:
        return {}
    arrays = _arrays(connection, of or "", 0, WEIGHTS)
    if arrays is None:
        raise BadInput("run file: its weights are no longer kept, so it cannot be resumed")
    try:
        check_weights(arrays, experiment, learner)
    except ValueError:
        raise BadInput("run file: the weights of generation 0 are damaged") from None
    return arrays


def _arrays(
    connection: sqlite3.Connection, arm: str, generation: int, role: str
) -> "dict[str, AnyArray] | None":
    """What a block holds; None where it is not kept."""
    row = connection.execute(
        "SELECT arrays FROM blocks WHERE arm = ? AND generation = ? AND role = ?",
        (arm, generation, role),
    ).fetchone()
    return None if row is None else codec.unpack(row[0])
