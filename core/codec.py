"""Events and arrays as text and bytes, for the run file; never pickle."""

import io
import json
import zipfile
import zlib
from typing import Any

import numpy as np

from core.errors import BadInput
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
    RunResumed,
    RunStarted,
)
from core.records import AnyArray, FloatArray, IntArray, RecordKind, whole_numbers

MAX_ARRAYS = 2**31
"""Most bytes that the arrays of one row may unpack to: a file from others may lie about sizes."""

Arrays = dict[str, AnyArray]
Row = tuple[str, dict[str, Any], Arrays]
"""An event's kind, its small parts and its arrays."""


def pack(arrays: Arrays) -> bytes:
    """Named arrays as one compressed NumPy archive, whole numbers as narrow as they fit."""
    if not arrays:
        return b""
    buffer = io.BytesIO()
    np.savez(buffer, **{name: _narrow(array) for name, array in arrays.items()})  # type: ignore[arg-type]
    # The fastest level: counts are mostly small numbers, and slower levels gain a tenth.
    return zlib.compress(buffer.getvalue(), level=1)


def unpack(data: bytes) -> Arrays:
    """The arrays of `pack`.

    Raises BadInput when they are damaged, of Python objects, or larger than MAX_ARRAYS.
    """
    if not data:
        return {}
    try:
        plain = zlib.decompressobj().decompress(data, MAX_ARRAYS + 1)
        if len(plain) > MAX_ARRAYS:
            raise BadInput(f"run file: one row unpacks to more than {MAX_ARRAYS} bytes")
        with np.load(io.BytesIO(plain), allow_pickle=False) as held:
            _check_sizes(held.zip)
            return {name: held[name] for name in held.files}
    except (
        zlib.error,
        zipfile.BadZipFile,
        ValueError,
        LookupError,
        EOFError,
        OSError,
        MemoryError,
    ) as error:
        if isinstance(error, BadInput):
            raise
        raise BadInput("run file: its arrays are damaged") from None


def _check_sizes(archive: zipfile.ZipFile) -> None:
    """Ours are not compressed twice: an archive that would grow again is not ours."""
    if any(entry.file_size > entry.compress_size for entry in archive.infolist()):
        raise BadInput("run file: its arrays are damaged")


def _narrow(array: AnyArray) -> AnyArray:
    """Whole numbers that are never negative in the smallest type that holds them."""
    if array.dtype.kind != "i" or array.size == 0 or array.min() < 0:
        return array
    return array.astype(np.min_scalar_type(int(array.max())))


def encode(event: Event) -> Row:
    """An event as a row of the run file; the inverse of `decode`."""
    match event:
        case RunStarted():
            return "started", {"experiment": event.experiment, "environment": event.environment}, {}
        case RunResumed():
            return "resumed", {"environment": event.environment}, {}
        case RealDataDrawn():
            return _encode_real(event)
        case NullBandsMeasured():
            arrays = {f"null/{name}": values for name, values in event.values.items()}
            return "null-bands", {"samples": event.samples, "bands": event.bands}, arrays
        case GenerationFinished():
            return _encode_generation(event)
        case RunFinished():
            return "finished", {"reason": event.reason.value, "message": event.message}, {}
        case _:
            raise TypeError(f"{type(event).__name__} is not stored")


def decode(kind: str, body: str, data: bytes) -> Event:
    """The event of a row.

    Raises BadInput when the row is damaged.
    """
    try:
        return _decoded(kind, json.loads(body), unpack(data))
    except (
        KeyError,
        TypeError,
        AttributeError,
        ValueError,
        OverflowError,
        RecursionError,
    ) as error:
        if isinstance(error, BadInput):
            raise
        raise BadInput(f"run file: an event of kind '{kind[:40]}' is damaged") from None


def _decoded(kind: str, body: dict[str, Any], arrays: Arrays) -> Event:
    if kind == "started":
        return RunStarted(dict(body["experiment"]), _words(body["environment"]))
    if kind == "resumed":
        return RunResumed(_words(body["environment"]))
    if kind == "real-data":
        return _decode_real(body, arrays)
    if kind == "null-bands":
        bands = {name: _three(values) for name, values in body["bands"].items()}
        measured = {name: _floats(values) for name, values in _under("null", arrays).items()}
        return NullBandsMeasured(int(body["samples"]), bands, measured)
    if kind == "generation":
        return _decode_generation(body, arrays)
    if kind == "finished":
        return RunFinished(FinishReason(body["reason"]), str(body["message"]))
    raise KeyError(kind)


def _words(given: dict[str, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in given.items()}


def _three(values: "list[float]") -> tuple[float, float, float]:
    low, centre, high = (float(value) for value in values)
    return low, centre, high


def _encode_preview(preview: Preview) -> Arrays:
    arrays: Arrays = {"preview-values": preview.values}
    return arrays if preview.counts is None else arrays | {"preview-counts": preview.counts}


def _decode_preview(kind: str, arrays: Arrays) -> Preview:
    record_kind, values = RecordKind(kind), arrays["preview-values"]
    if record_kind is not RecordKind.COUNTS:
        return Preview(record_kind, values)
    return Preview(record_kind, whole_numbers(values), whole_numbers(arrays["preview-counts"]))


def _encode_real(event: RealDataDrawn) -> Row:
    body: dict[str, Any] = {"preview": event.preview.kind.value, "labels": None}
    arrays = _encode_preview(event.preview)
    if event.catalogue is not None:
        body["labels"] = list(event.catalogue.labels)
        arrays["types"] = event.catalogue.types
        arrays["probabilities"] = event.catalogue.probabilities
    return "real-data", body, arrays


def _decode_real(body: dict[str, Any], arrays: Arrays) -> RealDataDrawn:
    preview = _decode_preview(body["preview"], arrays)
    if body["labels"] is None:
        return RealDataDrawn(preview, None)
    labels = tuple(str(label) for label in body["labels"])
    types = whole_numbers(arrays["types"])
    return RealDataDrawn(preview, Catalogue(types, labels, _floats(arrays["probabilities"])))


def _encode_generation(event: GenerationFinished) -> Row:
    body = {
        "generation": event.generation,
        "arm": event.arm,
        "seconds": event.seconds,
        "records": event.records_hash,
        "hash": event.content_hash,
        "preview": event.preview.kind.value,
        "trusted": None if event.gate is None else event.gate.trusted,
    }
    arrays = _encode_preview(event.preview)
    arrays |= {f"metric/{name}": values for name, values in event.metrics.items()}
    arrays |= {f"origin/{origin}": sizes for origin, sizes in event.composition.items()}
    arrays |= {f"flagged/{origin}": sizes for origin, sizes in event.flagged.items()}
    if event.gate is not None:
        arrays |= {f"gate/{name}": sizes for name, sizes in event.gate.figures().items()}
    return "generation", body, arrays


def _decode_generation(body: dict[str, Any], arrays: Arrays) -> GenerationFinished:
    gate = None
    if body["trusted"] is not None:
        figures = {name: whole_numbers(sizes) for name, sizes in _under("gate", arrays).items()}
        gate = Gate(trusted=int(body["trusted"]), **figures)
    return GenerationFinished(
        generation=int(body["generation"]),
        arm=None if body["arm"] is None else str(body["arm"]),
        metrics={name: _floats(values) for name, values in _under("metric", arrays).items()},
        composition=_by_origin("origin", arrays),
        gate=gate,
        seconds=float(body["seconds"]),
        preview=_decode_preview(body["preview"], arrays),
        flagged=_by_origin("flagged", arrays),
        records_hash=str(body.get("records", "")),
        content_hash=str(body["hash"]),
    )


def _floats(array: AnyArray) -> FloatArray:
    """An array of float64, which is what was stored."""
    if array.dtype != np.float64:
        raise ValueError(f"{array.dtype} given in place of float64")
    return array


def _by_origin(prefix: str, arrays: Arrays) -> dict[int, IntArray]:
    return {int(key): whole_numbers(sizes) for key, sizes in _under(prefix, arrays).items()}


def _under(prefix: str, arrays: Arrays) -> Arrays:
    start = f"{prefix}/"
    return {
        name.removeprefix(start): array for name, array in arrays.items() if name.startswith(start)
    }
