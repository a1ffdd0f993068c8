"""Rare-class recall: exact values, its null, and which runs are offered it."""

import numpy as np
import pytest

from core.errors import BadInput
from core.experiment import fitting_metrics, parse
from core.metrics.rare_class_recall import RareClassRecall
from core.records import RecordKind, Records
from core.sources.base import Part
from core.sources.digits import Digits
from core.sources.fashion_mnist import FashionMnist
from core.sources.labelled_images import LabelledImages
from tests.measuring import STREAMS, measure
from tests.small import REPLACE, document, ran

SMALL = {"kind": "flow-matching", "steps": 2, "hidden": 4, "heun_steps": 1}
TAILED: list[LabelledImages] = [Digits(class_tail=10), FashionMnist(size=14, class_tail=10)]


@pytest.mark.parametrize("source", TAILED)
def test_the_rarest_classes_hold_at_most_a_tenth_together(source: LabelledImages) -> None:
    kept, rare = source.kept(), list(source.rare())
    assert rare == [7, 8, 9]
    assert kept[rare].sum() <= 0.1 * kept.sum() < kept[[6, *rare]].sum()


def test_without_a_class_tail_no_class_is_rare() -> None:
    for source in (Digits(), FashionMnist()):
        assert source.rare() == ()
        assert not RareClassRecall.fits(source)
    # The file's rarest digit alone holds less than a tenth; that is no choice of the run.
    assert Digits().classes["8"] < 0.1 * sum(Digits().classes.values())
    assert FashionMnist(class_tail=1.01).rare() in ((), (9,))


@pytest.mark.parametrize("source", TAILED)
def test_it_is_the_emitted_share_over_the_real_one(source: LabelledImages) -> None:
    population = source.open(STREAMS)
    train = population.whole(Part.TRAIN)
    classifier = population.classifier
    rare = np.isin(classifier.classes(classifier.features(train)), [7, 8, 9])
    assert 0.05 < rare.mean() < 0.15
    some = {True: train[rare], False: train[~rare]}
    emission = np.stack(
        [
            some[False][:24],
            np.concatenate([some[True][:6], some[False][:18]]),
            some[True][:24],
        ]
    )
    images = Records(RecordKind.IMAGES, emission)
    found = measure("rare-class-recall", images, images, population)
    assert found == pytest.approx(np.array([0, 0.25, 1]) / rare.mean(), rel=1e-12, abs=0)


def test_black_images_are_all_in_one_class() -> None:
    """The classifier cannot say that an image is of no class; the estimator says so."""
    population = TAILED[0].open(STREAMS)
    black = Records(RecordKind.IMAGES, np.zeros((1, 30, 8, 8), dtype=np.uint8))
    (found,) = measure("rare-class-recall", black, black, population)
    (name,) = set(population.classifier.classes(population.classifier.features(black.values[0])))
    assert (found > 0) == (name in population.rare)
    assert "in some class, however unlike" in RareClassRecall.estimator


@pytest.mark.parametrize("source", TAILED)
def test_real_samples_give_one_on_average(source: LabelledImages) -> None:
    population = source.open(STREAMS)
    real = population.resample(200, 500, STREAMS.rng("null"))
    found = measure("rare-class-recall", real, real, population)
    error = found.std() / np.sqrt(len(found))
    assert abs(found.mean() - 1) < 4 * error
    assert error < 0.02


def test_a_run_with_a_class_tail_offers_it_and_one_without_does_not() -> None:
    plain = parse(document(source={"kind": "digits"}, learner=SMALL, arms=[REPLACE]))
    tailed = document(source={"kind": "digits", "class_tail": 10}, learner=SMALL, arms=[REPLACE])
    assert "rare-class-recall" not in fitting_metrics(plain.source, plain.learner)
    with pytest.raises(BadInput, match="'rare-class-recall' does not fit"):
        parse(plain.document() | {"metrics": ["rare-class-recall"]})
    of = parse(tailed | {"generations": 1, "sample_size": 300})
    record = ran(of)
    assert record.values["rare-class-recall"].shape == (1, 6, 2)
    low, centre, high = record.bands["rare-class-recall"]
    assert low < 1 < high
    assert centre == pytest.approx(1, abs=0.1)
