"""Images in classes: the class tail takes what it says, and tells how many before any is read."""

from typing import Any

import numpy as np
import pytest

from core.errors import BadInput
from core.experiment import parse
from core.record import RunRecord
from core.records import AnyArray, RecordKind
from core.report.document import Paragraph
from core.report.sections import method
from core.seeding import Streams
from core.sources.base import Part
from core.sources.digits import Digits
from core.sources.fashion_mnist import FashionMnist
from core.sources.labelled_images import LabelledImages
from tests.small import document

STREAMS = Streams(3)
SOURCES: list[type[LabelledImages]] = [Digits, FashionMnist]


def everything(source: LabelledImages, streams: Streams = STREAMS) -> AnyArray:
    population = source.open(streams)
    return np.concatenate(
        [population.draw(part, population.size(part), 1, streams).values[0] for part in Part]
    )


def in_order(images: AnyArray) -> AnyArray:
    flat = images.reshape(len(images), -1)
    return flat[np.lexsort(flat.T)]


def found_classes(source: LabelledImages, images: AnyArray) -> list[int]:
    """How many of these images each class holds, found by their pixels."""
    pixels, labels = source.read()
    known = {image.tobytes(): label for image, label in zip(pixels, labels, strict=True)}
    return np.bincount([known[image.tobytes()] for image in images], minlength=10).tolist()


@pytest.mark.parametrize("source", SOURCES)
def test_classes_are_declared_as_the_file_has_them(source: type[LabelledImages]) -> None:
    pixels, labels = source().read()
    assert np.bincount(labels).tolist() == list(source.classes.values())
    assert pixels.shape[1:] == source().record_shape()
    assert pixels.dtype == np.uint8


@pytest.mark.parametrize("source", SOURCES)
def test_without_a_tail_the_whole_file_is_taken(source: type[LabelledImages]) -> None:
    pixels, _ = source().read()
    assert np.array_equal(in_order(everything(source())), in_order(pixels))


def test_the_last_class_is_a_tenth_as_common_and_those_between_fall_geometrically() -> None:
    kept = FashionMnist(class_tail=10).kept()
    assert kept.tolist() == [1000, 774, 599, 464, 359, 278, 215, 167, 129, 100]
    assert Digits(class_tail=10).kept()[[0, -1]].tolist() == [178, 18]


def test_the_write_up_says_what_was_left_and_how_pixels_were_made() -> None:
    assert Digits().description() == Digits.summary
    said = FashionMnist(class_tail=10, size=14).description()
    assert said == (
        f"{FashionMnist.summary} Classes were made rare by choice: kept were 1,000 of class "
        "“T-shirts” and 100 of class “ankle boots”, those between falling by a constant factor; "
        "4,085 in all. Pixels: 14 x 14, each the rounded mean of 2 x 2."
    )
    run = RunRecord(parse(document("digits", source={"kind": "digits", "class_tail": 5},
                                   learner={"kind": "flow-matching"})))  # fmt: skip
    opening = next(one for one in method.section(run).blocks if isinstance(one, Paragraph))
    assert "kept were 178 of class “0” and 36 of class “9”" in opening.text


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("tail", [1, 1.5, 10, 100])
def test_parts_hold_what_was_announced(source: type[LabelledImages], tail: float) -> None:
    tailed = source(class_tail=tail)
    population = tailed.open(STREAMS)
    assert {part: population.size(part) for part in Part} == {
        part: tailed.available(part) for part in Part
    }
    assert population.kind is RecordKind.IMAGES
    kept = tailed.kept()
    assert kept.min() >= 1
    assert found_classes(tailed, everything(tailed)) == kept.tolist()


def test_one_class_may_be_made_rare_alone() -> None:
    boots = FashionMnist(class_tail=10, thinned="last-class", size=14)
    assert boots.kept().tolist() == [1000] * 9 + [100]
    assert boots.rare() == (9,)
    assert found_classes(boots, everything(boots)) == boots.kept().tolist()
    assert "kept were 100 of class “ankle boots” and all of the others; 9,100 in all." in (
        boots.description()
    )
    assert FashionMnist(thinned="last-class").description().startswith(f"{FashionMnist.summary} Pi")


def test_which_images_are_taken_follows_the_seed_and_a_steeper_tail_takes_a_part() -> None:
    flat, steep = (
        {image.tobytes() for image in everything(Digits(class_tail=tail))} for tail in (2, 20)
    )
    assert steep < flat
    again = {image.tobytes() for image in everything(Digits(class_tail=20), Streams(4))}
    assert again != steep
    assert np.array_equal(everything(Digits(class_tail=20)), everything(Digits(class_tail=20)))


def test_a_small_picture_has_the_rounded_mean_of_four_pixels() -> None:
    large, labels = FashionMnist().read()
    small, same = FashionMnist(size=14).read()
    assert small.shape == (10_000, 14, 14)
    assert np.array_equal(labels, same)
    exact = large[7, 10:12, 16:18].mean()
    assert exact not in (0, 255)
    assert abs(int(small[7, 5, 8]) - exact) <= 0.5
    assert small.mean() == pytest.approx(large.mean(), abs=0.05)


@pytest.mark.parametrize(
    ("kind", "setting"),
    [
        ("digits", {"class_tail": 0.5}),
        ("digits", {"class_tail": float("inf")}),
        ("fashion-mnist", {"class_tail": 101}),
        ("fashion-mnist", {"size": 20}),
        ("fashion-mnist", {"size": "28px"}),
    ],
)
def test_odd_settings_are_refused_by_name(kind: str, setting: dict[str, Any]) -> None:
    (name,) = setting
    learner = {"kind": "flow-matching"}
    with pytest.raises(BadInput, match=rf"^source\.{name}: "):
        parse(document(source={"kind": kind, **setting}, learner=learner))


def test_too_large_a_sample_is_refused_with_what_the_tail_leaves() -> None:
    source = {"kind": "digits", "class_tail": 100}
    with pytest.raises(BadInput, match=r"^sample_size: .* train part of 'digits' has 312; give"):
        parse(document(source=source, learner={"kind": "flow-matching"}, sample_size=400))
