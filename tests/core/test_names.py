"""Spelled names: letters and back, the law they come from, and what is measured of them."""

import numpy as np
import pytest

from core.learners.base import Model
from core.metrics.base import Meter, Metric, Outcome
from core.metrics.name_loss import NameLoss
from core.metrics.names_alive import NamesAlive
from core.metrics.rare_name_coverage import RareNameCoverage
from core.metrics.rare_name_loss import RareNameLoss
from core.metrics.real_name_share import RealNameShare
from core.metrics.spelled import rarest
from core.names import LONGEST, SYMBOLS, different_names, letters_of, undisplayed, written
from core.records import (
    AnyArray,
    Batch,
    Counts,
    FloatArray,
    RecordKind,
    Records,
    Steps,
    batch_from_arrays,
)
from core.seeding import Streams
from core.sources.base import Part
from core.sources.spelled_names import TABLES, NamePopulation, SpelledNames
from tests.small import yardstick
from tests.steps import done

STREAMS = Streams(23)
TABLE = ["SMITH", "LEE", "XU", "SMITHERS"]
POPULATION = NamePopulation(TABLE, np.array([60.0, 30.0, 8.0, 2.0]))


def names(*replicates: list[str]) -> Records:
    values = np.stack([letters_of(each) for each in replicates])
    return Records(RecordKind.NAMES, values, universe=SYMBOLS)


def meter(metric: Metric, reference: Records) -> Meter:
    return done(metric.prepare(yardstick(POPULATION, reference, reference, STREAMS)))


def counted(batch: Records) -> Counts:
    return POPULATION.counted(done(POPULATION.looked_up(batch)))


class Surprised(Model):
    """A model to which each name is as improbable as it is long, and one letter a unit less."""

    def emit(self, count: int, streams: Streams) -> Steps[Batch]:
        raise NotImplementedError

    def log_density(self, batch: Batch) -> FloatArray:
        assert isinstance(batch, Records)
        return -2.0 * ((batch.values > 0).sum(axis=2) + 1)


# Letters


def test_names_are_letters_and_back() -> None:
    spelled = letters_of(["LEE", "A", "Z" * LONGEST])
    assert spelled.dtype == np.uint16
    assert spelled.shape == (3, LONGEST)
    assert spelled[0].tolist() == [12, 5, 5, *[0] * (LONGEST - 3)]
    assert written(spelled) == ["Lee", "A", "Z" + "z" * (LONGEST - 1)]
    assert different_names(np.concatenate([spelled, spelled[:1]])) == 3


def test_a_name_that_offends_is_never_written() -> None:
    hidden = sorted(undisplayed())
    assert len(hidden) > 150
    assert set(written(letters_of([name for name in hidden if name.isalpha()]))) == {"…"}


@pytest.mark.parametrize("which", TABLES)
def test_every_name_of_a_table_is_spelled_and_found_again(which: str) -> None:
    source = SpelledNames(names=which)
    population = source.open(STREAMS)
    every = population._letters
    assert len(every) == source.universe() == len(np.unique(every, axis=0))
    assert every.max() < SYMBOLS
    assert (every[:, 0] > 0).all()
    assert np.array_equal(population.types(every), np.arange(len(every)))
    assert "first names" in source.description() or which == "surnames"


# The law


def test_names_are_drawn_as_often_as_people_have_them() -> None:
    drawn = counted(POPULATION.draw(Part.TRAIN, 50_000, 2, STREAMS))
    assert drawn.types.tolist() == [0, 1, 2, 3]
    for counts in drawn.counts:
        expected = 50_000 * np.array([0.6, 0.3, 0.08, 0.02])
        assert ((counts - expected) ** 2 / expected).sum() < 25


def test_the_first_replicates_are_the_same_for_any_number_of_them() -> None:
    few, many = (POPULATION.draw(Part.TRAIN, 30, count, STREAMS).values for count in (2, 5))
    assert np.array_equal(few, many[:2])


def test_parts_are_drawn_apart_and_stored_names_are_read_back() -> None:
    train, other = (POPULATION.draw(part, 30, 2, STREAMS) for part in (Part.TRAIN, Part.REFERENCE))
    assert not np.array_equal(train.values, other.values)
    again = batch_from_arrays(RecordKind.NAMES, train.arrays())
    assert isinstance(again, Records)
    assert again.universe == SYMBOLS
    assert np.array_equal(again.values, train.values)


def test_what_the_table_does_not_list_is_left_out() -> None:
    batch = names(["LEE", "SMIT", "LEES", "XU"], ["XU", "XU", "ZZ", "SMITHERS"])
    counts = counted(batch)
    assert counts.types.tolist() == [1, 2, 3]
    assert counts.counts.tolist() == [[1, 1, 0], [0, 2, 1]]


# Metrics


def test_metrics_of_names_are_what_they_say() -> None:
    emission = names(["LEE", "LEE", "SMIT", "XU"], ["SMITHERS", "ZZ", "ZY", "XU"])
    outcome = Outcome(emission, None)
    reference = names(TABLE, TABLE)

    def measured(metric: Metric) -> list[float]:
        return done(meter(metric, reference)(outcome)).tolist()

    assert measured(NamesAlive()) == [2, 2]
    assert measured(RealNameShare()) == [0.75, 0.5]
    assert measured(RareNameCoverage()) == [0.5, 1.0], "Xu and Smithers are the rarest tenth"


def test_absent_names_do_not_count() -> None:
    emission = names(["LEE", "SMITH", "ZZ"])
    keep = np.array([[True, False, True]])
    outcome = Outcome(emission.having(emission.values, keep), None)
    assert done(meter(NamesAlive(), names(TABLE))(outcome)).tolist() == [1]
    assert done(meter(RealNameShare(), names(TABLE))(outcome)).tolist() == [0.5]


def test_losses_are_a_letter_and_ends_are_letters() -> None:
    reference = names(["LEE", "XU"], ["SMITHERS", "SMITH"])
    outcome = Outcome(reference, Surprised())
    assert done(meter(NameLoss(), reference)(outcome)) == pytest.approx([2, 2])
    assert done(meter(RareNameLoss(), reference)(outcome)) == pytest.approx([2, 2])


def test_rare_names_are_those_that_fewest_people_bear() -> None:
    reference = names(["LEE"] * 10 + ["XU"] + ["SMITH"] * 9, ["SMITH"] * 18 + ["SMITHERS", "LEE"])
    held: AnyArray = rarest(reference, POPULATION).values
    assert written(held[0]) == ["Xu", "Lee"]
    assert written(held[1]) == ["Smithers", "Lee"]
