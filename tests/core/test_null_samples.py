"""Null bands of finite files: centred and as wide as new real samples would have them."""

import numpy as np
import pytest

from core.measuring import Measuring
from core.records import RecordKind
from core.report.sections.captions import grey_band, null_bands
from core.seeding import Streams
from core.sources.base import FinitePopulation, Part
from tests import files
from tests.pipelines import table
from tests.small import REPLACE, document, experiment, ran

STREAMS = Streams(0)


def repeated(size: int) -> bool:
    held = FinitePopulation(RecordKind.VECTORS, np.arange(1000.0)[:, None], STREAMS)
    drawn = held.resample(size, 5, STREAMS.rng("null")).values[:, :, 0]
    return any(len(np.unique(row)) < size for row in drawn)


def test_no_record_comes_twice_where_the_train_part_is_twice_the_sample():
    assert not repeated(350)
    assert repeated(351)


def lines(folder, count=600):
    rng = np.random.default_rng(4)
    words = np.array([f"w{'abcdefghij'[k % 10]}{'abcdefghij'[k // 10]}" for k in range(100)])
    drawn = (" ".join(rng.choice(words, 8)) for _ in range(count))
    return files.written(folder / "lines.txt", "\n".join(drawn))


def test_the_band_of_distinct_pairs_is_that_of_samples_without_repeats(tmp_path):
    """With replacement a fifth of 200 of 420 lines repeat, and real samples would lie above it."""
    metrics = ["distinct-2", "words-alive"]
    of = experiment(source={"kind": "file", "path": str(lines(tmp_path)), "reads": "text"},
                    learner={"kind": "n-gram"}, arms=[REPLACE], generations=1, sample_size=200,
                    metrics=metrics)  # fmt: skip
    record = ran(of)
    population = of.source.open(Streams(of.seed))
    drawn = population.draw(Part.TRAIN, 200, 60, STREAMS).values
    pairs = [row[:, :-1].astype(int) * 1000 + row[:, 1:] for row in drawn]
    real = np.mean([len(np.unique(row)) / row.size for row in pairs])
    assert record.null_values["distinct-2"].mean() == pytest.approx(real, rel=0.005)


def test_the_band_is_as_wide_as_that_of_new_samples(tmp_path):
    """Of 300 of 700 records alone it would be a quarter narrower."""
    rows = np.random.default_rng(1).standard_normal((1000, 1)).tolist()
    path = table(tmp_path / "x.csv", ("x",), rows)
    record = ran(experiment(source={"kind": "file", "path": str(path)}, arms=[REPLACE],
                            generations=1, sample_size=300, replicates=100,
                            metrics=["variance-ratio"]))  # fmt: skip
    spread = record.null_values["variance-ratio"].std(ddof=1)
    assert spread == pytest.approx(np.sqrt(2 / 299), rel=0.13)


@pytest.mark.parametrize(("size", "said"), [
    (119, "without replacement"),
    (120, "with replacement"),
])  # fmt: skip
def test_it_is_said_how_real_samples_were_drawn(size, said):
    given = document(source={"kind": "penguins"}, arms=[REPLACE], generations=1, replicates=3)
    record = ran(experiment(**given | {"sample_size": size, "metrics": ["variance-ratio"]}))
    assert f"each, drawn {said} from the 239 records of the train part" in null_bands(record)
    caption = grey_band(record, ["variance-ratio"])
    assert ("hold fewer different ones than new records" in caption) == (said == "with replacement")


def test_what_a_metric_does_not_look_at_makes_its_band_no_wider(tmp_path):
    rows = np.random.default_rng(1).standard_normal((3000, 1)).tolist()
    path = table(tmp_path / "x.csv", ("x",), rows)
    of = experiment(source={"kind": "file", "path": str(path)}, arms=[REPLACE], sample_size=1000,
                    replicates=2, metrics=["variance-ratio", "vendi-score"])  # fmt: skip
    population = of.source.open(STREAMS)
    real = population.draw(Part.TRAIN, 1000, 2, STREAMS)
    measuring = Measuring(of, population, real, STREAMS)
    values = np.array([10.0, 11.0, 12.0])
    for metric, seen in (("variance-ratio", 1000), ("vendi-score", 500)):
        spread = np.ptp(measuring.widened(metric, values)) / 2
        assert spread == pytest.approx(np.sqrt(1 / (1 - seen / 2100)))
