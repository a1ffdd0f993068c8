"""The frozen classifiers: what ships, that it is safe to read, and the space that metrics see."""

import importlib.util
import io
import zipfile
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch

import resources
from core import registry
from core.classifier import Classifier, shipped
from core.records import AnyArray, RecordKind, Records
from core.sources.base import FinitePopulation, Part
from core.sources.digits import Digits
from core.sources.fashion_mnist import FashionMnist
from core.sources.labelled_images import LabelledImages
from tests.core.test_frechet_distance import by_matrix_root
from tests.measuring import STREAMS, measure, rng, vectors

SOURCES = [Digits(), FashionMnist(size=14)]
SCRIPT = Path(__file__).parents[2] / "packaging" / "train_classifiers.py"
MOST_BYTES = 300_000
THROUGH = ["coverage", "density", "frechet-distance", "precision", "tail-coverage"]


def packed(source: LabelledImages) -> bytes:
    return resources.read_bytes(f"classifiers/{source.classifier}.npz")


def by_torch(source: LabelledImages, images: AnyArray) -> tuple[AnyArray, AnyArray]:
    """Features and classes of [n, side, side] by another library, in its own terms."""
    with np.load(io.BytesIO(packed(source)), allow_pickle=False) as held:
        of = {name: torch.from_numpy(held[name]).double() for name in held.files}
    flow = torch.tensor(images).double().flatten(1) / 255 * 2 - 1
    for place in (1, 2):
        flow = torch.nn.functional.linear(flow, of[f"weight_{place}"].T, of[f"bias_{place}"]).tanh()
    features = (flow - of["centre"]) @ of["whitening"]
    scores = torch.nn.functional.linear(features, of["weight_3"].T, of["bias_3"])
    return features.numpy(), scores.softmax(dim=1).argmax(dim=1).numpy()


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("train_classifiers", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("source", SOURCES)
def test_the_weights_are_small_plain_numbers(source: LabelledImages) -> None:
    assert len(packed(source)) < MOST_BYTES
    with zipfile.ZipFile(io.BytesIO(packed(source))) as archive:
        assert sum(entry.file_size for entry in archive.infolist()) < MOST_BYTES
    with np.load(io.BytesIO(packed(source)), allow_pickle=False) as held:
        arrays = dict(held)
    assert {array.dtype for array in arrays.values()} == {np.dtype(np.float32)}
    assert all(np.isfinite(array).all() for array in arrays.values())


def test_pickled_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    trap = io.BytesIO()
    np.savez(trap, weight_1=np.array([object()], dtype=object))
    monkeypatch.setattr(resources, "read_bytes", lambda name: trap.getvalue())
    with pytest.raises(ValueError, match="allow_pickle=False"):
        shipped.__wrapped__("digits")


@pytest.mark.parametrize("source", SOURCES)
def test_the_forward_pass_is_torchs(source: LabelledImages) -> None:
    images, _ = source.read()
    odd = rng(1).integers(0, 256, (50, *images.shape[1:]), dtype=np.uint8)
    every = np.concatenate([images[:300], odd])
    features, classes = by_torch(source, every)
    classifier = shipped(source.classifier)
    assert classifier.features(every) == pytest.approx(features, rel=1e-9, abs=1e-9)
    assert np.array_equal(classifier.classes(classifier.features(every)), classes)


@pytest.mark.parametrize("source", SOURCES)
def test_features_are_white_over_what_it_was_trained_on(source: LabelledImages) -> None:
    images, labels = source.read()
    classifier = shipped(source.classifier)
    features = classifier.features(images)
    assert features.shape == (classifier.images, classifier.width) == (len(labels), 32)
    assert features.mean(axis=0) == pytest.approx(np.zeros(32), abs=1e-4)
    assert np.cov(features, rowvar=False) == pytest.approx(np.eye(32), abs=1e-3)
    right = np.mean(classifier.classes(features) == labels)
    # Networks that had not seen an image name it rightly less often than the one that has.
    assert 0.8 < classifier.right / classifier.images < right


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("kind", THROUGH)
def test_degenerate_images_have_finite_features_and_values(
    source: LabelledImages, kind: str
) -> None:
    shape = source.record_shape()
    blank = np.stack([np.full((20, *shape), level, dtype=np.uint8) for level in (0, 255, 127)])
    assert np.isfinite(shipped(source.classifier).features(blank[:, 0])).all()
    population = source.open(STREAMS)
    reference = population.draw(Part.REFERENCE, 60, 3, STREAMS)
    emission = Records(RecordKind.IMAGES, blank)
    assert np.isfinite(measure(kind, emission, reference, population)).all()
    assert np.isfinite(measure(kind, reference, emission, population)).all()


def test_a_larger_picture_is_averaged_first() -> None:
    images, _ = FashionMnist(size=14).read()
    large, _ = FashionMnist().read()
    classifier = shipped("fashion-mnist")
    twice = np.kron(images[:40], np.ones((1, 2, 2), dtype=np.uint8))
    assert np.array_equal(classifier.features(twice), classifier.features(images[:40]))
    # What the file's own small pictures lose is the rounding of the mean.
    gap = np.abs(classifier.features(large[:200]) - classifier.features(images[:200]))
    assert 0 < gap.max() < 0.1


@pytest.mark.parametrize("kind", THROUGH)
def test_metrics_of_images_are_those_of_their_features(kind: str) -> None:
    population = Digits().open(STREAMS)
    parts = [population.resample(size, 2, STREAMS.rng(str(size))) for size in (50, 90, 70)]
    seen = [
        vectors(np.stack([population.classifier.features(some) for some in part.values]))
        for part in parts
    ]
    emission, reference, spare = parts
    found = measure(kind, emission, reference, population, spare)
    lawless = FinitePopulation(RecordKind.VECTORS, seen[0].values[0], STREAMS)
    assert np.array_equal(found, measure(kind, seen[0], seen[1], lawless, seen[2]))


@pytest.mark.parametrize("kind", [kind for kind in THROUGH if kind != "frechet-distance"])
def test_images_without_a_classifier_are_seen_as_pixels(kind: str) -> None:
    population = Digits().open(STREAMS)
    parts = [population.resample(size, 2, STREAMS.rng(str(size))) for size in (50, 90, 70)]
    of_users = FinitePopulation(RecordKind.IMAGES, parts[0].values[0], STREAMS)
    emission, reference, spare = parts
    found = measure(kind, emission, reference, of_users, spare)
    pixels = [vectors(part.flat() / 255) for part in parts]
    lawless = FinitePopulation(RecordKind.VECTORS, pixels[0].values[0], STREAMS)
    assert np.array_equal(found, measure(kind, pixels[0], pixels[1], lawless, pixels[2]))
    assert not np.array_equal(found, measure(kind, emission, reference, population, spare))


def test_the_frechet_distance_of_images_is_the_definition_on_torchs_features() -> None:
    source = SOURCES[1]
    population = source.open(STREAMS)
    reference = population.draw(Part.REFERENCE, 300, 2, STREAMS)
    emission = population.resample(200, 2, STREAMS.rng("emission"))
    expected = [
        by_matrix_root(by_torch(source, one)[0], by_torch(source, other)[0])
        for one, other in zip(emission.values, reference.values, strict=True)
    ]
    found = measure("frechet-distance", emission, reference, population)
    assert found == pytest.approx(expected, rel=1e-6)


def test_which_metrics_see_through_a_classifier_is_declared() -> None:
    metrics = registry.plugins("metrics").items()
    declared = [name for name, metric in metrics if metric.by_classifier]
    assert declared == sorted([*THROUGH, "rare-class-recall"])
    for name, metric in metrics:
        if name in THROUGH:
            assert "frozen classifier that comes with the app" in metric.estimator


def test_the_same_seed_trains_the_same_weights(script: ModuleType) -> None:
    images, labels = Digits().read()
    some = images[:400], labels[:400]
    first, again = (script.arrays(script.trained(*some, epochs=3), some[0]) for _ in range(2))
    assert all(np.array_equal(first[name], again[name]) for name in first)
    classifier = Classifier.of(first)
    named = classifier.classes(classifier.features(images[400:]))
    assert np.mean(named == labels[400:]) > 0.5, "it learns"
    with np.load(io.BytesIO(packed(Digits())), allow_pickle=False) as held:
        assert {name: held[name].shape for name in held} == {k: v.shape for k, v in first.items()}
