"""Metrics of text against plain Python, on degenerate text, and in whole runs."""

import collections
import itertools
import math
from typing import Any

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon

from core import registry
from core.experiment import fitting_metrics, parse
from core.learners.n_gram import NGram
from core.metrics.bands import Band, in_band
from core.metrics.base import Outcome
from core.metrics.rare_text_loss import rarest
from core.metrics.words import counted_words, runs
from core.pool import Block, TrainingPool
from core.records import AnyArray, FloatArray, RecordKind, Records
from core.sources.base import Part
from core.sources.state_of_the_union import StateOfTheUnion
from core.sources.text import Corpus, TextPopulation
from core.text import UNLISTED
from tests.measuring import STREAMS, rng
from tests.small import ALL_ARMS, REPLACE, document, ran, yardstick
from tests.steps import done

UNIVERSE, LENGTH = 60, 8
WORDS = ("", *(f"w{place}" for place in range(1, UNIVERSE - 1)), UNLISTED)
SPEECHES = StateOfTheUnion()


def values(count: int, seed: int = 0, replicates: int = 3) -> AnyArray:
    """Records of words that follow a power law, of one word at least."""
    law = 1 / np.arange(1, UNIVERSE)
    words = rng(seed).choice(np.arange(1, UNIVERSE), (replicates, count, LENGTH), p=law / law.sum())
    sizes = rng(seed + 1).integers(1, LENGTH + 1, (replicates, count))
    return np.where(np.arange(LENGTH) < sizes[:, :, None], words, 0).astype(np.uint16)


def text(given: AnyArray, keep: AnyArray | None = None) -> Records:
    return Records(RecordKind.TEXT, np.asarray(given, dtype=np.uint16), keep, UNIVERSE)


def population(tokens: AnyArray | None = None) -> TextPopulation:
    return TextPopulation(
        Corpus(values(400, 7, 1)[0] if tokens is None else tokens, WORDS), STREAMS
    )


def measure(kind: str, emission: Records, **others: Any) -> FloatArray:
    """[replicates]: one metric of an emission; reference and law are the population's."""
    law = population()
    reference = law.draw(Part.REFERENCE, 80, emission.replicates, STREAMS)
    given = yardstick(law, reference, reference, STREAMS)
    meter = done(registry.plugins("metrics")[kind]().prepare(given))
    return done(meter(Outcome(**{"emission": emission, "model": None, "pool": None} | others)))


def said(records: AnyArray) -> "list[list[int]]":
    return [[int(word) for word in record if word] for record in records]


def shares(records: AnyArray) -> "dict[int, float]":
    counts = collections.Counter(itertools.chain(*said(records)))
    return {word: count / counts.total() for word, count in counts.items()}


def whole(law: TextPopulation, *parts: Part) -> AnyArray:
    return np.concatenate([law.draw(part, law.size(part), 1, STREAMS).values[0] for part in parts])


def expected(kind: str, records: AnyArray) -> float:
    """A metric of one replicate's records in plain Python."""
    law = population()
    emitted, real = shares(records), shares(whole(law, Part.REFERENCE))
    if kind == "words-alive":
        return len(emitted)
    if kind == "words-a-record":
        return float(np.mean([len(record) for record in said(records)]))
    if kind == "word-diversity":
        return math.exp(-sum(f * math.log(f) for f in emitted.values()))
    if kind == "distinct-2":
        pairs = [pair for record in said(records) for pair in itertools.pairwise(record)]
        return len(set(pairs)) / len(pairs)
    if kind == "word-total-variation":
        every = set(emitted) | set(real)
        return sum(abs(emitted.get(w, 0) - real.get(w, 0)) for w in every) / 2
    if kind == "word-jensen-shannon":
        both = [[side.get(word, 0) for word in range(UNIVERSE)] for side in (emitted, real)]
        return float(jensenshannon(*both, base=2) ** 2)
    if kind == "attested-triples":
        seen = {t for record in said(whole(law, Part.TRAIN, Part.TRUSTED)) for t in triples(record)}
        found = [triple in seen for record in said(records) for triple in triples(record)]
        return sum(found) / len(found)
    band = Band[kind.split("-")[0].upper()]
    inside = set(np.flatnonzero(in_band(law.probabilities(), band)))
    return len(inside & set(emitted)) / len(inside)


def triples(record: "list[int]") -> "list[tuple[int, ...]]":
    return [tuple(record[at : at + 3]) for at in range(len(record) - 2)]


KINDS = (
    "words-alive", "words-a-record", "word-diversity", "distinct-2", "word-total-variation",
    "word-jensen-shannon", "attested-triples", "rare-word-coverage", "middle-word-coverage",
    "common-word-coverage",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("masked", [False, True])
def test_a_metric_is_what_plain_python_counts(kind: str, masked: bool) -> None:
    emission = values(50, 3)
    keep = rng(8).random((3, 50)) < 0.5 if masked else None
    found = measure(kind, text(emission, keep))
    for place in range(3):
        left = emission[place] if keep is None else emission[place][keep[place]]
        assert found[place] == pytest.approx(expected(kind, left), rel=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_degenerate_text_has_finite_values(kind: str) -> None:
    """One record; all the same; words of their own; one word each."""
    same = np.tile(values(1, 5, 1), (2, 9, 1))
    single = np.zeros((2, 9, LENGTH))
    single[:, :, 0] = UNIVERSE - 1
    for given in (values(1, 4), same, single, np.full((2, 3, LENGTH), 7)):
        assert np.isfinite(measure(kind, text(given))).all()
    if kind in ("distinct-2", "attested-triples"):
        assert measure(kind, text(single)).tolist() == [0, 0]


def test_the_reference_itself_lies_at_no_distance() -> None:
    reference = population().draw(Part.REFERENCE, 80, 2, STREAMS)
    for kind in ("word-total-variation", "word-jensen-shannon"):
        assert measure(kind, reference) == pytest.approx([0, 0], abs=1e-12)
    real = population().draw(Part.TRAIN, 60, 2, STREAMS)
    assert measure("attested-triples", real).tolist() == [1, 1]


def test_runs_stay_within_their_records() -> None:
    records = np.array([[1, 2, 3, 0], [2, 0, 0, 0], [3, 1, 0, 0]], dtype=np.uint16)
    assert sorted(runs(records, 2, 10)) == [12, 23, 31]
    assert sorted(runs(records, 3, 10)) == [123]
    assert len(runs(records, 5, 10)) == 0
    counts = done(counted_words(Records(RecordKind.TEXT, records[None], None, 10)))
    assert (counts.types.tolist(), counts.counts.tolist()) == ([1, 2, 3], [[2, 2, 2]])


@pytest.mark.parametrize("kind", ["word-loss", "rare-text-loss"])
def test_a_loss_is_the_mean_of_minus_log_probability_a_word(kind: str) -> None:
    law = population()
    batch = law.draw(Part.TRAIN, 100, 2, STREAMS)
    pool = TrainingPool((Block(0, batch),))
    model = done(NGram().fit(pool, STREAMS))
    held = law.draw(Part.REFERENCE, 80, 2, STREAMS)
    if kind == "rare-text-loss":
        held = rarest(held, law.probabilities())
        assert held.values.shape[1] == 8
    loss = -model.log_density(held).sum(axis=1) / (held.values[0] > 0).sum()
    found = measure(kind, batch, model=model, pool=pool)
    assert found == pytest.approx(loss, rel=1e-12)


def test_rare_records_are_those_with_the_lowest_mean_log_share() -> None:
    law = population()
    held = law.draw(Part.REFERENCE, 80, 1, STREAMS)
    share = law.probabilities()
    means = [np.mean([math.log(share[word]) for word in record]) for record in said(held.values[0])]
    chosen = held.values[0][np.argsort(means, kind="stable")[:8]]
    np.testing.assert_array_equal(rarest(held, share).values[0], chosen)


def test_losses_are_offered_only_where_they_are_finite() -> None:
    losses = {"word-loss", "rare-text-loss"}
    assert losses <= set(fitting_metrics(SPEECHES, NGram()))
    assert not losses & set(fitting_metrics(SPEECHES, NGram(uniform=0)))
    assert not losses & set(fitting_metrics(SPEECHES, NGram(discount=0))), "no back-off"
    assert losses <= set(fitting_metrics(SPEECHES, NGram(discount=0, order=1)))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("order", [1, 2, 4])
@pytest.mark.parametrize("discount", [0, 1])
@pytest.mark.parametrize("uniform", [0, 1])
def test_every_value_is_finite_at_the_ends_of_every_setting(
    order: int, discount: int, uniform: int
) -> None:
    learner = {"kind": "n-gram", "order": order, "discount": discount, "uniform": uniform}
    source = {"kind": "state-of-the-union", "length": 8, "vocabulary": 100}
    likely = {"verifier": {"kind": "likelihood", "trusted_share": 1}}
    arms = [REPLACE, REPLACE | {"name": "Likely"} | likely]
    given = {"source": source, "learner": learner, "arms": arms, "replicates": 2}
    record = ran(parse(document("state-of-the-union", sample_size=2, generations=2, **given)))
    assert all(np.isfinite(table).all() for table in record.values.values())


def test_no_metric_of_numbers_is_offered_for_text() -> None:
    offered = set(fitting_metrics(SPEECHES, NGram()))
    assert offered == {*KINDS, "word-loss", "rare-text-loss", "copied-share"}
    assert not {"distinct-2", "attested-triples"} & set(fitting_metrics(_Single(), NGram()))


class _Single(StateOfTheUnion):
    """A source whose records are one word each."""

    def record_shape(self) -> tuple[int, ...]:
        return (1,)


def test_copies_of_text_are_told() -> None:
    trained, new = values(40, 3), values(40, 30)
    seen = [{tuple(record) for record in replicate} for replicate in trained]
    emission = np.concatenate([trained[:, :10], new], axis=1)
    shares_copied = [
        np.mean([tuple(record) in seen[place] for record in emission[place]]) for place in range(3)
    ]
    pool = TrainingPool((Block(0, text(trained)),))
    assert measure("copied-share", text(emission), pool=pool) == pytest.approx(shares_copied)


def test_a_run_of_speeches_measures_everything_in_every_arm() -> None:
    arms = [arm for arm in ALL_ARMS if "verifier" not in arm]
    likely = REPLACE | {"name": "Likely", "verifier": {"kind": "likelihood"}}
    of = parse(document("state-of-the-union", arms=[*arms, likely], sample_size=60))
    record = ran(of)
    assert record.experiment.primary() == "words-alive"
    assert all(np.isfinite(table).all() for table in record.values.values())
    assert set(record.bands) == set(record.values) - {"word-loss", "rare-text-loss"}
    alive = record.values["words-alive"]
    assert (alive[0, :, 3] < alive[0, :, 0]).all()
    assert record.catalogue is not None
    assert len(record.catalogue.labels) == of.source.universe()
    gate = record.gate("Likely", 2)
    assert gate is not None
    assert gate.admitted.tolist() == [60] * 6
