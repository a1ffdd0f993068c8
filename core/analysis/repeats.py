"""What a sample of text has left: how many words it uses, and how much of it comes again."""

from collections.abc import Sequence

import numpy as np

from core.records import AnyArray, BoolArray
from core.text import UNLISTED

RUN = 4
"""Words in a row that make a repeat where another record has them too."""


def different_words(values: AnyArray) -> int:
    """How many words [records, length] of token ids use; what ends a record is none."""
    return int(np.count_nonzero(np.unique(values)))


def repeated(values: AnyArray, labels: Sequence[str]) -> BoolArray:
    """[records, length]: which words stand in a run of RUN that another record has too.

    values: ids of words of 16 bits; labels: each id's word. Runs with an unlisted word are none:
    two of those may differ.
    """
    found = np.zeros(values.shape, dtype=np.bool_)
    if values.shape[1] < RUN:
        return found
    telling = np.array([word not in ("", UNLISTED) for word in labels])
    runs = np.lib.stride_tricks.sliding_window_view(values, RUN, axis=1)
    records, starts = np.nonzero(telling[runs].all(axis=2))
    # Ids have 16 bits, so that a run of four is one number of 64; rows take ten times as long.
    shifts = np.arange(RUN, dtype=np.uint64) * np.uint64(16)
    numbers = (runs[records, starts].astype(np.uint64) << shifts).sum(axis=1, dtype=np.uint64)
    _, which = np.unique(numbers, return_inverse=True)
    pairs = np.unique(which * len(values) + records)
    again = np.bincount(pairs // len(values), minlength=1)[which] > 1
    for step in range(RUN):
        found[records[again], starts[again] + step] = True
    return found


def share_repeated(values: AnyArray, labels: Sequence[str]) -> float:
    """The share of a sample's words that stand in such runs; 0 of a sample without words."""
    return float(repeated(values, labels).sum() / max(np.count_nonzero(values), 1))
