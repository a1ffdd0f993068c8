"""Small runs that are the same on every machine, for the stored pictures of their pages."""

from dataclasses import replace

import numpy as np

from core.events import Event, GenerationFinished, NullBandsMeasured, RunStarted
from core.experiment import Experiment
from core.loop import run
from core.record import RunRecord
from core.records import FloatArray
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, VERIFIED, experiment

ENVIRONMENT = {
    "collapse-lab": "0.1.0", "python": "3.11.9", "platform": "Linux", "machine": "a test's",
    "threads": "1", "numpy": "2.0.0", "scipy": "1.14.0", "torch": "2.6.0",
}  # fmt: skip


def names() -> RunRecord:
    """First names in four arms, one of them with a verifier."""
    arms = [REPLACE, ACCUMULATE, RESERVOIR, VERIFIED]
    return canned(experiment("us-first-names", arms=arms, sample_size=400, generations=6))


def gaussian() -> RunRecord:
    """A Gaussian whose variance closed forms tell."""
    arms = [REPLACE, ACCUMULATE]
    settings = {"arms": arms, "replicates": 12, "primary_metric": "fitted-variance"}
    return canned(experiment(generations=12, **settings))


def canned(of: Experiment) -> RunRecord:
    """A run without what differs between machines: versions, hashes, the last digits of values."""
    record = RunRecord(of)
    for event in run(of):
        record.apply(_canned(event))
    return record


def _canned(event: Event) -> Event:
    match event:
        case RunStarted():
            return replace(event, environment=ENVIRONMENT)
        case NullBandsMeasured():
            bands = {name: tuple(_rounded(band)) for name, band in event.bands.items()}
            return replace(event, bands=bands)
        case GenerationFinished():
            metrics = {name: _rounded(values) for name, values in event.metrics.items()}
            named = f"{event.arm} {event.generation}"
            return replace(event, metrics=metrics, records_hash="", content_hash=named)
    return event


def _rounded(values: "FloatArray | tuple[float, ...]") -> FloatArray:
    """To nine digits."""
    return np.array([float(f"{value:.9g}") for value in values])
