"""The digits: all of them, as ordinary 8-bit pixels, each in one part only."""

import numpy as np
import pytest

from core.records import RecordKind
from core.seeding import Streams
from core.sources.base import Part
from core.sources.digits import Digits

STREAMS = Streams(3)


def everything(part: Part, streams: Streams = STREAMS) -> np.ndarray:
    population = Digits().open(streams)
    return population.draw(part, population.size(part), 1, streams).values[0]


def test_pixels_keep_their_seventeen_levels() -> None:
    pixels = np.concatenate([everything(part) for part in Part])
    assert pixels.shape == (1797, 8, 8)
    assert pixels.dtype == np.uint8
    assert sorted(set(pixels.ravel())) == [round(level * 255 / 16) for level in range(17)]


def test_every_digit_is_in_one_part() -> None:
    parts = {part: everything(part) for part in Part}
    sizes = {part: len(held) for part, held in parts.items()}
    assert sizes == {Part.TRAIN: 1258, Part.TRUSTED: 180, Part.REFERENCE: 359}
    assert sizes == {part: Digits().available(part) for part in Part}
    other = np.concatenate([everything(part, Streams(4)) for part in Part])
    ours = np.concatenate(list(parts.values()))
    order = [np.lexsort(pixels.reshape(1797, 64).T) for pixels in (ours, other)]
    assert np.array_equal(ours[order[0]], other[order[1]])
    assert not np.array_equal(ours, other)


def test_replicates_draw_without_replacement_and_share_the_reference() -> None:
    population = Digits().open(STREAMS)
    drawn = population.draw(Part.TRAIN, 1258, 2, STREAMS)
    assert drawn.kind is RecordKind.IMAGES
    totals = drawn.values.astype(np.int64).sum(axis=(1, 2, 3))
    assert totals[0] == totals[1] == everything(Part.TRAIN).astype(np.int64).sum()
    assert not np.array_equal(drawn.values[0], drawn.values[1])
    reference = population.draw(Part.REFERENCE, 100, 2, STREAMS).values
    assert np.array_equal(reference[0], reference[1])


@pytest.mark.parametrize("part", list(Part))
def test_the_split_follows_the_seed(part: Part) -> None:
    assert np.array_equal(everything(part), everything(part))
    assert not np.array_equal(everything(part)[:100], everything(part, Streams(4))[:100])
