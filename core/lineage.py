"""Lineage: what each pool was made of, sealed by hashes that are chained along an arm.

A seal covers the settings, the records, what they were trained on, the gate's figures, the null
bands and the values measured, so that none of them can be changed by itself without breaking the
chain. It has no key: it shows accidents and retouching, and cannot stop somebody who computes every
seal anew.
"""

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from core.events import GenerationFinished, RecordsMade
from core.records import AnyArray, Batch, FloatArray

if TYPE_CHECKING:
    from core.record import RunRecord


Bands = dict[str, tuple[float, float, float]]
Nulls = dict[str, FloatArray]


def seal(
    event: GenerationFinished, made: RecordsMade, terms: str, before: str
) -> GenerationFinished:
    """The event with the hash of its records, and one chained to the hash `before` it."""
    records = hash_records(made.admitted, made.emission, made.weights)
    hashed = replace(event, records_hash=records)
    return replace(hashed, content_hash=chained(hashed, terms, before))


def hash_records(
    admitted: Batch | None, emission: Batch, weights: dict[str, AnyArray] | None = None
) -> str:
    """The hash of what a generation let in, if that was not all of the emission, and emitted.

    weights: generation 0's, where they are stored.
    """
    digest = sha256()
    for role, batch in (("admitted", admitted), ("emission", emission)):
        if batch is not None:
            _feed(digest, {f"{role}/{name}": array for name, array in batch.arrays().items()})
    _feed(digest, {f"weights/{name}": array for name, array in (weights or {}).items()})
    return digest.hexdigest()


def terms(
    document: dict[str, Any], arm: str | None, generation: int, bands: Bands, nulls: Nulls
) -> str:
    """The settings under which a generation came about, as text.

    Of generation 0 all but title and arms, with the model settings of the one arm whose it is
    (None: it is shared); later the arm's own, the null bands and what they were made of, where
    that was kept.
    """
    own: dict[str, Any] = next((one for one in document["arms"] if one["name"] == arm), {})
    if generation == 0:
        said = {k: v for k, v in document.items() if k not in ("name", "about", "arms")}
        if arm is not None:
            said["own"] = own["learner"]
    else:
        said = {"arm": own, "bands": {name: list(band) for name, band in bands.items()}}
        if nulls:
            digest = sha256()
            _feed(digest, dict(nulls))
            said["nulls"] = digest.hexdigest()
    return json.dumps(said, sort_keys=True)


def chained(event: GenerationFinished, terms: str, before: str) -> str:
    """The content hash that an event must have under its terms, after `before`."""
    digest = sha256(f"{before}{terms}\n{event.arm or ''}\n{event.generation}\n".encode())
    digest.update(event.records_hash.encode())
    gate, shown = event.gate, event.preview
    figures = {} if gate is None else gate.figures() | {"trusted": np.array([gate.trusted])}
    preview = {"values": shown.values} | ({} if shown.counts is None else {"counts": shown.counts})
    # Under a name of its own for each part: nothing can be moved from one to another.
    _feed(digest, {f"metric/{name}": values for name, values in event.metrics.items()})
    _feed(digest, {f"origin/{origin}": sizes for origin, sizes in event.composition.items()})
    _feed(digest, {f"flagged/{origin}": sizes for origin, sizes in event.flagged.items()})
    _feed(digest, {f"gate/{name}": sizes for name, sizes in figures.items()})
    _feed(digest, {f"preview/{name}": values for name, values in preview.items()})
    return digest.hexdigest()


def _feed(digest: Any, arrays: dict[str, AnyArray]) -> None:
    """Whole numbers as wide as they come, since a run file keeps them as narrow as they fit."""
    for name, array in sorted(arrays.items()):
        wide = array.astype(np.int64) if array.dtype.kind in "iu" else array
        digest.update(f"{name}{wide.dtype.str}{wide.shape}".encode())
        digest.update(np.ascontiguousarray(wide).tobytes())


def parents(record: "RunRecord", arm: str, generation: int) -> dict[int, str]:
    """The content hashes of what a pool came from: by origin, 0 for the real records.

    Records of origin g were emitted by the model of generation g - 1.
    """
    origins = (origin for origin, held in record.composition(arm, generation).items() if held.any())
    return {origin: record.content_hash_at(arm, max(origin - 1, 0)) for origin in sorted(origins)}


@dataclass(frozen=True, slots=True)
class Chain:
    """What checking a run's seals found: how many were checked, and where one is missing or wrong.

    An unsealed generation was stored by a version that kept no hash of the records alone; one that
    is left out between others is broken.
    """

    checked: int
    unsealed: int
    broken: "tuple[tuple[str, int], ...]"

    @property
    def holds(self) -> bool:
        """Whether every generation follows from what is stored."""
        return self.checked > 0 and not self.unsealed and not self.broken


def check_chain(record: "RunRecord") -> Chain:
    """Follow the hashes along every arm, over what the run file holds."""
    checked, unsealed = 0, 0
    broken: list[tuple[str, int]] = []
    for arm in record.arms:
        before = ""
        for generation in range(record.done(arm) + 1):
            event = record.generation(arm, generation)
            checked += 1
            unsealed += event is not None and not event.records_hash
            if event is None or not _follows(record, event, before):
                broken.append((arm, generation))
            before = record.content_hash_at(arm, generation)
    return Chain(checked, unsealed, tuple(broken))


def _follows(record: "RunRecord", event: GenerationFinished, before: str) -> bool:
    """Whether an event's hash is what its content gives; one without seals is not said to fail."""
    if not event.records_hash:
        return True
    place = event.arm, event.generation
    under = terms(record.document, *place, record.bands, record.null_values)
    return chained(event, under, before) == event.content_hash
