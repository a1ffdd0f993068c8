"""Text as tokens and back, a corpus of any lines, and the speeches."""

import tracemalloc

import numpy as np
import pytest

import resources
from core.errors import BadInput
from core.experiment import parse
from core.seeding import Streams
from core.sources.base import Part
from core.sources.state_of_the_union import StateOfTheUnion
from core.sources.text import TextPopulation, corpus
from core.text import NUMBER, UNLISTED, spelled, tokenised
from tests.small import REPLACE, document

STREAMS = Streams(4)


@pytest.mark.parametrize(
    ("line", "tokens"),
    [
        ("The Union’s strong; isn't it?", "the union's strong ; isn't it ?"),
        ("We paid $3,000,000 (or 4.5%) in 1860.", "we paid $ # ( or # % ) in # ."),
        ("Self-government -- 30th of June, 12:30", "self-government — # of june , #"),
        ("“Quoted” words, ÉTÉ and Straße", "quoted words , été and straße"),
        ("e\u0301te\u0301", "été"),
        (" \t\x00 *** ", ""),
        ("=cmd|' /C calc'!A0 <b>", "cmd c calc ! a # b"),
    ],
)
def test_a_line_is_words_marks_and_numbers(line: str, tokens: str) -> None:
    assert tokenised(line) == tokens.split()


def test_a_sentence_is_spelled_as_a_reader_expects() -> None:
    labels = ("", "we", "paid", "$", NUMBER, "(", "or", "%", ")", ".", "", UNLISTED)
    sentence = spelled([1, 2, 3, 4, 5, 6, 4, 7, 8, 10, 11, 9, 0, 1], labels)
    assert sentence == "We paid $# (or #%) … …."
    assert spelled([0, 1], labels) == spelled([], labels) == ""
    assert spelled(np.array([1, 9], dtype=np.uint16), labels) == "We."


def test_spelling_undoes_tokenising_but_for_capitals() -> None:
    line = "In peace, as in war: we hold (and keep) what's ours; don't we?"
    words = tokenised(line)
    labels = ["", *dict.fromkeys(words)]
    assert spelled([labels.index(word) for word in words], labels) == line


def test_a_corpus_lists_the_commonest_words_and_folds_the_others() -> None:
    lines = ["a b c", "", "a b", "A, only once!", "a a a a a a a"]
    found = corpus(lines, length=5, vocabulary=2)
    assert found.words == ("", "a", "b", UNLISTED)
    assert found.tokens.dtype == np.uint16
    assert found.tokens.tolist() == [
        [1, 2, 3, 0, 0],
        [1, 2, 0, 0, 0],
        [1, 3, 3, 3, 3],
        [1, 1, 1, 1, 1],
    ]
    assert corpus([], length=5).tokens.shape == (0, 5)


def test_a_population_of_text_knows_its_words() -> None:
    lines = [f"word {'x' if place % 2 else 'y'} ." for place in range(100)]
    population = TextPopulation(corpus(lines, length=4), STREAMS)
    assert [population.size(part) for part in Part] == [70, 10, 20]
    shares = population.probabilities()
    assert shares[0] == 0
    words = {population.label(id_): share for id_, share in enumerate(shares)}
    assert words == pytest.approx(
        {None: 0, ".": 1 / 3, "word": 1 / 3, "x": 1 / 6, "y": 1 / 6, UNLISTED: 0}
    )
    batch = population.draw(Part.TRAIN, 70, 2, STREAMS)
    assert batch.universe == 6
    assert batch.first(3).universe == 6
    assert (batch.values[:, :, 3] == 0).all()


def test_the_speeches_are_sentences_of_their_years() -> None:
    whole, short, early = (
        StateOfTheUnion(),
        StateOfTheUnion(length=12),
        StateOfTheUnion(until=1800),
    )
    sizes = [sum(source.available(part) for part in Part) for source in (whole, short, early)]
    assert sizes[0] == 37_305
    assert sizes[0] > sizes[1] > sizes[2] > 100
    for source in (whole, short, early, StateOfTheUnion(vocabulary=100)):
        population = source.open(STREAMS)
        batch = population.draw(Part.TRAIN, 50, 2, STREAMS)
        assert batch.values.shape == (2, 50, source.length)
        assert batch.values.max() < batch.universe == source.universe()
        assert population.size(Part.REFERENCE) == source.available(Part.REFERENCE)
        assert (batch.values[:, :, 0] > 0).all()
    labels = [early.open(STREAMS).label(id_) or "" for id_ in range(early.universe())]
    said = {spelled(tokens, labels) for tokens in _everything(early)}
    assert "For this sanction application is now made." in said
    assert not any("nuclear" in sentence for sentence in said)


def _everything(source: StateOfTheUnion) -> np.ndarray:
    population = source.open(STREAMS)
    parts = [population.draw(part, source.available(part), 1, STREAMS) for part in Part]
    return np.concatenate([part.values[0] for part in parts])


def test_what_was_made_of_the_speeches_is_said() -> None:
    said = StateOfTheUnion(since=1900, until=1950, length=20).description()
    kept = sum(StateOfTheUnion(since=1900, until=1950, length=20).available(part) for part in Part)
    assert f"the {kept:,} of" in said
    assert "1900 to 1950" in said
    assert "at most 20 words" in said
    turned = {"kind": "state-of-the-union", "since": 1950, "until": 1900}
    with pytest.raises(BadInput, match=r"source.since: 1950 given and until: 1900"):
        parse(document("state-of-the-union", arms=[REPLACE], source=turned))


def test_words_that_are_not_displayed_have_no_label() -> None:
    hidden = set(resources.read_text("data/not_displayed_words.txt").split())
    source = StateOfTheUnion()
    population = source.open(STREAMS)
    labels = [population.label(id_) for id_ in range(source.universe())]
    assert not hidden & set(labels)
    assert labels.count(None) == 1 + len(hidden)
    assert population.probabilities()[[id_ for id_, label in enumerate(labels) if not label]].sum()


def test_opening_the_speeches_takes_little_memory() -> None:
    StateOfTheUnion().open(STREAMS)
    tracemalloc.start()
    StateOfTheUnion().open(STREAMS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60e6
