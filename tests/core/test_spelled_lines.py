"""Spelled lines: text and back, words against a plain split, and what is measured of them."""

import collections
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import registry, runfile
from core.events import GenerationFinished
from core.experiment import Experiment, parse
from core.learners.base import Model
from core.learners.n_gram import NGram
from core.line_letters import (
    ALPHABET,
    SPACE,
    SYMBOLS,
    different_words,
    letters_of,
    plain,
    words_a_line,
    words_of,
    written,
)
from core.metrics.base import Outcome
from core.metrics.spelled import rarest
from core.names import undisplayed
from core.pool import Block, TrainingPool
from core.records import AnyArray, FloatArray, RecordKind, Records
from core.seeding import Streams
from core.session import Session
from core.sources.base import Part
from core.sources.spelled_lines import LinePopulation, SpelledLines
from tests.small import ACCUMULATE, REPLACE, document, yardstick
from tests.steps import done

STREAMS = Streams(29)
LENGTH = 16
TEXT = ["the war is over", "we the people", "the people's war", "zeal"] * 5
WORDS = collections.Counter(word.encode() for line in TEXT for word in line.split())
POPULATION = LinePopulation(letters_of(TEXT, LENGTH), dict(WORDS), STREAMS)
SPEECHES = SpelledLines()
HIDDEN = next(name.lower() for name in sorted(undisplayed()) if name.isalpha() and len(name) < 8)

any_letters = st.lists(st.lists(st.integers(1, SYMBOLS - 1), min_size=1, max_size=LENGTH))


def lines(*replicates: list[str], keep: AnyArray | None = None) -> Records:
    values = np.stack([letters_of(each, LENGTH) for each in replicates])
    return Records(RecordKind.LINES, values, keep, SYMBOLS)


def measure(kind: str, emission: Records, model: Model | None = None) -> list[float]:
    """[replicates]: one metric of an emission against the small population."""
    reference = POPULATION.draw(Part.REFERENCE, 4, emission.replicates, STREAMS)
    metric = registry.plugins("metrics")[kind]()
    meter = done(metric.prepare(yardstick(POPULATION, reference, reference, STREAMS)))
    found: FloatArray = done(meter(Outcome(emission, model)))
    return found.tolist()


def rows(ids: list[list[int]]) -> AnyArray:
    return np.array([row + [0] * (LENGTH - len(row)) for row in ids], np.uint16).reshape(-1, LENGTH)


# Letters


@given(st.lists(st.text(ALPHABET, max_size=LENGTH), min_size=1, max_size=5))
def test_text_is_letters_and_back(given_lines: list[str]) -> None:
    values = letters_of(given_lines, LENGTH)
    assert values.dtype == np.uint16
    assert values.shape == (len(given_lines), LENGTH)
    back = ["".join(ALPHABET[one - 1] for one in row if one) for row in values.tolist()]
    assert back == given_lines
    assert written(values) == [" ".join(line.split()) for line in given_lines]


@given(any_letters)
def test_words_are_what_a_plain_split_gives(ids: list[list[int]]) -> None:
    """Whatever a model spells: spaces first, last and in a row too."""
    values = rows(ids)
    split = ["".join(ALPHABET[one - 1] for one in row).split() for row in ids]
    assert [word.decode() for word in words_of(values)] == [word for row in split for word in row]
    assert words_a_line(values).tolist() == [len(row) for row in split]
    assert different_words(values) == len({word for row in split for word in row})


@pytest.mark.parametrize(
    ("word", "said"),
    [("Don't", "don't"), ("post-office", "post office"), ("señor", "senor"), ("—", ""), ("%", "")],
)
def test_a_word_is_told_in_the_alphabet(word: str, said: str) -> None:
    assert plain(word) == said


def test_a_word_that_offends_is_never_written() -> None:
    assert written(letters_of([f"a {HIDDEN} is", "we are"], LENGTH)) == ["a … is", "we are"]


# The source


@pytest.mark.parametrize("length", [10, 48])
def test_lines_are_whole_words_and_fit(length: int) -> None:
    source = SpelledLines(length=length)
    population = source.open(STREAMS)
    every = np.concatenate([population.whole(part) for part in Part])
    assert every.shape == (sum(source.available(part) for part in Part), length)
    assert every.max() == source.symbols() - 1 == SYMBOLS - 1
    assert ((every[:, 0] > 0) & (every[:, 0] != SPACE)).all()
    ended = every[:, :-1] == 0
    assert not (ended & (every[:, 1:] > 0)).any()
    counts = collections.Counter(words_of(every))
    assert len(counts) == source.universe()
    law = population.probabilities()
    assert law.sum() == pytest.approx(1)
    assert (np.diff(law) <= 0).all()
    assert law[population.types(letters_of(["people"], length))[0]] == pytest.approx(
        counts[b"people"] / counts.total()
    )
    assert {b"postoffice", b"#"}.isdisjoint(counts)
    assert f"{source.universe():,}" in source.description()


def test_parts_share_no_line_and_every_seed_splits_anew() -> None:
    sizes = [SPEECHES.available(part) for part in Part]
    first, second = (SPEECHES.open(Streams(seed)).whole(Part.TRAIN)[:20] for seed in (1, 2))
    assert sizes == [43_973, 6_282, 12_563]
    assert not np.array_equal(first, second)


def test_a_longer_row_goes_on_where_a_shorter_one_is_cut() -> None:
    short, long = (written(SpelledLines(length=length).open(STREAMS).whole(Part.TRUSTED))
                   for length in (30, 60))  # fmt: skip
    assert len(short) == len(long)
    for one, other in zip(short, long, strict=True):
        assert other == one or other.startswith(f"{one} ") or "…" in one


# Metrics


def test_metrics_of_lines_are_what_they_say() -> None:
    emission = lines(
        ["the the wor", "  people's", "we zeals the"], ["zeal zeal", "is over war", "xx"]
    )
    said = [["the", "the", "wor", "people's", "we", "zeals", "the"],
            ["zeal", "zeal", "is", "over", "war", "xx"]]  # fmt: skip
    real = {word.decode() for word in WORDS}
    alive = [len(real & set(row)) for row in said]
    share = [sum(word in real for word in row) / len(row) for row in said]
    assert measure("real-words-alive", emission) == alive == [3, 4]
    assert measure("real-word-share", emission) == pytest.approx(share)
    rare = rarest_tenth()
    covered = [len(rare & set(row)) / len(rare) for row in said]
    assert measure("rare-real-word-coverage", emission) == pytest.approx(covered)


def rarest_tenth() -> set[str]:
    """The words whose mass, commonest first, has its middle in the last tenth."""
    found, below, total = set(), 0.0, WORDS.total()
    for word, count in WORDS.most_common():
        if (below + count / 2) / total > 0.9:
            found.add(word.decode())
        below += count
    return found


def test_absent_lines_and_lines_without_a_word_do_not_count() -> None:
    emission = lines(["the war", "people", "  "], keep=np.array([[True, False, True]]))
    assert measure("real-words-alive", emission) == [2]
    assert measure("real-word-share", emission) == [1.0]
    assert measure("real-word-share", lines(["   "])) == [0.0]


@pytest.mark.parametrize("kind", ["line-loss", "rare-line-loss"])
def test_losses_are_those_of_a_plain_loop(kind: str) -> None:
    train = POPULATION.draw(Part.TRAIN, 14, 2, STREAMS)
    model: Model = done(NGram(order=1).fit(TrainingPool((Block(0, train),)), STREAMS))
    held = POPULATION.draw(Part.REFERENCE, 4, 2, STREAMS)
    if kind == "rare-line-loss":
        held = rarest(held, POPULATION)
    expected = []
    for row, real in zip(train.values, held.values, strict=True):
        said = [list(line[line > 0]) + [0] * bool(line[-1] == 0) for line in row]
        letters = collections.Counter(int(one) for line in said for one in line)
        chance = {one: 0.99 * letters[one] / letters.total() + 0.01 / SYMBOLS
                  for one in range(SYMBOLS)}  # fmt: skip
        loss, count = 0.0, 0
        for line in real:
            for place, letter in enumerate(line):
                if place and line[place - 1] == 0:
                    break
                loss -= math.log(chance[int(letter)] / (1 if place else 1 - chance[0]))
                count += 1
        expected.append(loss / count)
    assert measure(kind, train, model) == pytest.approx(expected)


def test_rare_lines_are_those_whose_words_are_rare() -> None:
    held = lines(["the war is over", "zeal", *["the war"] * 18])
    assert written(rarest(held, POPULATION).values[0]) == ["zeal", "the war is over"]


# Whole runs


def spelled(learner: dict[str, Any]) -> Experiment:
    quick = {"steps": 3, "hidden": 8, "batch": 8, "start": "generation-0"}
    return parse(
        document(
            source={"kind": "spelled-lines", "length": 20},
            learner=learner | quick,
            arms=[REPLACE, ACCUMULATE],
            replicates=2,
            generations=2,
        )
    )


@pytest.mark.parametrize("kind", ["character-transformer", "mlp-language-model"])
def test_a_run_of_lines_is_stored_and_resumed_to_the_bit(kind: str, tmp_path: Path) -> None:
    of = spelled({"kind": kind})
    assert of.primary() == "real-words-alive"
    whole = Session.create(of, tmp_path / "whole.clab")
    for _ in whole.events():
        pass
    kept = runfile.open_record(whole.path)
    assert kept.content_hash()
    assert kept.real is not None
    assert kept.real.kind is RecordKind.LINES
    stopped = Session.create(of, tmp_path / "stopped.clab")
    for event in stopped.events():
        if isinstance(event, GenerationFinished) and event.generation == 1:
            stopped.control.cancel()
    for _ in Session.resume(stopped.path).events():
        pass
    assert runfile.open_record(stopped.path).content_hash() == kept.content_hash()


@pytest.mark.parametrize("kind", ["character-transformer", "mlp-language-model"])
def test_models_of_lines_spell_with_their_whole_alphabet(kind: str) -> None:
    learner = registry.plugins("learners")[kind](steps=1, hidden=8)
    real = SPEECHES.open(STREAMS).draw(Part.TRAIN, 60, 2, STREAMS)
    model: Model = done(learner.fit(TrainingPool((Block(0, real),)), STREAMS))
    made: Records = done(model.emit(200, STREAMS))
    assert (made.kind, made.universe) == (RecordKind.LINES, SYMBOLS)
    assert made.values.shape == (2, 200, SPEECHES.length)
    assert set(np.unique(made.values)) == set(range(SYMBOLS)), "hardly trained, it spells anything"
    assert (made.values[:, :, 0] > 0).all()
    assert np.isfinite(model.log_density(made)).all()
