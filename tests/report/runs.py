"""Canned records that no run is needed for."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from core.events import (
    FinishReason,
    Gate,
    GenerationFinished,
    NullBandsMeasured,
    Preview,
    RealDataDrawn,
    RunFinished,
    RunStarted,
)
from core.experiment import parse
from core.record import RunRecord
from core.records import RecordKind
from core.report.document import Figure, Listing, Paragraph, Section, Table
from tests.records import make_record
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, VERIFIED


def said_of(section: Section) -> Iterator[str]:
    """Every paragraph, item and caption of a section."""
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        if isinstance(block, Listing):
            yield from (item.text for item in block.items)
        if isinstance(block, Table | Figure):
            yield block.caption


def ended_at(replace: float, accumulate: float, replicates: int = 8, **given: Any) -> RunRecord:
    """Two arms whose types alive end, with noise, at these ratios to generation 0's 1,000."""
    generations = np.arange(5) / 4
    noise = np.exp(0.01 * np.random.default_rng(1).standard_normal((2, replicates, 5)))
    noise[:, :, 0] = noise[:1, :, 0]
    ends = np.array([replace, accumulate])[:, None, None]
    return make_record(1000 * ends**generations * noise, **given)


def digits(generations: int = 2) -> RunRecord:
    """Random pictures in two arms, with a falling diversity and a rising distance."""
    experiment = parse(
        {
            "name": "Canned digits",
            "generations": generations,
            "sample_size": 100,
            "replicates": 3,
            "source": {"kind": "digits"},
            "learner": {"kind": "flow-matching", "steps": 5},
            "arms": [REPLACE, ACCUMULATE],
            "metrics": ["vendi-score", "sliced-wasserstein", "tail-coverage"],
        }
    )
    rng = np.random.default_rng(5)
    pixels = rng.integers(0, 256, (20, 8, 8), dtype=np.uint8)
    preview = Preview(RecordKind.IMAGES, pixels)
    events = [RunStarted(experiment.document(), {}), RealDataDrawn(preview, None)]
    events.append(NullBandsMeasured(200, {"vendi-score": (20.0, 21.0, 22.0)}))
    for generation in range(generations + 1):
        for arm in [None] if generation == 0 else [arm.name for arm in experiment.arms]:
            noise = rng.uniform(0.98, 1.02, 3)
            values = {
                "vendi-score": 20 * 0.7**generation * noise,
                "sliced-wasserstein": (0.1 + 0.1 * generation) * noise,
                "tail-coverage": 0.9 * 0.8**generation * noise,
            }
            size = {0: np.full(3, 100)}
            events.append(
                GenerationFinished(
                    generation, arm, values, size, None, 0.1, preview, content_hash="hash"
                )
            )
    record = RunRecord(experiment)
    for event in [*events, RunFinished(FinishReason.COMPLETED)]:
        record.apply(event)
    return record


def opposed(*ends: float, replicates: int = 8, **given: Any) -> RunRecord:
    """Arms whose types alive and rare types covered end at these shares of generation 0's.

    Their distance rises the more, the more they lose; the rare types go at twice the pace. An arm
    is the baseline, one keeps all, one has a reservoir and one a verifier, in this order.
    """
    generations = np.arange(5) / 4
    noise = np.exp(0.01 * np.random.default_rng(2).standard_normal((3, len(ends), replicates, 5)))
    noise[..., 0] = noise[:, :1, :, 0]
    kept = np.array(ends)[:, None, None] ** generations
    values = {
        "types-alive": 1000 * kept * noise[0],
        "total-variation": (0.6 - 0.4 * kept) * noise[1],
        "rare-type-coverage": 0.5 * kept**2 * noise[2],
    }
    arms = [REPLACE, ACCUMULATE, RESERVOIR, VERIFIED][: len(ends)]
    gate = Gate(*(np.full(replicates, count) for count in (2000, 1000, 0)), trusted=500)
    return make_record(values, arms, gates={"Verified": gate}, **given)
