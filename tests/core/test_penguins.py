"""The penguins: all that were measured, standardised by the whole table, each in one part only."""

import csv
import gzip
from typing import Any

import numpy as np
import pytest

import resources
from core import registry
from core.errors import BadInput
from core.experiment import parse
from core.records import FloatArray, RecordKind
from core.seeding import Streams
from core.sources.base import Part
from core.sources.penguins import MEASURED, Penguins
from tests.small import ALL_ARMS, document, experiment, ran

STREAMS = Streams(3)


def everything(streams: Streams = STREAMS) -> dict[Part, FloatArray]:
    population = Penguins().open(streams)
    return {
        part: population.draw(part, population.size(part), 1, streams).values[0] for part in Part
    }


def test_every_measured_penguin_is_in_one_part() -> None:
    parts = everything()
    sizes = {part: len(held) for part, held in parts.items()}
    assert sizes == {Part.TRAIN: 239, Part.TRUSTED: 34, Part.REFERENCE: 69}
    assert sizes == {part: Penguins().available(part) for part in Part}
    text = gzip.decompress(resources.read_bytes("data/penguins.csv.gz")).decode()
    table = [[row[name] for name in MEASURED] for row in csv.DictReader(text.splitlines())]
    raw = np.array([row for row in table if "NA" not in row], dtype=float)
    held = np.concatenate(list(parts.values()))
    back = held * raw.std(axis=0) + raw.mean(axis=0)
    assert np.sort(back, axis=0) == pytest.approx(np.sort(raw, axis=0))
    assert {tuple(row) for row in back.round(6)} == {tuple(row) for row in raw}


def test_the_whole_table_has_mean_nothing_and_variance_one() -> None:
    held = np.concatenate(list(everything().values()))
    assert held.mean(axis=0) == pytest.approx(np.zeros(4), abs=1e-12)
    assert held.var(axis=0) == pytest.approx(np.ones(4))
    assert held.dtype == np.float64
    # heavier birds have longer flippers: the columns are still each other's neighbours
    assert np.corrcoef(held.T)[2, 3] == pytest.approx(0.871, abs=0.001)


def test_the_split_follows_the_seed() -> None:
    assert np.array_equal(everything()[Part.TRAIN], everything()[Part.TRAIN])
    assert not np.array_equal(everything()[Part.TRAIN], everything(Streams(4))[Part.TRAIN])


def test_too_large_a_sample_is_refused_with_how_many_there_are() -> None:
    with pytest.raises(BadInput) as refused:
        parse(document("gaussian", source={"kind": "penguins"}, sample_size=1000))
    assert str(refused.value) == (
        "sample_size: needs 1000 records, but the train part of 'penguins' has 239; "
        "give at most that many"
    )


@pytest.mark.parametrize("size", [2, 40, 239])
def test_every_arm_runs_with_few_penguins_and_with_all(size: int) -> None:
    given: dict[str, Any] = {"source": {"kind": "penguins"}, "sample_size": size, "generations": 1}
    arms = list(ALL_ARMS) if size > 2 else list(ALL_ARMS[:3])
    record = ran(experiment("gaussian", arms=arms, **given))
    assert record.real is not None
    assert record.real.kind is RecordKind.VECTORS
    assert record.done() == 1
    metrics = registry.plugins("metrics")
    for name, values in record.values.items():
        if not metrics[name]().in_the_fit:
            assert np.isfinite(values).all(), name
