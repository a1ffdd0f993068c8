"""The n-gram learner: exact probabilities, exact sampling, counts that add up, closed forms."""

import collections
import itertools
from typing import Any

import numpy as np
import pytest

from core.errors import RunFailed
from core.learners.gram_counts import Table, gram_counts
from core.learners.n_gram import NGram, NGramModel
from core.pool import Block, TrainingPool
from core.records import AnyArray, BoolArray, FloatArray, RecordKind, Records
from core.seeding import Streams
from tests.steps import done

UNIVERSE, LENGTH = 4, 3
EVERY = np.array(
    [
        [*words, *[0] * (LENGTH - size)]
        for size in range(1, LENGTH + 1)
        for words in itertools.product(range(1, UNIVERSE), repeat=size)
    ],
    dtype=np.uint16,
)
SETTINGS = list(itertools.product((1, 2, 3, 4), (0.0, 0.5, 1.0), (0.0, 0.2)))
every_setting = pytest.mark.parametrize(("order", "discount", "uniform"), SETTINGS)


def text(values: AnyArray, keep: BoolArray | None = None, universe: int = UNIVERSE) -> Records:
    return Records(RecordKind.TEXT, np.asarray(values, dtype=np.uint16), keep, universe)


def some(count: int, replicates: int = 2, seed: int = 0, length: int = LENGTH) -> AnyArray:
    """Random records, their words more often 1 than 3."""
    rng = np.random.default_rng(seed)
    words = rng.choice(np.arange(1, UNIVERSE), (replicates, count, length), p=[0.6, 0.3, 0.1])
    sizes = rng.integers(1, length + 1, (replicates, count))
    return np.where(np.arange(length) < sizes[:, :, None], words, 0).astype(np.uint16)


def pool() -> TrainingPool:
    """Two blocks, of which the second lacks some records."""
    keep = np.random.default_rng(5).random((2, 8)) < 0.6
    return TrainingPool((Block(0, text(some(6))), Block(1, text(some(8, seed=1), keep))))


def fitted(of: TrainingPool, **settings: Any) -> NGramModel:
    model = done(NGram(**settings).fit(of, Streams(1)))
    assert isinstance(model, NGramModel)
    return model


def probabilities(model: NGramModel) -> FloatArray:
    """[replicates, records]: of every record there can be."""
    return np.exp(model.log_density(text(np.stack([EVERY, EVERY]))))


class Plain:
    """The same model of one replicate, word by word, in plain Python."""

    def __init__(self, records: AnyArray, order: int, discount: float, uniform: float) -> None:
        self.order, self.discount, self.uniform = order, discount, uniform
        self.seen: collections.Counter[tuple[int, ...]] = collections.Counter()
        for record in records:
            for context, word in events(record.tolist(), order):
                for size in range(order):
                    self.seen[(*context[order - 1 - size :], word)] += 1

    def word(self, context: tuple[int, ...], word: int) -> float:
        counts = {w: self.seen[(*context, w)] for w in range(UNIVERSE)}
        total, different = sum(counts.values()), sum(c > 0 for c in counts.values())
        if not context:
            return (1 - self.uniform) * counts[word] / total + self.uniform / UNIVERSE
        below = self.word(context[1:], word)
        if total == 0:
            return below
        kept = max(counts[word] - self.discount, 0)
        return (kept + self.discount * different * below) / total

    def record(self, record: "list[int]") -> float:
        found = 1.0
        for context, word in events(record, self.order):
            found *= self.word(context, word)
        return found / (1 - self.word((0,) * (self.order - 1), 0))


def events(record: "list[int]", order: int) -> "list[tuple[tuple[int, ...], int]]":
    """Each word of a record with the order - 1 before it; its end too, where there is one."""
    padded = [0] * (order - 1) + record
    said = min(sum(word > 0 for word in record) + 1, len(record))
    return [(tuple(padded[at : at + order - 1]), padded[at + order - 1]) for at in range(said)]


@every_setting
def test_probabilities_are_those_of_plain_python(
    order: int, discount: float, uniform: float
) -> None:
    of = pool()
    found = probabilities(fitted(of, order=order, discount=discount, uniform=uniform))
    for replicate in range(2):
        records = np.concatenate(of.of_replicate(replicate))
        plain = Plain(records, order, discount, uniform)
        expected = [plain.record(record.tolist()) for record in EVERY]
        assert found[replicate] == pytest.approx(expected, rel=1e-12, abs=1e-15)
    assert found.sum(axis=1) == pytest.approx([1, 1], rel=1e-12)


@every_setting
def test_records_are_drawn_with_the_probabilities_that_are_stated(
    order: int, discount: float, uniform: float
) -> None:
    """A chi-square over all 39 records; what has no probability is never drawn."""
    model, count = fitted(pool(), order=order, discount=discount, uniform=uniform), 40_000
    expected = count * probabilities(model)
    emission = done(model.emit(count, Streams(2)))
    for replicate in range(2):
        place = {tuple(record): at for at, record in enumerate(EVERY.tolist())}
        drawn = np.zeros(len(EVERY))
        for record, times in collections.Counter(map(tuple, emission.values[replicate])).items():
            drawn[place[tuple(int(word) for word in record)]] = times
        held = expected[replicate] > 0
        assert not drawn[~held].any()
        square = ((drawn - expected[replicate])[held] ** 2 / expected[replicate][held]).sum()
        freedom = held.sum() - 1
        assert abs(square - freedom) < 4.5 * np.sqrt(2 * freedom) + 1e-9


def test_what_was_never_seen_is_never_emitted_without_smoothing() -> None:
    records = text([[[1, 2, 0], [2, 1, 0]]])
    for order in (2, 3, 4):
        model = fitted(TrainingPool((Block(0, records),)), order=order, discount=0, uniform=0)
        made = done(model.emit(500, Streams(3)))
        # Of order 2 the words 1 and 2 may go on to fill the row; of more they end as they did.
        assert {tuple(record[:2]) for record in made.values[0].tolist()} <= {
            (1, 2), (2, 1), (1, 0), (2, 0)
        }  # fmt: skip
        if order > 2:
            assert {tuple(record) for record in made.values[0].tolist()} == {(1, 2, 0), (2, 1, 0)}
        assert np.isneginf(model.log_density(text([[[3, 0, 0]]])))


def counted(of: TrainingPool, order: int) -> Table:
    table = done(done(gram_counts(of, order)).of_order(order))
    assert isinstance(table, Table)
    return table


def test_counts_add_up_over_blocks_and_remember_them() -> None:
    blocks = [Block(place, text(some(20, seed=place))) for place in range(4)]
    grown = TrainingPool(tuple(blocks[:1]))
    for block in blocks[1:]:
        grown = grown.plus(block)
        found = counted(grown, 3)
    at_once = np.concatenate([block.batch.values for block in blocks], axis=1)  # type: ignore[union-attr]
    expected = counted(TrainingPool((Block(0, text(at_once)),)), 3)
    np.testing.assert_array_equal(found.keys, expected.keys)
    np.testing.assert_array_equal(found.counts, expected.counts)
    assert found.counts.sum() == sum(
        len(events(record.tolist(), 3)) for records in at_once for record in records
    )


def test_lower_orders_follow_from_the_highest() -> None:
    highest = done(gram_counts(pool(), 4))
    for order in (1, 2, 3):
        direct, derived = counted(pool(), order), done(highest.of_order(order))
        np.testing.assert_array_equal(derived.keys, direct.keys)
        np.testing.assert_array_equal(derived.counts, direct.counts)


def test_absent_records_count_for_nothing() -> None:
    values, keep = some(30), np.random.default_rng(6).random((2, 30)) < 0.5
    masked = probabilities(fitted(TrainingPool((Block(0, text(values, keep)),))))
    for replicate in range(2):
        left = np.stack([values[replicate][keep[replicate]]] * 2)
        alone = probabilities(fitted(TrainingPool((Block(0, text(left)),))))
        assert masked[replicate] == pytest.approx(alone[replicate], rel=1e-12)


def test_the_first_replicates_emit_the_same_beside_any_others() -> None:
    values = some(40, replicates=5)
    made = [
        done(fitted(TrainingPool((Block(0, text(values[:of])),))).emit(50, Streams(4))).values
        for of in (1, 3, 5)
    ]
    np.testing.assert_array_equal(made[0], made[2][:1])
    np.testing.assert_array_equal(made[1], made[2][:3])


def test_too_many_words_for_an_order_are_refused_with_a_sentence() -> None:
    wide = text(np.ones((9, 2, 2)), universe=60_000)
    with pytest.raises(RunFailed, match="order 4 over 60000 words in 9 replicates"):
        done(gram_counts(TrainingPool((Block(0, wide),)), 4))


@pytest.mark.parametrize(("order", "length"), [(1, 1), (2, 1), (2, 3), (3, 4)])
def test_first_words_drift_as_categories_do(order: int, length: int) -> None:
    """Without smoothing, a record's first word is drawn from the first words trained on (f4).

    Over t fits, 1 - E sum f^2 of n first words is (1 - 1/n)^t of the first sample's.
    """
    n, rounds, replicates = 8, 4, 4000
    real = some(n, replicates, seed=9, length=length)
    batch = text(real)
    for turn in range(rounds):
        model = fitted(TrainingPool((Block(turn, batch),)), order=order, discount=0, uniform=0)
        batch = done(model.emit(n, Streams(11 + turn)))
    before, after = (_differing(values[:, :, 0]) for values in (real, batch.values))
    off = after - before * (1 - 1 / n) ** rounds
    assert abs(off.mean()) < 4 * off.std() / np.sqrt(replicates)
    wrong = after - before * (1 - 1 / n) ** (rounds - 1)
    assert abs(wrong.mean()) > 8 * wrong.std() / np.sqrt(replicates), "cannot tell t from t - 1"
    shares = [(values[:, :, 0] == 1).mean(axis=1) for values in (real, batch.values)]
    gap = shares[1] - shares[0]
    assert abs(gap.mean()) < 4 * gap.std() / np.sqrt(replicates), "T0: shares are a martingale"


def _differing(first: AnyArray) -> FloatArray:
    """[replicates]: 1 - sum f^2 of the words [replicates, n]."""
    shares = np.stack([(first == word).mean(axis=1) for word in range(1, UNIVERSE)])
    return np.asarray(1 - (shares**2).sum(axis=0))


def test_a_long_fit_and_a_long_emission_tick() -> None:
    values = text(some(3000, replicates=40))
    ticks = list(NGram().fit(TrainingPool((Block(0, values),)), Streams(1)))
    assert len(ticks) >= 2
    model = fitted(TrainingPool((Block(0, values),)))
    drawn = list(model.emit(3000, Streams(2)))
    assert len(drawn) > LENGTH
    assert all(tick.done <= tick.total for tick in (*ticks, *drawn))
