"""Whether a type that was not drawn can come back."""

import itertools

import numpy as np
import pytest

from core.analysis.extinction import is_extinct
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, SUBSAMPLE, VERIFIED, experiment, ran

FADING = {**RESERVOIR, "real": {"kind": "fading", "start": 0.5, "end": 0.0}}
FRESH = {**RESERVOIR, "real": {"kind": "fresh", "share": 0.2}}
LATE = {
    **REPLACE,
    "switch": {"generation": 3, "keep": "newest", "retention": ACCUMULATE["retention"]},
}
EARLY = {
    **ACCUMULATE,
    "switch": {"generation": 2, "keep": "newest", "retention": REPLACE["retention"]},
}


def of(arm, generation):
    given = experiment("us-first-names", arms=[arm])
    return is_extinct(given, given.arms[0], generation)


@pytest.mark.parametrize("arm", [ACCUMULATE, SUBSAMPLE, RESERVOIR, FRESH, VERIFIED])
def test_what_is_kept_mixed_in_or_drawn_further_may_come_back(arm):
    assert not any(of(arm, generation) for generation in range(4))


def test_replacement_alone_loses_for_good():
    assert all(of(REPLACE, generation) for generation in range(4))
    record = ran(experiment("us-first-names", arms=[REPLACE], generations=6))
    alive = [set(record.preview("Replace", at).values.tolist()) for at in range(7)]
    assert all(later <= earlier for earlier, later in itertools.pairwise(alive))


def test_what_comes_later_counts():
    """Real records fade to none at generation 3; a switch ends or brings the keeping of records."""
    assert [of(FADING, at) for at in range(4)] == [False, False, True, True]
    assert [of(EARLY, at) for at in range(4)] == [False, True, True, True]
    assert [of(LATE, at) for at in range(4)] == [False, False, False, False]


def test_a_type_does_come_back_where_it_may():
    record = ran(experiment("us-first-names", arms=[SUBSAMPLE], generations=6))
    alive = [record.preview("Subsample", at).values for at in range(7)]
    returned = [np.setdiff1d(later, earlier) for earlier, later in itertools.pairwise(alive)]
    assert any(len(types) for types in returned)
