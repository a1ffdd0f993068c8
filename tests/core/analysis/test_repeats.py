"""What a sample of text repeats, word for word."""

import numpy as np

from core.analysis.repeats import different_words, repeated, share_repeated
from core.text import UNLISTED

LABELS = ("", "we", "the", "people", "of", "these", UNLISTED)


def sample(*lines, length=6):
    values = np.zeros((len(lines), length), dtype=np.uint16)
    for row, line in zip(values, lines, strict=True):
        row[: len(line)] = line
    return values


def test_words_are_counted_without_the_end():
    assert different_words(sample([1, 2, 1], [3])) == 3
    assert different_words(sample([], [])) == 0


def test_a_run_of_four_that_another_record_has_is_a_repeat():
    found = repeated(sample([5, 1, 2, 3, 4], [1, 2, 3, 4, 5, 5], [1, 2, 3, 5]), LABELS)
    assert found.tolist() == [
        [False, True, True, True, True, False],
        [True, True, True, True, False, False],
        [False] * 6,
    ]


def test_a_record_that_repeats_itself_alone_is_none():
    assert not repeated(sample([1, 1, 1, 1, 1], [2, 2, 2]), LABELS).any()


def test_ends_and_unlisted_words_are_no_run():
    assert not repeated(sample([1], [1], [2]), LABELS).any()
    assert not repeated(sample([1, 2, 6, 3], [1, 2, 6, 3]), LABELS).any()
    assert repeated(sample([1, 2, 5, 3], [1, 2, 5, 3]), LABELS).sum() == 8


def test_short_records_and_empty_samples_have_none():
    assert not repeated(sample([1, 2, 3], [1, 2, 3], length=3), LABELS).any()
    assert share_repeated(sample([], []), LABELS) == 0
    assert share_repeated(sample([1, 2, 5, 3, 4], [1, 2, 5, 3]), LABELS) == 8 / 9
